"""The ledger: what it holds, what it refuses, and what a crash, a full disk or a changed clock does to it."""

import json
import os
import resource
import stat
import subprocess
import sys
import time
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest

from leadconnector.bulk import LedgerError, State
from leadconnector.bulk.ledger import Ledger, boot_id
from tests.bulk.calls import RUNS, SOON, TOKEN, cancels
from tests.support.programs import ROOT

HEADER = '{"ledger":"leadconnector.bulk","version":1}\n'


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]


def sending(key, request, *, at=0.0, up=0.0, timeout=0.4, **more):
    """The line of an attempt that began so many seconds ago by each clock."""
    began = (datetime.now(UTC) - timedelta(seconds=at)).isoformat()
    clocks = {"at": began, "up": max(time.monotonic() - up, 0.0), "boot": boot_id()}
    return json.dumps({"key": key, "state": "sending", **clocks, "timeout": timeout, "request": request, **more}) + "\n"


@pytest.fixture
def request_of(sandbox, tmp_path):
    """The hash of a schedule's request, as a ledger has it."""

    def request_of(schedule):
        sandbox.fail_next(status=400, operation="schedules.cancel")
        other = tmp_path / "other.jsonl"
        RUNS["sync"](sandbox, cancels([schedule]), other)
        sandbox.clear_requests()
        return lines(other)[1]["request"]

    return request_of


def test_what_it_holds_is_neither_secret_nor_body(sandbox, ids, run_once, path):
    def calls(client):
        yield "a/1", client.schedules.prepare.cancel(ids[0], body={"altId": sandbox.location_id, "altType": "location"})
        yield "b\n\u2028ü", client.schedules.prepare.cancel("nowhere")

    run_once(calls)
    assert path.read_text().startswith(HEADER)
    assert TOKEN not in path.read_text()
    _, first, second, *outcomes = lines(path)
    assert (
        first.keys() - {"boot"}
        == second.keys() - {"boot"}
        == {"key", "state", "at", "up", "timeout", "call", "request"}
    )
    assert {(each["key"], each["state"], each["call"], each["timeout"]) for each in (first, second)} == {
        ("a/1", "sending", "schedules.cancel", 30.0),
        ("b\n\u2028ü", "sending", "schedules.cancel", 30.0),
    }
    for each in outcomes:
        del each["at"]
    assert sorted(outcomes, key=lambda each: each["key"]) == [
        {"key": "a/1", "state": "done", "evidence": "response", "status": 201},
        {"key": "b\n\u2028ü", "state": "refused", "evidence": "response", "error": "NotFoundError", "status": 404},
    ]


def test_the_line_is_on_the_disk_before_the_request_leaves(sandbox, ids, run, path, monkeypatch):
    synced = []
    monkeypatch.setattr("os.fsync", lambda fd: synced.append(path.read_text()))
    seen = []
    handle = sandbox.handle

    def watch(method, target, *rest):
        if method == "POST":
            seen.append((target.split("/")[3], synced[-1]))
        return handle(method, target, *rest)

    monkeypatch.setattr(sandbox, "handle", watch)
    assert run(cancels(ids)).exit_status == 0
    assert len(seen) == len(ids)
    assert all(f'{{"key":"{schedule}","state":"sending"' in text for schedule, text in seen)


def test_an_outcome_is_on_the_disk_within_50_ms_though_nothing_follows(path, monkeypatch):
    synced = {}

    def fsync(fd):
        if stat.S_ISREG(os.fstat(fd).st_mode):  # not the folder's
            synced.update(dict.fromkeys(set(states(path)) - synced.keys(), time.monotonic()))

    def states(path):
        return [(each["key"], each["state"]) for each in lines(path)[1:]]

    monkeypatch.setattr("os.fsync", fsync)
    delays = []
    with Ledger(path) as ledger:
        for at in range(20):
            ledger.flush(ledger.append(str(at), State.SENDING, request="0" * 32, timeout=1.0))
            assert (str(at), "sending") in synced
            appended = time.monotonic()
            number = ledger.append(str(at), State.DONE)
            while not ledger.is_written(number) and time.monotonic() < appended + 5:
                time.sleep(0.001)
            delays.append(synced[str(at), "done"] - appended)
            time.sleep(at * 0.001)  # to begin at any moment of whatever writes them
    assert sorted(delays)[15] <= 0.05  # a busy machine may keep a few of them


