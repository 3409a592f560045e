"""What is no fault of the transport comes out as it is, unless that would hide what an earlier attempt did."""

import anyio
import httpx
import pytest
from msgspec.structs import replace

from leadconnector.errors import APIConnectionError, ClientClosedError, OutcomeUnknownError
from tests.support.drive import CLIENTS, PROMPT, error_of
from tests.support.scenes import early_close, head, raw, respond
from tests.support.script import thing
from tests.support.server import Server
from tests.support.service import GET, PUT, TOKEN, AsyncThings, Things

BROKEN_OFF = raw(head(200, "Content-Length: 100") + b'{"id":')
AFTER = [
    (early_close, OutcomeUnknownError, None),
    (BROKEN_OFF, APIConnectionError, True),
    (respond(503), OutcomeUnknownError, None),
]
pytestmark = pytest.mark.parametrize("kind", CLIENTS)


class CutError(Exception):
    """The caller's own."""


def run(kind, url, operation, *, closed, at_once=False):
    """A call through an http_client that is closed in the first pause, or whose hook raises from then on."""
    stopped = [at_once]
    given = {"token": TOKEN, "base_url": url, "timeout": 5}

    def hook(request):
        if stopped[0]:
            raise CutError(f"with {TOKEN}")

    async def hook_async(request):
        hook(request)

    def sync():
        with httpx.Client(event_hooks={"request": [hook]}) as http_client:
            pause = http_client.close if closed else lambda: stopped.insert(0, True)
            pausing = type("Pausing", (Things,), {"_clock": replace(PROMPT, sleep=lambda *_: pause())})
            with pausing(**given, http_client=http_client) as client:
                client.send(thing(client, operation))

    async def main():
        async with httpx.AsyncClient(event_hooks={"request": [hook_async]}) as http_client:

            async def pause(_):
                if closed:
                    await http_client.aclose()
                stopped[0] = not closed

            pausing = type("Pausing", (AsyncThings,), {"_clock": replace(PROMPT, sleep_async=pause)})
            async with pausing(**given, http_client=http_client) as client:
                await client.send(thing(client, operation))

    return error_of(sync) if kind == "sync" else error_of(anyio.run, main, backend=kind)


@pytest.mark.parametrize(("scene", "expected", "applied"), AFTER)
@pytest.mark.parametrize("closed", [True, False])
def test_after_a_write_that_did_or_may_have_done_something(kind, scene, expected, applied, closed):
    with Server(then=scene) as played:
        error = run(kind, played.url, PUT, closed=closed)
    assert type(error) is expected
    assert (error.applied, error.attempts, len(played.requests)) == (applied, 2, 1)
    assert type(error.__cause__) is (ClientClosedError if closed else CutError)
    assert TOKEN not in f"{error} {error.__cause__!r}"
    assert error.__cause__.__traceback__ is None


@pytest.mark.parametrize(("operation", "scene"), [(PUT, respond(429)), (GET, early_close)])
@pytest.mark.parametrize("closed", [True, False])
def test_after_a_write_that_did_nothing_and_after_a_read(kind, operation, scene, closed):
    with Server(then=scene) as played:
        error = run(kind, played.url, operation, closed=closed)
    assert type(error) is (ClientClosedError if closed else CutError)


def test_at_the_first_attempt(kind):
    with Server(then=respond()) as played:
        assert type(run(kind, played.url, PUT, closed=False, at_once=True)) is CutError
    assert played.requests == []
