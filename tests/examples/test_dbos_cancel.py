"""The recipe with DBOS: a process that is killed while its requests are under way, over HTTP."""

import collections
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from leadconnector.sandbox import Call, Sandbox, handlers
from tests.support.long import LONG

pytest.importorskip("dbos", reason="dbos has no wheels for this Python")
ROOT = Path(__file__).resolve().parents[2]
TIMEOUT, MARGIN = 5.0, 1.5
MAIN = (
    "import sys, pathlib; from examples import dbos_cancel as recipe\n"
    f"recipe.TIMEOUT, recipe.MARGIN = {TIMEOUT}, {MARGIN}\n"
    "recipe.RATE, recipe.PERIOD = int(sys.argv[2]), 2.0\n"
    "sys.exit(recipe.main(pathlib.Path(sys.argv[1])))"
)


class LateSandbox(Sandbox):
    """Notes when requests arrive, and carries out cancels `late` seconds later, whether or not anyone still waits."""

    def __init__(self):
        super().__init__()
        self.late = 0.1
        self.looks = collections.defaultdict(list)
        self.sent = []
        self.effects = collections.Counter()
        self.arrival = threading.Condition()
        self.register("schedules.cancel", self.cancel)

    def handle(self, method, target, headers=(), body=b""):
        id_ = target.partition("?")[0].split("/")[3]
        with self.arrival:
            if method == "POST":
                self.sent.append(id_)
                self.arrival.notify_all()
            else:
                self.looks[id_].append(time.monotonic())
        if method == "POST":
            time.sleep(self.late)
        return super().handle(method, target, headers, body)

    def cancel(self, call: Call):
        self.effects[call.path["scheduleId"]] += 1
        return handlers.cancel_schedule(call)

    def await_cancels(self, more):
        with self.arrival:
            count = len(self.sent) + more
            return self.arrival.wait_for(lambda: len(self.sent) >= count, 40)


def start(url, ids, rate=100):
    environment = {**os.environ, "LEADCONNECTOR_TOKEN": "pit-any", "LEADCONNECTOR_BASE_URL": url}
    command = [sys.executable, "-c", MAIN, str(ids), str(rate)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.timeout(600)
def test_no_schedule_is_cancelled_twice_however_often_the_process_is_killed(tmp_path):
    kills, chance = (12, random.Random()) if LONG else (2, random.Random(7))
    sandbox = LateSandbox()
    schedules = [sandbox.add_schedule() for _ in range(6 * kills)]
    ids = tmp_path / "ids.csv"
    ids.write_text("".join(f"{sandbox.location_id},{id_}\n" for id_ in schedules), "utf-8")
    sandbox.fail_next(status=503, operation="schedules.cancel")
    sandbox.fail_next(drop=True, applied=True, operation="schedules.cancel")
    with sandbox.serve() as url:
        sandbox.late = TIMEOUT  # takes effect while the next process is at work
        for _ in range(kills):
            # A few at a time, so that there is something left to do after each kill.
            with start(url, ids, rate=5) as process:
                assert sandbox.await_cancels(chance.randint(1, 4))
                time.sleep(chance.uniform(0, 0.3))
                process.kill()
        sandbox.late = 0.1
        with start(url, ids) as process:
            output, errors = process.communicate(timeout=100)
    assert errors == ""
    assert (process.returncode, output) == (0, f"{{'cancelled': {len(schedules)}}}\n")
    assert [sandbox.schedules[id_]["status"] for id_ in schedules] == ["cancelled"] * len(schedules)
    assert sandbox.effects == dict.fromkeys(schedules, 1)
    again = {id_: count for id_, count in collections.Counter(sandbox.sent).items() if count > 1}
    assert sum(again.values()) <= 2  # the one that the service failed to carry out; the look-up showed it


def test_each_location_has_its_own_rate_and_refusals_are_told(tmp_path):
    sandbox = LateSandbox()
    locations = {name: [sandbox.add_schedule(altId=name) for _ in range(6)] for name in ("north", "south")}
    pairs = [(name, id_) for name, ids in locations.items() for id_ in ids]
    ids = tmp_path / "ids.csv"
    ids.write_text("".join(f"{name},{id_}\n" for name, id_ in [*pairs, ("north", "nobody")]), "utf-8")
    with sandbox.serve() as url, start(url, ids, rate=3) as process:
        output, errors = process.communicate(timeout=100)
    assert (process.returncode, output) == (1, "{'cancelled': 12, 'refused': 1}\n")
    assert errors.startswith("north,nobody,refused: schedules.get: 404 Not Found")
    for name, known in locations.items():
        begun = sorted(sandbox.looks[id_][0] for id_ in known)
        assert all(later - earlier > 1 for earlier, later in zip(begun, begun[3:], strict=False)), name
    both = sorted((sandbox.looks[id_][0], name) for name, id_ in pairs)
    assert {name for _, name in both[:6]} == {"north", "south"}
