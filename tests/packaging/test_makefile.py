"""What the Makefile and the set-up behind it say, and leave behind, where something is missing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from toolchain import bootstrap as bootstrap_module
from toolchain.bootstrap import SetupError, create_venv

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
EMPTY = "0" * 64


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("make")
    if program is None:
        pytest.skip("no make on PATH")
    # The make that runs these tests hands its flags and variables down; this one starts afresh.
    environment = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS"}
    }
    return subprocess.run([program, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def bootstrap(venv: Path, lock: Path) -> subprocess.CompletedProcess[str]:
    script = ROOT / "toolchain" / "bootstrap.py"
    command = [
        sys.executable,
        "-I",
        str(script),
        "--venv",
        str(venv),
        "--lock",
        str(lock),
        "--stamp",
        str(venv / ".ready-1"),
    ]
    environment = {**os.environ, "PIP_NO_INDEX": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def stub(path: Path, exit_code: int) -> Path:
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


def test_help_is_the_default_and_lists_every_target() -> None:
    targets = set(re.search(r"^\.PHONY: (help .*)$", MAKEFILE, re.MULTILINE)[1].split())  # type: ignore[index]
    said = make()
    assert said.returncode == 0
    assert set(re.findall(r"^  make (\S+) +\S", said.stdout, re.MULTILINE)) == targets
    assert "\033" not in said.stdout  # no colour where no terminal reads it


def test_the_demo_generates_first() -> None:
    lines = make("--dry-run", "demo").stdout.splitlines()
    commands = [command for line in lines if (command := line.partition("bin/python ")[2])]
    assert commands[-2:] == ["-m toolchain generate", "examples/demo.py"]


def test_clean_takes_what_a_killed_generation_leaves() -> None:
    assert ".generating-*" in make("--dry-run", "clean").stdout


def test_missing_python_gives_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    said = make("setup", f"VENV={tmp_path / 'venv'}", "PYTHON=/nonexistent/python3")
    assert said.returncode != 0
    assert said.stderr.splitlines()[0] == (
        "error: no Python 3.11 or later as /nonexistent/python3:"
        " install one, or say where: make PYTHON=/path/to/python3.11"
    )
    assert not (tmp_path / "venv").exists()


def test_failed_set_up_says_so_and_does_not_count_as_done(tmp_path: Path) -> None:
    venv, lock = tmp_path / "venv", tmp_path / "dev.txt"
    # Its stamp is older than the lock, and its pip is that of the Python below, which saves three seconds.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", str(venv)], check=True)
    (venv / ".ready-1").touch()
    lock.write_text(f"nowhere-to-be-found==1 --hash=sha256:{EMPTY}\n")
    said = bootstrap(venv, lock)
    assert said.returncode == 1
    assert said.stderr.splitlines()[-1].startswith("error: installing dev.txt failed; ")
    assert not list(venv.glob(".ready-*"))


def test_python_that_cannot_make_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(stub(tmp_path / "python3", exit_code=1)))
    with pytest.raises(SetupError, match=r"could not make venv; .* apt install python3-venv"):
        create_venv(tmp_path / "venv")


def test_complete_set_up_is_left_alone(tmp_path: Path) -> None:
    venv, lock = tmp_path / "venv", tmp_path / "dev.txt"
    lock.write_text("")
    (venv / "bin").mkdir(parents=True)
    stub(venv / "bin" / "python", exit_code=0)
    (venv / ".ready-1").touch()
    said = bootstrap(venv, lock)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


@pytest.fixture
def venv_with_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment whose uv fails, under a pip that is not configured."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(sys.executable)
    stub(tmp_path / "bin/uv", exit_code=1)
    return tmp_path


@pytest.mark.parametrize(
    ("configured", "used"),
    [
        ({}, True),
        ({"PIP_EXTRA_INDEX_URL": "https://example.org"}, True),
        ({"PIP_INDEX_URL": "https://example.org"}, False),
        ({"PIP_NO_INDEX": "1"}, False),
    ],
)
def test_uv_is_not_used_where_pip_has_an_index_of_its_own(
    venv_with_uv: Path, monkeypatch: pytest.MonkeyPatch, configured: dict[str, str], used: bool
) -> None:
    for name, value in configured.items():
        monkeypatch.setenv(name, value)
    assert bootstrap_module.uv_for(venv_with_uv) == (venv_with_uv / "bin/uv" if used else None)


def test_pip_installs_where_uv_cannot(venv_with_uv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(bootstrap_module, "pip", lambda *arguments, doing: calls.append((*arguments, doing)))
    lock = venv_with_uv / "some.txt"
    bootstrap_module.install_lock(venv_with_uv, lock)
    assert calls == [(venv_with_uv, "install", "--no-deps", "--require-hashes", "-r", str(lock), "installing some.txt")]
    stub(venv_with_uv / "bin/uv", exit_code=0)
    bootstrap_module.install_lock(venv_with_uv, lock)
    assert len(calls) == 1
