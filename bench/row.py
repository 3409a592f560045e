"""One row of the result: what was measured, what was aimed at, what came out."""

from dataclasses import dataclass
from typing import Literal

from bench.contenders import OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Figures of one kind, by contender. Without a unit they are ratios to `base`."""

    title: str
    base: str
    aim: float
    figures: dict[str, float]
    unit: Literal["", "ms", "s"] = ""
    more_is_better: bool = False
    remark: str = ""
    shortfall: str = ""
    """What stands in the way of the aim, and what was tried: told where it is missed."""

    @property
    def reached(self) -> float:
        """Our own figure."""
        return self.figures[OURS]

    @property
    def is_met(self) -> bool:
        """Whether the aim is reached, at the precision of the table."""
        return self.reached >= self.aim if self.more_is_better else round(self.reached, 2) <= self.aim
