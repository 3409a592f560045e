"""The workflows of the repository: pinned, without rights that they don't need, and approved by zizmor."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from toolchain.openapi.yaml import load

ROOT = Path(__file__).parents[3]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.name)
def workflow(request: pytest.FixtureRequest) -> Path:
    """Return each workflow in turn."""
    path: Path = request.param
    return path


def test_there_is_a_workflow() -> None:
    assert WORKFLOWS


def test_actions_are_pinned_by_commit_with_their_version(workflow: Path) -> None:
    uses = [line.strip().removeprefix("- ") for line in workflow.read_text("utf-8").splitlines() if "uses:" in line]
    assert uses
    assert [line for line in uses if not PINNED.fullmatch(line)] == []


def test_nothing_may_be_written(workflow: Path) -> None:
    content: Any = load(workflow)
    assert content["permissions"] == {}
    assert [job["permissions"] for job in content["jobs"].values()] == [{"contents": "read"}] * len(content["jobs"])


def test_checks_and_tests_run_on_each_python_and_with_the_lowest_versions() -> None:
    content: Any = load(ROOT / ".github/workflows/ci.yml")
    job = content["jobs"]["test"]
    assert {"3.11", "3.x"} <= set(job["strategy"]["matrix"]["python"])
    assert {"python": "3.11", "versions": "lowest"} in job["strategy"]["matrix"]["include"]
    assert {"make check", "make test"} <= {step.get("run") for step in job["steps"]}


def test_zizmor_finds_nothing(workflow: Path) -> None:
    beside = Path(sys.executable).with_name("zizmor")
    zizmor = str(beside) if beside.exists() else shutil.which("zizmor")
    if zizmor is None:
        pytest.skip("zizmor is not installed")
    command = [zizmor, "--offline", "--no-progress", "--quiet", "--persona", "pedantic", str(workflow)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
