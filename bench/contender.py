"""What is compared: ways to turn an answer's bytes into objects and back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.shapes import Shape, ShapeField

Access = Callable[[str, ShapeField], str]
"""Source code that reads a field of the object in a variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One way, and what of an answer it keeps."""

    name: str
    decode_invoice: Callable[[bytes], Any]
    decode_schedule: Callable[[bytes], Any]
    encode: Callable[[Any], bytes]
    """Write a schedule."""
    access: Access
    keeps_unknown: bool = True
    """Whether fields that the description doesn't know survive."""
    keeps_nulls: bool = True
    """Whether an explicit null survives, as opposed to an absent field."""
    exact: bool = True
    """Whether numbers read as Decimal."""
    dates: bool = True
    """Whether timestamps read as datetime."""

    @property
    def losses(self) -> list[str]:
        """What it can't do, in words."""
        lost = [
            ("unknown fields", self.keeps_unknown),
            ("nulls", self.keeps_nulls),
            ("exact numbers", self.exact),
            ("dates", self.dates),
        ]
        return [what for what, kept in lost if not kept]


def attribute(variable: str, field: ShapeField) -> str:
    """Read an attribute of the field's name in snake case."""
    return f"{variable}.{field.name}"


def reader(shape: Shape, access: Access) -> Callable[[Any], None]:
    """Return a function that reads each field of an object once, at every depth; written out, as a user's code is."""
    lines: list[str] = []
    for part in shape.below():
        lines.append(f"def read_{part.name}(it):")
        for field in part.fields:
            lines += [f"    {line}" for line in _read(field, access("it", field))]
    namespace: dict[str, Any] = {}
    exec("\n".join(lines), namespace)  # our own text, made of names in the description
    read: Callable[[Any], None] = namespace[f"read_{shape.name}"]
    return read


def _read(field: ShapeField, expression: str) -> list[str]:
    if not field.shape:
        return [expression]
    read = f"read_{field.shape.name}"
    if field.is_list:
        return [f"for part in {expression} or ():", f"    {read}(part)"]
    return [f"part = {expression}", "if part:", f"    {read}(part)"]
