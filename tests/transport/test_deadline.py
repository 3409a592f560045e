"""One deadline over connect, pool, headers, body, retries and sleeps, on real sockets."""

import socket
import time

import anyio
import httpx
import pytest

from leadconnector.errors import APITimeoutError, OutcomeUnknownError
from tests.support import scenes
from tests.support.drive import CLIENTS, call, error_of
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, POST, PUT, TOKEN, AsyncThings, Things

SECONDS = 0.25
SLACK = 0.5


def took(act, *arguments, **options):
    began = time.monotonic()
    error = error_of(act, *arguments, **options)
    return error, time.monotonic() - began


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "scene",
    [scenes.silence, scenes.dripped_headers(), scenes.dripped_body(), scenes.drip(scenes.head(), after=0, pause=0.05)],
)
@pytest.mark.parametrize("operation", [GET, PUT])
def test_no_server_outlives_it(kind, scene, operation):
    with Server(then=scene) as played:
        error, seconds = took(call, kind, operation, played.url, timeout=SECONDS, max_retries=2)
    assert SECONDS - 0.01 <= seconds < SECONDS + SLACK
    assert error.elapsed == pytest.approx(SECONDS, abs=SLACK)
    assert error.attempts == 1


@pytest.mark.parametrize("kind", CLIENTS)
def test_it_holds_over_retries(kind):
    slow_503 = scenes.drip(scenes.head(503, "Content-Length: 0"), after=36, pause=0.02)
    with Server(then=slow_503) as played:
        error, seconds = took(call, kind, GET, played.url, timeout=1.0, max_retries=500)
    assert seconds < 1.0 + SLACK
    assert error.attempts > 1


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_connection_that_is_never_accepted_was_not_sent(kind):
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        error, seconds = took(call, kind, POST, url, timeout=SECONDS)
        for one in crowd:
            one.close()
    assert seconds < SECONDS + SLACK
    assert type(error) is APITimeoutError
    assert error.applied is False


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_caller_s_async_transport_is_cancelled_at_it(backend):
    async def main():
        async with (
            httpx.AsyncClient() as http_client,
            AsyncThings(token=TOKEN, base_url=played.url, timeout=SECONDS, http_client=http_client) as client,
        ):
            await client.send(thing(client, POST))

    with Server(then=scenes.dripped_headers()) as played:
        error, seconds = took(anyio.run, main, backend=backend)
    assert seconds < SECONDS + SLACK
    assert type(error) is OutcomeUnknownError
    assert "TimeoutError" in error.cause


def test_the_caller_s_sync_transport_is_given_what_is_left():
    with (
        Server(then=scenes.silence) as played,
        httpx.HTTPTransport() as transport,
        Things(token=TOKEN, base_url=played.url, timeout=SECONDS, transport=transport) as client,
    ):
        error, seconds = took(client.send, thing(client, POST))
    assert seconds < SECONDS + SLACK
    assert type(error) is OutcomeUnknownError
