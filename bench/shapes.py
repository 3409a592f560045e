"""The models of answers as plain data, off the resolved description: what the peers' models are built from."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
RESOLVED: Final = ROOT / "openapi/resolved/invoices.json"
ANSWER: Final = "InvoiceSchedule"


@dataclass(frozen=True, slots=True)
class ShapeField:
    """A field: its JSON name, and of what kind its value is, or the elements of the array that its value is."""

    wire_name: str
    kind: str
    """text, number, integer, boolean, anything, timestamp, date or timestamp, enum, object."""
    is_list: bool
    shape: "Shape | None" = None
    values: tuple[str, ...] = ()
    """The documented values of an enum, whose name is `enum`."""
    enum: str = ""

    @property
    def name(self) -> str:
        """The JSON name in snake case."""
        return re.sub(r"(?<=[a-z])([A-Z0-9])", r"_\1", self.wire_name).lower().lstrip("_")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object."""

    name: str
    fields: tuple[ShapeField, ...]

    def below(self) -> "Iterator[Shape]":
        """Yield this shape and all those in it, the innermost first and each once."""
        known: dict[str, Shape] = {}
        for field in self.fields:
            if field.shape:
                known |= {shape.name: shape for shape in field.shape.below()}
        yield from {**known, self.name: self}.values()


@cache
def answer_shape() -> Shape:
    """Return the shape of a schedule with its invoices."""
    return _shape(ANSWER)


@cache
def invoice_shape() -> Shape:
    """Return the shape of an invoice."""
    return _shape("Invoice")


@cache
def _schemas() -> dict[str, Any]:
    schemas: dict[str, Any] = json.loads(RESOLVED.read_text("utf-8"))["components"]["schemas"]
    return schemas


@cache
def _shape(name: str) -> Shape:
    properties = _schemas()[name]["properties"]
    return Shape(name, tuple(_field(wire_name, schema) for wire_name, schema in properties.items()))


def _field(wire_name: str, schema: dict[str, Any]) -> ShapeField:
    is_list = schema.get("type") == "array"
    schema = schema["items"] if is_list else schema
    if "$ref" not in schema:
        return ShapeField(wire_name, _scalar_kind(schema), is_list)
    name = schema["$ref"].rpartition("/")[2]
    if "enum" in _schemas()[name]:
        return ShapeField(wire_name, "enum", is_list, values=tuple(_schemas()[name]["enum"]), enum=name)
    return ShapeField(wire_name, "object", is_list, shape=_shape(name))


def _scalar_kind(schema: dict[str, Any]) -> str:
    match schema.get("type"), schema.get("format"):
        case "string", "date-time":
            return "timestamp"
        case "string", "date-or-date-time":
            return "date or timestamp"
        case "string", None:
            return "text"
        case "number", _:
            return "number"
        case ("integer" | "boolean") as kind, _:
            return str(kind)
    return "anything"
