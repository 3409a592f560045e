"""Timing in interleaved rounds: in each, every contender has a turn, in shuffled order, so that all share the weather.

`process_time` leaves out what other programs took of the machine; it is for work without I/O.
"""

import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Final

Times = dict[str, list[float]]
"""Seconds per call by contender, one figure a round."""

_SECONDS_A_TURN: Final = 0.02
Clock = Callable[[], float]


def interleave(contenders: Mapping[str, Callable[[], object]], rounds: int, clock: Clock = time.process_time) -> Times:
    """Time each of `contenders`."""
    calls = {name: _calls_a_turn(call, clock) for name, call in contenders.items()}
    times: Times = {name: [] for name in contenders}
    order = list(contenders)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            times[name].append(_turn(contenders[name], calls[name], clock))
    return times


def median(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def ratios(times: Times, base: str) -> dict[str, float]:
    """Return by contender the median over all rounds of its time against that of `base` in the same round."""
    return {
        name: statistics.median(mine / its for mine, its in zip(own, times[base], strict=True))
        for name, own in times.items()
    }


def merged(samples: list[Times]) -> Times:
    """Put the rounds of several runs into one."""
    return {name: [time for sample in samples for time in sample[name]] for name in samples[0]}


def _calls_a_turn(call: Callable[[], object], clock: Clock) -> int:
    for _ in range(3):
        call()  # what is made or learnt on first use is not to count
    return max(1, round(_SECONDS_A_TURN / _turn(call, 1, clock)))


def _turn(call: Callable[[], object], calls: int, clock: Clock) -> float:
    gc.collect()  # nobody pays for another's garbage; the collector stays on, as it is in a program
    repetitions = range(calls)
    began = clock()
    for _ in repetitions:
        call()
    return (clock() - began) / calls
