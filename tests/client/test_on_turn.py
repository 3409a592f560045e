"""`send(on_turn=…)`: what a call does between its turn and its first attempt, and from where its time counts."""

import contextlib
import functools
import time

import anyio
import pytest

from leadconnector.client.throttle import Reservation, Throttle, Ticket
from leadconnector.errors import APIConnectionError, APITimeoutError, ClientClosedError, ConfigurationError
from tests.support.script import FakeTime, Script, clocked, thing
from tests.support.service import GET, POST, TOKEN, AsyncThings, Things

FLAVOURS = ("sync", "asyncio", "trio")


def send(flavour, responses, announce, **options):
    """Send a POST; the response or error, the requests made, and the time."""
    time = FakeTime()
    script = Script(responses, time)
    options = {"token": TOKEN, "location_id": "L", **options}

    def outcome_of(exc):
        return exc

    async def main():
        async def on_turn():
            await anyio.lowlevel.checkpoint()
            announce(time, script, client)

        transport = script.async_transport()
        async with clocked(AsyncThings, time)(transport=transport, **options) as client:
            try:
                return await client.send(thing(client, POST), on_turn=on_turn)
            except Exception as exc:
                return outcome_of(exc)

    if flavour != "sync":
        return anyio.run(main, backend=flavour), script.requests, time
    kind = clocked(Things, time)
    with kind(transport=script.transport(), **options) as client:
        try:
            return (
                client.send(thing(client, POST), on_turn=lambda: announce(time, script, client)),
                script.requests,
                time,
            )
        except Exception as exc:
            return exc, script.requests, time


def send_with(flavour, on_turn=None, *, on_wait=None, throttle=None):
    """Send a POST with just these; the ConfigurationError and the requests made."""
    script = Script([{"status": 200}], FakeTime())
    functions = {"on_turn": on_turn, "on_wait": on_wait}
    options = {"token": TOKEN, "location_id": "L", "throttle": throttle}

    async def main():
        async with AsyncThings(**options, transport=script.async_transport()) as client:
            with pytest.raises(ConfigurationError) as raised:
                await client.send(thing(client, POST), **functions)
            return raised.value

    if flavour != "sync":
        return anyio.run(main, backend=flavour), script.requests
    with Things(**options, transport=script.transport()) as client, pytest.raises(ConfigurationError) as raised:
        client.send(thing(client, POST), **functions)
    return raised.value, script.requests


def used_up(seconds):
    throttle = Throttle(1, seconds)
    ticket = Ticket("L")
    throttle.ask(ticket, 100.0, 1.0)
    throttle.finish(ticket, 100.0, None)
    return throttle


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_time_out_counts_from_the_turn(flavour):
    told = []
    response, requests, _ = send(
        flavour,
        [{"status": 200}],
        lambda time, script, _: told.append((time.now, len(script.requests))),
        throttle=used_up(90),
        timeout=5,
    )
    assert (response.status, len(requests)) == (200, 1)
    assert told == [(pytest.approx(190, abs=1), 0)]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_it_is_told_once_however_many_attempts_follow(flavour):
    told = []
    response, requests, time = send(
        flavour, [{"status": 429}, {"raise": "ConnectError"}, {"status": 200}], lambda *_: told.append(1)
    )
    assert (response.status, len(requests), told) == (200, 3, [1])
    assert time.now < 130


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_attempts_after_it_have_the_time_out_together(flavour):
    response, requests, _ = send(
        flavour, [{"status": 429, "headers": {"Retry-After": "28.5"}}], lambda *_: None, throttle=used_up(90)
    )
    assert (response.status, response.applied, len(requests)) == (429, False, 1)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_what_it_raises_ends_the_call_before_anything_is_sent(flavour):
    def fail(*_):
        raise OSError(28, "No space left on device")

    error, requests, _ = send(flavour, [{"status": 200}], fail)
    assert (type(error), requests) == (OSError, [])


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("by", ["on_turn", "token", "cancellation"])
def test_a_turn_that_nothing_was_sent_in_is_given_back(flavour, by):
    def fail(*_):
        raise KeyboardInterrupt if by == "cancellation" else OSError

    def token():
        return TOKEN if by != "token" else fail()

    throttle = Throttle(1, 90)
    for _ in range(2):
        with contextlib.suppress(KeyboardInterrupt):
            error, _, _ = send(flavour, [], fail, token=token, throttle=throttle)
            assert type(error) is OSError
    response, requests, time = send(flavour, [{"status": 200}], lambda *_: None, throttle=throttle)
    assert (response.status, len(requests), time.now) == (200, 1, 100)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("outcome", [{"status": 200, "break": "ReadError"}, {"raise": "ReadTimeout"}])
def test_a_turn_that_a_request_went_out_in_is_not(flavour, outcome):
    throttle = Throttle(1, 90)
    send(flavour, [outcome], lambda *_: None, throttle=throttle, max_retries=0)
    _, _, time = send(flavour, [{"status": 200}], lambda *_: None, throttle=throttle)
    assert time.now == pytest.approx(190, abs=1)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(("raised", "told"), [(OSError(), "OSError"), (KeyboardInterrupt(), "Cancelled")])
