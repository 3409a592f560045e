"""Ctrl-C, cancellation and closing: calls under way end, or are left to the next run's look-up."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from itertools import count
from queue import SimpleQueue

import anyio
import httpx
import pytest

from leadconnector import bulk
from leadconnector.bulk.ledger import Ledger
from leadconnector.client.throttle import Throttle
from leadconnector_invoices import AsyncClient, Client
from tests.bulk.calls import RUNS, SOON, TOKEN, cancels
from tests.support.programs import ROOT


def interrupt(condition, seconds=0.0):
    """Press Ctrl-C once the condition holds, and again after so many seconds."""

    def press():
        while not condition():
            time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)
        if seconds:
            time.sleep(seconds)
            signal.raise_signal(signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()


def states(path):
    """The last state of each key."""
    return {line["key"]: line["state"] for line in map(json.loads, path.read_text().splitlines()[1:])}


def test_ctrl_c_lets_the_calls_under_way_end(sandbox, ids, path):
    sandbox.fail_next(100, delay=0.3)
    interrupt(lambda: len(sandbox.requests) == 4)
    summaries = []
    with pytest.raises(KeyboardInterrupt):
        RUNS["sync"](sandbox, cancels(ids), path, concurrency=4, options={"timeout": 5}, progress=summaries.append)
    assert states(path) == dict.fromkeys(ids[:4], "done")
    assert str(summaries[-1]) == "4 done (4 response); stopped: interrupted"
    sandbox.clear_faults()
    assert RUNS["sync"](sandbox, cancels(ids), path).done == {"ledger": 4, "response": 16}


@pytest.mark.parametrize("at", [2, 5, 9, 14, 20, 26, 31])
def test_ctrl_c_abandons_no_call_wherever_it_comes(path, at):
    numbers, seen = count(1), []

    def respond(request):
        seen.append(id_ := request.url.path.rpartition("/")[2])
        if (number := next(numbers)) == at:
            os.kill(os.getpid(), signal.SIGINT)  # while a thread is begun
        time.sleep(1 if number == 1 else 0.1)
        return httpx.Response(200, json={"_id": id_})

    options = {"token": TOKEN, "location_id": "L", "transport": httpx.MockTransport(respond)}
    with Client(**options) as client, pytest.raises(KeyboardInterrupt):
        bulk.run(client, ((str(each), client.invoices.prepare.delete(str(each))) for each in range(99)), ledger=path)
    assert not [thread for thread in threading.enumerate() if thread.name == "bulk"]
    assert states(path) == dict.fromkeys(seen, "done")


@pytest.mark.parametrize("name", ["start", "get"])
def test_ctrl_c_between_two_steps_loses_no_call(sandbox, ids, path, name, monkeypatch):
    owner = threading.Thread if name == "start" else SimpleQueue
    number, act = count(1), getattr(owner, name)

    def act_and_press(self, *arguments, **options):
        result = act(self, *arguments, **options)
        if getattr(self, "name", "bulk") == "bulk" and next(number) == 3:
            raise KeyboardInterrupt
        return result

    class Queue(SimpleQueue):
        get = act_and_press

    if name == "start":
        monkeypatch.setattr(threading.Thread, "start", act_and_press)
    else:
        monkeypatch.setattr("leadconnector.bulk.runners.queue.SimpleQueue", Queue)
    sandbox.fail_next(100, delay=0.3)
    summaries = []
    with pytest.raises(KeyboardInterrupt):
        RUNS["sync"](sandbox, cancels(ids), path, concurrency=4, options={"timeout": 5}, progress=summaries.append)
    assert set(states(path).values()) == {"done"}
    assert summaries[-1].done == {"response": len(states(path))}
    assert not summaries[-1].unknown


def test_what_waits_for_its_turn_is_not_sent_after_ctrl_c(sandbox, ids, path):
    sandbox.fail_next(1, status=503)
    interrupt(lambda: len(sandbox.requests) == 2 and time.sleep(0.5) is None)
    summaries = []
    options = {"throttle": Throttle(2, 3.0), "timeout": 2.0}
    with pytest.raises(KeyboardInterrupt):
        RUNS["sync"](sandbox, cancels(ids[:5]), path, options=options, progress=summaries.append, concurrency=3)
    (summary,) = {id(each): each for each in summaries}.values()
    assert len(sandbox.requests) == 2
    assert (summary.done, summary.unknown, summary.left) == ({"response": 1}, {"not looked up yet": 1}, {"not sent": 3})
    assert summary.stopped == "interrupted"


def test_a_second_ctrl_c_ends_at_once(sandbox, ids, path):
    sandbox.fail_next(4, delay=9)
    interrupt(lambda: len(sandbox.requests) == 4, 0.3)
    began = time.monotonic()
    summaries = []
    with pytest.raises(KeyboardInterrupt):
        RUNS["sync"](sandbox, cancels(ids), path, concurrency=4, options={"timeout": 4}, progress=summaries.append)
    assert time.monotonic() - began < 3
    assert summaries[-1].unknown == {"cut short": 4}
    assert states(path) == dict.fromkeys(ids[:4], "sending")
    summary = RUNS["sync"](sandbox, cancels(ids), path)
    assert summary.done == {"look-up": 4, "response": 16}


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_run_leaves_its_calls_to_the_next(sandbox, ids, path, backend):
    async def run(client):
        calls = cancels(ids)(client)
        await bulk.run_async(client, calls, ledger=path, concurrency=4, progress=summaries.append)

    async def main():
        options = {"token": TOKEN, "location_id": sandbox.location_id, "transport": sandbox.async_transport()}
        async with AsyncClient(**options, timeout=1) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(run, client)
            while len(sandbox.requests) < 4:
                await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()

    sandbox.fail_next(4, delay=2)
    summaries = []
    anyio.run(main, backend=backend)
    assert summaries[-1].unknown == {"cut short": 4}
    assert states(path) == dict.fromkeys(ids[:4], "sending")
    summary = RUNS[backend](sandbox, cancels(ids), path)
    assert (summary.done, summary.exit_status) == ({"look-up": 4, "response": 16}, 0)
    assert sum(each.method == "POST" for each in sandbox.requests) == 20


def test_a_client_that_is_closed_meanwhile_ends_the_run(sandbox, ids, path):
    def calls(client):
        for at, each in enumerate(ids):
            if at == 10:
                client.close()
            yield each, client.schedules.prepare.cancel(each)

    summary = RUNS["sync"](sandbox, calls, path, concurrency=1)
    assert "closed" in summary.stopped
    assert (summary.done, summary.exit_status) == ({"response": 10}, 4)
    assert RUNS["sync"](sandbox, cancels(ids), path).done == {"ledger": 10, "response": 10}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_cleanly(sandbox, ids, path, tmp_path, number):
    (tmp_path / "ids.csv").write_text("\n".join(ids))
    sandbox.fail_next(100, delay=0.5)
    with sandbox.serve() as url:
        environment = {"LEADCONNECTOR_TOKEN": TOKEN, "LEADCONNECTOR_BASE_URL": url}
        environment |= {"LEADCONNECTOR_LOCATION_ID": sandbox.location_id}
        command = [sys.executable, "-m", "leadconnector.bulk", "cancel", tmp_path / "ids.csv", "--ledger", path]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command += ["--concurrency", "3"]
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, text=True, **pipes) as process:
            while len(sandbox.requests) < 3:
                time.sleep(0.01)
            process.send_signal(number)
            said, complained = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == "3 done (3 response); stopped: interrupted\n"
    assert complained.count("interrupted: calls under way end first") == 1
    assert "Traceback" not in complained
    assert set(states(path).values()) == {"done"}


@pytest.mark.parametrize("flavour", RUNS)
def test_what_waits_for_its_turn_gives_it_up_when_the_run_stops(sandbox, ids, path, flavour):
    sandbox.fail_next(100, status=401, message="Invalid JWT")
    began = time.monotonic()
    options = {"throttle": Throttle(3, 10.0)}
    summary = RUNS[flavour](sandbox, cancels(ids), path, options=options, concurrency=16)
    assert time.monotonic() - began < 4
    assert (summary.left, len(sandbox.requests)) == ({"AuthenticationError": 3, "not sent": 17}, 3)
    assert "sending" not in states(path).values()


def test_ctrl_c_does_not_wait_for_turns(sandbox, ids, path):
    interrupt(lambda: len(sandbox.requests) == 2 and time.sleep(0.3) is None)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        RUNS["sync"](sandbox, cancels(ids), path, options={"throttle": Throttle(2, 10.0)})
    assert time.monotonic() - began < 4
    assert list(states(path).values()) == ["done"] * 2


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_ctrl_c_in_tasks_is_a_keyboard_interrupt(sandbox, ids, path, backend):
    sandbox.fail_next(100, delay=0.3)
    interrupt(lambda: len(sandbox.requests) == 4)
    with pytest.raises(KeyboardInterrupt):
        RUNS[backend](sandbox, cancels(ids), path, concurrency=4, options={"timeout": 1})
    sandbox.clear_faults()
    assert sum(RUNS[backend](sandbox, cancels(ids), path).done.values()) == 20


def test_a_run_that_is_cancelled_while_its_ledger_is_opened_sends_nothing(sandbox, ids, path, monkeypatch):
    read = Ledger._read

    def slowly(ledger):
        time.sleep(0.3)
        read(ledger)

    async def main():
        options = {"token": TOKEN, "location_id": sandbox.location_id, "transport": sandbox.async_transport()}
        async with AsyncClient(**options, **SOON) as client:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(bulk.run_async(client, cancels(ids)(client), ledger=path), 0.1)

    monkeypatch.setattr(Ledger, "_read", slowly)
    asyncio.run(main())
    assert (sandbox.requests, states(path)) == ([], {})
    assert sum(RUNS["asyncio"](sandbox, cancels(ids), path, options=SOON).done.values()) == 20
