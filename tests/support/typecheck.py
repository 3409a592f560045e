"""mypy and pyright in strict mode over code that a test wrote or generated."""

import os
import sys
from pathlib import Path

import pytest

from tests.support.programs import ROOT, finished

CACHE = ROOT / ".mypy_cache" / "tests"
"""Shared by all runs, so that each checks only what is its own; mypy compares contents."""


def complaints(*arguments: str | Path, search: tuple[Path, ...] = (ROOT / "src", ROOT / "generated")) -> str:
    """What mypy has to say of files or packages (`-p NAME`); nothing if all is well.

    Args:
        search: where packages are found, first match first.
    """
    options = ["--strict", "--no-error-summary", "--config-file", os.devnull, "--cache-dir", str(CACHE)]
    # A folder where no package lies that would be found first.
    place, path = ROOT / "tests", os.pathsep.join(map(str, search))
    done = finished("-m", "mypy", *options, *map(str, arguments), warnings=(), cwd=place, MYPYPATH=path)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def pyright_complaints(config: Path) -> str:
    """What pyright has to say of what a configuration includes; nothing if all is well. Without pyright, a skip."""
    pytest.importorskip("pyright")
    options = ("-p", str(config), "--pythonpath", sys.executable)
    done = finished("-m", "pyright", *options, warnings=(), PYRIGHT_PYTHON_IGNORE_WARNINGS="1")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout if done.returncode else ""
