"""The conformance cases, which are data: each runs through both clients, the async one on asyncio and on trio."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from leadconnector import errors
from leadconnector.client.retry_policy import retry_after
from tests.support.script import ALL_RUNNERS, RUNNERS, WALL, Run
from tests.support.service import GET, OPERATIONS, TOKEN

CASES = Path(__file__).parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return loaded


def check(run: Run, expected: dict[str, Any]) -> None:
    if "error" in expected:
        assert type(run.error) is getattr(errors, expected["error"]), run.error
        for name, value in expected.get("facts", {}).items():
            assert getattr(run.error, name) == value, name
        assert expected.get("text", "") in str(run.error)
    else:
        assert run.error is None
        assert run.result == expected["result"]
    if "sleeps" in expected:
        assert run.sleeps == expected["sleeps"]
        assert len(run.requests) == len(run.sleeps) + 1
    for name, value in expected.get("response", {}).items():
        assert getattr(run.response, name) == value
    assert all(body.closed for body in run.bodies)


def check_all_alike(run: Run) -> None:
    """Each attempt is the same request."""
    first = run.requests[0]
    for request in run.requests:
        assert (request.method, request.url, request.content) == (first.method, first.url, first.content)
        assert request.headers["authorization"] == f"Bearer {TOKEN}"


MATRIX = load("matrix.yaml")
CELLS = [
    pytest.param(operation, response, row[operation], id=f"{operation}-{row['fault']}-{number}")
    for row in MATRIX
    for operation in OPERATIONS
    for number, response in enumerate(row["each"])
]


@pytest.mark.parametrize("runner", ALL_RUNNERS)
@pytest.mark.parametrize(("operation", "response", "cell"), CELLS)
def test_each_cell_of_operation_and_fault(runner, operation, response, cell):
    run = ALL_RUNNERS[runner](OPERATIONS[operation], [response], {})
    facts = {"attempts": cell["attempts"], "applied": cell["applied"], "operation": OPERATIONS[operation].name}
    check(run, {"error": cell["error"], "sleeps": cell["sleeps"], "facts": facts})
    assert len(run.requests) == cell["attempts"]
    check_all_alike(run)


def test_every_operation_has_a_cell_for_every_fault():
    for row in MATRIX:
        assert set(row) == {"fault", "each", *OPERATIONS}, row["fault"]
    assert len({row["fault"] for row in MATRIX}) == len(MATRIX)


@pytest.mark.parametrize("runner", ALL_RUNNERS)
@pytest.mark.parametrize("case", load("recoveries.yaml"), ids=lambda case: case["name"])
def test_recoveries_and_mixtures(runner, case):
    run = ALL_RUNNERS[runner](OPERATIONS[case["operation"]], case["responses"], case.get("options", {}))
    check(run, case)
    if "slept" in case:
        assert sum(run.sleeps) == case["slept"]
    check_all_alike(run)


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("case", load("waiting.yaml"), ids=lambda case: f"{case['status']}-{case['headers']}")
def test_the_pause_before_the_next_attempt(runner, case):
    run = RUNNERS[runner](GET, [case, {"status": 200}], {})
    if "sleep" in case:
        assert run.sleeps == [case["sleep"]]
        assert run.result == {"id": "x"}
    else:
        assert run.sleeps == []
        assert isinstance(run.error, errors.APIStatusError)
        assert run.error.retry_after == case["retry_after"]


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("case", load("errors.yaml"), ids=lambda case: f"{case['status']}-{case['body'][:30]}")
def test_what_an_error_says(runner, case):
    response = {"status": case["status"], "body": [case["body"]], "headers": case.get("headers", {})}
    check(RUNNERS[runner](GET, [response], {"max_retries": 0}), case)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone can't be set")
def test_a_date_without_a_zone_is_in_utc(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert retry_after({"retry-after": "Tue Nov 14 22:13:25 2023"}, lambda: WALL) == 5
    time.tzset()
