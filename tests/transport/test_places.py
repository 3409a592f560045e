"""A call gives its place in the pool back, however it ends."""

import asyncio

import anyio
import httpx
import pytest

from leadconnector.transport.transports import DeadlineTransport
from leadconnector.transport.transports_async import AsyncDeadlineTransport
from tests.client import scenes
from tests.client.scenes import answer
from tests.client.server import Server

BACKENDS = ("asyncio", "trio")
TIMEOUTS = {"connect": 0.2, "read": 1.0, "write": 1.0, "pool": 1.0}


def request_to(url, **extensions):
    return httpx.Request("GET", url, extensions={"timeout": TIMEOUTS, **extensions})


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_call_that_is_cancelled_when_it_is_its_turn(backend):
    async def main():
        async def cancel(event, _):
            if event == "http11.response_closed.complete":  # the next in the queue is chosen right after this
                waiting.cancel()

        transport = AsyncDeadlineTransport(played.url)
        transport._pool._max_connections = 1
        waiting = anyio.CancelScope()
        async with anyio.create_task_group() as group:
            response = await transport.handle_async_request(request_to(played.url, trace=cancel))
            assert [part async for part in response.stream] == [b"{}"]
            group.start_soon(wait, transport, waiting)
            await anyio.wait_all_tasks_blocked()
            await response.aclose()
        assert waiting.cancelled_caught
        assert transport._pool.connections == []
        response = await transport.handle_async_request(request_to(played.url))
        await response.aclose()
        await transport.aclose()

    async def wait(transport, scope):
        with scope:
            await transport.handle_async_request(request_to(played.url))

    with Server(then=answer(200, b"{}", "Connection: close")) as played:
        anyio.run(main, backend=backend)
    assert len(played.requests) == 2


def test_a_task_that_asyncio_cancels_while_its_answer_is_closed():
    async def cancel(event, _):
        if event == "http11.response_closed.started":
            asyncio.current_task().cancel()

    async def main():
        transport = AsyncDeadlineTransport(played.url)
        response = await transport.handle_async_request(request_to(played.url, trace=cancel))
        assert [part async for part in response.stream] == [b"{}"]
        with pytest.raises(asyncio.CancelledError):
            await response.aclose()
        assert (transport._pool.connections, transport._pool._requests) == ([], [])
        await response.aclose()
        await transport.aclose()

    with Server(then=answer(200, b"{}")) as played:
        asyncio.run(main())
        assert played.closed_by_client.wait(2)


def connected_then_silent(connection):
    connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
    connection.recv(65536)
    return scenes.silence(connection)


@pytest.mark.parametrize("kind", ["sync", *BACKENDS])
def test_a_handshake_that_fails_behind_a_proxy(kind, monkeypatch):
    async def main():
        transport = AsyncDeadlineTransport("https://things.example")
        with pytest.raises(httpx.ConnectTimeout):
            await transport.handle_async_request(request)
        assert transport._pool.connections == []

    request = request_to("https://things.example")
    with Server(then=connected_then_silent) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        if kind == "sync":
            transport = DeadlineTransport("https://things.example")
            with pytest.raises(httpx.ConnectTimeout):
                transport.handle_request(request)
            assert transport._pool.connections == []
        else:
            anyio.run(main, backend=kind)
        assert proxy.closed_by_client.wait(2)
