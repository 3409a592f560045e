"""Values that a schema describes: the same for the same schema each time, with every required property."""

from __future__ import annotations

import random
import re
from base64 import b64encode
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from leadconnector.sandbox.errors import MissingExtraError
from leadconnector.sandbox.json_values import is_array, is_object
from leadconnector.sandbox.schemas import Schemas, has_flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from leadconnector.sandbox.document import Document

_DEPTH: Final = 12  # objects and arrays in one another, below which only what is required is filled in
_MAX_DEPTH: Final = 60
_MOST_VALUES: Final = 3000  # in one sample, above which only what is required is filled in
_MOST_TRIES: Final = 6000  # values made for one sample, those of alternatives that came to nothing included
_MOST_ELEMENTS: Final = 1000
_SEEDS: Final = 20  # tries for a text that a pattern and a length both take

_DAY: Final = date(2026, 1, 31)
_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "binary": lambda nth: f"sandbox{nth or ''}",
    "byte": lambda nth: b64encode(f"sandbox{nth or ''}".encode()).decode(),
    "date": lambda nth: f"{_DAY + timedelta(days=nth)}",
    "date-or-date-time": lambda nth: f"{_DAY + timedelta(days=nth)}",
    "date-time": lambda nth: f"{_DAY + timedelta(days=nth)}T09:30:00.000Z",
    "duration": lambda nth: f"P{nth + 1}D",
    "email": lambda nth: f"ada{nth or ''}@customer.example",
    "hostname": lambda nth: f"gardens{nth or ''}.example",
    "ipv4": lambda nth: f"192.0.2.{nth % 254 + 1}",
    "ipv6": lambda nth: f"2001:db8::{nth + 1:x}",
    "time": lambda nth: f"09:{nth % 60:02}:00Z",
    "uri": lambda nth: f"https://gardens.example/{nth or ''}",
    "uri-reference": lambda nth: f"/gardens/{nth or ''}",
    "url": lambda nth: f"https://gardens.example/{nth or ''}",
    "uuid": lambda nth: f"{UUID(int=nth + 1, version=4)}",
}
_TYPE_OF_KEYWORD: Final = {
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "minProperties": "object",
    "items": "array",
    "prefixItems": "array",
    "minItems": "array",
    "pattern": "string",
    "minLength": "string",
    "maxLength": "string",
    "format": "string",
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "multipleOf": "number",
}


class _NoSampleError(Exception):
    """There is no value, or none of finite depth, that a schema describes."""


