"""Runs: what is sent, what isn't, what is looked up, and what the summary says of it."""

import asyncio
import json
import socket
import time
from collections import Counter
from itertools import count

import httpx
import pytest

from leadconnector import bulk
from leadconnector.bulk import State
from leadconnector.client.throttle import Throttle
from leadconnector.errors import ConfigurationError
from leadconnector.sandbox import Response
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.models import UpdateSchedule
from tests.bulk.calls import SOON, TOKEN, cancels


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


@pytest.mark.parametrize(
    ("fault", "applied"),
    [({"status": 503}, False), ({"status": 500}, True), ({"drop": True}, True), ({"delay": 5}, True)],
)
def test_the_unknown_are_looked_up_and_sent_again_only_if_they_did_not_happen(sandbox, ids, run, fault, applied):
    sandbox.fail_next(2, operation="schedules.cancel", applied=applied and "delay" not in fault, **fault)
    summary = run(cancels(ids[:8]), options=SOON, concurrency=4)
    assert summary.exit_status == 0
    assert summary.done == ({"response": 6, "look-up": 2} if applied else {"response": 8})
    assert sorted(posts(sandbox).values()) == ([1] * 8 if applied else [1] * 6 + [2] * 2)
    looked_up = [each.path.split("/")[3] for each in sandbox.requests if each.method == "GET"]
    assert len(looked_up) == 2
    for each in looked_up:  # a look-up stands between two requests to cancel
        methods = [seen.method for seen in sandbox.requests if each in seen.path]
        assert methods == (["POST", "GET"] if applied else ["POST", "GET", "POST"])


def test_a_key_that_comes_up_again_is_sent_once(sandbox, ids, run):
    summary = run(cancels([ids[0], *ids, *ids[:3]]))
    assert (summary.done, summary.repeated, summary.exit_status) == ({"response": 20}, 4, 0)
    assert posts(sandbox) == dict.fromkeys(ids, 1)


@pytest.mark.parametrize("later", [False, True])
def test_another_request_by_the_same_key_is_refused(sandbox, ids, run_once, later):
    results = []
    calls = [cancels(ids[:1]), lambda client: [(ids[0], client.schedules.prepare.cancel(ids[1]))]]
    if later:
        run_once(calls[0])
        summary = run_once(calls[1], on_result=results.append)
    else:
        summary = run_once(lambda client: (pair for each in calls for pair in each(client)), on_result=results.append)
    assert (summary.refused, summary.exit_status) == ({"ChangedRequestError": 1}, 1)
    assert [each.key for each in results if each.error == "ChangedRequestError"] == [ids[0]]
    assert posts(sandbox) == {ids[0]: 1}
    assert run_once(calls[0]).done == {"ledger": 1}  # the ledger still says what it said


def test_another_request_by_a_key_of_unknown_outcome_is_told_once(sandbox, ids, run_once):
    sandbox.fail_next(status=503)
    sandbox.fail_next(status=404, operation="schedules.get")
    assert run_once(cancels(ids[:1]), options=SOON).unknown == {"look-up failed": 1}
    summary = run_once(lambda client: [(ids[0], client.schedules.prepare.cancel(ids[1]))])
    assert (summary.unknown, summary.total, summary.exit_status) == ({"ledger": 1}, 1, 3)
    assert posts(sandbox) == {ids[0]: 1}


def test_calls_may_be_endless_and_are_taken_as_they_are_sent(sandbox, ids, run):
    taken = []

    def calls(client):
        for each in [*ids, *ids]:
            taken.append(len(sandbox.requests))
            yield each, client.schedules.prepare.cancel(each)
        raise EOFError("the end")

    with pytest.raises(EOFError, match="the end"):
        run(calls, concurrency=2)
    assert all(sent >= at - 3 for at, sent in enumerate(taken[:20]))
    assert sum(run(cancels(ids)).done.values()) == 20
    assert posts(sandbox) == dict.fromkeys(ids, 1)


@pytest.mark.parametrize("calls", [[1], ["ab"], [("", None)], [("k", None)], [(7, "x")], [("\ud800", None)]])
def test_what_is_no_pair_is_refused(run_once, calls):
    with pytest.raises((TypeError, ValueError)):
        run_once(lambda client: iter(calls))


