"""Measuring in fresh processes, where nothing is imported, cached or on the heap yet."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bench.shapes import ROOT

_LONGEST: Final = 120.0


def compile_into(directory: Path) -> None:
    """Let all processes from now on keep compiled modules there, as an installation has them, and not in the tree."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(directory)


def call(function: Callable[..., Any], *arguments: object) -> Any:
    """Call a module's function in a new process; arguments and result are what JSON holds."""
    target = f"{function.__module__}:{function.__name__}"
    return json.loads(_run(["-m", "bench.fresh", target, json.dumps(arguments)]))


def run(code: str) -> Any:
    """Run code in a new process without any of ours in it, and return what it prints, as JSON."""
    return json.loads(_run(["-c", code]))


def _run(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"a measuring process failed:\n{done.stderr}")
    return done.stdout


def _main(target: str, arguments: str) -> None:
    module, _, name = target.partition(":")
    print(json.dumps(getattr(import_module(module), name)(*json.loads(arguments))))


if __name__ == "__main__":
    _main(*sys.argv[1:])
