"""Runs `python -m toolchain diff` in this process."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

from toolchain.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Result(NamedTuple):
    """What a run has left."""

    code: int
    out: str
    err: str


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> Result:
    """Run the command and return its exit code and what it wrote."""
    code = main(["diff", *(str(argument) for argument in arguments)])
    out, err = capfd.readouterr()
    return Result(code, out, err)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, without the settings of whoever runs the tests."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout.strip()