def test_a_callback_that_raises_ends_the_run_and_leaves_the_ledger_whole(sandbox, ids, run):
    def fail(result):
        raise ZeroDivisionError

    for callback in ("on_result", "progress"):
        with pytest.raises(ZeroDivisionError):
            run(cancels(ids), concurrency=4, **{callback: fail})
    sent = len(sandbox.requests)
    assert sent <= 8
    assert run(cancels(ids)).done == {"ledger": sent, "response": 20 - sent}
    assert posts(sandbox) == dict.fromkeys(ids, 1)


def test_progress_is_told_after_each_result(ids, run):
    seen = []
    run(cancels(ids), progress=lambda summary: seen.append((summary.total, str(summary))))
    assert [total for total, _ in seen] == list(range(1, 21))
    assert seen[-1][1] == "20 done (20 response)"


def test_a_bad_token_ends_the_run_soon(sandbox, ids, run):
    sandbox.fail_next(100, status=401, message="Invalid JWT")
    summary = run(cancels(ids), concurrency=2)
    assert 3 <= len(sandbox.requests) <= 4
    assert "3 calls in a row came to nothing, the last one to AuthenticationError" in summary.stopped
    assert (set(summary.left) - {"not sent"}, summary.exit_status) == ({"AuthenticationError"}, 4)
    sandbox.clear_faults()
    sandbox.fail_next(status=401, message="Invalid JWT", operation="schedules.cancel")
    assert run(cancels(ids), concurrency=1).left == {"AuthenticationError": 1}  # one alone may be the call's own fault
    assert run(cancels(ids)).exit_status == 0
    assert {each["status"] for each in sandbox.schedules.values()} == {"cancelled"}


@pytest.mark.parametrize(
    ("fault", "counter", "kinds"),
    [
        ({"status": 503}, "unknown", {"not looked up yet"}),
        ({"status": 429, "headers": {"Retry-After": "9"}}, "left", {"RateLimitError"}),
    ],
)
def test_a_run_ends_soon_where_nothing_gets_through(sandbox, run, fault, counter, kinds):
    ids = [sandbox.add_schedule() for _ in range(50)]
    sandbox.fail_next(1000, **fault)
    summary = run(cancels(ids), concurrency=2, margin=0.0, options={"max_retries": 0})
    assert "12 calls in a row came to nothing" in summary.stopped
    assert 12 <= len(posts(sandbox)) <= 13
    assert set(getattr(summary, counter)) - {"not sent"} == kinds
    assert summary.exit_status == 4


@pytest.mark.parametrize(
    ("status", "error"), [(403, "PermissionDeniedError"), (401, "AuthenticationError"), (429, "RateLimitError")]
)
def test_a_location_without_access_does_not_keep_others_from_their_turn(sandbox, run, status, error):
    closed = [sandbox.add_schedule(altId="A") for _ in range(40)]
    open_ = [sandbox.add_schedule(altId="B") for _ in range(8)]

    def refuse(call):
        if call.body["altId"] == "A":
            return Response(status=status, body=b'{"message":"no"}')
        return {**sandbox.schedules[call.path["scheduleId"]], "status": "cancelled"}

    def calls(client):
        for place, each in [*(("A", each) for each in closed), *(("B", each) for each in open_)]:
            yield each, client.schedules.prepare.cancel(each, location_id=place)

    sandbox.register("schedules.cancel", refuse)
    for evidence in ("response", "ledger"):
        results = []
        summary = run(calls, concurrency=2, on_result=results.append, options={"max_retries": 0})
        assert summary.done == {evidence: 8}
        assert summary.left.keys() == {error, "not sent"}
        assert summary.total == len({each.key for each in results}) == 48
        assert summary.stopped.startswith("location A: ")
        assert summary.exit_status == 4
    assert sum(json.loads(each.body)["altId"] == "A" for each in sandbox.requests) <= 2 * 13


