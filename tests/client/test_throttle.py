"""Waiting before a request, so that a location's rate limit is not overrun."""

import gc
import itertools
import random
import threading
import weakref

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector.client.rate_limit import RateLimit
from leadconnector.client.throttle import Reservation, Throttle, Ticket
from leadconnector.errors import APITimeoutError, OutcomeUnknownError, RateLimitError
from tests.support.drive import error_of
from tests.support.script import RUNNERS, FakeTime, Script, clocked, thing
from tests.support.service import DELETE, GET, POST, PUT, TOKEN, AsyncThings, Things


class Caller:
    """Asks a throttle for turns as calls do, one after the other, and takes no time for a request."""

    def __init__(self, throttle, now=0.0):
        self.throttle = throttle
        self.now = now

    def turn(self, patience=1e9, location="L", took=0.0, told=None):
        """The moment at which a call's turn came; None where there was none in time."""
        ticket = Ticket(location)
        ends = self.now + patience
        while not (turn := self.throttle.ask(ticket, self.now, ends - self.now)).granted:
            if turn.wait >= ends - self.now:
                return None
            self.now += turn.wait
        began = self.now
        self.now += took
        self.throttle.finish(ticket, self.now, told)
        return began


@pytest.mark.parametrize(("given", "kept"), [((), (100, 10.0)), ((80, 5), (80, 5.0))])
def test_it_tells_its_own_limit(given, kept):
    throttle = Throttle(*given)
    assert (throttle.requests, throttle.interval) == kept


def test_turns_in_a_sliding_window():
    caller = Caller(Throttle(2, 10))
    assert [caller.turn() for _ in range(5)] == pytest.approx([0, 0, 10, 10, 20], abs=0.1)


def test_a_request_counts_from_its_end():
    caller = Caller(Throttle(1, 10))
    assert [caller.turn(took=0.5) for _ in range(3)] == pytest.approx([0, 10.5, 21], abs=0.1)


def test_one_that_never_ends_counts_half_an_interval_longer():
    throttle = Throttle(1, 10)
    assert throttle.ask(Ticket("L"), 0.0, 60).granted
    assert Caller(throttle, 1.0).turn() == pytest.approx(15, abs=0.1)


def test_who_can_t_wait_is_told_at_once_and_takes_no_place():
    caller = Caller(Throttle(1, 10))
    caller.turn()
    assert caller.turn(patience=5) is None
    assert caller.now == 0.0
    assert caller.turn() == pytest.approx(10, abs=0.1)


def test_those_who_wait_are_served_in_order():
    throttle = Throttle(1, 10)
    Caller(throttle).turn()
    first, second = Ticket("L"), Ticket("L")
    assert throttle.ask(first, 0.0, 60).expected == pytest.approx(10)
    assert throttle.ask(second, 0.0, 60).expected == pytest.approx(20)
    assert not throttle.ask(second, 10.0, 50).granted
    throttle.withdraw(first)
    assert throttle.ask(second, 10.0, 50).granted


def test_a_call_that_is_gone_without_a_word_holds_nobody_up():
    throttle = Throttle(1, 10)
    Caller(throttle).turn()
    throttle.ask(Ticket("L"), 0.0, 11.0)
    assert Caller(throttle, 0.5).turn() == pytest.approx(11, abs=1.1)


def test_each_location_has_its_own_window():
    caller = Caller(Throttle(1, 10))
    assert [caller.turn(location=location) for location in ("L", "M", "L")] == pytest.approx([0, 0, 10], abs=0.1)


def test_locations_long_quiet_are_forgotten():
    class Location(str):
        """One of which can be told whether it is still known."""

    caller = Caller(Throttle(1, 10))
    known = weakref.WeakSet()
    for number in range(3000):
        caller.now = float(number)
        location = Location(f"L{number}")
        known.add(location)
        caller.turn(location=location)
    gc.collect()
    assert 10 <= len(known) < 1100
    assert caller.turn(patience=5, location="L2999") is None


def test_limits_told_are_followed_down_and_up():
    caller = Caller(Throttle(interval=10))
    told = RateLimit(limit=5, interval=10.0)
    assert [caller.turn(told=told) for _ in range(6)] == pytest.approx([0] * 5 + [10], abs=0.1)
    more = RateLimit(limit=8, interval=10.0)
    assert [caller.turn(told=more) for _ in range(8)] == pytest.approx([10] * 7 + [20], abs=0.1)


