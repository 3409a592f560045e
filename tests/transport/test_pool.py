"""Connections are shared fairly, given back however a call ends, and waited for no longer than the deadline."""

import asyncio
import threading
import time

import anyio
import pytest

from leadconnector.errors import APITimeoutError
from leadconnector.transport import httpx_bridge
from tests.support import scenes
from tests.support.drive import CLIENTS, AsyncPromptThings, PromptThings, call, error_of
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, POST, TOKEN

BACKENDS = ("asyncio", "trio")


@pytest.fixture(params=[1, 3])
def most(request, monkeypatch):
    """So few connections may be open."""
    monkeypatch.setattr(httpx_bridge, "MOST_CONNECTIONS", request.param)
    return request.param


def crowd(kind, url, size, operation=GET, pause=0.01, **options):
    """What becomes of so many calls that begin one after another: results and errors in the order in which they end."""
    ended = []
    options = {"token": TOKEN, "base_url": url, "max_retries": 0, "timeout": 5, **options}

    async def main():
        async with AsyncPromptThings(**options) as client, anyio.create_task_group() as group:

            async def send(id_):
                try:
                    ended.append((id_, (await client.send(thing(client, operation, id_))).status))
                except Exception as exc:
                    ended.append((id_, exc))

            for number in range(size):
                group.start_soon(send, str(number))
                await anyio.sleep(pause)

    if kind != "sync":
        anyio.run(main, backend=kind)
        return ended
    with PromptThings(**options) as client:

        def send(id_):
            try:
                ended.append((id_, client.send(thing(client, operation, id_)).status))
            except Exception as exc:
                ended.append((id_, exc))

        threads = [threading.Thread(target=send, args=(str(number),)) for number in range(size)]
        for thread in threads:
            thread.start()
            time.sleep(pause)
        for thread in threads:
            thread.join(10)
    return ended


def slow(connection):
    time.sleep(0.05)
    return respond(200, b"{}")(connection)


@pytest.mark.parametrize("kind", CLIENTS)
def test_no_more_connections_than_allowed_first_come_first_served(kind, most):
    with Server(then=slow) as played:
        ended = crowd(kind, played.url, 12)
    assert [status for _, status in ended] == [200] * 12
    order = [int(seen.target.rpartition("/")[2]) for seen in played.requests]
    assert all(abs(number - place) < most for place, number in enumerate(order)), order  # the server has threads
    assert played.connections_made == most


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_connection_that_broke_makes_room(kind, most):
    with Server(then=scenes.early_close) as played:
        ended = crowd(kind, played.url, 9)
    assert len(ended) == played.connections_made == len(played.requests) == 9


@pytest.mark.parametrize("kind", CLIENTS)
def test_who_finds_no_connection_in_time_was_not_sent(kind, most):
    with Server(then=scenes.silence) as played:
        began = time.monotonic()
        ended = crowd(kind, played.url, most + 3, POST, timeout=0.4)
        assert time.monotonic() - began < 1.2
        assert len(played.requests) == most
    waited = [error for id_, error in ended if int(id_) >= most]
    assert all("no connection became free in time" in str(error) for error in waited)
    assert {(type(error), error.applied, error.attempts) for error in waited} == {(APITimeoutError, False, 1)}
    assert len(waited) == 3


@pytest.mark.parametrize("backend", BACKENDS)
def test_who_is_cancelled_as_a_connection_becomes_free_passes_it_on(backend, most):
    async def main():
        async with AsyncPromptThings(token=TOKEN, base_url=played.url) as client:
            for delay in (0.0, 0.02, 0.04, 0.05, 0.051, 0.06):
                async with anyio.create_task_group() as group:
                    for number in range(most):
                        group.start_soon(client.send, thing(client, GET, str(number)))
                    await anyio.sleep(0.01)
                    with anyio.move_on_after(delay):
                        await client.send(thing(client, GET, "cancelled"))
            with anyio.fail_after(2):
                async with anyio.create_task_group() as group:
                    for number in range(most):
                        group.start_soon(client.send, thing(client, GET, str(number)))

    with Server(then=slow) as played:
        anyio.run(main, backend=backend)


def test_tasks_that_asyncio_cancels_at_any_moment_leave_no_connection_taken(most):
    async def main():
        async with AsyncPromptThings(token=TOKEN, base_url=played.url) as client:
            for step in range(60):
                task = asyncio.ensure_future(client.send(thing(client, GET)))
                for _ in range(step):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.wait([task])
            results = await asyncio.gather(*(client.send(thing(client, GET)) for _ in range(3 * most)))
            assert [result.status for result in results] == [200] * 3 * most

    with Server(then=respond(200, b"{}")) as played:
        asyncio.run(main())


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_handshake_that_fails_behind_a_proxy_leaves_no_socket_open(kind, monkeypatch):
    def connected_then_silent(connection):
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        connection.recv(65536)
        return scenes.silence(connection)

    with Server(then=connected_then_silent) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert error_of(call, kind, POST, "https://things.example", timeout=0.3).applied is False
        assert proxy.closed_by_client.wait(2)


@pytest.mark.parametrize("kind", CLIENTS)
def test_idle_connections_are_closed_in_time(kind, monkeypatch):
    monkeypatch.setattr("leadconnector.transport.pool.IDLE_SECONDS", 0.2)

    async def main():
        async with AsyncPromptThings(token=TOKEN, base_url=played.url) as client:
            async with anyio.create_task_group() as group:
                for number in range(5):
                    group.start_soon(client.send, thing(client, GET, str(number)))
            for _ in range(2):
                await anyio.sleep(0.25)
                await client.send(thing(client, GET))
            assert played.open_connections <= 2

    with Server(then=slow) as played:
        if kind != "sync":
            anyio.run(main, backend=kind)
            return
        with PromptThings(token=TOKEN, base_url=played.url) as client:
            threads = [threading.Thread(target=client.send, args=(thing(client, GET),)) for _ in range(5)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for _ in range(2):
                time.sleep(0.25)
                client.send(thing(client, GET))
            assert played.open_connections <= 2