def test_many_locations_without_access_end_a_run(sandbox, run_once):
    sandbox.fail_next(1000, status=401, message="Invalid JWT")
    places = [f"L{at // 4}" for at in range(400)]

    def calls(client):
        return ((str(at), client.schedules.prepare.cancel(str(at), location_id=each)) for at, each in enumerate(places))

    summary = run_once(calls, concurrency=1)
    assert summary.stopped.startswith("33 calls in a row came to nothing")
    assert len(sandbox.requests) == 33


def test_an_endless_list_of_one_location_without_access_ends(sandbox, run_once, monkeypatch):
    monkeypatch.setattr("leadconnector.bulk.core._MOST_PASSED_OVER", 1000)
    sandbox.fail_next(1000, status=401, message="Invalid JWT")
    summary = run_once(lambda client: ((str(at), client.schedules.prepare.cancel(str(at))) for at in count()))
    assert "3 calls in a row came to nothing, the last one to AuthenticationError" in summary.stopped
    assert summary.left["not sent"] >= 1000


def test_schedules_that_are_gone_do_not_keep_others_from_their_look_up(sandbox, ids, run_once):
    sandbox.fail_next(20, status=503, applied=True)
    assert sum(run_once(cancels(ids), concurrency=20, options=SOON | {"max_retries": 0}).done.values()) == 20
    sandbox.clear_requests()
    ids = [sandbox.add_schedule() for _ in range(40)]
    sandbox.fail_next(40, status=503, applied=True, operation="schedules.cancel")
    sandbox.fail_next(25, status=404, operation="schedules.get")
    summary = run_once(cancels(ids), concurrency=40, options={"timeout": 1.0, "max_retries": 0})
    assert (summary.done, summary.unknown) == ({"look-up": 15}, {"look-up failed": 25})
    assert not summary.stopped


@pytest.mark.parametrize("status", [307, 408, 421, 423, 425])
def test_what_is_not_of_the_call_itself_is_sent_by_the_next_run(sandbox, ids, run_once, status):
    sandbox.fail_next(status=status, applied=False)
    summary = run_once(cancels(ids[:1]), options={"max_retries": 0})
    assert (summary.left, summary.exit_status) == ({"APIStatusError": 1}, 4)
    assert run_once(cancels(ids[:1])).done == {"response": 1}


def test_an_attempt_that_outlives_its_time_out_is_looked_up_a_margin_after_its_end(path):
    """As the time-outs of a transport of one's own allow."""
    log = []

    def respond(request):
        if request.method == "GET":
            log.append(("GET", time.monotonic()))
            return httpx.Response(200, json={"_id": "a", "status": "cancelled"})
        time.sleep(0.8)
        log.append(("POST", time.monotonic()))
        raise httpx.ReadError("lost")

    with Client(token=TOKEN, location_id="L", timeout=0.3, transport=httpx.MockTransport(respond)) as client:
        summary = bulk.run(client, cancels("a")(client), ledger=path, margin=0.5)
    assert summary.done == {"look-up": 1}
    ((_, sent), (_, seen)) = log
    assert seen - sent >= 0.5


def test_a_run_without_any_connection_ends_soon(ids, run):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    options = {"base_url": url, "transport": None, "max_retries": 0}
    summary = run(cancels(ids), options=options, concurrency=2)
    assert "APIConnectionError" in summary.stopped
    assert 12 <= summary.left["APIConnectionError"] <= 13


def test_a_token_function_that_fails_sends_and_notes_nothing(sandbox, ids, run, path):
    def token():
        raise RuntimeError("no token today")

    summary = run(cancels(ids), concurrency=1, options={"token": token})
    assert (summary.left, sandbox.requests) == ({"RuntimeError": 11, "not sent": 9}, [])
    assert path.read_text().count("\n") == 1


def test_a_request_for_another_server_is_refused_and_not_noted(sandbox, ids, run_once, path):
    other = Client(token=TOKEN, location_id="L", base_url="https://other.example")
    summary = run_once(lambda _: [("k", other.schedules.prepare.cancel(ids[0]))])
    assert (summary.refused, summary.exit_status, sandbox.requests) == ({"InvalidRequestError": 1}, 1, [])
    assert path.read_text().count("\n") == 1


