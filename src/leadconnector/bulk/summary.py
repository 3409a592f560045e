"""What a run tells: a result for each call, and the summary of all."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from leadconnector.bulk.ledger import State
from leadconnector.client.response import Response


class Result(Struct, frozen=True, kw_only=True):
    """What is known of one call when no more comes of it in this run.

    ``evidence`` says by what: "response", "look-up: …", "ledger" for what an earlier run saw, and so on. ``error`` is
    the error's name, also of an earlier run's; ``exception`` is the error itself, where it came in this run.
    """

    key: str
    state: State
    evidence: str
    error: str = ""
    status: int | None = None
    exception: BaseException | None = None
    response: Response[Any] | None = None


@dataclass(slots=True)
class Summary:
    """What came of a run so far; `done` and `unknown` by evidence, `refused` and `left` by error."""

    done: Counter[str] = field(default_factory=Counter[str])
    refused: Counter[str] = field(default_factory=Counter[str])
    unknown: Counter[str] = field(default_factory=Counter[str])
    left: Counter[str] = field(default_factory=Counter[str])
    """Did not happen, for a reason that passes; the next run sends them."""
    repeated: int = 0
    """Keys that came up again, with the same request; they were passed over."""
    waiting: int = 0
    """Calls whose outcome is unknown and will be looked up in this run."""
    next_look_up: float = 0.0
    """When the next one of them is due, by the monotonic clock."""
    stopped: str = ""
    """Why the run ended before its calls did, or left out those of a location."""

    @property
    def exit_status(self) -> int:
        """0 all done, 1 some refused, 3 some unknown, 4 some left, or stopped; the highest that applies."""
        if self.left or self.stopped:
            return 4
        return 3 if self.unknown else 1 if self.refused else 0

    @property
    def total(self) -> int:
        """How many calls it is about."""
        return sum(sum(each.values()) for each in (self.done, self.refused, self.unknown, self.left))

    def counter(self, state: State) -> Counter[str]:
        """The counter of a state."""
        counter: Counter[str] = getattr(self, state)
        return counter

    def __str__(self) -> str:
        states = (State.DONE, State.REFUSED, State.UNKNOWN, State.LEFT)
        parts = [_counted(state, counter) for state in states if (counter := +self.counter(state)) or state == "done"]
        if self.repeated:
            parts.append(f"{self.repeated:,} listed more than once")
        return ", ".join(parts) + (f"; stopped: {self.stopped}" if self.stopped else "")


def _counted(name: str, counter: Counter[str]) -> str:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in counter.most_common())
    return f"{sum(counter.values()):,} {name}" + (f" ({kinds})" if kinds else "")
