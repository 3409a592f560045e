"""The caller's own httpx client."""

import anyio
import httpx
import pytest

from leadconnector.errors import (
    ClientClosedError,
    NotFoundError,
    OutcomeUnknownError,
)
from tests.support.drive import error_of
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, POST, PUT, TOKEN, AsyncThings, Things


def test_its_headers_cookies_and_hooks_apply_its_auth_and_redirects_do_not():
    hooked = []
    with (
        Server([respond(200), respond(307, b"", "Location: /elsewhere")], then=respond()) as played,
        httpx.Client(
            headers={"X-Own": "1", "User-Agent": "own"},
            cookies={"c": "1"},
            auth=("user", "password"),
            follow_redirects=True,
            event_hooks={"request": [hooked.append], "response": [lambda response: response.read()]},
        ) as http_client,
        Things(token=TOKEN, base_url=played.url, http_client=http_client) as client,
    ):
        assert client.send(thing(client, POST)).parse() == {"id": "x"}
        assert client.send(thing(client, GET)).status == 307
        seen = played.requests[0]
        assert (seen.headers["x-own"], seen.headers["cookie"]) == ("1", "c=1")
        assert seen.headers["authorization"] == f"Bearer {TOKEN}"
        assert seen.headers["user-agent"] == "things-client/1.2.3"
        assert seen.headers["accept-encoding"] == "gzip"
        assert seen.body == b'{"name": "n"}'
        assert len(played.requests) == len(hooked) == 2
        client.close()
        assert not http_client.is_closed


def test_a_hook_that_raises_for_the_status_hides_no_status():
    def reads(response):
        response.read()
        response.raise_for_status()

    for hook, messages in ((httpx.Response.raise_for_status, []), (reads, ["no"])):
        http_client = httpx.Client(event_hooks={"response": [hook]})
        with (
            Server(then=respond(404, b'{"message": "no"}')) as played,
            http_client,
            Things(token=TOKEN, base_url=played.url, http_client=http_client) as client,
        ):
            error = error_of(client.send(thing(client, GET)).parse)
            assert type(error) is NotFoundError
            assert error.messages == messages


def test_the_async_one():
    async def main():
        hooked = []

        async def hook(request):
            hooked.append(request)

        async with (
            httpx.AsyncClient(headers={"X-Own": "1"}, event_hooks={"request": [hook]}) as http_client,
            AsyncThings(token=TOKEN, base_url=played.url, http_client=http_client) as client,
        ):
            assert (await client.send(thing(client, POST))).parse() == {"id": "x"}
            assert (await client.send(thing(client, GET))).status == 307
            assert played.requests[0].headers["x-own"] == "1"
            assert len(hooked) == 2
            await client.aclose()
            assert not http_client.is_closed
        with pytest.raises(ClientClosedError):
            await AsyncThings(token=TOKEN, base_url=played.url, http_client=http_client).send(thing(client, GET))

    with Server([respond(200), respond(307, b"", "Location: /elsewhere")]) as played:
        anyio.run(main)


def test_once_closed_it_is_closed_for_us():
    with httpx.Client() as http_client:
        client = Things(token=TOKEN, http_client=http_client)
    assert type(error_of(client.send, thing(client, GET))) is ClientClosedError


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_request_that_it_can_not_build_hides_no_attempt_before(kind):
    base = httpx.Client if kind == "sync" else httpx.AsyncClient

    class Signing(base):
        built = 0

        def build_request(self, *arguments, **options):
            self.built += 1
            if self.built > 1:
                raise ValueError("no key to sign with")
            return super().build_request(*arguments, **options)

    def lose(request):
        raise httpx.ReadError("lost", request=request)

    events = []
    http_client = Signing(transport=httpx.MockTransport(lose))
    options = {"token": TOKEN, "http_client": http_client, "on_call": events.append, "max_retries": 1}

    async def main():
        async with AsyncThings(**options) as client:
            return await client.send(thing(client, PUT))

    def once():
        with Things(**options) as client:
            return client.send(thing(client, PUT))

    error = error_of(once) if kind == "sync" else error_of(anyio.run, main)
    assert (type(error), error.applied) == (OutcomeUnknownError, None)
    assert [(event.error, event.attempts) for event in events] == [("OutcomeUnknownError", 2)]


def test_its_errors_keep_no_token():
    with Server() as gone:
        url = gone.url
    with httpx.Client() as http_client:
        client = Things(token=TOKEN, base_url=url, http_client=http_client, max_retries=0)
        error = error_of(client.send, thing(client, GET, query={"altId": "L"}))
    assert isinstance(error.__cause__, httpx.ConnectError)
    assert "authorization" not in error.__cause__.request.headers
    assert "altId" not in str(error.__cause__.request.url)
