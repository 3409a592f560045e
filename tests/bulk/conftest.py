"""Fixtures of the runs: a sandbox with schedules to cancel, and a ledger's path."""

import pytest

from leadconnector.sandbox import Sandbox
from tests.bulk.calls import RUNS


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch):
    """Don't wait for the disk, which on a busy machine takes longer than the short time-outs here allow."""
    monkeypatch.setattr("os.fsync", lambda fd: None)


@pytest.fixture
def sandbox():
    return Sandbox(seeded=False)


@pytest.fixture
def ids(sandbox):
    return [sandbox.add_schedule() for _ in range(20)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.jsonl"


@pytest.fixture(params=RUNS)
def run(request, sandbox, path):
    """Runs calls in one of the flavours."""

    def run(calls, **options):
        return RUNS[request.param](sandbox, calls, path, **options)

    return run


@pytest.fixture
def run_once(sandbox, path):
    """Runs calls by tasks: where it doesn't matter how they are run."""

    def run(calls, **options):
        return RUNS["asyncio"](sandbox, calls, path, **options)

    return run
