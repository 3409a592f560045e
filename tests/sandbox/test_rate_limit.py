"""Rate-limit headers, and the refusal where it was asked for."""

import pytest

from leadconnector.sandbox import Response, Sandbox
from tests.sandbox.calls import Clock, call, get_schedule, headers, refused


def limits(response: Response) -> dict[str, int]:
    found = {name: int(value) for name, value in response.headers if name.startswith("x-ratelimit-")}
    return {name.removeprefix("x-ratelimit-"): value for name, value in found.items()}


def test_every_response_counts_down_the_documented_limits(sandbox: Sandbox) -> None:
    sandbox.fail_next(status=500, operation="cancel-invoice-schedule")
    responses = [get_schedule(sandbox), get_schedule(sandbox, "unknown"), call(sandbox, "GET", "/nowhere")]
    documented = {"max": 100, "interval-milliseconds": 10_000, "limit-daily": 200_000}
    for spent, response in enumerate(responses, start=1):
        assert limits(response) == {**documented, "remaining": 100 - spent, "daily-remaining": 200_000 - spent}


def test_nothing_is_refused_by_default(sandbox: Sandbox) -> None:
    responses = [get_schedule(sandbox) for _ in range(101)]
    assert {response.status for response in responses} == {200}
    assert limits(responses[-1])["remaining"] == 0


def test_a_limit_is_enforced_for_each_token_until_its_interval_is_over(clock: Clock) -> None:
    sandbox = Sandbox(rate_limit=2, clock=clock)
    other = headers(Authorization="Bearer other")
    assert [get_schedule(sandbox).status for _ in range(2)] == [200, 200]
    limited = get_schedule(sandbox)
    assert refused(limited, 429) == "Too Many Requests"
    assert limits(limited)["max"] == 2
    assert limits(limited)["remaining"] == 0
    assert get_schedule(sandbox, sent=other).status == 200
    clock.advance(9.9)
    assert get_schedule(sandbox).status == 429
    clock.advance(0.1)
    assert limits(get_schedule(sandbox)) == {
        "max": 2,
        "remaining": 1,
        "interval-milliseconds": 10_000,
        "limit-daily": 200_000,
        "daily-remaining": 199_995,
    }


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="rate_limit=0: calls per 10 s, at least 1"):
        Sandbox(rate_limit=0)
