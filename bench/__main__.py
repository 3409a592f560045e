"""``python -m bench``: measure, print the table, and write it with its plot."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.effort import FULL, QUICK
from bench.machine import machine, versions
from bench.plot import plot
from bench.run import NAMES, Result, run
from bench.shapes import ROOT
from bench.table import shortfalls, table

_RESULTS: Final = ROOT / "bench/results"


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0 where all that was to be measured was, whether or not the aims are met."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds: whether it runs, not how fast")
    parser.add_argument("--only", nargs="+", choices=NAMES, metavar="WHAT", help=f"some of {', '.join(NAMES)}")
    parser.add_argument("--output", type=Path, help="where to write (default: bench/results, of whole runs only)")
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    result = run(QUICK if options.quick else FULL, options.only or NAMES)
    text = _text(result, time.perf_counter() - began)
    print(text)
    output = options.output or (None if options.quick or options.only else _RESULTS)
    if output:
        output.mkdir(parents=True, exist_ok=True)
        (output / "table.md").write_text(text, "utf-8")
        (output / "plot.svg").write_text(plot(result.rows), "utf-8")
    return 0


def _text(result: Result, seconds: float) -> str:
    lost = "; ".join(f"{name}: {', '.join(what)}" for name, what in result.losses.items() if what)
    met = sum(row.is_met for row in result.rows)
    notes = f"""\
- Figures without a unit are ratios to what they are measured against, whose own are in brackets.
- Medians over interleaved rounds in shuffled order, in fresh processes; {seconds:.0f} s in all.
- {machine()}.
- {versions()}.
- All outputs were checked before. What contenders don't give: {lost}.
"""
    summary = f"{met} of {len(result.rows)} aims are met; ✗ marks the others."
    return "\n\n".join([table(result.rows), summary, *shortfalls(result.rows), notes])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
