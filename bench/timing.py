"""Timing: in interleaved rounds, so that all contenders share the machine's moods, and in fresh processes."""

import gc
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from timeit import Timer
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
LONGEST: Final = 120.0  # seconds for one process
SECONDS_A_TURN: Final = 0.02
Times = dict[str, list[float]]
"""Seconds per call by contender, one figure a round."""


def interleave(
    contenders: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> Times:
    """Time each contender once a round, in shuffled order.

    Args:
        clock: `time.process_time` leaves out what other programs take of the machine; for I/O use `time.perf_counter`.
    """
    # The collector stays on, as it is in a program; but nobody pays for another's garbage.
    timers = {name: Timer(call, "gc.collect(); gc.enable()", clock, {"gc": gc}) for name, call in contenders.items()}
    calls: dict[str, int] = {}
    for name, timer in timers.items():
        timer.timeit(3)  # what is made on first use must not count
        calls[name] = max(1, round(SECONDS_A_TURN / max(1e-9, timer.timeit(1))))
    times: Times = {name: [] for name in timers}
    for _ in range(rounds):
        for name in shuffled(timers):
            times[name].append(timers[name].timeit(calls[name]) / calls[name])
    return times


def shuffled(names: Mapping[str, object]) -> list[str]:
    """Return the keys in random order."""
    return random.sample(list(names), len(names))


def ratios(times: Times, base: str) -> dict[str, float]:
    """Return by contender the median of its time against that of `base` in the same round."""
    return {
        name: statistics.median(mine / its for mine, its in zip(own, times[base], strict=True))
        for name, own in times.items()
    }


def in_processes(function: Callable[..., Times], processes: int, *arguments: object) -> Times:
    """Call a module's function in several fresh processes and put their rounds together."""
    samples: list[Times] = [in_process(function, *arguments) for _ in range(processes)]
    return {name: [seconds for sample in samples for seconds in sample[name]] for name in samples[0]}


def in_process(function: Callable[..., Any], *arguments: object) -> Any:
    """Call a module's function in a fresh process; arguments and result must be JSON values."""
    imported = f"import json\nfrom {function.__module__} import {function.__name__} as function"
    return run_python(f"{imported}\nprint(json.dumps(function(*json.loads({json.dumps(arguments)!r}))))")


def run_python(code: str) -> Any:
    """Run code in a fresh process; return what it prints, as JSON."""
    print(".", end="", file=sys.stderr, flush=True)  # something happens
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False)
    if done.returncode:
        raise RuntimeError(f"a measuring process failed:\n{done.stderr}")
    return json.loads(done.stdout)
