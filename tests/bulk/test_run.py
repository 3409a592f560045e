"""Runs: what is sent, what isn't, what is looked up, and what the summary says of it."""

from collections import Counter

import pytest

from leadconnector.bulk import State
from leadconnector.sandbox import Sandbox
from tests.bulk.calls import RUNS, cancels


@pytest.fixture
def sandbox():
    return Sandbox(seeded=False)


@pytest.fixture
def ids(sandbox):
    return [sandbox.add_schedule() for _ in range(20)]


@pytest.fixture(params=RUNS)
def run(request, sandbox, tmp_path):
    def run(calls, **options):
        return RUNS[request.param](sandbox, calls, tmp_path / "ledger.jsonl", **options)

    return run


def posts(sandbox):
    """How often each schedule was to be cancelled."""
    return Counter(each.path.split("/")[3] for each in sandbox.requests if each.method == "POST")


def test_all_are_done_once_and_a_second_run_sends_nothing(sandbox, ids, run):
    results = []
    summary = run(cancels(ids), on_result=results.append)
    assert (summary.done, summary.exit_status) == ({"response": 20}, 0)
    assert {each.key for each in results} == set(ids)
    assert {(each.state, each.evidence, each.status) for each in results} == {(State.DONE, "response", 201)}
    assert results[0].response.parse().status == "cancelled"
    again = run(cancels(ids))
    assert (again.done, again.exit_status) == ({"ledger": 20}, 0)
    assert posts(sandbox) == dict.fromkeys(ids, 1)
    assert {each["status"] for each in sandbox.schedules.values()} == {"cancelled"}


def test_the_refused_are_told_and_not_sent_again(sandbox, ids, run):
    sandbox.fail_next(status=400, operation="schedules.cancel", message="Not now")
    for evidence in ("response", "ledger"):
        results = []
        summary = run(cancels([*ids, "nowhere"]), on_result=results.append)
        assert (summary.refused, summary.exit_status) == ({"BadRequestError": 1, "NotFoundError": 1}, 1)
        assert sum(summary.done.values()) == 19
        refused = [each for each in results if each.state is State.REFUSED]
        assert sorted((each.error, each.evidence) for each in refused) == [
            ("BadRequestError", evidence),
            ("NotFoundError", evidence),
        ]
        assert all((each.exception is not None) == (evidence == "response") for each in refused)
    assert set(posts(sandbox).values()) == {1}


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("fault", [{"status": 503}, {"drop": True}, {"delay": 5}])
def test_the_unknown_are_looked_up_and_sent_again_only_if_they_did_not_happen(sandbox, ids, run, fault, applied):
    if "delay" in fault and not applied:
        fault = {**fault, "status": 500}
    sandbox.fail_next(2, operation="schedules.cancel", applied=applied and "delay" not in fault, **fault)
    summary = run(cancels(ids))
    assert summary.exit_status == 0
    assert summary.done == ({"response": 18, "look-up": 2} if applied else {"response": 20})
    assert sorted(posts(sandbox).values()) == [1] * 20 if applied else [1] * 18 + [2] * 2
    looked_up = [each.path.split("/")[3] for each in sandbox.requests if each.method == "GET"]
    assert len(looked_up) == 2
    for each in looked_up:  # a look-up stands between two requests to cancel
        methods = [seen.method for seen in sandbox.requests if each in seen.path]
        assert methods == (["POST", "GET"] if applied else ["POST", "GET", "POST"])
