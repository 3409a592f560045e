"""How long the development commands take: generation, and a diff of large descriptions."""

import json
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
from tests.toolchain.diff.synthetic import synthetic

_INPUTS: Final = ("openapi", "overlays", "templates", "generator-config.yaml", "generated")
_OPERATIONS: Final = 500


def measure(effort: Effort, _base_url: str) -> list[Row]:
    """Return the rows: nothing changed, something changed, two large descriptions."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        _copy_inputs(root)
        _generate(root)
        rounds = max(3, effort.imports // 3)
        unchanged = [_generate(root) for _ in range(rounds)]
        changed = [_changed(root, number) for number in range(rounds)]
        old, new = _descriptions(root)
        compared = [_timed("diff", str(old), str(new), "--format", "json", "--root", str(root)) for _ in range(rounds)]
    return [
        _row("make generate, nothing changed", 0.3, unchanged),
        _row("make generate, something changed", 1.5, changed),
        _row(f"make diff, {_OPERATIONS} operations, one change", 2, compared),
    ]


def _row(title: str, aim: float, times: list[float]) -> Row:
    return Row(title=title, base="", aim=aim, unit="s", figures={OURS: median(times)})


def _descriptions(root: Path) -> tuple[Path, Path]:
    old, new = root / "old.json", root / "new.json"
    document = synthetic(_OPERATIONS)
    old.write_text(json.dumps(document), "utf-8")
    document["info"]["description"] = "Changed."
    document["components"]["schemas"]["Model0"]["properties"]["added"] = {"type": "string"}
    new.write_text(json.dumps(document), "utf-8")
    return old, new


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
    return _timed("generate", "--root", str(root))


def _timed(*arguments: str) -> float:
    command = [sys.executable, "-m", "toolchain", *arguments]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True)
    return time.perf_counter() - began