def test_a_torn_last_line_is_dropped_and_was_never_sent(sandbox, ids, run_once, path):
    run_once(cancels(ids[:2]), options=SOON)
    whole = path.read_text()
    for torn in ('{"key":"x","sta', '{"key":"x","state":"done","at":"2026-01-01T00:00:00Z"}', "\0\0\0\0", "\xff"):
        path.write_text(whole + torn, "latin-1")
        assert run_once(cancels(ids[:2])).done == {"ledger": 2}
        assert path.read_text() == whole
    path.write_text(whole[:-10])  # an outcome: the call is looked up
    summary = run_once(cancels(ids[:2]))
    assert summary.done == {"ledger": 1, "look-up": 1}
    assert sum(each.method == "POST" for each in sandbox.requests) == 2


@pytest.mark.parametrize("size", range(0, len(HEADER), 7))
def test_a_torn_first_line_is_written_anew(sandbox, ids, path, size):
    path.write_text(HEADER[:size])
    assert RUNS["sync"](sandbox, cancels(ids[:1]), path).exit_status == 0
    assert path.read_text().startswith(HEADER)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense", "{}", "[]", "null", "", "\0\0\0",
        '{"key":"x","state":"done","at":"2026-01-01T00:00:00Z"}',  # of what was never sent
        '{"key":"x","state":"sending","at":"2026-01-01T00:00:00Z"}',
        '{"key":"x","state":"sending","at":"2026-01-01T00:00:00Z","up":1,"timeout":1e9,"request":"' + 32 * "0" + '"}',
        '{"key":"x","state":"sending","at":"2026-01-01T00:00:00","up":1,"timeout":1,"request":"' + 32 * "0" + '"}',
        '{"key":"x","state":"sending","at":"2026-01-01T00:00:00Z","up":1,"timeout":1,"request":"0"}',
        '{"key":"x","state":"other","at":"2026-01-01T00:00:00Z"}',
        HEADER[:-1],
    ],
)  # fmt: skip
def test_a_damaged_line_is_refused_by_file_and_line(sandbox, ids, path, line):
    RUNS["sync"](sandbox, cancels(ids[:1]), path)
    first, *rest = path.read_text().splitlines()
    path.write_text("\n".join([first, line, *rest, ""]))
    before = path.read_text()
    with pytest.raises(LedgerError, match=r"ledger\.jsonl:2: this is no line of a ledger"):
        RUNS["sync"](sandbox, cancels(ids), path)
    assert path.read_text() == before
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("location,id\nL,S\n", ":1: this file is no ledger"),
        ("S", ":1: this file is no ledger"),
        ('{"ledger":"another","version":1}\n', ":1: this file is no ledger"),
        (
            '{"ledger":"leadconnector.bulk","version":2}\n',
            ":1: this file is no ledger of leadconnector.bulk, version 1",
        ),
    ],
)
def test_another_file_is_refused_and_left_as_it_is(sandbox, ids, path, text, complaint):
    path.write_text(text)
    with pytest.raises(LedgerError, match=complaint):
        RUNS["sync"](sandbox, cancels(ids), path)
    assert (path.read_text(), sandbox.requests) == (text, [])


def test_an_outcome_after_an_outcome_is_refused(sandbox, ids, path):
    RUNS["sync"](sandbox, cancels(ids[:1]), path)
    path.write_text(path.read_text() + path.read_text().splitlines()[-1].replace("done", "unknown") + "\n")
    with pytest.raises(LedgerError, match=r"ledger\.jsonl:4: .*was not under way"):
        RUNS["sync"](sandbox, cancels(ids), path)