def test_a_delete_whose_outcome_is_unknown_stays_so(sandbox, run_once):
    invoices = [sandbox.add_invoice() for _ in range(3)]
    sandbox.fail_next(9, status=500)

    def calls(client):
        return ((each, client.invoices.prepare.delete(each)) for each in invoices)

    summary = run_once(calls, options={"max_retries": 0})
    assert (summary.unknown, summary.exit_status) == ({"no look-up": 3}, 3)
    sandbox.clear_faults()
    assert run_once(calls).unknown == {"no look-up": 3}
    assert len(sandbox.requests) == 3


def test_a_delete_that_finds_its_own_work_done_is_done(sandbox, run_once):
    invoice = sandbox.add_invoice()
    sandbox.fail_next(drop=True, applied=True)
    summary = run_once(lambda client: [("k", client.invoices.prepare.delete(invoice))])
    assert summary.done == {"already gone": 1}


@pytest.mark.parametrize(
    ("status", "applied", "done", "sends"),
    [
        ("draft", True, {"look-up": 1}, 1),
        ("draft", False, {"response": 1}, 2),
        ("active", False, {"look-up": 1}, 1),  # it is in force, which is all that was asked for
        ("completed", False, {}, 1),
    ],
)
def test_what_a_look_up_shows_of_update_and_schedule(sandbox, run_once, status, applied, done, sends):
    schedule = sandbox.add_schedule(status=status)
    sandbox.fail_next(status=503, applied=applied)
    summary = run_once(lambda client: [("k", client.schedules.prepare.update_and_schedule(schedule))], options=SOON)
    assert (summary.done, posts(sandbox)) == (done, {schedule: sends})
    assert summary.unknown == ({} if done else {"look-up tells nothing": 1})


@pytest.mark.parametrize(("status", "sends"), [("draft", 2), ("active", 1)])
def test_a_schedule_in_force_does_not_show_that_it_was_updated(sandbox, run_once, status, sends):
    schedule = sandbox.add_schedule(status=status)
    sandbox.fail_next(status=503, operation="schedules.update_and_schedule")

    def calls(client):
        body = UpdateSchedule.from_schedule(client_for_reading.schedules.get(schedule), name="New")
        yield "k", client.schedules.prepare.update_and_schedule(schedule, body=body)

    client_for_reading = Client(token=TOKEN, location_id=sandbox.location_id, transport=sandbox.transport())
    summary = run_once(calls, options=SOON)
    assert posts(sandbox) == {schedule: sends}
    assert summary.unknown == ({} if sends == 2 else {"look-up tells nothing": 1})


@pytest.mark.parametrize("status", ["completed", "paused", None, 7])
def test_a_look_up_that_shows_neither_leaves_a_call_unknown(sandbox, run_once, status):
    schedule = sandbox.add_schedule(status=status)
    sandbox.fail_next(status=503)
    for _ in range(2):
        summary = run_once(cancels([schedule]), options=SOON)
        assert (summary.unknown, summary.exit_status) == ({"look-up tells nothing": 1}, 3)
    assert posts(sandbox) == {schedule: 1}


def test_a_look_up_that_fails_leaves_a_call_unknown_until_one_succeeds(sandbox, ids, run_once):
    sandbox.fail_next(status=503)
    sandbox.fail_next(3, status=403, operation="schedules.get")
    for _ in range(3):
        assert run_once(cancels(ids[:1]), options=SOON).unknown == {"look-up failed": 1}
    assert run_once(cancels(ids[:1]), options=SOON).done == {"response": 1}
    assert posts(sandbox) == {ids[0]: 2}


def test_a_success_that_can_not_be_read_is_looked_up(sandbox, ids, run_once):
    @sandbox.register("schedules.cancel")
    def block(call):
        return Response(status=200, body=b"<html>Blocked by policy</html>")

    summary = run_once(cancels(ids[:1]), options=SOON)
    assert summary.left == {"look-up": 1}  # three times sent, three times shown not to have happened
    assert posts(sandbox) == {ids[0]: 3}
    assert summary.exit_status == 4