class Samples:
    """Makes values for the schemas of a document, as a response holds them: without what is ``writeOnly``."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._schemas = Schemas(document, "response")
        self._count = 0

    def of(self, schema: Any) -> Any:
        """Return a value that `schema` describes; null where there is none.

        All properties are there if that gives a valid value, else only the required ones.
        """
        found: list[Any] = []
        for depth in (_DEPTH, 0):
            self._count = 0
            try:
                found.append(self._value(schema, depth, frozenset(), 0))
            except _NoSampleError:
                continue
            if self._is_valid(schema, found[-1]):
                return found[-1]
        return found[0] if found else None

    def _is_valid(self, schema: Any, value: object) -> bool:
        return not self._schemas.findings(schema, value)

    def _value(self, schema: Any, depth: int, within: frozenset[int], nth: int) -> Any:
        """Return a value; `within` has the schemas that it is part of, `nth` tells elements of an array apart."""
        if schema is False:
            raise _NoSampleError
        if not is_object(schema):
            return {}
        parts = self._document.parts(schema)
        ids = frozenset(map(id, parts))
        if within & ids or len(within) > _MAX_DEPTH:
            raise _NoSampleError  # a value of this schema within itself: left out, where it may be
        self._count += 1
        if self._count > _MOST_TRIES:
            raise _NoSampleError
        depth = depth if self._count < _MOST_VALUES else 0
        merged = self._merged(schema, parts)
        if not nth and (given := self._given(schema, merged)):
            return given[0]
        for keyword in ("oneOf", "anyOf"):
            if is_array(merged.get(keyword)):
                return self._alternative(merged, keyword, depth, within | ids, nth)
        return self._plain(merged, depth, within | ids, nth)

    def _given(self, schema: dict[str, Any], merged: dict[str, Any]) -> list[Any]:
        """Return the example or default that stands in a schema, if it is valid by it: many are not."""
        examples = merged.get("examples")
        candidates: list[Any] = [*examples] if is_array(examples) else []
        candidates += [merged[keyword] for keyword in ("example", "default") if merged.get(keyword) is not None]
        return [each for each in candidates[:3] if self._is_valid(schema, each)][:1]

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
        for unused in ("$ref", "allOf"):
            merged.pop(unused, None)
        return merged

    def _alternative(self, merged: dict[str, Any], keyword: str, depth: int, within: frozenset[int], nth: int) -> Any:
        """Return a value of the first alternative that has one and is not null."""
        base = {name: value for name, value in merged.items() if name != keyword}
        alternatives: list[Any] = sorted(merged[keyword], key=_is_null)
        found: list[Any] = []
        for each in alternatives:
            schema = {"allOf": [each, *([base] if base else []), *self._discriminated(merged, each)]}
            try:
                value = self._value(schema, depth, within, nth)
            except _NoSampleError:
                continue
            if self._is_valid(merged, value):
                return value
            found.append(value)
        if not found:
            raise _NoSampleError
        return found[0]

    def _discriminated(self, merged: dict[str, Any], alternative: Any) -> Iterator[dict[str, Any]]:
        discriminator = merged.get("discriminator")
        if not is_object(discriminator) or not is_object(alternative) or "$ref" not in alternative:
            return
        name, reference = str(discriminator.get("propertyName")), str(alternative["$ref"])
        mapping = discriminator.get("mapping", {})
        short = reference.rpartition("/")[2]
        value = next((key for key, target in mapping.items() if target in (reference, short)), short)
        yield {"properties": {name: {"const": value}}, "required": [name]}

    def _plain(self, schema: dict[str, Any], depth: int, within: frozenset[int], nth: int) -> Any:
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            values = [each for each in schema["enum"] if each is not None] or schema["enum"]
            if not values:
                raise _NoSampleError
            return values[nth % len(values)]
        kind = _type(schema)
        if kind == "object":
            return self._object(schema, depth, within, nth)
        if kind == "array":
            return self._array(schema, depth, within, nth)
        if kind in ("string", "integer", "number"):
            values = list(_texts(schema, nth) if kind == "string" else _numbers(schema, nth))
            return next((each for each in values if self._is_valid(schema, each)), values[0])
        if kind == "boolean":
            return bool(nth % 2)
        return {} if kind == "any" else None

    def _object(self, schema: dict[str, Any], depth: int, within: frozenset[int], nth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        properties: dict[str, Any] = schema.get("properties", {})
        required: list[str] = schema.get("required", [])
        additional: Any = schema.get("additionalProperties", True)
        for name in dict.fromkeys([*properties, *required]):
            part = properties.get(name, self._pattern_property(schema, name, additional))
            if has_flag(self._document, part, "writeOnly"):
                continue
            if name in required:
                made[name] = self._value(part, depth - 1, within, nth)
            elif depth > 0:
                _add(made, name, lambda part=part: self._value(part, depth - 1, within, nth))  # type: ignore[misc]
        least = schema.get("minProperties", 0)
        if is_object(additional) and not properties and depth > 0:
            least = max(least, 1)  # so that one sees what a map holds
        for number in range(1, _MOST_ELEMENTS):
            if len(made) >= least:
                break
            _add(made, f"key{number}", lambda: self._value(additional, depth - 1, within, nth))
        return made

    def _pattern_property(self, schema: dict[str, Any], name: str, additional: Any) -> Any:
        patterns: dict[str, Any] = schema.get("patternProperties", {})
        return next((part for pattern, part in patterns.items() if _matches(pattern, name)), additional)

    def _array(self, schema: dict[str, Any], depth: int, within: frozenset[int], nth: int) -> list[Any]:
        prefix: list[Any] = schema.get("prefixItems", [])
        made = [self._value(each, depth - 1, within, nth) for each in prefix]
        least = min(schema.get("minItems", 0), _MOST_ELEMENTS)
        wanted = max(least, len(prefix) or 1) if depth > 0 else least
        wanted = min(wanted, schema.get("maxItems", wanted))
        items: Any = schema.get("items", True)
        number = nth
        while len(made) < wanted and number < nth + 2 * _MOST_ELEMENTS:
            try:
                value = self._value(items, depth - 1, within, number)
            except _NoSampleError:
                if len(made) < least:
                    raise
                break
            number += 1
            if not (schema.get("uniqueItems") and value in made):
                made.append(value)
        return made


def _add(made: dict[str, Any], name: str, make: Callable[[], Any]) -> None:
    try:
        made[name] = make()
    except _NoSampleError:
        return


def _is_null(schema: Any) -> bool:
    return is_object(schema) and (schema.get("type") == "null" or ("const" in schema and schema["const"] is None))


def _type(schema: dict[str, Any]) -> str:
    named: Any = schema.get("type")
    names: list[str] = [named] if isinstance(named, str) else named or []
    if names:
        return next((name for name in names if name != "null"), "null")
    return next((kind for keyword, kind in _TYPE_OF_KEYWORD.items() if keyword in schema), "any")


def _texts(schema: dict[str, Any], nth: int) -> Iterator[str]:
    least, most = (int(schema.get(keyword, bound)) for keyword, bound in (("minLength", 0), ("maxLength", 1_000_000)))
    if isinstance(schema.get("pattern"), str):
        yield from _of_pattern(schema["pattern"], least, most, nth)
    make = _FORMATS.get(str(schema.get("format")))
    text = make(nth) if make else f"string{nth or ''}"
    yield text.ljust(min(least, 1_000_000), "x")[:most]


def _of_pattern(pattern: str, least: int, most: int, nth: int) -> list[str]:
    """Return texts that a pattern takes, the shortest first."""
    try:
        import rstr
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or "rstr") from None

    found: set[str] = set()
    for seed in range(nth * _SEEDS, (nth + 1) * _SEEDS):
        try:
            text = str(rstr.Rstr(random.Random(seed)).xeger(pattern))
        except Exception:  # what it can't read, it refuses in many ways
            break
        if least <= len(text) <= most and text.isprintable() and _matches(pattern, text):
            found.add(text)
    return sorted(found, key=lambda text: (len(text), text))


def _matches(pattern: str, text: str) -> bool:
    try:
        return bool(re.search(pattern, text))
    except re.error:
        return False


def _numbers(schema: dict[str, Any], nth: int) -> Iterator[int | Decimal]:
    """Yield 1, or a number next to a bound, and the same further on; one of them the bounds take."""
    unit = _decimal(schema.get("multipleOf")) or Decimal(1)
    if schema.get("type") == "integer":
        unit *= unit.as_integer_ratio()[1]
    starts = [unit, Decimal(0)]
    bounds = [_decimal(schema.get(name)) for name in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")]
    ends = [each for each in bounds if each is not None]
    for end in ends:
        multiples = [(end / unit).to_integral_value(rounding) * unit for rounding in (ROUND_CEILING, ROUND_FLOOR)]
        starts += [end, multiples[0], multiples[0] + unit, multiples[1], multiples[1] - unit]
    starts += [sum(ends, Decimal(0)) / len(ends)] if ends else []
    for start in (*(each + unit * nth for each in starts), *starts):
        yield int(start) if start == start.to_integral_value() else start


def _decimal(value: Any) -> Decimal | None:
    return Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None
