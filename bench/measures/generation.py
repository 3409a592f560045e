"""How long the generation takes."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.contenders import OURS
from bench.effort import Effort
from bench.rounds import median
from bench.row import Row
from bench.shapes import ROOT

_INPUTS: Final = ("openapi", "overlays", "templates", "generator-config.yaml", "generated")


def measure(effort: Effort, _base_url: str) -> list[Row]:
    """Return the rows: nothing changed, something changed."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        _copy_inputs(root)
        _generate(root)
        rounds = max(3, effort.imports // 3)
        unchanged = [_generate(root) for _ in range(rounds)]
        changed = [_changed(root, number) for number in range(rounds)]
    return [_row("nothing changed", 0.3, unchanged), _row("something changed", 1.5, changed)]


def _row(what: str, aim: float, times: list[float]) -> Row:
    return Row(title=f"make generate, {what}", base="", aim=aim, unit="s", figures={OURS: median(times)})


def _copy_inputs(root: Path) -> None:
    for name in _INPUTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copy(source, root / name)


def _changed(root: Path, number: int) -> float:
    with (root / "openapi/invoices.yaml").open("a", encoding="utf-8") as source:
        source.write(f"x-benchmark-{number}: true\n")
    return _generate(root)


def _generate(root: Path) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "toolchain", "generate", "--root", str(root)]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True)
    return time.perf_counter() - began
