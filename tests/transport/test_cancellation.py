"""A cancelled call ends at once and leaves nothing behind."""

import asyncio
import gc
import time

import anyio
import httpx
import pytest

from leadconnector.errors import OutcomeUnknownError
from tests.support import scenes
from tests.support.scenes import respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, PUT, TOKEN, AsyncThings

SCENES = [scenes.silence, scenes.dripped_headers(), scenes.dripped_body(), respond(503, b"", "Retry-After: 20")]


async def until(is_true):
    with anyio.fail_after(2):
        while not is_true():
            await anyio.sleep(0.01)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("scene", SCENES)
def test_cancelled_wherever_it_is(backend, scene):
    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url) as client:
            began = time.monotonic()
            with anyio.move_on_after(0.1) as scope:
                await client.send(thing(client, GET))
            assert scope.cancelled_caught
            assert time.monotonic() - began < 0.8
            if scene is not SCENES[-1]:
                await until(played.closed_by_client.is_set)

    with Server(then=scene) as played:
        anyio.run(main, backend=backend)
    gc.collect()


def test_a_task_that_is_cancelled_by_asyncio_itself():
    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url) as client:
            task = asyncio.create_task(client.send(thing(client, GET)))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await until(played.closed_by_client.is_set)

    with Server(then=scenes.dripped_body()) as played:
        asyncio.run(main())


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_others_go_on(backend):
    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url) as client, anyio.create_task_group() as group:
            with anyio.CancelScope() as scope:
                group.start_soon(cancel_soon, scope)
                await client.send(thing(client, GET))
            assert (await client.send(thing(client, GET))).status == 200

    async def cancel_soon(scope):
        await anyio.sleep(0.05)
        scope.cancel()

    with Server([scenes.silence], then=respond()) as played:
        anyio.run(main, backend=backend)


class CutShort(httpx.AsyncBaseTransport):
    """Breaks off while the request is sent."""

    async def handle_async_request(self, request):
        async for part in request.stream:
            assert part == b'{"name": "n"}'
            raise httpx.WriteError("cut short")
        raise AssertionError("no body")


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("own_client", [True, False])
def test_a_request_that_is_cut_short_leaves_nothing_behind(backend, own_client):
    transport = CutShort()
    given = {"http_client": httpx.AsyncClient(transport=transport)} if own_client else {"transport": transport}

    async def main():
        async with AsyncThings(token=TOKEN, **given) as client:
            with pytest.raises(OutcomeUnknownError):
                await client.send(thing(client, PUT), max_retries=0)

    anyio.run(main, backend=backend)
    gc.collect()  # a generator left unfinished would warn here


class Endless(httpx.AsyncByteStream):
    """A body that never waits and never ends."""

    def __init__(self, *, generator):
        self.generator = generator
        self.ended = False

    def __aiter__(self):
        return self.parts() if self.generator else self

    async def parts(self):
        try:
            while True:
                yield b"x" * 1000
        finally:
            self.ended = True

    async def __anext__(self):
        return b"x" * 1000


# On trio httpx leaves the generator to the garbage collector, which warns.
@pytest.mark.parametrize(("backend", "generator"), [("asyncio", True), ("asyncio", False), ("trio", False)])
def test_an_endless_body_that_can_t_be_cancelled(backend, generator):
    body = Endless(generator=generator)

    async def main():
        transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
        async with AsyncThings(token=TOKEN, transport=transport, max_body=5000) as client:
            assert (await client.send(thing(client, GET))).defect == "a body of more than 5000 bytes"

    anyio.run(main, backend=backend)
    assert body.ended is generator


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("scene", [scenes.bomb(), respond(200, b"x" * 12_000_000), scenes.bomb(500)])
def test_a_body_that_is_not_read_to_its_end_leaves_nothing_behind(backend, scene):
    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url) as client:
            response = await client.send(thing(client, GET), max_retries=0)
            assert response.defect == "a body of more than 10485760 bytes"
            await until(played.closed_by_client.is_set)

    with Server(then=scene) as played:
        anyio.run(main, backend=backend)
    gc.collect()  # a generator left unfinished would warn here
