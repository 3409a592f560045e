"""TLS on real sockets: a certificate that is not trusted, one that is, and a handshake that fails or never ends."""

import socket
import ssl
import time
import traceback

import anyio
import pytest

from leadconnector.errors import APIConnectionError, APITimeoutError, ConfigurationError
from tests.support import scenes
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, POST, TOKEN, AsyncThings, Things


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_certificate_that_is_not_trusted_is_never_retried(kind, context):
    with Server(then=respond(), tls=context) as played:
        error = error_of(call, kind, POST, played.url, max_retries=2)
    assert type(error) is APIConnectionError
    assert (error.applied, error.attempts) == (False, 1)
    assert "certificate" in str(error).lower()
    assert not played.requests


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_the_environment_s_authority_is_trusted(kind, context):
    with Server(then=respond(), tls=context) as played:
        assert call(kind, GET, played.url) == {"id": "x"}


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_it_is_trusted_however_the_url_is_written(kind, context):
    with Server(then=respond(), tls=context) as played:
        assert call(kind, GET, f"HTTPS://127.0.0.1:{played.port}/V1") == {"id": "x"}
    assert played.requests[0].target == "/V1/things/x"


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_host_is_never_retried(kind, context):
    with Server(then=respond(), tls=context) as played:
        error = error_of(call, kind, GET, played.url.replace("127.0.0.1", "localhost"), max_retries=2)
    assert (type(error), error.attempts) == (APIConnectionError, 1)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_drip_and_reset_under_tls(kind, context):
    with Server([scenes.dripped_headers(), scenes.reset], then=respond(), tls=context) as played:
        began = time.monotonic()
        error = error_of(call, kind, GET, played.url, timeout=0.4)
        assert time.monotonic() - began < 1
        assert type(error) is APITimeoutError
        assert call(kind, GET, played.url, max_retries=1) == {"id": "x"}


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_server_that_speaks_no_tls_was_not_sent_anything(kind):
    with Server(then=respond(), greeting=b"220 mail.example ESMTP\r\n") as played:
        error = error_of(call, kind, POST, played.url.replace("http", "https"), max_retries=2)
    assert type(error) is APIConnectionError
    assert (error.applied, error.attempts) == (False, 3)
    assert not played.requests


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_handshake_that_never_ends(kind):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://127.0.0.1:{mute.getsockname()[1]}"
        error = error_of(call, kind, POST, url, timeout=0.3)
    assert type(error) is APITimeoutError
    assert error.applied is False
    assert error.elapsed == pytest.approx(0.3, abs=0.5)


@pytest.mark.parametrize("kind", [Things, AsyncThings])
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_file_that_can_t_be_used_is_one_clear_error(kind, content, tmp_path, monkeypatch):
    bundle = tmp_path / "authority.pem"
    if content is not None:
        bundle.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    error = error_of(kind, token=TOKEN)
    assert type(error) is ConfigurationError
    assert "SSL_CERT_FILE" in str(error)


@pytest.mark.parametrize("kind", [Things, AsyncThings])
@pytest.mark.parametrize("name", ["missing/keys.log", "."])
def test_a_key_log_that_can_t_be_written_is_named(kind, name, tmp_path, monkeypatch):
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / name))
    error = error_of(kind, token=TOKEN)
    assert type(error) is ConfigurationError
    assert "SSLKEYLOGFILE" in str(error)
    assert str(tmp_path) not in "".join(traceback.format_exception(error))
    kind(token=TOKEN, base_url="http://127.0.0.1:1")  # where there is no TLS it doesn't matter


@pytest.mark.usefixtures("trusted")
def test_authorities_are_read_once_for_all_clients_loops_and_connections(context, monkeypatch):
    read = []
    load = ssl.SSLContext.load_verify_locations

    def counted(self, *arguments, **named):
        read.append(named)
        return load(self, *arguments, **named)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", counted)

    async def use(client):
        return (await client.send(thing(client, GET))).status

    with Server(then=respond(), tls=context) as played:
        shared = AsyncThings(token=TOKEN, base_url=played.url)
        for kind in CLIENTS:
            assert call(kind, GET, played.url) == call(kind, GET, played.url) == {"id": "x"}
        for backend in ("asyncio", "trio", "asyncio"):
            assert anyio.run(use, shared, backend=backend) == 200
        assert played.connections_made == 9
    assert len(read) == 1


def in_two_records(connection):
    """A response and one that nobody asked for: two TLS records, in one segment where that can be had."""
    cork = getattr(socket, "TCP_CORK", None)
    for corked in (1, 0):
        if cork is not None:
            connection.setsockopt(socket.IPPROTO_TCP, cork, corked)
        if corked:
            respond(200, b"{}")(connection)
            respond(200, b'{"id": "ghost"}')(connection)
    return True


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("then", [in_two_records, respond()])
@pytest.mark.usefixtures("trusted")
def test_a_second_response_in_a_record_of_its_own_is_no_one_s(kind, then, context):
    accepted = []

    def scene(connection):
        accepted.append(connection)
        return then(connection) if len(accepted) == 1 else respond(422)(connection)

    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url) as client:
            await client.send(thing(client, GET))
            return (await client.send(thing(client, POST))).status

    with Server(then=scene, tls=context) as played:
        if kind == "sync":
            with Things(token=TOKEN, base_url=played.url) as client:
                client.send(thing(client, GET))
                assert client.send(thing(client, POST)).status == 422
        else:
            assert anyio.run(main, backend=kind) == 422
    assert (accepted[0] is accepted[1]) == (then is not in_two_records)  # else it is kept
