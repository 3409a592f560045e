"""``python -m bench``: measure this client beside its peers, print the table, and write it with its plot."""

import argparse
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench import calls, codec, imports, peers
from bench.report import Losses, Row, plot, price_of_losing_nothing, shortfalls, table
from bench.timing import ROOT, in_process

RESULTS: Final = ROOT / "bench/results"
CPU_INFO: Final = Path("/proc/cpuinfo")
DISTRIBUTIONS: Final = (
    *("leadconnector-invoices", "msgspec", "httpx"),
    *("openapi-python-client", "pydantic", "gohighlevel-api-client"),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0 where everything was measured, whether or not the aims are met."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds, nothing written: whether it runs")
    quick = parser.parse_args(arguments).quick
    began = time.perf_counter()
    rows, losses = run(quick)
    text = _text(rows, losses, time.perf_counter() - began)
    print(text)
    if not quick:
        (RESULTS / "table.md").write_text(text, "utf-8")
        (RESULTS / "plot.svg").write_text(plot(rows, losses), "utf-8")
    return 0


def run(quick: bool) -> tuple[list[Row], Losses]:
    """Check every contender, then measure; return the rows, and by contender what it loses."""
    processes, rounds, starts = (1, 3, 3) if quick else (4, 15, 15)
    with tempfile.TemporaryDirectory() as directory, calls.running_server() as base_url:
        # Compiled modules are kept, as an installation has them.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {"PYTHONPYCACHEPREFIX": str(Path(directory, "compiled")), "PYTHONPATH": directory}
        peers.generate_stock(Path(directory))
        losses = {name: in_process(peers.losses_of, name) for name in peers.NAMES}
        rows = [
            *codec.measure(processes, rounds),
            *calls.measure(processes, rounds, 1000 if quick else 10_000, base_url),
            *imports.measure(starts, base_url),
        ]
    return rows, losses


def _text(rows: Sequence[Row], losses: Losses, seconds: float) -> str:
    lost = "; ".join(f"{name}: {', '.join(what)}" for name, what in losses.items() if what)
    met = sum(row.is_met for row in rows)
    versions = ", ".join(f"{name} {version(name)}" for name in DISTRIBUTIONS)
    notes = f"""\
- Figures without a unit are ratios to what they are measured against, whose own are in brackets.
- Medians over interleaved rounds in shuffled order, in fresh processes; {seconds:.0f} s in all.
- {_processor()}, {os.cpu_count()} cores; {platform.system()} {platform.machine()}; CPython {platform.python_version()}.
- {versions}.
- What each contender decodes and encodes was compared with the payload first. What they don't give: {lost}.
- {price_of_losing_nothing(rows, losses)}
"""
    return "\n\n".join(
        [table(rows), f"{met} of {len(rows)} aims are met; ✗ marks the others.", *shortfalls(rows), notes]
    )


def _processor() -> str:
    info = CPU_INFO.read_text("utf-8") if CPU_INFO.exists() else ""
    name = re.search(r"^model name\s*: *(.+)$", info, re.MULTILINE)
    return name[1] if name else platform.processor() or "unknown processor"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