def test_what_is_no_file_is_refused(sandbox, ids, tmp_path):
    for path, complaint in ((tmp_path, "directory"), (tmp_path / "no" / "l", "No such file"), ("/dev/null", "regular")):
        with pytest.raises(LedgerError, match=complaint):
            RUNS["sync"](sandbox, cancels(ids), path)


def test_a_second_run_is_refused_while_the_first_goes_on(sandbox, ids, run, path):
    with Ledger(path), pytest.raises(LedgerError, match="another run has it"):
        run(cancels(ids))
    assert sandbox.requests == []
    assert run(cancels(ids)).exit_status == 0


def test_a_second_process_is_refused_until_the_first_is_gone(sandbox, ids, path):
    code = f"from leadconnector.bulk.ledger import Ledger; Ledger({str(path)!r}); print(flush=True); input()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        with pytest.raises(LedgerError, match="another run has it"):
            RUNS["sync"](sandbox, cancels(ids), path)
        process.kill()
    assert RUNS["sync"](sandbox, cancels(ids), path).exit_status == 0


@pytest.mark.parametrize(
    ("at", "clock", "waits"),
    [
        (9, {"up": 9}, False),
        (0.1, {"up": 0.1}, True),
        (9, {"up": 0.1}, True),  # the wall clock was set forward
        (0.1, {"up": 9}, False),  # it was set back
        (-3600, {"up": 9}, False),
        (9, {"up": -3600}, True),  # a clock that went back
        (300, {"up": 300, "boot": "c0ffee"}, True),  # another start, or another machine, whose clocks say nothing
        (300, {"up": -3600, "boot": "c0ffee"}, True),
        (300, {"up": 300, "boot": None}, True),  # a system that doesn't tell its starts apart
    ],
)
def test_an_outcome_is_looked_up_when_its_attempt_is_surely_over(
    sandbox, ids, run_once, path, request_of, at, clock, waits
):
    path.write_text(HEADER + sending(ids[0], request_of(ids[0]), at=at, **clock))
    began = time.monotonic()
    summary = run_once(cancels(ids[:1]), margin=0.3)
    assert (summary.exit_status, summary.done) == (0, {"response": 1})
    took = time.monotonic() - began
    assert [each.method for each in sandbox.requests] == ["GET", "POST"]
    assert took > 0.5 if waits else took < 0.5


def test_what_a_later_line_says_of_an_attempt_holds(sandbox, ids, run_once, path, request_of):
    request = request_of(ids[0])
    outcome = '{"key":"%s","state":"%s","at":"2026-01-01T00:00:00Z"}\n'
    for state, sends in (("left", 1), ("done", 0), ("refused", 0)):
        sandbox.clear_requests()
        path.write_text(HEADER + sending(ids[0], request, at=9, up=9) + outcome % (ids[0], state))
        run_once(cancels(ids[:1]))
        assert [each.method for each in sandbox.requests] == ["POST"] * sends
    sandbox.clear_requests()
    path.write_text(HEADER + 2 * (sending(ids[0], request, at=9, up=9) + outcome % (ids[0], "unknown")))
    run_once(cancels(ids[:1]))
    assert [each.method for each in sandbox.requests] == ["GET"]


