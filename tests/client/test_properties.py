"""What holds for every sequence of responses and faults."""

from hypothesis import given
from hypothesis import strategies as st

from leadconnector.client.operation import RetryPolicy
from leadconnector.client.retry_policy import combine
from leadconnector.errors import LeadConnectorError, OutcomeUnknownError
from tests.support.script import run_sync
from tests.support.service import OPERATIONS

REFUSED = [{"status": status} for status in (400, 401, 403, 404, 422, 429, 521, 523, 525)]
NOT_SENT = [{"raise": name} for name in ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "certificate")]
DOUBTFUL = [{"raise": name} for name in ("ReadTimeout", "WriteError", "RemoteProtocolError")]
DOUBTFUL += [{"status": status} for status in (500, 501, 502, 503, 504, 520, 522, 524)]
BROKEN = [{"status": 200, "body": ["{"], "break": "ReadError"}]
GOOD = [{"status": 200}, {"status": 201}]
WAITS: list[dict[str, str]] = [{}, {"Retry-After": "1"}, {"Retry-After": "600"}]
WAITS += [{"X-RateLimit-Interval-Milliseconds": "2000"}]
EDGE = (521, 523, 525)

responses = st.lists(
    st.builds(
        lambda response, seconds, after: {**response, "seconds": seconds, "headers": after},
        st.sampled_from(REFUSED + NOT_SENT + DOUBTFUL + BROKEN + GOOD),
        st.sampled_from([0, 0.01, 3, 29, 40]),
        st.sampled_from(
            [{}, {"Retry-After": "1"}, {"Retry-After": "600"}, {"X-RateLimit-Interval-Milliseconds": "2000"}]
        ),
    ),
    min_size=1,
    max_size=8,
)


def left_nothing(response):
    """Whether an attempt that came to this surely changed nothing."""
    if "raise" in response:
        return {"raise": response["raise"]} in NOT_SENT
    return 400 <= response["status"] < 500 or response["status"] in EDGE


@given(st.sampled_from(sorted(OPERATIONS)), responses, st.integers(0, 6))
def test_whatever_happens(name, script, max_retries):
    operation = OPERATIONS[name]
    run = run_sync(operation, script, {"max_retries": max_retries})
    played = [script[min(n, len(script) - 1)] for n in range(len(run.requests))]
    earlier, last = played[:-1], played[-1]

    assert 1 <= len(played) <= max_retries + 1
    assert sum(run.sleeps) < 30
    if operation.retry is RetryPolicy.NEVER:
        assert not earlier
    if operation.retry is RetryPolicy.UNLESS_APPLIED:
        assert all(left_nothing(response) for response in earlier)
    assert (run.result is None) == (run.error is not None)
    if run.error is None:
        assert last in [{**good, **{k: last[k] for k in ("seconds", "headers")}} for good in GOOD]
        return
    assert isinstance(run.error, LeadConnectorError)
    assert run.error.attempts == len(played)
    if run.error.applied is False:
        assert all(left_nothing(response) for response in played)
    if run.error.applied is True:
        assert any(response.get("break") for response in played)
    if isinstance(run.error, OutcomeUnknownError):
        assert operation.is_write
        assert "raise" in last


@given(st.lists(st.sampled_from([True, False, None]), min_size=1))
def test_combine(outcomes):
    total = False
    for outcome in outcomes:
        total = combine(total, outcome)
    assert total is (True if True in outcomes else None if None in outcomes else False)
