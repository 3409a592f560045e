"""The JSON examples that a description leads one to expect, each value with its pointer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from toolchain.openapi.json_values import kind

if TYPE_CHECKING:
    from toolchain.docs_check.view import View
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

_KINDS: Final = {"integer": "number", "any": None}


@dataclass(frozen=True, slots=True)
class Expected:
    """A JSON value of an example, or only its kind unless `is_known`. `kind` is None where any will do.

    `home` is where a further member would be described; `optional` are members that a page may leave out.
    """

    pointer: str
    kind: str | None
    is_known: bool
    value: JSON = None
    members: dict[str, Expected] = field(default_factory=dict[str, "Expected"])
    optional: frozenset[str] = frozenset()
    items: tuple[Expected, ...] = ()
    home: str = ""


def complete(expected: Expected) -> Expected:
    """Return an example of which nothing may be left out."""
    members = {key: complete(member) for key, member in expected.members.items()}
    return replace(expected, members=members, items=tuple(map(complete, expected.items)), optional=frozenset())


def of_value(value: JSON, pointer: Pointer) -> Expected:
    """Return the example that is written at `pointer`."""
    members: dict[str, Expected] = {}
    items: tuple[Expected, ...] = ()
    if isinstance(value, dict):
        members = {key: of_value(item, pointer.below(key)) for key, item in value.items()}
    elif isinstance(value, list):
        items = tuple(of_value(item, pointer.below(index)) for index, item in enumerate(value))
    return Expected(str(pointer), kind(value), True, value, members, items=items, home=str(pointer))


def of_schema(schema: View, *, is_request: bool, within: tuple[str, ...] = ()) -> Expected:
    """Return the example that a page makes up from the examples of the fields.

    Examples of requests need not show what may be left out. `within` are the schemas that this one is part of, none of
    which is entered again.
    """
    if "example" in schema.value:
        return of_value(schema.value["example"], schema.where("example"))
    type_ = schema.type()
    name = type_.names[0] if len(type_.names) == 1 else "any"
    pointer, home = str(schema.pointer), str(schema.home)
    unknown = Expected(pointer, _KINDS.get(name, name), False)
    if home in within:
        return unknown
    inner = (*within, home)
    if name == "object" and "properties" in schema.value:
        hidden = "readOnly" if is_request else "writeOnly"
        fields = {key: place for key, place in schema.objects("properties").items() if not place.value.get(hidden)}
        members = {key: of_schema(place, is_request=is_request, within=inner) for key, place in fields.items()}
        optional = frozenset(members) - schema.required() if is_request else frozenset[str]()
        return Expected(pointer, "object", True, None, members, optional, home=str(schema.where("properties")))
    if name == "array" and "items" in schema.value:
        item = of_schema(schema.below("items"), is_request=is_request, within=inner)
        return Expected(pointer, "array", item.is_known, items=(item,), home=item.home)
    return unknown
