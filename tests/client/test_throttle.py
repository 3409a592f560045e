"""Waiting before the request, so that a location's rate limit is not overrun."""

import itertools
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector.client.errors import APITimeoutError, OutcomeUnknownError
from leadconnector.client.throttle import MemoryThrottle, Reservation
from tests.client.drive import error_of
from tests.client.script import RUNNERS, FakeTime, Script, clocked, thing
from tests.client.service import DELETE, GET, TOKEN, Things


def test_turns_in_a_sliding_window():
    throttle = MemoryThrottle(2, 10)
    assert throttle.reserve("L", 0.0, 60) == Reservation(0.0, True)
    assert throttle.reserve("L", 4.0, 60) == Reservation(0.0, True)
    assert throttle.reserve("L", 5.0, 60) == Reservation(5.0, True)
    assert throttle.reserve("L", 5.0, 60) == Reservation(9.0, True)
    assert throttle.reserve("L", 5.0, 60) == Reservation(15.0, True)
    assert throttle.reserve("L", 30.0, 60) == Reservation(0.0, True)


def test_who_can_t_wait_books_nothing():
    throttle = MemoryThrottle(1, 10)
    throttle.reserve("L", 0.0, 60)
    assert throttle.reserve("L", 1.0, 5) == Reservation(9.0, False)
    assert throttle.reserve("L", 1.0, 60) == Reservation(9.0, True)


def test_each_location_has_its_own_window():
    throttle = MemoryThrottle(1, 10)
    assert [throttle.reserve(location, 0.0, 60).wait for location in ("L", "M", "L")] == [0.0, 0.0, 10.0]


def test_locations_long_quiet_are_forgotten():
    throttle = MemoryThrottle(1, 10)
    for number in range(3000):
        throttle.reserve(f"L{number}", float(number), 60)
    assert len(throttle._windows) < 1100
    assert throttle.reserve("L2999", 2999.0, 60).wait == 10.0


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 5), st.floats(0.1, 10))
def test_no_window_ever_holds_more(pauses, requests, interval):
    throttle = MemoryThrottle(requests, interval)
    now, starts = 0.0, []
    for pause in pauses:
        now += pause
        starts.append(now + throttle.reserve("L", now, 1e9).wait)
    assert all(later - first > -1e-9 for first, later in itertools.pairwise(starts))
    for first, later in zip(starts, starts[requests:], strict=False):
        assert later - first >= interval * (1 - 1e-9)


def test_threads_get_no_turn_twice():
    throttle = MemoryThrottle(10, 10)
    waits = []
    threads = [
        threading.Thread(target=lambda: waits.extend(throttle.reserve("L", 0.0, 1e9).wait for _ in range(50)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [10.0 * (number // 10) for number in range(400)]


@pytest.mark.parametrize("runner", RUNNERS)
def test_each_attempt_waits_for_its_turn(runner):
    run = RUNNERS[runner](GET, [{"status": 503}, {"status": 503}, {"status": 200}], {"throttle": MemoryThrottle(1, 10)})
    assert run.sleeps == [0.5, 9.5, 1.0, 9.0]
    assert run.result == {"id": "x"}


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_turn_after_the_deadline_is_an_error_at_once(runner):
    throttle = MemoryThrottle(1, 100)
    assert throttle.reserve("L", 90.0, 60).granted
    run = RUNNERS[runner](GET, [{"status": 200}], {"throttle": throttle})
    assert type(run.error) is APITimeoutError
    assert (run.error.applied, run.error.attempts, run.error.retry_after) == (False, 0, 90.0)
    assert "no turn for 90.0 s" in str(run.error)
    assert (run.sleeps, run.requests) == ([], [])


def test_no_turn_for_the_second_attempt_of_a_lost_write():
    run = RUNNERS["sync"](DELETE, [{"raise": "ReadTimeout"}], {"throttle": MemoryThrottle(1, 100)})
    assert type(run.error) is OutcomeUnknownError
    assert run.error.attempts == 1


def test_true_is_100_in_10_seconds():
    time = FakeTime()
    with clocked(Things, time)(token=TOKEN, throttle=True, transport=Script([{"status": 200}], time)) as client:
        for _ in range(201):
            client.send(thing(client, GET))
    assert time.sleeps == [10.0, 10.0]
    assert repr(client._context.throttle) == "MemoryThrottle(100, 10.0)"


@pytest.mark.parametrize("off", [None, False])
def test_off_by_default(off):
    with Things(token=TOKEN, throttle=off) as client:
        assert client._context.throttle is None


class Own:
    """A throttle of the caller's own, which has to be asked twice."""

    def __init__(self, blocking):
        self.blocking = blocking
        self.asked = []

    def reserve(self, location, now, patience):
        self.asked.append((location, now, patience, threading.current_thread() is threading.main_thread()))
        return Reservation(2.0, granted=False) if len(self.asked) == 1 else Reservation(0.0, granted=True)


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("blocking", [True, False])
def test_a_throttle_of_one_s_own(runner, blocking):
    own = Own(blocking)
    run = RUNNERS[runner](GET, [{"status": 200}], {"throttle": own})
    in_main = runner == "sync" or not blocking
    assert own.asked == [("L", 100.0, 30.0, in_main), ("L", 102.0, 28.0, in_main)]
    assert run.sleeps == [2.0]


def test_a_throttle_that_takes_all_the_time_there_is():
    class Slow:
        blocking = False

        def reserve(self, location, now, patience):
            time.now += patience + 1
            return Reservation(0.0, granted=True)

    time = FakeTime()
    script = Script([{"status": 200}], time)
    with clocked(Things, time)(token=TOKEN, throttle=Slow(), transport=script) as client:
        error = error_of(client.send, thing(client, GET))
    assert type(error) is APITimeoutError
    assert (error.applied, script.requests) == (False, [])
