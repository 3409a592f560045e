"""The whole run: correctness first, then one measurement after the other."""

import sys
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import contenders, fresh, server
from bench.contenders import stock
from bench.correctness import check
from bench.effort import Effort
from bench.measures import calls, codec, concurrency, generation, growth, imports, memory
from bench.row import Row

_MEASUREMENTS: Final[dict[str, Callable[[Effort, str], list[Row]]]] = {
    "codec": codec.measure,
    "memory": memory.measure,
    "growth": growth.measure,
    "calls": calls.measure,
    "concurrency": concurrency.measure,
    "imports": imports.measure,
    "generation": generation.measure,
}
NAMES: Final = tuple(_MEASUREMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a run."""

    rows: list[Row]
    losses: dict[str, list[str]]
    """By contender of the codec, what it does not give."""


def run(effort: Effort, chosen: Collection[str] = NAMES) -> Result:
    """Measure what is `chosen`; what goes on is told on stderr."""
    result = Result(rows=[], losses={})
    with tempfile.TemporaryDirectory() as directory, server.running() as base_url:
        fresh.compile_into(Path(directory) / "compiled")
        stock.generate(Path(directory))
        for name in contenders.NAMES:
            _tell(f"checking {name}")
            result.losses[name] = fresh.call(check_one, name)
        for name in [name for name in NAMES if name in chosen]:
            _tell(f"measuring {name}")
            result.rows.extend(_MEASUREMENTS[name](effort, base_url))
    return result


def check_one(name: str) -> list[str]:
    """Return what a contender does not give; AssertionError if it reads or writes anything else wrong."""
    contender = contenders.load(name)
    check(contender)
    return contender.losses


def _tell(what: str) -> None:
    print(f"  {what} …", file=sys.stderr, flush=True)
