"""Python in a process of its own, as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def finished(
    *arguments: str, warnings: Sequence[str] = ("error",), cwd: Path = ROOT, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run Python with these arguments to its end; `environment` is added to this process's own."""
    flags = [flag for rule in warnings for flag in ("-W", rule)]
    return subprocess.run(
        [sys.executable, *flags, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def output_of(*arguments: str, warnings: Sequence[str] = ("error",), cwd: Path = ROOT, **environment: str) -> str:
    """Run Python with these arguments; what it printed. It must succeed, and have nothing to complain of."""
    done = finished(*arguments, warnings=warnings, cwd=cwd, **environment)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout
