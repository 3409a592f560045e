"""How long to measure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """Numbers of repetitions."""

    processes: int
    """Fresh processes over which a measurement is repeated: where things lie in memory differs between them."""
    rounds: int
    """Rounds in each process."""
    imports: int
    """Processes that import, for each contender."""
    many: int
    """How many invoices a long answer has."""


FULL = Effort(processes=4, rounds=15, imports=15, many=10_000)
QUICK = Effort(processes=1, rounds=3, imports=3, many=1_000)
