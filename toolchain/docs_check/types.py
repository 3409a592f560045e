"""Types and statuses as pages write them and as descriptions have them, in one form that can be compared."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from toolchain.openapi.json_values import JSON, as_list, kind

_WORD: Final = (
    "string|number|integer|boolean|object|array|null|any|file|enum|map|date|date-time|uuid|binary|float|double|"
    "int32|int64|oneOf|anyOf|allOf"
)
_ONE: Final = rf"(?:array\[[\w<>\[\]| -]+\]|(?:{_WORD})(?:<[\w| -]+>)?(?:\[\])*)"
_TYPE: Final = re.compile(rf"{_ONE}(?: ?\| ?{_ONE})*(?: or null)?")
_ARRAY: Final = re.compile(r"(.*)\[\]|array[\[<](.+)[\]>]")
_NAMED: Final = re.compile(r"(\w+)[\[<](.+)[\]>]")


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its names (several of a union, sorted), what an array holds, its format, if one is named.

    `has_values` is whether it has a fixed set of values, None where a page's way of writing types doesn't tell.
    """

    names: tuple[str, ...]
    items: "Type | None" = None
    format: str | None = None
    has_values: bool | None = None

    def shape(self) -> Hashable:
        """Return what pages of all layouts tell of a type, to compare two of them by."""
        return self.names, self.items and self.items.shape()

    def is_container(self) -> bool:
        """Return whether fields can stand within: an object, or an array of objects."""
        return "object" in self.names or (self.items is not None and self.items.is_container())

    def innermost(self) -> "Type":
        """Return what an array holds, and what that holds, down to what is no array; or this type."""
        return self.items.innermost() if self.items else self

    def says_the_same(self, described: "Type") -> bool:
        """Return whether a page that has this type agrees with the type `described`, as far as the page tells."""
        if self.names != described.names or self.format not in (None, described.format):
            return False
        if self.has_values not in (None, bool(described.has_values)):
            return False
        if self.items is None or described.items is None:
            return self.items is described.items
        return self.items.says_the_same(described.items)

    def refuses(self, value: JSON) -> bool:
        """Return whether `value` is none of this type; a type of which nothing is known takes anything."""
        return all(self._refuses_as(name, value) for name in self.names)

    def _refuses_as(self, name: str, value: JSON) -> bool:
        if name == "array" and isinstance(value, list):
            return self.items is not None and any(map(self.items.refuses, value))
        if name == "integer":
            return kind(value) != "number" or (isinstance(value, float) and not value.is_integer())
        return name in ("string", "number", "boolean", "object", "array", "null") and kind(value) != name

    def __str__(self) -> str:
        words = [f"enum<{name}>" if self.has_values and name != "null" else name for name in self.names]
        if self.items:
            words[self.names.index("array")] = f"{self.items}[]"
        return " | ".join(words) + (f"<{self.format}>" if self.format else "")

    def as_schema(self) -> dict[str, JSON]:
        """Return the schema that says this."""
        names: list[JSON] = [name for name in self.names if name != "any"]
        schema: dict[str, JSON] = {"type": names[0] if len(names) == 1 else names} if names else {}
        if self.format:
            schema["format"] = self.format
        if self.items is not None:
            schema["items"] = self.items.as_schema()
        return schema


UNKNOWN: Final = Type(("any",))


def is_type(text: str) -> bool:
    """Return whether a line of a page is a type and nothing else."""
    return len(text) <= 200 and _TYPE.fullmatch(text) is not None


def parse(text: str, *, tells_values: bool = False) -> Type:
    """Return the type that a page writes as `text`; an unknown word is a type of that name.

    `tells_values`: the page writes `enum<…>` where a field has a fixed set of values, so `string` says it has none.
    """
    parts = text.replace(" or null", " | null").split("|")
    if len(parts) > 1:
        return union(parse(part.strip(), tells_values=tells_values) for part in parts)
    text, has_values = text.strip(), False if tells_values else None
    if array := _ARRAY.fullmatch(text):
        items = parse(array[array.lastindex or 1], tells_values=tells_values)
        return Type(("array",), items, has_values=has_values)
    named = _NAMED.fullmatch(text)
    if named and named[1] == "enum":
        return Type((named[2],), has_values=True)
    return Type((named[1] if named else text,), None, named and named[2], has_values)


def union(types: Iterable[Type]) -> Type:
    """Return the type of what is one of several types."""
    members = list(types)
    names = tuple(sorted({name for member in members for name in member.names}))
    values = {member.has_values for member in members}
    has_values = True if True in values else None if None in values else False
    return Type(names, next((member.items for member in members if member.items), None), has_values=has_values)


def type_of(schema: dict[str, JSON], items: Type | None) -> Type:
    """Return the type of a schema whose references are resolved; `items` is that of its elements, if it has any."""
    stated = schema.get("type")
    if stated is None:
        # What there are properties or values of, needs no `type`.
        values = sorted({kind(value) for value in as_list(schema.get("enum"))})
        implied = values if isinstance(schema.get("enum"), list) else ["any"]
        stated = ["object"] if "properties" in schema else [*implied]
    names = {str(name) for name in stated} if isinstance(stated, list) else {str(stated)}
    if schema.get("nullable") is True and "any" not in names:
        names |= {"null"}
    if "array" in names and items is None:
        items = UNKNOWN
    given = schema.get("format")
    format_ = given if isinstance(given, str) else None
    return Type(tuple(sorted(names)), items if "array" in names else None, format_, "enum" in schema)


# Names that Python's table doesn't have, or not in every version.
_OTHER_STATUSES: Final = {
    "request entity too large": 413, "payload too large": 413, "content too large": 413, "request uri too long": 414,
    "requested range not satisfiable": 416, "unprocessable entity": 422, "unprocessable content": 422,
}  # fmt: skip
_STATUSES: Final = {status.phrase.lower(): status.value for status in HTTPStatus} | _OTHER_STATUSES
_CODE: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)\b")

SUCCESS: Final = "success"


def status_of(text: str) -> str | None:
    """Return the status that a response's heading names: a code, `5XX`, `SUCCESS` if it says no more, or None."""
    if code := _CODE.match(text):
        return code[0]
    name = text.strip().rstrip(".").lower().replace("-", " ")
    if name in _STATUSES:
        return str(_STATUSES[name])
    return name if name == "default" else SUCCESS if name.startswith("success") else None
