"""The clients themselves: closing, and clients derived from others."""

import gc
import threading
import time

import anyio
import pytest

from leadconnector.errors import (
    APIConnectionError,
    ClientClosedError,
    ConfigurationError,
    InvalidRequestError,
    OutcomeUnknownError,
)
from tests.support.drive import error_of
from tests.support.scenes import respond, silence
from tests.support.script import FakeTime, Script, thing
from tests.support.server import Server
from tests.support.service import GET, PUT, TOKEN, AsyncThings, Things


def test_a_derived_client_shares_the_connection_and_changes_nothing():
    with Server(then=respond()) as played, Things(token=TOKEN, base_url=played.url, location_id="L") as client:
        other = client.with_options(timeout=1, max_retries=0, token="other-token", location_id="M")
        client.send(thing(client, GET))
        other.send(thing(other, GET))
        client.send(thing(client, GET))
        assert played.open_connections == 1
        assert [seen.headers["authorization"] for seen in played.requests] == [
            f"Bearer {token}" for token in (TOKEN, "other-token", TOKEN)
        ]
        assert (other.options.timeout, other.options.max_retries, other.options.location_id) == (1, 0, "M")
        assert (client.options.timeout, client.options.max_retries, client.options.location_id) == (30.0, 2, "L")
        assert type(other) is Things


def test_a_derived_client_keeps_what_is_not_given():
    with Things(token=TOKEN, location_id="L", timeout=7) as client:
        other = client.with_options(max_retries=5)
        assert (other.options.timeout, other.options.location_id) == (7, "L")
        assert other.with_options(location_id=None).options.location_id is None


@pytest.mark.parametrize(
    "options", [{"timeout": -1}, {"max_retries": 1.5}, {"token": "two words"}, {"location_id": ""}]
)
def test_a_derived_client_s_options_are_checked(options):
    with Things(token=TOKEN) as client:
        assert type(error_of(client.with_options, **options)) is ConfigurationError


def test_closing_a_derived_client_closes_nothing_closing_the_first_closes_all():
    script = Script([{"status": 200}], FakeTime())
    client = Things(token=TOKEN, transport=script)
    with client.with_options(timeout=1) as other:
        pass
    assert not script.closed
    assert client.send(thing(client, GET)).status == 200
    client.close()
    client.close()
    assert script.closed
    for closed in (client, other):
        error = error_of(closed.send, thing(closed, GET))
        assert type(error) is ClientClosedError
        assert (error.applied, error.operation) == (False, "things.get")


def test_the_same_for_the_async_client():
    async def main():
        script = Script([{"status": 200}], FakeTime())
        client = AsyncThings(token=TOKEN, transport=script)
        async with client.with_options(timeout=1) as other:
            pass
        assert not script.closed
        await client.aclose()
        await client.aclose()
        assert script.closed
        for closed in (client, other):
            with pytest.raises(ClientClosedError):
                await closed.send(thing(closed, GET))

    anyio.run(main)


@pytest.mark.parametrize("url", ["https://evil.example", "https://things.example.evil", "http://localhost"])
def test_a_request_for_another_base_url_is_not_sent(url):
    with Things(token=TOKEN, base_url=url) as elsewhere:
        prepared = thing(elsewhere, GET)
    script = Script([{"status": 200}], FakeTime())
    with Things(token=TOKEN, transport=script) as client:
        assert type(error_of(client.send, prepared)) is InvalidRequestError
    assert script.requests == []


def test_time_out_and_retries_of_one_call():
    script = Script([{"status": 503}], FakeTime())
    with Things(token=TOKEN, transport=script) as client:
        assert client.send(thing(client, GET), max_retries=0).attempts == 1
        assert script.requests[0].extensions["timeout"]["read"] == pytest.approx(30, abs=0.5)
        client.send(thing(client, GET), max_retries=0, timeout=4)
        assert script.requests[1].extensions["timeout"]["read"] == pytest.approx(4, abs=0.5)
        assert script.requests[0].extensions["timeout"]["connect"] == 10.0
        assert type(error_of(client.send, thing(client, GET), timeout=0)) is ConfigurationError
        assert type(error_of(client.send, thing(client, GET), max_retries=-1)) is ConfigurationError


def test_a_forgotten_client_leaves_no_socket_open():
    with Server(then=respond()) as played:
        client = Things(token=TOKEN, base_url=played.url)
        client.send(thing(client, GET))
        assert played.open_connections == 1
        del client
        gc.collect()
        assert played.closed_by_client.wait(2)


def test_closing_from_another_thread_ends_a_call():
    with Server(then=silence) as played:
        client = Things(token=TOKEN, base_url=played.url, max_retries=0)
        threading.Timer(0.1, client.close).start()
        began = time.monotonic()
        error = error_of(client.send, thing(client, GET))
        assert isinstance(error, APIConnectionError)
        assert time.monotonic() - began < 2


def test_a_client_that_is_closed_between_two_attempts_opens_no_connection():
    with Server(then=respond(503)) as played:
        client = Things(token=TOKEN, base_url=played.url, on_retry=lambda _: client.close())
        error = error_of(client.send, thing(client, GET))
        assert type(error) is APIConnectionError
        assert type(error.__cause__) is ClientClosedError
        assert error.attempts == 2
        assert len(played.requests) == 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_async_client_neither(backend):
    async def main():
        async with AsyncThings(token=TOKEN, base_url=played.url) as client, anyio.create_task_group() as group:
            closing = client.with_options(on_retry=lambda _: group.start_soon(client.aclose))
            with pytest.raises(OutcomeUnknownError) as raised:
                await closing.send(thing(client, PUT))
            assert type(raised.value.__cause__) is ClientClosedError

    with Server(then=respond(503)) as played:
        anyio.run(main, backend=backend)
    assert len(played.requests) == 1


@pytest.mark.parametrize("kind", [Things, AsyncThings])
def test_who_is_told_of_drift_must_be_callable(kind):
    assert type(error_of(kind, token=TOKEN, on_drift=17)) is ConfigurationError


@pytest.mark.parametrize("kind", [Things, AsyncThings])
def test_repr(kind):
    text = repr(kind(token=TOKEN, location_id="L"))
    assert text == f"{kind.__name__}(base_url='https://things.example', location_id='L')"