def test_a_limit_of_one_s_own_is_never_exceeded():
    caller = Caller(Throttle(2, 10))
    assert [caller.turn(told=RateLimit(limit=100, interval=10.0)) for _ in range(3)] == pytest.approx(
        [0, 0, 10], abs=0.1
    )
    assert [caller.turn(told=RateLimit(limit=1, interval=10.0)) for _ in range(3)] == pytest.approx(
        [10, 20, 30], abs=0.1
    )


@pytest.mark.parametrize(
    ("own", "told"), [((6, 0.5), (100, 10.0)), ((80, 10), (10, 1.0)), ((3, 7), (5, 11.0)), ((5, 11), (3, 7.0))]
)
def test_one_s_own_limit_and_the_told_one_hold_at_once(own, told):
    caller = Caller(Throttle(*own))
    limits = RateLimit(limit=told[0], interval=told[1])
    moments = [caller.turn(told=limits) for _ in range(3 * max(own[0], told[0]))]
    for requests, interval in own, told:
        assert all(
            later - earlier >= interval * (1 - 1e-9)
            for earlier, later in zip(moments, moments[requests:], strict=False)
        )
    rate = min(own[0] / own[1], told[0] / told[1])
    assert len(moments) / (moments[-1] - moments[0]) > 0.6 * rate


def test_another_interval_is_followed():
    caller = Caller(Throttle())
    told = RateLimit(limit=3, interval=60.0)
    assert [caller.turn(told=told) for _ in range(4)] == pytest.approx([0, 0, 0, 60], abs=0.1)


def test_what_others_use_of_the_limit_is_left_to_them():
    caller = Caller(Throttle())
    told = [RateLimit(limit=10, remaining=remaining, interval=10.0) for remaining in (2, 1, 0, 7)]
    assert [caller.turn(told=told[n]) for n in range(4)] == pytest.approx([0, 0, 0, 10], abs=0.1)


def test_a_window_begins_with_what_others_left_until_a_response_tells_more():
    caller = Caller(Throttle())
    caller.turn(told=RateLimit(limit=10, remaining=1, interval=10.0))
    caller.now += 60
    assert [caller.turn() for _ in range(2)] == pytest.approx([60, 60], abs=0.1), "these tell nothing"
    assert [caller.turn() for _ in range(8)] == pytest.approx([60] * 8, abs=0.1)
    caller.turn(told=RateLimit(limit=10, remaining=0, interval=10.0))
    caller.now += 60
    told = RateLimit(limit=10, remaining=9, interval=10.0)
    assert caller.turn(told=told) == pytest.approx(caller.turn(told=told), abs=0.1)


@pytest.mark.parametrize(("took", "others"), [(took, others) for took in (0.0, 0.05, 0.3) for others in (0, 30, 45)])
@pytest.mark.parametrize("seed", range(3))
def test_many_at_once_leave_others_their_share(took, others, seed):
    # A service with a sliding window of 50 in a second, of which others always use so many; responses overtake.
    choose, throttle = random.Random(seed), Throttle()
    moments, accepted, refused = iter(range(10_000)), [], 0
    waiting, arriving, returning, begun = [], [], [], 0
    while begun < 100 or waiting or arriving or returning:
        now = next(moments) / 100
        for at, ticket in sorted((each for each in arriving if each[0] <= now), key=lambda each: each[0]):
            arriving.remove((at, ticket))
            used = others + sum(moment > at - 1 for moment in accepted)
            accepted += [at] if used < 50 else []
            refused += used >= 50
            told = RateLimit(limit=50, remaining=max(49 - used, 0), interval=1.0)
            returning.append((at + took * choose.random(), ticket, told, used >= 50))
        choose.shuffle(returning)
        for at, ticket, told, is_one_too_many in [each for each in returning if each[0] <= now]:
            returning.remove((at, ticket, told, is_one_too_many))
            throttle.finish(ticket, now, told, refused=is_one_too_many)
        new = min(16 - len(waiting) - len(arriving) - len(returning), 100 - begun)
        waiting += [Ticket("L") for _ in range(new)]
        begun += new
        for ticket in [each for each in waiting if throttle.ask(each, now, 1e6).granted]:
            waiting.remove(ticket)
            arriving.append((now + took * choose.random(), ticket))
    assert refused <= max(16 - (50 - others), 0) + 12, "the first sixteen know nothing yet"
    assert now < 1.5 * 100 / (50 - others)


