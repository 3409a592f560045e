"""The last known rate limits, by location."""

import copy
import pickle

import pytest

from leadconnector.client.rate_limit import RateLimit, RateLimitBook, RateLimits, read_rate_limit
from leadconnector.transport.attempt import Headers
from tests.support.script import RUNNERS, FakeTime, Script, thing
from tests.support.service import GET, TOKEN, Things

HEADERS = {
    "X-RateLimit-Limit-Daily": "200000",
    "X-RateLimit-Daily-Remaining": "199990",
    "X-RateLimit-Interval-Milliseconds": "10000",
    "X-RateLimit-Max": "100",
    "X-RateLimit-Remaining": "97",
}
STATE = RateLimit(remaining=97, limit=100, interval=10.0, daily_remaining=199990, daily_limit=200000)


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("status", [200, 429, 500])
def test_any_response_tells_the_state(runner, status):
    limits = RUNNERS[runner](GET, [{"status": status, "headers": HEADERS}], {"max_retries": 0}).rate_limit
    assert limits.by_location == {"L": STATE}
    assert (limits.remaining, limits.limit, limits.interval) == (97, 100, 10.0)
    assert (limits.daily_remaining, limits.daily_limit) == (199990, 200000)
    assert "97" in repr(limits)


@pytest.mark.parametrize("runner", RUNNERS)
def test_before_any_response_nothing_is_known(runner):
    limits = RUNNERS[runner](GET, [{"raise": "ConnectError"}], {"max_retries": 0}).rate_limit
    assert (limits.by_location, limits.remaining, limits.limit) == ({}, None, None)


def test_each_location_has_its_own_and_clients_of_one_pool_share_them():
    script = Script([{"status": 200, "headers": {"X-RateLimit-Remaining": str(n)}} for n in (9, 8, 7)], FakeTime())
    with Things(token=TOKEN, location_id="L", transport=script) as client:
        other = client.with_options(location_id="M")
        client.send(thing(client, GET))
        other.send(thing(other, GET))
        client.send(thing(client, GET, location="N"))
        remaining = {location: state.remaining for location, state in client.rate_limit.by_location.items()}
        assert remaining == {"L": 9, "M": 8, "N": 7}
        assert (client.rate_limit.remaining, other.rate_limit.remaining) == (9, 8)


def test_a_response_that_says_nothing_changes_nothing():
    script = Script([{"status": 200, "headers": HEADERS}, {"status": 200}], FakeTime())
    with Things(token=TOKEN, transport=script) as client:
        client.send(thing(client, GET))
        client.send(thing(client, GET))
        assert client.rate_limit.remaining == 97
        assert client.rate_limit.by_location[""] == STATE


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda limits: pickle.loads(pickle.dumps(limits))])
def test_a_copy_is_whole(copied):
    limits = RateLimits(remaining=97, by_location={"L": STATE, "M": RateLimit(limit=5)})
    assert copied(limits) == limits


@pytest.mark.parametrize("value", ["", "nan", "-1", "1.5", "1e3", "٣", "³", "1" * 11, "1" * 5000, "many"])
def test_figures_that_make_no_sense_are_left_out(value):
    assert read_rate_limit({"x-ratelimit-remaining": value}) is None
    assert read_rate_limit({"x-ratelimit-remaining": value, "x-ratelimit-max": "5"}) == RateLimit(limit=5)


def test_the_book_is_bounded_and_keeps_the_latest():
    book = RateLimitBook()
    for number in range(5000):
        book.note(f"L{number}", Headers([("x-ratelimit-remaining", "1")]))
        if number % 1000 == 0:
            book.note("busy", Headers([("x-ratelimit-remaining", "2")]))
    states = book.limits(None).by_location
    assert len(states) == 4096
    assert {"busy", "L4999"} <= set(states)
