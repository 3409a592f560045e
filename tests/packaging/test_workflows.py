"""The workflows of the repository: pinned, without rights that they don't need, and approved by zizmor."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from toolchain.openapi.yaml import load

ROOT = Path(__file__).parents[2]
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


def test_only_the_job_that_publishes_has_a_token_and_it_runs_nothing_of_ours(workflow: Path) -> None:
    content: Any = load(workflow)
    assert content["permissions"] == {}
    for name, job in content["jobs"].items():
        if (workflow.name, name) == ("release.yml", "publish"):
            assert job["permissions"] == {"id-token": "write", "attestations": "write"}
            assert job["environment"]["name"] == "pypi"
            assert [step for step in job["steps"] if "run" in step or "checkout" in step["uses"]] == []
        else:
            assert job["permissions"] == {"contents": "read"}


def test_wheel_and_sdist_are_tried_before_they_are_published() -> None:
    jobs: Any = load(ROOT / ".github/workflows/release.yml")["jobs"]  # type: ignore[index, call-overload]
    assert (jobs["try"]["needs"], jobs["publish"]["needs"]) == ("build", "try")
    assert "python -m toolchain.release.smoke dist" in [step.get("run") for step in jobs["try"]["steps"]]


def test_checks_and_tests_run_on_each_python_and_with_the_lowest_versions() -> None:
    content: Any = load(ROOT / ".github/workflows/ci.yml")
    job = content["jobs"]["test"]
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["classifiers"]
    promised = [each.rpartition(" ")[2] for each in classifiers if re.search(r":: 3\.\d+$", each)]
    assert job["strategy"]["matrix"]["python"] == promised
    others = [(each["python"], each["versions"], each.get("may-fail")) for each in job["strategy"]["matrix"]["include"]]
    assert others == [("3.11", "lowest", None), ("3.14t", "dev", True), ("3.15", "dev", True)]
    assert job["continue-on-error"] == "${{ matrix.may-fail == true }}"
    assert {"make check", "make test"} <= {step.get("run") for step in job["steps"]}


def test_updates_wait_eight_days() -> None:
    content: Any = load(ROOT / ".github/dependabot.yml")
    assert {each["package-ecosystem"]: each["cooldown"] for each in content["updates"]} == {
        "github-actions": {"default-days": 8},
        "pip": {"default-days": 8},
    }


def test_zizmor_finds_nothing() -> None:
    beside = Path(sys.executable).with_name("zizmor")
    zizmor = str(beside) if beside.exists() else shutil.which("zizmor")
    if zizmor is None:
        pytest.skip("zizmor is not installed")
    command = [zizmor, "--offline", "--no-progress", "--quiet", "--persona", "auditor", str(ROOT / ".github")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
