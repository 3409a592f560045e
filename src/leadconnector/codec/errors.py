"""What is wrong with data, and where: the codec's own error, which lists every fault, and how it shows values."""

import reprlib
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple, Self

Path = tuple[str | int, ...]
"""Names and indexes from the root to a value."""

LONGEST: Final = 200
MOST_FAULTS: Final = 20
MOST_ELEMENTS: Final = 3
MODELS_DEEP: Final = 3
"""How many levels of models and lists are shown before a model is a name alone."""


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

    @property
    def row(self) -> list[Any]:
        """It as plain JSON, of which `of_row` makes it again."""
        path = [str.__str__(step) if isinstance(step, str) else step for step in self.path]
        return [path, *self[1:]]

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Self:
        """Return the fault that was such a row."""
        return cls(tuple(row[0]), *row[1:])

    def __str__(self) -> str:
        said = self.problem or f"expected {self.expected}, got {self.got}"
        return f"{self.place}: {said}" if self.path else said


TOO_DEEP: Final = Fault((), "JSON of sensible depth", "deeper nesting")
"""Stands for all faults where to look for them goes beyond the interpreter's recursion limit."""


class InvalidDataError(ValueError):
    """Data of which no model can be made, or a model that can't be written. ``faults`` lists all that is wrong.

    It is rebuilt whole by ``cls(*args)``: ``args`` are plain JSON values, as those of every error of a client.
    """

    args: tuple[list[list[Any]], str, str]  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, faults: Iterable[Fault | list[Any]], model: str = "", hint: str = "") -> None:
        super().__init__([each.row if isinstance(each, Fault) else each for each in faults], model, hint)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that is wrong."""
        return tuple(map(Fault.of_row, self.args[0]))

    def __str__(self) -> str:
        rows, model, hint = self.args
        said = [str(Fault.of_row(row)) for row in rows[:MOST_FAULTS]]
        if len(rows) > MOST_FAULTS:
            said.append(f"and {len(rows) - MOST_FAULTS} more")
        text = "; ".join([*said, *([hint] if hint else [])])
        return f"{model}: {text}" if model else text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def below(self, *steps: str | int) -> "InvalidDataError":
        """Return the error of a whole of which the data are the part that these steps lead to."""
        return InvalidDataError(fault._replace(path=(*steps, *fault.path)) for fault in self.faults)


def escape(step: object) -> str:
    """Return a property's name or an element's index as a JSON pointer has it."""
    return str(step).replace("~", "~0").replace("/", "~1")


class _Repr(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = LONGEST
        self.maxlist = MOST_ELEMENTS

    def repr_list(self, x: list[Any], level: int) -> str:
        shown = super().repr_list(x, level)
        hidden = len(x) - (self.maxlist if level > 0 else 0)
        return f"{shown.removesuffix('...]')}… {hidden} more]" if hidden > 0 else shown

    def repr_instance(self, x: Any, level: int) -> str:
        name: str = type(x).__name__
        if isinstance(x, type) or not hasattr(x, "__rich_repr__"):  # which models have
            return super().repr_instance(x, level)
        if level <= self.maxlevel - MODELS_DEEP:
            return f"{name}(…)"
        return f"{name}({', '.join(f'{each}={self.repr1(value, level - 1)}' for each, value in x.__rich_repr__())})"


_REPR: Final = _Repr()


def short_repr(value: object, longest: int = LONGEST) -> str:
    """Return a short repr; where there is none (huge integers, deep nesting, a broken ``__repr__``) the type's name."""
    try:
        shown = _REPR.repr(value)
    except Exception:
        return f"a value of type {type(value).__name__}"
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def with_article(name: str) -> str:
    """Return a class's name with its article."""
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
