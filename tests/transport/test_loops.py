"""One async client in several event loops: after each other, and in several threads at the same time."""

import asyncio
import gc
import json
import threading
import warnings

import anyio
import pytest

from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Scene, Seen, Server
from tests.support.service import GET, POST, PUT, TOKEN, AsyncThings

BACKENDS = ["asyncio", "trio"]


def echo(seen: Seen) -> Scene:
    return respond(200, json.dumps({"id": seen.target.split("/")[2]}).encode())


async def got(client, id_, operation=GET):
    return (await client.send(thing(client, operation, id_))).parse()["id"]


@pytest.mark.parametrize("first", BACKENDS)
@pytest.mark.parametrize("second", BACKENDS)
@pytest.mark.parametrize("operation", [GET, PUT, POST])
def test_one_after_the_other(first, second, operation):
    with Server(reply=echo) as played:
        client = AsyncThings(token=TOKEN, base_url=played.url, max_retries=0)
        assert anyio.run(got, client, "a", operation, backend=first) == "a"
        assert played.closed_by_client.wait(2)  # the loop that ended left no connection behind
        assert anyio.run(got, client, "b", operation, backend=second) == "b"
        anyio.run(client.aclose, backend=second)
    assert [seen.target.split("/")[2] for seen in played.requests] == ["a", "b"]
    gc.collect()  # a connection left open would warn here


@pytest.mark.parametrize("backend", BACKENDS)
def test_at_the_same_time_in_several_threads(backend):
    async def work(name):
        results[name] = [await got(client, f"{name}{number}") for number in range(10)]

    with Server(reply=echo) as played:
        client = AsyncThings(token=TOKEN, base_url=played.url, max_retries=0)
        results: dict[str, list[str]] = {}
        threads = [threading.Thread(target=lambda name=name: anyio.run(work, name, backend=backend)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert results == {name: [f"{name}{number}" for number in range(10)] for name in "abcd"}
    assert played.connections_made == 4


def test_a_loop_that_was_closed_without_being_shut_down():
    with Server(reply=echo) as played, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # asyncio's, of such a loop's connections
        client = AsyncThings(token=TOKEN, base_url=played.url, max_retries=0)
        loop = asyncio.new_event_loop()
        assert loop.run_until_complete(got(client, "a")) == "a"
        loop.close()
        assert asyncio.run(got(client, "b", POST)) == "b"
        gc.collect()


def test_a_loop_that_goes_on_after_it_was_shut_down():
    async def main():
        client = AsyncThings(token=TOKEN, base_url=played.url, max_retries=0)
        await got(client, "a")
        await asyncio.get_running_loop().shutdown_asyncgens()
        with pytest.warns(ResourceWarning, match="shutdown_asyncgens"):
            assert await got(client, "b", POST) == "b"
        await client.aclose()

    with Server(reply=echo) as played:
        asyncio.run(main())


def test_a_forgotten_async_client_leaves_no_socket_open():
    async def main():
        client = AsyncThings(token=TOKEN, base_url=played.url)
        await got(client, "a")
        del client
        gc.collect()
        with anyio.fail_after(2):
            while not played.closed_by_client.is_set():
                await anyio.sleep(0.01)

    with Server(reply=echo) as played:
        asyncio.run(main())
