"""Values made from schemas, for responses without an example: the same each time, with every required property."""

from __future__ import annotations

import random
from contextlib import suppress
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from leadconnector.codec.json import is_array, is_object
from leadconnector.sandbox.document import DocumentError

if TYPE_CHECKING:
    from leadconnector.sandbox.document import Document

_DEPTH: Final = 12  # objects and arrays in one another, below which only what is required is filled in
_MOST_VALUES: Final = 3000  # tried for one sample, above which only what is required is filled in
_MOST_REQUIRED: Final = 50_000
_LONGEST: Final = 1_000_000  # characters
_REPEATS: Final = 6  # of what a pattern has any number of
_MOST_REPEATS: Final = 20_000  # in one text
_TRIES: Final = 20  # for a text that a pattern and a length both take
_DIGITS: Final = 1000  # more than the sum of two numbers in the range of doubles can have

_FORMATS: Final = {
    "byte": "c2FuZGJveA==",
    "date": "2026-01-31",
    "date-or-date-time": "2026-01-31",
    "date-time": "2026-01-31T09:30:00.000Z",
    "email": "ada@customer.example",
    "time": "09:30:00Z",
    "uri": "https://gardens.example/",
    "url": "https://gardens.example/",
    "uuid": "00000000-0000-4000-8000-000000000001",
}

_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_KEYWORDS: Final[dict[str, set[str]]] = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "prefixItems", "minItems"},
    "string": {"pattern", "minLength", "maxLength", "format"},
    "number": {*_BOUNDS, "multipleOf"},
}


class _NoSampleError(Exception):
    """There is no value, or none of finite depth, that a schema describes."""