def test_a_call_that_it_ended_is_told_as_one_of_which_nothing_was_sent(flavour, raised, told):
    def fail(*_):
        raise raised

    seen = []
    with contextlib.suppress(KeyboardInterrupt):
        send(flavour, [{"status": 200}], fail, on_call=seen.append)
    assert [(event.error, event.attempts, event.applied) for event in seen] == [(told, 0, False)]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_token_is_asked_for_after_the_wait_for_the_turn_and_before_it(flavour):
    order = []

    def token():
        order.append("token")
        return TOKEN

    class Busy(Throttle):
        def ask(self, *_):
            order.append("wait")
            return Reservation(60.0 if len(order) == 1 else 0.0, granted=len(order) > 1)

    options = {"throttle": Busy(), "token": token}
    response, _, _ = send(flavour, [{"status": 200}], lambda *_: order.append("turn"), **options)
    assert (response.status, order) == (200, ["wait", "wait", "token", "turn"])


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_without_a_token_it_is_not_called(flavour):
    told = []
    error, requests, _ = send(flavour, [{"status": 200}], lambda *_: told.append(1), token=lambda: 1 / 0)
    assert (type(error), requests, told) == (ZeroDivisionError, [], [])


def test_an_ordinary_call_asks_for_its_token_before_its_turn():
    order = []

    class Free(Throttle):
        def ask(self, *_):
            order.append("turn")
            return Reservation(0.0, granted=True)

    def token():
        order.append("token")
        return TOKEN

    script = Script([{"status": 503}, {"status": 200}], FakeTime())
    with clocked(Things, script.time)(token=token, throttle=Free(), transport=script.transport()) as client:
        client.send(thing(client, GET))
    assert order == ["token", "turn"] * 2


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_time_it_takes_counts_and_a_write_in_the_last_moment_is_not_sent(flavour):
    def dawdle(time, *_):
        time.now += 28.5

    error, requests, _ = send(flavour, [{"status": 200}], dawdle)
    assert (type(error), error.applied, requests) == (APITimeoutError, False, [])


def test_a_client_that_was_closed_meanwhile_sends_nothing():
    error, requests, _ = send("sync", [{"status": 200}], lambda _, __, client: client.close())
    assert (type(error), error.applied, requests) == (APIConnectionError, False, [])


async def never():
    raise AssertionError("nobody awaits it")


class Awaitable:
    """Something to await that is no coroutine."""

    def __await__(self):
        yield from never().__await__()


@pytest.mark.parametrize(
    "on_turn",
    [never, lambda: never(), functools.partial(never), Awaitable, 3],
    ids=["async function", "coroutine", "partial", "awaitable", "number"],
)
def test_the_sync_client_sends_nothing_where_it_would_have_to_be_awaited(on_turn):
    error, requests = send_with("sync", on_turn)
    assert str(error) == "on_turn must be a plain function (not an async one)"
    assert requests == []


@pytest.mark.parametrize("on_turn", [lambda: None, list, 3], ids=["None", "list", "number"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_async_client_sends_nothing_where_it_can_t_be_awaited(backend, on_turn):
    error, requests = send_with(backend, on_turn)
    assert str(error) == "on_turn must be an async function"
    assert requests == []


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("on_wait", [never, lambda: never(), Awaitable, 3])
def test_on_wait_is_a_plain_function_for_both_clients(flavour, on_wait):
    throttle = Throttle(1, 60.0)
    throttle.ask(Ticket("L"), time.monotonic(), 1.0)
    error, requests = send_with(flavour, on_wait=on_wait, throttle=throttle)
    assert str(error) == "on_wait must be a plain function (not an async one)"
    assert requests == []


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_what_can_t_be_called_takes_no_turn(flavour):
    throttle = Throttle(1, 60.0)
    for wrong in {"on_turn": 3}, {"on_wait": 3}:
        send_with(flavour, **wrong, throttle=throttle)
    assert not throttle._windows


@pytest.mark.parametrize("interval", [0.5, 1.0, 60.0])
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_call_that_waits_may_be_ended(flavour, interval):
    looks = []

    def on_wait():
        looks.append(1)
        if len(looks) == 2:
            raise EOFError

    script = Script([], FakeTime())
    throttle = Throttle(1, interval)
    throttle.ask(Ticket("L"), time.monotonic(), 1.0)
    options = {"token": TOKEN, "location_id": "L", "throttle": throttle}

    async def main():
        async with AsyncThings(**options, transport=script.async_transport()) as client:
            await client.send(thing(client, POST), on_wait=on_wait)

    def run():
        if flavour != "sync":
            anyio.run(main, backend=flavour)
        else:
            with Things(**options, transport=script.transport()) as client:
                client.send(thing(client, POST), on_wait=on_wait)

    with pytest.raises(EOFError):
        run()
    assert script.requests == []
    assert not throttle._windows["L"].waiting


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_on_wait_is_not_called_without_end_once_the_client_is_closed(flavour):
    looks = []
    script = Script([], FakeTime())
    throttle = Throttle(1, 60.0)
    throttle.ask(Ticket("L"), time.monotonic(), 1.0)
    options = {"token": TOKEN, "location_id": "L", "throttle": throttle}

    async def main():
        async with (
            AsyncThings(**options, transport=script.async_transport()) as client,
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(functools.partial(client.send, on_wait=lambda: looks.append(1)), thing(client, POST))
            await anyio.sleep(0.25)
            await client.aclose()

    def close():
        looks.append(1)
        if len(looks) == 2:
            client.close()

    if flavour != "sync":
        with pytest.raises(ExceptionGroup, match=r"TaskGroup|Trio") as raised:
            anyio.run(main, backend=flavour)
        assert isinstance(raised.value.exceptions[0], ClientClosedError)
    else:
        client = Things(**options, transport=script.transport())
        with pytest.raises(ClientClosedError):
            client.send(thing(client, POST), on_wait=close)
    assert (script.requests, len(looks) <= 4) == ([], True)