def test_the_day_s_end_lets_one_through_an_interval():
    caller = Caller(Throttle())
    caller.turn(told=RateLimit(limit=100, remaining=99, interval=10.0, daily_remaining=2))
    told = RateLimit(limit=100, remaining=99, interval=10.0, daily_remaining=0)
    assert [caller.turn() for _ in range(2)] == [0, 0]
    assert [caller.turn(told=told) for _ in range(2)] == pytest.approx([10, 20], abs=0.1)


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 3)), max_size=60), st.integers(1, 5), st.floats(0.1, 10))
def test_no_window_ever_holds_more(calls, requests, interval):
    caller = Caller(Throttle(requests, interval))
    ends = []
    for pause, took in calls:
        caller.now += pause
        began = caller.turn(took=min(took, interval / 2))
        for earlier in ends[-requests:][:1] if len(ends) >= requests else []:
            assert began - earlier >= interval * (1 - 1e-9)
        ends.append(caller.now)
    assert all(later >= first for first, later in itertools.pairwise(ends))


def test_threads_get_no_turn_twice():
    throttle = Throttle(100, 10)
    granted = []
    threads = [
        threading.Thread(target=lambda: granted.extend(throttle.ask(Ticket("L"), 0.0, 1.0).granted for _ in range(50)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 100


@pytest.mark.parametrize("runner", RUNNERS)
def test_each_attempt_waits_for_its_turn(runner):
    run = RUNNERS[runner](GET, [{"status": 503}, {"status": 503}, {"status": 200}], {"throttle": Throttle(1, 10)})
    assert sum(run.sleeps) == pytest.approx(20, abs=0.1)
    assert run.result == {"id": "x"}


def used_up(interval, now=100.0):
    """A throttle whose one turn was taken at the beginning of the tests' time."""
    throttle = Throttle(1, interval)
    Caller(throttle, now).turn()
    return throttle


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_turn_after_the_deadline_is_an_error_at_once(runner):
    run = RUNNERS[runner](GET, [{"status": 200}], {"throttle": used_up(90)})
    assert type(run.error) is APITimeoutError
    assert (run.error.applied, run.error.attempts, run.error.retry_after) == (False, 0, pytest.approx(90))
    assert "no turn for 90.0 s" in str(run.error)
    assert (run.sleeps, run.requests) == ([], [])


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize(
    ("operation", "timeout", "interval", "goes"),
    [
        (POST, 30, 27.9, True), (POST, 30, 28.1, False), (POST, 4, 2.9, True), (POST, 4, 3.1, False),
        (PUT, 30, 28.1, False), (DELETE, 30, 28.1, False), (GET, 30, 29.9, True), (GET, 30, 30.1, False),
    ],
)  # fmt: skip
def test_a_turn_leaves_a_write_the_time_it_needs(runner, operation, timeout, interval, goes):
    run = RUNNERS[runner](operation, [{"status": 200}], {"throttle": used_up(interval), "timeout": timeout})
    assert len(run.requests) == goes
    if not goes:
        assert type(run.error) is APITimeoutError
        assert run.error.applied is False


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_first_attempt_without_a_wait_is_always_begun(runner):
    run = RUNNERS[runner](POST, [{"status": 200}], {"throttle": Throttle(1, 10), "timeout": 0.01})
    assert run.result == {"id": "x"}


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize(("after", "attempts"), [("27.5", 2), ("28.5", 1)])
def test_a_further_attempt_leaves_a_write_the_time_it_needs(runner, after, attempts):
    run = RUNNERS[runner](POST, [{"status": 429, "headers": {"Retry-After": after}}], {"max_retries": 1})
    assert type(run.error) is RateLimitError
    assert (run.error.applied, run.error.attempts) == (False, attempts)


def test_a_slow_token_leaves_a_further_attempt_too_little_time():
    def token():
        time.now += 14.5
        return TOKEN

    time = FakeTime()
    script = Script([{"status": 429}], time)
    with clocked(Things, time)(token=token, transport=script) as client:
        error = error_of(client.send, thing(client, POST))
    assert type(error) is APITimeoutError
    assert (error.applied, error.attempts, len(script.requests)) == (False, 1, 1)
    assert "too few for a write" in str(error)


def test_no_turn_for_the_second_attempt_of_a_lost_write():
    run = RUNNERS["sync"](DELETE, [{"raise": "ReadTimeout"}], {"throttle": Throttle(1, 100)})
    assert type(run.error) is OutcomeUnknownError
    assert run.error.attempts == 1


def test_the_token_is_asked_for_before_the_turn_is_taken():
    def token():
        events.append("token")
        return TOKEN

    class Spy(Throttle):
        def ask(self, *arguments):
            events.append("turn")
            return super().ask(*arguments)

    events = []
    time = FakeTime()
    with clocked(Things, time)(token=token, throttle=Spy(), transport=Script([{"status": 200}], time)) as client:
        client.send(thing(client, GET))
    assert events == ["token", "turn"]


def test_true_is_100_in_10_seconds():
    time = FakeTime()
    with clocked(Things, time)(token=TOKEN, throttle=True, transport=Script([{"status": 200}], time)) as client:
        for _ in range(201):
            client.send(thing(client, GET))
    assert time.now - 100 == pytest.approx(20, abs=0.1)


def test_true_follows_the_service():
    time = FakeTime()
    headers = {"X-RateLimit-Max": "20", "X-RateLimit-Interval-Milliseconds": "5000"}
    script = Script([{"status": 200, "headers": headers}], time)
    with clocked(Things, time)(token=TOKEN, throttle=True, transport=script) as client:
        for _ in range(41):
            client.send(thing(client, GET))
    assert time.now - 100 == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize("off", [None, False])
def test_off_by_default(off):
    time = FakeTime()
    with clocked(Things, time)(token=TOKEN, throttle=off, transport=Script([{"status": 200}], time)) as client:
        for _ in range(201):
            client.send(thing(client, GET))
    assert time.sleeps == []


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call_gives_its_place_up(backend):
    throttle = Throttle(1, 0.4)

    async def main():
        async with AsyncThings(
            token=TOKEN, throttle=throttle, transport=Script([{"status": 200}], FakeTime())
        ) as client:
            await client.send(thing(client, GET))
            with anyio.move_on_after(0.1):
                await client.send(thing(client, GET))
            gc.collect()
            began = anyio.current_time()
            await client.send(thing(client, GET))
            return anyio.current_time() - began

    assert anyio.run(main, backend=backend) < 0.6


class Slow(Throttle):
    """Has to be asked twice, as one is that does I/O."""

    def __init__(self, blocking):
        super().__init__()
        self.blocking = blocking
        self.asked = []

    def ask(self, ticket, now, patience):
        self.asked.append((ticket.location, now, patience, threading.current_thread() is threading.main_thread()))
        return Reservation(2.0, granted=False) if len(self.asked) == 1 else Reservation(0.0, granted=True)


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("blocking", [True, False])
def test_one_that_blocks_is_asked_in_a_worker_thread_of_the_async_client(runner, blocking):
    slow = Slow(blocking)
    run = RUNNERS[runner](GET, [{"status": 200}], {"throttle": slow})
    in_main = runner == "sync" or not blocking
    assert slow.asked == [("L", 100.0, 30.0, in_main), ("L", 102.0, 28.0, in_main)]
    assert run.sleeps == [2.0]


def test_a_throttle_that_takes_all_the_time_there_is():
    class Late(Throttle):
        def ask(self, ticket, now, patience):
            time.now += patience + 1
            return Reservation(0.0, granted=True)

    time = FakeTime()
    script = Script([{"status": 200}], time)
    with clocked(Things, time)(token=TOKEN, throttle=Late(), transport=script) as client:
        error = error_of(client.send, thing(client, GET))
    assert type(error) is APITimeoutError
    assert (error.applied, script.requests) == (False, [])


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_queue_that_can_not_be_left_hides_no_call(runner):
    class Broken(Throttle):
        def withdraw(self, ticket):
            raise RuntimeError("no way out")

    events = []
    throttle = Broken(requests=1, interval=100)
    throttle.ask(Ticket("L"), 100.0, 1.0)
    run = RUNNERS[runner](GET, [], {"throttle": throttle, "on_call": events.append, "timeout": 1.0})
    assert isinstance(run.error, RuntimeError)
    assert [event.attempts for event in events] == [0]