def test_unknown_calls_that_are_not_listed_are_told(sandbox, ids, run_once):
    sandbox.fail_next(2, status=503)
    with pytest.raises(ZeroDivisionError):
        run_once(cancels(ids), concurrency=1, margin=60, on_result=lambda result: 1 / 0)
    results = []
    summary = run_once(cancels(ids[2:]), on_result=results.append)
    assert (summary.unknown, summary.exit_status) == ({"not among the calls": 2}, 3)
    assert {each.key for each in results} == set(ids)


@pytest.mark.parametrize("where", ["transport", "token"])
def test_a_cancellation_that_nobody_asked_for_loses_no_call(sandbox, ids, run_once, where):
    asked = count()

    async def cut():
        if next(asked) % 3 == 1:
            await asyncio.sleep(0)
            raise asyncio.CancelledError
        return TOKEN

    class Cutting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            await cut()
            return await sandbox.async_transport().handle_async_request(request)

    options = {**SOON, "transport": None, "http_client": httpx.AsyncClient(transport=Cutting())}
    results = []
    summary = run_once(
        cancels(ids),
        concurrency=1,
        options=options if where == "transport" else {"token": cut},
        on_result=results.append,
    )
    if where == "transport":  # a failure like any other
        assert summary.done.total() == summary.total == len(results) == len(ids)
    else:
        assert summary.stopped == "a call was cut short by CancelledError"
        assert (summary.done, summary.left, summary.exit_status) == ({"response": 1}, {"cut short": 1}, 4)


def test_the_time_out_counts_from_the_turn_at_the_throttle(sandbox, ids, run):
    summary = run(cancels(ids[:4]), options={"throttle": Throttle(2, 1.0), "timeout": 0.8})
    assert summary.done == {"response": 4}


def test_a_time_out_counts_from_the_turn_of_a_look_up_too(sandbox, ids, run_once):
    sandbox.fail_next(2, status=503)
    summary = run_once(cancels(ids[:4]), options={"throttle": Throttle(2, 1.0), "timeout": 0.8})
    assert summary.done == {"response": 4}


def test_several_locations_in_one_run(sandbox, run_once):
    pairs = [(f"L{at % 3}", sandbox.add_schedule(altId=f"L{at % 3}")) for at in range(9)]
    summary = run_once(
        lambda client: (
            (key, client.with_options(location_id=place).schedules.prepare.cancel(key)) for place, key in pairs
        )
    )
    assert summary.done == {"response": 9}
    assert sorted(json.loads(each.body)["altId"] for each in sandbox.requests) == sorted(place for place, _ in pairs)


async def later(_):
    raise AssertionError("nobody awaits it")


@pytest.mark.parametrize("name", ["progress", "on_result"])
def test_a_callback_that_gives_an_awaitable_ends_the_run(run, ids, name):
    with pytest.raises(ConfigurationError, match="must be plain functions"):
        run(cancels(ids), concurrency=1, **{name: lambda value: later(value)})


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"concurrency": 0}, "from 1 to 100, not 0"),
        ({"concurrency": 101}, "not 101"),
        ({"concurrency": True}, "not True"),
        ({"concurrency": 2.0}, "not 2.0"),
        ({"margin": -1}, "margin must be seconds"),
        ({"margin": float("nan")}, "margin must be seconds"),
        ({"margin": True}, "margin must be seconds"),
        ({"progress": later}, "progress must be a plain function"),
        ({"on_result": later}, "on_result must be a plain function"),
        ({"on_result": 17}, "on_result must be a plain function"),
    ],
)
def test_arguments_that_can_not_be_used(run_once, ids, path, options, complaint):
    with pytest.raises(ConfigurationError, match=complaint):
        run_once(cancels(ids), **options)
    assert not path.exists()


def test_a_client_of_the_other_flavour_is_refused(path):
    with pytest.raises(ConfigurationError, match=r"run\(\) needs a SyncClient, not AsyncClient"):
        bulk.run(AsyncClient(token=TOKEN), [], ledger=path)


def test_nothing_to_do(run):
    summary = run(lambda client: [])
    assert (str(summary), summary.exit_status) == ("0 done", 0)
