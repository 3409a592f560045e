"""The JSON examples that a description leads one to expect, each value with its pointer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.document import View, join
from toolchain.openapi.json_values import canonical_json, kind

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

_KINDS: Final = {"integer": "number", "any": None}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A JSON value of an example, or only its kind unless `is_known`. `kind` is None where any will do.

    `optional` are keys that a page may leave out.
    """

    pointer: str
    kind: str | None
    is_known: bool
    value: JSON = None
    members: dict[str, Wanted] = field(default_factory=dict[str, "Wanted"])
    optional: frozenset[str] = frozenset()
    items: tuple[Wanted, ...] = ()


def is_same(found: JSON, wanted: JSON) -> bool:
    """Return whether two values are one and the same JSON, so that 1, 1.0, true and "1" all differ."""
    if isinstance(found, dict | list):
        return canonical_json(found) == canonical_json(wanted)
    return type(found) is type(wanted) and found == wanted


def of_value(value: JSON, pointer: str) -> Wanted:
    """Return the example that is written at `pointer`."""
    members: dict[str, Wanted] = {}
    items: tuple[Wanted, ...] = ()
    if isinstance(value, dict):
        members = {key: of_value(item, join(pointer, key)) for key, item in value.items()}
    elif isinstance(value, list):
        items = tuple(of_value(item, join(pointer, index)) for index, item in enumerate(value))
    return Wanted(pointer, kind(value), True, value, members, items=items)


def of_schema(schema: View, *, wants_optional: bool = True, within: tuple[str, ...] = ()) -> Wanted:
    """Return the example that a page makes up from the examples of the fields.

    `wants_optional` is false for the examples of requests, which need not show what may be left out. `within` are the
    schemas that this one is part of, none of which is entered again.
    """
    if "example" in schema.value:
        return of_value(schema.value["example"], schema.where("example"))
    type_ = schema.type()
    name = type_.names[0] if len(type_.names) == 1 else "any"
    inner = (*within, schema.home)
    if schema.home in within:
        return Wanted(schema.pointer, _KINDS.get(name, name), False)
    if name == "object" and "properties" in schema.value:
        fields = schema.objects("properties")
        members = {key: of_schema(place, wants_optional=wants_optional, within=inner) for key, place in fields.items()}
        optional = frozenset[str]() if wants_optional else frozenset(members) - set(map(str, schema.array("required")))
        return Wanted(schema.pointer, "object", True, None, members, optional)
    if name == "array" and "items" in schema.value:
        item = of_schema(schema.below("items"), wants_optional=wants_optional, within=inner)
        return Wanted(schema.pointer, "array", item.is_known, items=(item,))
    return Wanted(schema.pointer, _KINDS.get(name, name), False)
