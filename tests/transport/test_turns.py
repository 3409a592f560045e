"""Waiting for a connection: in turn, no longer than the deadline, and without burdening the pool."""

import anyio
import pytest

from leadconnector.client.errors import APITimeoutError, ClientClosedError, LeadConnectorError
from leadconnector.transport.turns import Turns
from tests.client import scenes
from tests.client.drive import pool_of
from tests.client.script import thing
from tests.client.server import Server
from tests.client.service import POST, TOKEN, AsyncThings

pytestmark = pytest.mark.parametrize("backend", ["asyncio", "trio"])
CROWD = 30
MOST = 5


def test_first_come_first_served(backend):
    async def main():
        turns, order = Turns(1), []

        async def work(number):
            await turns.take(5)
            order.append(number)
            await anyio.sleep(0)
            turns.give()

        await turns.take(5)
        async with anyio.create_task_group() as group:
            for number in range(5):
                group.start_soon(work, number)
                await anyio.sleep(0.01)  # trio starts tasks in any order
            turns.give()
        assert order == [0, 1, 2, 3, 4]
        await turns.take(0.01)

    anyio.run(main, backend=backend)


def test_who_gives_up_is_not_waited_for(backend):
    async def main():
        turns = Turns(1)
        await turns.take(5)
        with pytest.raises(TimeoutError):
            await turns.take(0.01)
        turns.give()
        await turns.take(0.01)

    anyio.run(main, backend=backend)


def test_a_turn_that_comes_as_its_taker_gives_up_goes_to_the_next(backend):
    async def main():
        turns, scope = Turns(1), anyio.CancelScope()

        async def gives_up():
            with scope:
                await turns.take(5)
                turns.give()

        async with anyio.create_task_group() as group:
            await turns.take(5)
            group.start_soon(gives_up)
            await anyio.sleep(0.01)
            turns.give()
            scope.cancel()
        await turns.take(0.01)

    anyio.run(main, backend=backend)


def test_the_pool_is_asked_for_no_more_than_it_has(backend):
    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url, timeout=0.4, max_retries=0) as client:
            client._wire._send.__self__._most = MOST  # fewer than the pool would open
            asked = []

            async def send():
                try:
                    await client.send(thing(client, POST))
                except LeadConnectorError as exc:
                    errors.append(exc)
                asked.append(len(pool_of(client)._requests))

            async with anyio.create_task_group() as group:
                for _ in range(CROWD):
                    group.start_soon(send)
                await anyio.sleep(0.2)
                asked.append(len(pool_of(client)._requests))
            assert max(asked) == MOST
            assert pool_of(client)._requests == []

    errors: list[LeadConnectorError] = []
    with Server(then=scenes.silence) as played:
        anyio.run(main, backend=backend)
    waited = [error for error in errors if "no connection became free" in str(error)]
    assert len(errors) == CROWD
    assert waited
    assert {(type(error), error.applied, error.attempts) for error in waited} == {(APITimeoutError, False, 1)}


def test_as_many_turns_as_connections(backend):
    async def main():
        async with AsyncThings(token=TOKEN) as client:
            here = client._wire._send.__self__._here()
            assert here.turns._free == pool_of(client)._max_connections == 100

    anyio.run(main, backend=backend)


def test_who_waits_while_the_client_is_closed_opens_no_connection(backend):
    async def main():
        client = AsyncThings(token=TOKEN, base_url=played.url, max_retries=0)
        turns = client._wire._send.__self__._here().turns
        for _ in range(pool_of(client)._max_connections):
            await turns.take(1)

        async def waits():
            with pytest.raises(ClientClosedError):
                await client.send(thing(client, POST))

        async with anyio.create_task_group() as group:
            group.start_soon(waits)
            await anyio.sleep(0.05)
            await client.aclose()
            turns.give()

    with Server(then=scenes.answer()) as played:
        anyio.run(main, backend=backend)
    assert played.connections_made == 0
