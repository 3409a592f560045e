"""A run that is killed at any moment, again and again, sends nothing twice and comes to its end."""

import subprocess
import sys
from pathlib import Path

import pytest

from leadconnector.sandbox import Sandbox
from leadconnector.sandbox.http import serving
from tests.bulk.service import MARGIN, TIMEOUT, Service
from tests.support.long import LONG

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20 if LONG else 10
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")


@pytest.mark.timeout(1200 if LONG else 120)
@pytest.mark.parametrize("seed", range(10 if LONG else 1))
@pytest.mark.parametrize("flavour", ["command", "asyncio", "trio"] if LONG else ["command", "asyncio"])
def test_nothing_is_cancelled_twice_by_runs_that_are_killed(tmp_path, flavour, seed):
    sandbox = Sandbox(seeded=False)
    ids = [sandbox.add_schedule() for _ in range(20 * KILLS)]
    (tmp_path / "ids.csv").write_text("\n".join(f"{sandbox.location_id},{each}" for each in ids))
    service = Service(sandbox, seed)
    arguments = ["cancel", tmp_path / "ids.csv", "--ledger", tmp_path / "ledger.jsonl", "--concurrency", 16]
    arguments += ["--timeout", TIMEOUT, "--margin", MARGIN]
    with serving(service, 0) as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bulk.killed", flavour, str(KILLS), str(seed), *map(str, arguments)],
            cwd=ROOT,
            env={"LEADCONNECTOR_TOKEN": "pit-0123456789", "LEADCONNECTOR_BASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert service.complaints() == []
    status, killed = map(int, done.stdout.split())
    assert status == 0, done.stderr
    assert killed > KILLS / 4  # the others came to their end before that
    assert {each["status"] for each in sandbox.schedules.values()} == {"cancelled"}
    assert sum(event.kind == "applied" for events in service.events.values() for event in events) == len(ids)
