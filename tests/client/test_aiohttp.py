"""The async client on aiohttp, which reports some faults in its own way."""

import sys
from types import SimpleNamespace

import anyio
import pytest

from leadconnector.client import errors
from tests.client import scenes
from tests.client.drive import AsyncPromptThings, call, error_of
from tests.client.scenes import answer
from tests.client.script import thing
from tests.client.server import Server
from tests.client.service import DELETE, GET, POST, PUT, TOKEN, AsyncThings

pytest.importorskip("httpx_aiohttp", reason="the extra [aiohttp] is not installed")
aiohttp = pytest.importorskip("aiohttp")
PAGE = b"<html></html>"


def on_aiohttp(operation, url, id_="x", **options):
    return call("asyncio", operation, url, id_, transport="aiohttp", **options)


def test_a_call():
    with Server(then=answer()) as played:
        assert on_aiohttp(PUT, played.url, "a/b") == {"id": "x"}
    seen = played.requests[0]
    assert (seen.target, seen.body) == ("/things/a%2Fb", b'{"name": "n"}')
    assert seen.headers["authorization"] == f"Bearer {TOKEN}"
    assert seen.headers["user-agent"] == "things-client/1.2.3"


@pytest.mark.parametrize(
    ("scene", "kind"),
    [
        (scenes.reset, errors.OutcomeUnknownError),
        (scenes.early_close, errors.OutcomeUnknownError),
        (scenes.silence, errors.OutcomeUnknownError),
        (scenes.dripped_headers(), errors.OutcomeUnknownError),
        (scenes.raw(b"SSH-2.0-OpenSSH\r\n"), errors.OutcomeUnknownError),
        (scenes.bad_chunk(), errors.OutcomeUnknownError),
        (scenes.reset_mid_body(), errors.APIConnectionError),
        (scenes.dripped_body(), errors.APITimeoutError),
        (scenes.bomb(), errors.DecodeError),
        (answer(200, PAGE), errors.DecodeError),
        (answer(520, PAGE), errors.ServerError),
        (answer(307, b"", "Location: /elsewhere"), errors.APIStatusError),
    ],
)
def test_a_post_that_was_sent_is_never_sent_again(scene, kind):
    with Server(then=scene) as played:
        error = error_of(on_aiohttp, POST, played.url, timeout=0.25, max_retries=2)
    assert type(error) is kind
    assert len(played.requests) == 1
    assert error.elapsed < 0.8


def test_a_refused_connection_was_not_sent():
    with Server() as gone:
        url = gone.url
    error = error_of(on_aiohttp, POST, url, max_retries=2)
    assert type(error) is errors.APIConnectionError
    assert (error.applied, error.attempts) == (False, 3)


def test_a_get_recovers():
    with Server([scenes.reset, answer(503), scenes.early_close], then=answer()) as played:
        assert on_aiohttp(GET, played.url, max_retries=3) == {"id": "x"}


def test_the_environment_s_proxy(monkeypatch):
    with Server(then=answer()) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert on_aiohttp(GET, "http://localhost:9") == {"id": "x"}
    assert proxy.requests[0].target == "http://localhost:9/things/x"


def test_trio_is_refused_clearly():
    async def main():
        async with AsyncThings(token=TOKEN, transport="aiohttp") as client:
            await client.send(thing(client, GET))

    error = error_of(anyio.run, main, backend="trio")
    assert type(error) is errors.ConfigurationError
    assert "asyncio only" in str(error)


def test_without_the_extra_there_is_one_clear_error(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx_aiohttp", None)
    error = error_of(AsyncThings, token=TOKEN, transport="aiohttp")
    assert type(error) is errors.ConfigurationError
    assert "leadconnector-invoices[aiohttp]" in str(error)


def test_a_proxy_that_refuses_the_tunnel(monkeypatch):
    with Server(then=answer(407, b"")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = error_of(on_aiohttp, POST, "https://things.example", max_retries=1)
    assert type(error) is errors.APIConnectionError
    assert (error.applied, error.attempts) == (False, 2)
    assert error.__cause__.__cause__ is None


class TestTheSession:
    """What aiohttp would do by itself between calls."""

    @staticmethod
    def second(played, operation, **options):
        """The second call on one client, after a GET that left a connection open."""

        async def main():
            async with AsyncPromptThings(token=TOKEN, base_url=played.url, transport="aiohttp") as client:
                await client.send(thing(client, GET))
                other = client.with_options(token="pit-of-another")
                return (await other.send(thing(other, operation), **options)).parse()

        return anyio.run(main)

    @pytest.mark.parametrize("operation", [GET, PUT, DELETE])
    def test_a_kept_connection_that_breaks_is_no_reason_to_send_again(self, operation):
        with Server([answer(), scenes.early_close], then=answer(422)) as played:
            error = error_of(self.second, played, operation, max_retries=0)
        assert type(error) is (errors.APIConnectionError if operation is GET else errors.OutcomeUnknownError)
        assert (error.applied, error.attempts) == (None, 1)
        assert len(played.requests) == 2

    def test_a_lost_answer_is_remembered_when_the_repeated_call_is_refused(self):
        with Server([answer(), scenes.early_close], then=answer(422)) as played:
            error = error_of(self.second, played, PUT, max_retries=1)
        assert type(error) is errors.UnprocessableEntityError
        assert (error.applied, error.attempts) == (None, 2)

    def test_no_cookie_goes_to_another_location(self):
        with Server([answer(200, b"{}", "Set-Cookie: session=first; Path=/")], then=answer()) as played:
            played_by_name = SimpleNamespace(url=played.url.replace("127.0.0.1", "localhost"))  # none for addresses
            assert self.second(played_by_name, GET) == {"id": "x"}
        assert played.requests[1].headers["authorization"] == "Bearer pit-of-another"
        assert "cookie" not in played.requests[1].headers

    def test_the_connection_is_kept(self):
        accepted = []
        with Server(reply=lambda _: lambda connection: accepted.append(connection) or answer()(connection)) as played:
            self.second(played, GET)
        assert accepted[0] is accepted[1]

    def test_an_aiohttp_that_can_t_be_told_is_refused(self, monkeypatch):
        real = aiohttp.ClientSession

        def without(**options):
            session = real(**options)
            object.__delattr__(session, "_retry_connection")
            return session

        monkeypatch.setattr(aiohttp, "ClientSession", without)
        with Server(then=answer()) as played:
            error = error_of(on_aiohttp, GET, played.url)
        assert type(error) is errors.ConfigurationError
        assert aiohttp.__version__ in str(error)
        assert not played.requests
