"""Closing a client ends what it has open, and what was waiting is never sent."""

import threading
import time

import anyio
import httpx
import pytest

from leadconnector.transport.transports import DeadlineTransport
from leadconnector.transport.transports_async import AsyncDeadlineTransport
from tests.client import scenes
from tests.client.drive import CLIENTS
from tests.client.scenes import answer
from tests.client.server import Server

SECONDS = dict.fromkeys(("connect", "read", "write", "pool"), 2.0)


def request_to(url, **extensions):
    return httpx.Request("POST", url, extensions={"timeout": SECONDS, **extensions})


def three_errors(kind, played):
    """What becomes of three calls on a transport for one connection that is closed meanwhile."""
    errors = []
    transport = (DeadlineTransport if kind == "sync" else AsyncDeadlineTransport)(played.url)
    transport._pool._max_connections = 1

    def all_wait():
        return played.requests and len(transport._pool._requests) == 3

    def send():
        with pytest.raises(httpx.TransportError) as caught:
            transport.handle_request(request_to(played.url))
        errors.append(caught.type)

    async def send_async():
        with pytest.raises(httpx.TransportError) as caught:
            await transport.handle_async_request(request_to(played.url))
        errors.append(caught.type)

    async def main():
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(send_async)
            with anyio.fail_after(2):
                while not all_wait():
                    await anyio.sleep(0.01)
            await transport.aclose()

    if kind == "sync":
        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        while not all_wait() and any(thread.is_alive() for thread in threads):
            time.sleep(0.01)
        transport.close()
        for thread in threads:
            thread.join(5)
    else:
        anyio.run(main, backend=kind)
    return errors


@pytest.mark.parametrize("kind", CLIENTS)
def test_calls_that_wait_are_not_sent(kind):
    with Server([scenes.silence], then=answer()) as played:
        errors = three_errors(kind, played)
        assert len(played.requests) == 1
    assert errors.count(httpx.ConnectError) == 2
    assert len(errors) == 3


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_connection_that_is_just_being_opened_is_not_used(kind):
    async def close(event, _):
        if event == "connection.connect_tcp.complete":
            await transport.aclose()

    async def main():
        with pytest.raises(httpx.ConnectError):
            await transport.handle_async_request(request_to(played.url, trace=close))

    def close_now(event, _):
        if event == "connection.connect_tcp.complete":
            transport.close()

    with Server(then=answer()) as played:
        if kind == "sync":
            transport = DeadlineTransport(played.url)
            with pytest.raises(httpx.ConnectError):
                transport.handle_request(request_to(played.url, trace=close_now))
        else:
            transport = AsyncDeadlineTransport(played.url)
            anyio.run(main, backend=kind)
        assert played.closed_by_client.wait(2)
    assert not played.requests
