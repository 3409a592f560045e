"""What is wrong with data, and where: the codec's own error, which lists every fault."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

Path = tuple[str | int, ...]
"""Names and indexes from the root to a value."""

_MOST_SHOWN: Final = 20


class Fault(NamedTuple):
    """One value that is not what it must be."""

    path: Path
    expected: str
    got: str
    problem: str = ""
    """Said instead of `expected` and `got`, where it helps more."""
    from_response: bool = False
    """Whether it is a part of a response in place of a request's."""

    @property
    def place(self) -> str:
        """The path as Python writes it, such as ``invoice_items[0].amount``."""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps).removeprefix(".")

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer, such as ``/invoiceItems/0/amount``."""
        return "".join(f"/{escape(step)}" for step in self.path)

    def __str__(self) -> str:
        said = self.problem or f"expected {self.expected}, got {self.got}"
        return f"{self.place}: {said}" if self.path else said


class InvalidDataError(ValueError):
    """Data of which no model can be made, or a model that can't be written. ``faults`` lists all that is wrong."""

    def __init__(self, faults: Iterable[Fault], model: str = "", hint: str = "") -> None:
        self.faults = tuple(faults)
        self.model = model
        self.hint = hint
        said = [str(fault) for fault in self.faults[:_MOST_SHOWN]]
        if len(self.faults) > _MOST_SHOWN:
            said.append(f"and {len(self.faults) - _MOST_SHOWN} more")
        text = "; ".join([*said, *([hint] if hint else [])])
        super().__init__(f"{model}: {text}" if model else text)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.faults, self.model, self.hint)


def escape(step: object) -> str:
    """Return a property's name or an element's index as a JSON pointer has it."""
    return str(step).replace("~", "~0").replace("/", "~1")