class Samples:
    """Makes values for the schemas of a document, as a response holds them: without what is ``writeOnly``.

    Types, enums, lengths and bounds are as the schema says, patterns where random texts meet them; rarer constraints
    such as ``uniqueItems`` play no part.
    """

    def __init__(self, document: Document) -> None:
        self.document: Final = document
        self._left = 0

    def of(self, schema: Any) -> Any:
        """Return a value that `schema` describes, with all properties where it can have them; null if there is none.

        Raises:
            DocumentError: if the required parts are too many.
        """
        for depth, most in ((_DEPTH, _MOST_VALUES), (0, _MOST_REQUIRED)):
            self._left = most
            with suppress(_NoSampleError):
                return self._value(schema, depth, frozenset())
        if self._left < 0:
            raise DocumentError(f"a schema requires more than {_MOST_REQUIRED} values, or tries them in vain")
        return None

    def _fits(self, schema: Any, value: object) -> bool:
        return not self.document.findings(schema, value, "response")

    def _value(self, schema: Any, depth: int, within: frozenset[int]) -> Any:
        """Return a value; `within` has the schemas that it is part of."""
        if schema is False:
            raise _NoSampleError
        self._left -= 1
        parts = self.document.parts(schema)
        ids = frozenset(map(id, parts))
        if within & ids or self._left < 0:
            raise _NoSampleError  # a value of this schema within itself: left out, where it may be
        if not is_object(schema):
            return {}
        merged = self._merged(schema, parts)
        for each in _stated(merged):
            if self._fits(schema, each):  # many examples are not as their schema says
                return each
        for keyword in ("oneOf", "anyOf"):
            if is_array(merged.get(keyword)):
                return self._alternative(merged, keyword, depth, within | ids)
        return self._plain(merged, depth, within | ids)

    def _merged(self, schema: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
        """Return a schema and what it refers to by ``$ref`` and ``allOf`` as one; nearer keywords win."""
        merged: dict[str, Any] = {}
        for part in reversed(parts):
            merged |= part
        if properties := self.document.properties(schema):
            merged["properties"] = properties
        if required := dict.fromkeys(name for part in parts for name in part.get("required", ())):
            merged["required"] = list(required)
        return {name: value for name, value in merged.items() if name not in ("$ref", "allOf")}

    def _alternative(self, merged: dict[str, Any], keyword: str, depth: int, within: frozenset[int]) -> Any:
        """Return a value of one alternative; rather one that no other takes too, where only one may, and not null."""
        base = {name: value for name, value in merged.items() if name != keyword}
        alternatives = sorted(merged[keyword], key=lambda each: is_object(each) and _type(each) == "null")
        found: list[Any] = []
        # With all properties, a value may be one of several alternatives.
        for below, each in product(dict.fromkeys((depth, min(depth, 0))), alternatives):
            schema = {"allOf": [each, *([base] if base else []), _discriminated(merged, each)]}
            with suppress(_NoSampleError):
                found.append(self._value(schema, below, within))
                if self._fits(merged, found[-1]):
                    return found[-1]
        if not found:
            raise _NoSampleError
        return found[0]

    def _plain(self, schema: dict[str, Any], depth: int, within: frozenset[int]) -> Any:
        match _type(schema):
            case "object":
                return self._object(schema, depth, within)
            case "array":
                return self._array(schema, depth, within)
            case "string":
                return self._text(schema)
            case "integer" | "number":
                return self._number(schema)
            case "boolean":
                return False
            case "null":
                return None
            case "any":
                return {}
            case unknown:
                raise DocumentError(f"a schema has an unknown type, {unknown!r}")

    def _number(self, schema: dict[str, Any]) -> int | Decimal:
        """Return 1, 0, or a number near a bound or between two, whichever the schema takes first."""
        unit = Decimal(schema.get("multipleOf", 1))
        if _type(schema) == "integer":
            unit *= unit.as_integer_ratio()[1]
        ends = [Decimal(schema[name]) for name in _BOUNDS if name in schema]
        numbers = [unit, Decimal(0)]
        with localcontext(prec=_DIGITS):
            for end in ends:
                above, below = ((end / unit).to_integral_value(to) * unit for to in (ROUND_CEILING, ROUND_FLOOR))
                numbers += [above, above + unit, below, below - unit, end]
            numbers += [(min(ends) + max(ends)) / 2] if ends else []
        number = next((each for each in numbers if self._fits(schema, each)), unit)
        return int(number) if number == number.to_integral_value() else number

    def _text(self, schema: dict[str, Any]) -> str:
        """Return a text of the format, or one that is made from the pattern."""
        least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", _LONGEST))
        text = _FORMATS.get(str(schema.get("format")), "string")
        # Texts that a pattern doesn't take, and are long, might keep `re` busy for ever: the last one is not checked.
        texts = (text, *_of_pattern(schema["pattern"], least)) if "pattern" in schema else (text,)
        fitting = (each for each in texts if self._fits(schema, each))
        return next(fitting, text.ljust(min(least, _LONGEST), "x")[:most])

    def _object(self, schema: dict[str, Any], depth: int, within: frozenset[int]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        properties: dict[str, Any] = schema.get("properties", {})
        required: list[str] = schema.get("required", [])
        additional: Any = schema.get("additionalProperties", True)
        # A map has a key, so that one sees what it holds.
        for name in dict.fromkeys([*properties, *required]) or (["key"] if is_object(additional) else []):
            part = properties.get(name, additional)
            if self.document.has_flag(part, "writeOnly"):
                continue
            if name in required:
                made[name] = self._value(part, depth - 1, within)
            elif depth > 0:
                with suppress(_NoSampleError):
                    made[name] = self._value(part, depth - 1, within)
        return made

    def _array(self, schema: dict[str, Any], depth: int, within: frozenset[int]) -> list[Any]:
        first: list[Any] = schema.get("prefixItems", [])
        least: int = schema.get("minItems", 0)
        wanted = max(least, len(first), 1) if depth > 0 else least
        made: list[Any] = []
        for number in range(min(wanted, schema.get("maxItems", wanted))):
            part = first[number] if number < len(first) else schema.get("items", True)
            try:
                made.append(self._value(part, depth - 1, within))
            except _NoSampleError:
                if number < least:
                    raise
                break
        return made


class _Choices(random.Random):
    """Chooses for rstr, the same in each process; repeats a number of `times`, or as near to it as a pattern lets."""

    def __init__(self, times: int) -> None:
        super().__init__(times)
        self._times = times
        self._left = _MOST_REPEATS

    def randint(self, a: int, b: int) -> int:
        times = max(a, min(b, self._times))
        self._left -= times
        if self._left < 0:
            raise OverflowError
        return times

    def choice(self, seq: Any) -> Any:
        return super().choice(sorted(seq, key=str))  # some come from sets


@lru_cache(maxsize=100)  # an array may have thousands of them
def _of_pattern(pattern: str, least: int) -> list[str]:
    """Return texts that are made from a pattern, those of several lengths, printable ones first."""
    import rstr

    made: list[str] = []
    longest = max(least, _REPEATS)
    for times in range(longest, max(longest - _TRIES, -1), -1):
        with suppress(Exception):  # what it can't read, it refuses in many ways
            made.append(rstr.Rstr(_Choices(times)).xeger(pattern))
    return sorted(made, key=lambda text: not text.isprintable())


def _stated(schema: dict[str, Any]) -> list[Any]:
    """Return the values that stand in a schema, the likeliest first."""
    found = [schema["const"]] if "const" in schema else []
    found += schema["examples"][:3] if is_array(schema.get("examples")) else []
    found += [schema[keyword] for keyword in ("example", "default") if schema.get(keyword) is not None]
    enum: list[Any] = schema["enum"] if is_array(schema.get("enum")) else []
    return [*found, *sorted(enum, key=lambda value: value is None)]


def _discriminated(merged: dict[str, Any], alternative: Any) -> dict[str, Any]:
    """Return the schema of the property by which a discriminator tells an alternative."""
    discriminator = merged.get("discriminator")
    if not is_object(discriminator) or not is_object(alternative) or "$ref" not in alternative:
        return {}
    name, reference = str(discriminator.get("propertyName")), str(alternative["$ref"])
    short = reference.rpartition("/")[2]
    mapping: dict[str, Any] = discriminator.get("mapping", {})
    value = next((key for key, target in mapping.items() if target in (reference, short)), short)
    return {"properties": {name: {"const": value}}, "required": [name]}


def _type(schema: dict[str, Any]) -> str:
    named: Any = schema.get("type", [])
    if names := [named] if isinstance(named, str) else named:
        return next((name for name in names if name != "null"), "null")
    return next((name for name, keywords in _KEYWORDS.items() if schema.keys() & keywords), "any")