@pytest.fixture
def small_disk():
    """Lets files grow to so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_before_the_first_call_sends_nothing(sandbox, ids, run, path, small_disk):
    small_disk(len(HEADER) + 20)
    summary = run(cancels(ids))
    small_disk(10**6)  # for what pytest itself writes
    assert sandbox.requests == []
    assert "can't be written" in summary.stopped
    assert summary.left.keys() <= {"LedgerError", "not sent"}
    assert summary.exit_status == 4
    assert path.read_text() == HEADER


def test_a_full_disk_in_the_middle_leaves_nothing_to_chance(sandbox, ids, run, path, small_disk):
    small_disk(1500)  # of more than 6,000
    summary = run(cancels(ids), concurrency=4, options=SOON)
    assert "can't be written" in summary.stopped
    sent = {each.path.split("/")[3] for each in sandbox.requests}
    noted = lines(path)[1:]
    assert sent <= {each["key"] for each in noted if each["state"] == "sending"}
    assert sum(summary.done.values()) == sum(each["state"] == "done" for each in noted)
    assert summary.total - sum(summary.left.values()) == len(sent)
    small_disk(10**6)
    summary = run(cancels(ids))
    assert (summary.exit_status, sum(summary.done.values())) == (0, 20)
    assert sum(each.method == "POST" for each in sandbox.requests) == 20


def test_after_a_failed_fsync_nothing_more_is_written(sandbox, ids, run, path, monkeypatch):
    def fail(fd):
        if stat.S_ISREG(os.fstat(fd).st_mode):  # not the folder's
            raise OSError(5, "Input/output error")

    run(cancels(ids[:1]))
    whole = path.read_text()
    monkeypatch.setattr("os.fsync", fail)
    summary = run(cancels(ids))
    assert "Input/output error" in summary.stopped
    assert len(sandbox.requests) == 1
    assert path.read_text() == whole


@pytest.mark.parametrize(("status", "told"), [(503, "not looked up yet"), (400, "not recorded"), (429, "not recorded")])
def test_an_outcome_that_can_not_be_noted_is_unknown_once(sandbox, ids, run, path, monkeypatch, status, told):
    def fsync(fd):
        if sandbox.requests:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fsync)
    sandbox.fail_next(status=status)
    summary = run(cancels(ids[:1]), options={"max_retries": 0})
    assert (summary.unknown, summary.total, summary.exit_status) == ({told: 1}, 1, 4)
    assert not summary.left
    assert not summary.refused
    assert "No space left" in summary.stopped


def test_a_later_outcome_that_is_unknown_puts_the_look_up_off(sandbox, ids, run_once, path, request_of):
    request = request_of(ids[0])
    late = json.loads(sending(ids[0], request, at=0.1, up=0.1))
    late = {name: late[name] for name in ("key", "at", "up", "boot")} | {"state": "unknown"}
    path.write_text(HEADER + sending(ids[0], request, at=9, up=9) + json.dumps(late) + "\n")
    began = time.monotonic()
    assert run_once(cancels(ids[:1]), margin=0.6).done == {"response": 1}
    assert time.monotonic() - began > 0.4


@pytest.mark.parametrize("tail", ["\0" * 100, "\0" * 100 + '"request":"aa"}\n', '{"key":"a' + "\0" * 4096 + "\n"])
def test_what_a_loss_of_power_kept_from_the_disk_is_dropped(sandbox, ids, run_once, path, tail):
    run_once(cancels(ids[:3]))
    whole = path.read_text()
    path.write_text(whole + tail)
    assert run_once(cancels(ids[:3])).done == {"ledger": 3}
    assert path.read_text() == whole
    path.write_text(whole + "\0\n" + whole.split("\n")[1] + "\n")  # in the middle it is damage
    with pytest.raises(LedgerError, match="this is no line of a ledger"):
        run_once(cancels(ids[:3]))


@pytest.mark.parametrize("size", [1, 44])
def test_a_header_that_did_not_reach_the_disk_is_written_anew(sandbox, ids, run_once, path, size):
    path.write_text("\0" * size)
    assert run_once(cancels(ids[:3])).done == {"response": 3}
    assert path.read_text().startswith(HEADER)


def test_a_file_of_one_long_line_is_refused_unread(sandbox, ids, run_once, path):
    for first in ("\0", "x"):
        path.write_text(first * 50_000_000)
        tracemalloc.start()
        try:
            with pytest.raises(LedgerError, match="no ledger"):
                Ledger(path)
            assert tracemalloc.get_traced_memory()[1] < 1_000_000
        finally:
            tracemalloc.stop()


def test_a_link_to_a_ledger_that_is_not_there_yet(sandbox, ids, run_once, path, tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr("leadconnector.bulk.ledger._sync_folder", synced.append)
    (tmp_path / "other").mkdir()
    path.symlink_to(tmp_path / "other" / "real.jsonl")
    assert run_once(cancels(ids[:3])).done == {"response": 3}
    assert synced == [tmp_path / "other"]
