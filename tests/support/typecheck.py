"""mypy in strict mode over code that a test wrote or generated."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".mypy_cache" / "tests"
"""Shared by all runs, so that each checks only what is its own; mypy compares contents."""


def complaints(*arguments: str | Path, search: tuple[Path, ...] = (ROOT / "src", ROOT / "generated")) -> str:
    """What mypy has to say of files or packages (`-p NAME`); nothing if all is well.

    Args:
        search: where packages are found, first match first.
    """
    options = ["--strict", "--no-error-summary", "--config-file", os.devnull, "--cache-dir", CACHE]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *arguments],
        cwd=ROOT / "tests",  # where no package lies that would be found first
        env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, search))},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout
