"""Values made from schemas, for responses without an example: the same each time, with every required property."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from leadconnector.codec.json import is_array, is_object
from leadconnector.sandbox.schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadconnector.sandbox.document import Document

_DEPTH: Final = 12  # objects and arrays in one another, below which only what is required is filled in
_MOST_VALUES: Final = 3000  # tried for one sample
_MOST_ELEMENTS: Final = 1000
_LONGEST: Final = 1_000_000  # characters
_SEEDS: Final = 20  # tries for a text that a pattern and a length both take

_FORMATS: Final = {
    "byte": "c2FuZGJveA==",
    "date": "2026-01-31",
    "date-or-date-time": "2026-01-31",
    "date-time": "2026-01-31T09:30:00.000Z",
    "duration": "P1D",
    "email": "ada@customer.example",
    "hostname": "gardens.example",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "time": "09:30:00Z",
    "uri": "https://gardens.example/",
    "uri-reference": "/gardens",
    "url": "https://gardens.example/",
    "uuid": "00000000-0000-4000-8000-000000000001",
}
_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_KEYWORDS: Final[dict[str, tuple[str, ...]]] = {
    "object": ("properties", "required", "additionalProperties"),
    "array": ("items", "minItems"),
    "string": ("pattern", "minLength", "maxLength", "format"),
    "number": (*_BOUNDS, "multipleOf"),
}


class _NoSampleError(Exception):
    """There is no value, or none of finite depth, that a schema describes."""


class Samples:
    """Makes values for the schemas of a document, as a response holds them: without what is ``writeOnly``."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._schemas = Schemas(document, "response")
        self._left = 0

    def of(self, schema: Any) -> Any:
        """Return a value that `schema` describes; null where there is none.

        All properties are there if that gives a valid value, else only the required ones.
        """
        found: list[Any] = []
        for depth in (_DEPTH, 0):
            self._left = _MOST_VALUES
            with suppress(_NoSampleError):
                found.append(self._value(schema, depth, frozenset()))
                if self._is_valid(schema, found[-1]):
                    return found[-1]
        return found[0] if found else None

    def _is_valid(self, schema: Any, value: object) -> bool:
        return not self._schemas.findings(schema, value)

    def _value(self, schema: Any, depth: int, within: frozenset[int]) -> Any:
        """Return a value; `within` has the schemas that it is part of."""
        if schema is False:
            raise _NoSampleError
        if not is_object(schema):
            return {}
        parts = self._document.parts(schema)
        ids = frozenset(map(id, parts))
        self._left -= 1
        if within & ids or self._left < 0:
            raise _NoSampleError  # a value of this schema within itself: left out, where it may be
        merged = self._merged(schema, parts)
        # An example or default that stands in the schema, if it is valid by it: many are not.
        given = [*examples] if is_array(examples := merged.get("examples")) else []
        given += [merged[keyword] for keyword in ("example", "default") if merged.get(keyword) is not None]
        if valid := [each for each in given[:3] if self._is_valid(schema, each)]:
            return valid[0]
        for keyword in ("oneOf", "anyOf"):
            if is_array(merged.get(keyword)):
                return self._alternative(merged, keyword, depth, within | ids)
        return self._plain(merged, depth, within | ids)

    def _merged(self, schema: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
        """Return a schema and what it refers to by ``$ref`` and ``allOf`` as one; nearer keywords win."""
        merged: dict[str, Any] = {}
        for part in reversed(parts):
            merged |= part
        if properties := self._document.properties(schema):
            merged["properties"] = properties
        if required := dict.fromkeys(name for part in parts for name in part.get("required", ())):
            merged["required"] = list(required)
        if enums := [part["enum"] for part in parts if is_array(part.get("enum"))]:
            merged["enum"] = [each for each in enums[0] if all(each in enum for enum in enums[1:])]
        return {name: value for name, value in merged.items() if name not in ("$ref", "allOf")}

    def _alternative(self, merged: dict[str, Any], keyword: str, depth: int, within: frozenset[int]) -> Any:
        """Return a value of the first alternative that has one and is not null."""
        base = {name: value for name, value in merged.items() if name != keyword}
        found: list[Any] = []
        for each in sorted(merged[keyword], key=lambda each: is_object(each) and _type(each) == "null"):
            schema = {"allOf": [each, *([base] if base else []), *_discriminated(merged, each)]}
            with suppress(_NoSampleError):
                found.append(self._value(schema, depth, within))
                if self._is_valid(merged, found[-1]):
                    return found[-1]
        if not found:
            raise _NoSampleError
        return found[0]

    def _plain(self, schema: dict[str, Any], depth: int, within: frozenset[int]) -> Any:
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            values = [each for each in schema["enum"] if each is not None] or schema["enum"]
            if not values:
                raise _NoSampleError
            return values[0]
        kind = _type(schema)
        if kind == "object":
            return self._object(schema, depth, within)
        if kind == "array":
            return self._array(schema, depth, within)
        if kind == "string":
            return _text(schema)
        if kind in ("integer", "number"):
            return next((each for each in _numbers(schema) if self._is_valid(schema, each)), 1)
        other: dict[str, Any] = {"boolean": False, "null": None}
        return other.get(kind, {})

    def _object(self, schema: dict[str, Any], depth: int, within: frozenset[int]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        properties: dict[str, Any] = schema.get("properties", {})
        required: list[str] = schema.get("required", [])
        additional: Any = schema.get("additionalProperties", True)
        # A map has a key, so that one sees what it holds.
        names = dict.fromkeys([*properties, *required]) or (["key"] if is_object(additional) else [])
        for name in names:
            part = properties.get(name, additional)
            if self._document.has_flag(part, "writeOnly"):
                continue
            if name in required:
                made[name] = self._value(part, depth - 1, within)
            elif depth > 0:
                with suppress(_NoSampleError):
                    made[name] = self._value(part, depth - 1, within)
        return made

    def _array(self, schema: dict[str, Any], depth: int, within: frozenset[int]) -> list[Any]:
        least = min(schema.get("minItems", 0), _MOST_ELEMENTS)
        if not least and depth <= 0:
            return []
        try:
            return [self._value(schema.get("items", True), depth - 1, within)] * max(least, 1)
        except _NoSampleError:
            if least:
                raise
            return []


def _discriminated(merged: dict[str, Any], alternative: Any) -> Iterator[dict[str, Any]]:
    """Yield the schema of the property by which a discriminator tells an alternative."""
    discriminator = merged.get("discriminator")
    if is_object(discriminator) and is_object(alternative) and "$ref" in alternative:
        name, reference = str(discriminator.get("propertyName")), str(alternative["$ref"])
        short = reference.rpartition("/")[2]
        mapping: dict[str, Any] = discriminator.get("mapping", {})
        value = next((key for key, target in mapping.items() if target in (reference, short)), short)
        yield {"properties": {name: {"const": value}}, "required": [name]}


def _type(schema: dict[str, Any]) -> str:
    named: Any = ["null"] if "const" in schema and schema["const"] is None else schema.get("type")
    names: list[str] = [named] if isinstance(named, str) else named or []
    if names:
        return next((name for name in names if name != "null"), "null")
    return next((kind for kind, keywords in _KEYWORDS.items() if schema.keys() & {*keywords}), "any")


def _text(schema: dict[str, Any]) -> str:
    least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", _LONGEST))
    if isinstance(pattern := schema.get("pattern"), str):
        import rstr

        with suppress(Exception):  # what it can't read, it refuses in many ways
            for seed in range(_SEEDS):
                text = str(rstr.Rstr(random.Random(seed)).xeger(pattern))
                if least <= len(text) <= most and text.isprintable() and re.search(pattern, text):
                    return text
    return _FORMATS.get(str(schema.get("format")), "string").ljust(min(least, _LONGEST), "x")[:most]


def _numbers(schema: dict[str, Any]) -> Iterator[int | Decimal]:
    """Yield 1, and numbers at and between the bounds; one of them a schema takes."""
    unit = Decimal(schema.get("multipleOf", 1)) or Decimal(1)
    ends = [Decimal(schema[name]) for name in _BOUNDS if name in schema]
    steps = [((end / unit).to_integral_value() + step) * unit for end in ends for step in (-1, 0, 1)]
    middle = [sum(ends, Decimal(0)) / len(ends)] if ends else []
    for number in (unit, Decimal(0), *ends, *steps, *middle):
        yield int(number) if number == number.to_integral_value() else number
