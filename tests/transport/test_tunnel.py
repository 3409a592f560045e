"""Calls through the tunnel of a proxy: TLS begins in the middle of a connection."""

import ssl
import time

import anyio
import pytest
import trustme

from leadconnector.errors import APIConnectionError, APITimeoutError
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import drip, head, respond
from tests.support.script import thing
from tests.support.server import Server, read_request
from tests.support.service import GET, POST, PUT, TOKEN, AsyncThings, Things

URL = "https://things.example"


class Inner:
    """The server's end of the inner connection, as scenes use one; each part sent is a record."""

    def __init__(self, outer, context):
        self.outer = outer
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.run(self.tls.do_handshake)

    def run(self, act, *arguments):
        while True:
            try:
                result = act(*arguments)
            except ssl.SSLWantReadError:
                self.flush()
                data = self.outer.recv(65536)
                if not data:
                    raise ConnectionResetError from None
                self.incoming.write(data)
            else:
                self.flush()
                return result

    def flush(self):
        if self.outgoing.pending:
            self.outer.sendall(self.outgoing.read())

    def sendall(self, data):
        self.run(self.tls.write, data)

    def recv(self, size):
        return self.run(self.tls.read, size)


def tunnel(context, *scenes):
    """Connects, then plays the scenes, one for each request."""

    def scene(connection):
        connection.sendall(head())
        inner = Inner(connection, context)
        for played in scenes:
            read_request(inner)
            played(inner)
        return False

    return scene


@pytest.fixture
def proxied(monkeypatch):
    with Server() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        yield proxy


def second(kind, operation, **more):
    """The response to a call that follows a GET on the same client."""

    async def main():
        async with AsyncThings(token=TOKEN, max_retries=0) as client:
            await client.send(thing(client, GET))
            return await client.send(thing(client, operation, **more))

    if kind != "sync":
        return anyio.run(main, backend=kind)
    with Things(token=TOKEN, max_retries=0) as client:
        client.send(thing(client, GET))
        return client.send(thing(client, operation, **more))


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_two_calls_on_one_connection(kind, proxied, context):
    proxied.then = tunnel(context, respond(), respond(200, b'{"name": "%s"}' % (b"y" * 100_000)))

    result = second(kind, PUT, content=b"x" * 50_000).parse()
    assert result == {"name": "y" * 100_000}
    assert [seen.method for seen in proxied.requests] == ["CONNECT"]
    assert TOKEN not in repr(proxied.requests[0])


def dripped_record(connection):
    return drip(b"\x17\x03\x03\x3f\xff" + b"x" * 1000, after=5)(getattr(connection, "outer", connection))


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_the_deadline_holds_while_an_response_drips(kind, proxied, context):
    proxied.then = tunnel(context, dripped_record)
    began = time.monotonic()
    error = error_of(call, kind, GET, URL, timeout=0.4)
    assert time.monotonic() - began < 0.9
    assert type(error) is APITimeoutError


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_the_deadline_holds_while_a_handshake_drips(kind, proxied):
    proxied.then = lambda connection: (
        connection.sendall(head()),
        connection.recv(65536),
        dripped_record(connection),
    )
    began = time.monotonic()
    error = error_of(call, kind, POST, URL, timeout=0.4)
    assert time.monotonic() - began < 0.9
    assert type(error) is APITimeoutError
    assert error.applied is False


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_a_certificate_that_is_not_trusted_is_never_retried(kind, proxied):
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("things.example").configure_cert(stranger)
    proxied.then = tunnel(stranger, respond())
    error = error_of(call, kind, POST, URL, max_retries=2)
    assert type(error) is APIConnectionError
    assert (error.applied, error.attempts) == (False, 1)
    assert "certificate" in str(error).lower()


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_a_connection_that_ends(kind, proxied, context):
    proxied.then = tunnel(context, lambda inner: None)
    error = error_of(call, kind, GET, URL)
    assert type(error) is APIConnectionError
    assert error.applied is None


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_a_second_response_in_a_record_of_its_own_is_no_one_s(kind, proxied, context):
    def twice(inner):
        inner.tls.write(head(200, "Content-Length: 2") + b"{}")
        inner.sendall(head(200, "Content-Length: 15") + b'{"id": "ghost"}')

    scenes = iter([tunnel(context, twice, respond(500)), tunnel(context, respond(422))])
    proxied.reply = lambda _: next(scenes)
    assert second(kind, POST).status == 422


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_what_a_proxy_sends_before_the_handshake_is_no_part_of_it(kind, proxied):
    proxied.then = lambda connection: connection.sendall(head() + b"220 mail.example ESMTP")
    error = error_of(call, kind, POST, URL, max_retries=0)
    assert (type(error), error.applied) == (APIConnectionError, False)
