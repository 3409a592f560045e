"""Responses as the document describes them: by their example, else with a value made from their schema.

Such values are the same for the same schema each time, and have every required property.
"""

from __future__ import annotations

import random
import re
from base64 import b64encode
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from leadconnector.codec.json import is_array, is_object, write_json
from leadconnector.sandbox.document import Document, DocumentError, MissingExtraError, objects
from leadconnector.sandbox.messages import Request, Response, is_json, json_response, media_type
from leadconnector.sandbox.schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from leadconnector.sandbox.operations import Operation

_RANGES: Final = {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain"}

_DEPTH: Final = 12  # objects and arrays in one another, below which only what is required is filled in
_MAX_DEPTH: Final = 60
_MOST_VALUES: Final = 3000  # in one sample, above which only what is required is filled in
_MOST_TRIES: Final = 6000  # values made for one sample, those of alternatives that came to nothing included
_MOST_ELEMENTS: Final = 1000
_LONGEST: Final = 1_000_000  # characters
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
_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_KEYWORDS: Final[dict[str, tuple[str, ...]]] = {
    "object": ("properties", "required", "additionalProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems"),
    "string": ("pattern", "minLength", "maxLength", "format"),
    "number": (*_BOUNDS, "multipleOf"),
}


class DescribedResponses:
    """Makes the successful responses that a document describes, each once; they are the same every time."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._samples = Samples(document)
        self._made: dict[tuple[str, str], Response] = {}

    def of(self, operation: Operation, path: Mapping[str, str], request: Request) -> Response:
        """Return the response to a request: of several media types, one that it accepts; of several pages, its page."""
        media = _chosen(_success(operation)[1].get("content", {}), request.headers.get("accept", ""))
        if (operation.id, media) not in self._made:
            try:
                self._made[operation.id, media] = self._make(operation, media)
            except DocumentError:
                raise
            except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
                message = f"the response of {operation.id} is not as OpenAPI has it: {error!r}"
                raise DocumentError(message) from error
        response = _page(self._made[operation.id, media], operation.described.get("x-pagination", {}), request.query)
        # Some responses repeat parameters of the path.
        echoes: Mapping[str, str] = operation.described.get("x-echoes", {})
        value = response.json() if echoes and response.body else None
        if not is_object(value):
            return response
        repeated = {name: path[parameter] for parameter, name in echoes.items() if parameter in path}
        return replace(response, body=write_json({**value, **repeated}))

    def with_value(self, operation: Operation, value: object) -> Response:
        """Return the response that is described for success, with a JSON value for its body."""
        status, described = _success(operation)
        if value is None and not described.get("content"):
            return Response(status=status)
        return json_response(value, status)

    def properties(self, operation: Operation) -> Mapping[str, Any]:
        """Return the properties of the JSON that is described for success."""
        content: dict[str, Any] = _success(operation)[1].get("content", {})
        return self._document.properties(content.get(_chosen(content, ""), {}).get("schema"))

    def _make(self, operation: Operation, media: str) -> Response:
        status, described = _success(operation)
        headers = tuple(self._headers(described.get("headers", {})))
        if not media or status == 204:
            return Response(status=status, headers=headers)
        value = self._value(described["content"][media])
        sent = _RANGES.get(media_type(media), media)
        is_text = isinstance(value, str) and not is_json(media_type(sent))
        body = value.encode() if is_text else write_json(value)
        return Response(status=status, headers=(*headers, ("content-type", sent)), body=body)

    def _value(self, described: dict[str, Any]) -> Any:
        """Return the example of a media type or a header, else a sample of its schema."""
        if "example" in described:
            return described["example"]
        for each in objects(list(described.get("examples", {}).values())):
            example = self._document.resolve(each)
            if "value" in example:
                return example["value"]
        return self._samples.of(described.get("schema", {"type": "string"}))

    def _headers(self, described: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        for name, each in described.items():
            header = self._document.resolve(each)
            if name.lower() != "content-type" and (header.get("required") or "example" in header):
                value = self._value(header)
                text = value if isinstance(value, str) else write_json(value).decode()
                yield name, text.encode("ascii", "replace").decode()


def _success(operation: Operation) -> tuple[int, dict[str, Any]]:
    """Return the first status that is a success, and what is described for it; 200 where nothing says which."""
    described = operation.responses
    exact = sorted(status for status in described if status.isdecimal() and len(status) == 3 and status[0] in "23")
    for status in (*(each for each in exact if each[0] == "2"), "2XX", "2xx", "default", *exact):
        if status in described:
            return int(status) if status.isdecimal() else 200, described[status]
    return 200, {}


def _chosen(content: Mapping[str, Any], accept: str) -> str:
    accepted = {media_type(each) for each in accept.split(",")}
    asked = [media for media in content if media_type(media) in accepted]
    in_json = [media for media in content if is_json(media_type(media))]
    return next(iter([*asked, *in_json, *content]), "")


def _page(response: Response, pagination: Mapping[str, str], query: Mapping[str, list[str]]) -> Response:
    """Return the first page as it is described, and any other as the last: with what items are left, and no next."""
    cursors = query.get(pagination.get("cursor", ""), [])
    offset = next(iter(query.get(pagination.get("offset", ""), [])), "")
    skipped = int(offset[:9]) if offset.isdecimal() else 0
    if not (any(cursors) or skipped):
        return response
    page = response.json()
    ends: dict[str, Any] = {"items": [], "next-cursor": None, "has-more": False}
    for key, last in ends.items():
        *path, name = pagination.get(key, "").split(".")
        holder = page
        for step in path:
            holder = holder.get(step) if is_object(holder) else None
        if is_object(holder) and name in holder:
            is_slice = key == "items" and skipped and is_array(holder[name])
            holder[name] = holder[name][skipped:] if is_slice else last
    return replace(response, body=write_json(page))


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
            with suppress(_NoSampleError):
                found.append(self._value(schema, depth, frozenset(), 0))
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
        self._count += 1
        if within & ids or len(within) > _MAX_DEPTH or self._count > _MOST_TRIES:
            raise _NoSampleError  # a value of this schema within itself: left out, where it may be
        depth = depth if self._count < _MOST_VALUES else 0
        merged = self._merged(schema, parts)
        if not nth:
            # An example or default that stands in the schema, if it is valid by it: many are not.
            given = [*examples] if is_array(examples := merged.get("examples")) else []
            given += [merged[keyword] for keyword in ("example", "default") if merged.get(keyword) is not None]
            if valid := [each for each in given[:3] if self._is_valid(schema, each)]:
                return valid[0]
        for keyword in ("oneOf", "anyOf"):
            if is_array(merged.get(keyword)):
                return self._alternative(merged, keyword, depth, within | ids, nth)
        return self._plain(merged, depth, within | ids, nth)

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

    def _alternative(self, merged: dict[str, Any], keyword: str, depth: int, within: frozenset[int], nth: int) -> Any:
        """Return a value of the first alternative that has one and is not null."""
        base = {name: value for name, value in merged.items() if name != keyword}
        found: list[Any] = []
        for each in sorted(merged[keyword], key=lambda each: is_object(each) and _type(each) == "null"):
            schema = {"allOf": [each, *([base] if base else []), *_discriminated(merged, each)]}
            with suppress(_NoSampleError):
                found.append(self._value(schema, depth, within, nth))
                if self._is_valid(merged, found[-1]):
                    return found[-1]
        if not found:
            raise _NoSampleError
        return found[0]

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
            candidates = list(_texts(schema, nth) if kind == "string" else _numbers(schema, nth))
            return next((each for each in candidates if self._is_valid(schema, each)), candidates[0])
        other: dict[str, Any] = {"boolean": bool(nth % 2), "any": {}}
        return other.get(kind)

    def _object(self, schema: dict[str, Any], depth: int, within: frozenset[int], nth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        properties: dict[str, Any] = schema.get("properties", {})
        required: list[str] = schema.get("required", [])
        patterns: dict[str, Any] = schema.get("patternProperties", {})
        additional: Any = schema.get("additionalProperties", True)
        for name in dict.fromkeys([*properties, *required]):
            other = next((part for pattern, part in patterns.items() if _matches(pattern, name)), additional)
            part = properties.get(name, other)
            if self._document.has_flag(part, "writeOnly"):
                continue
            if name in required:
                made[name] = self._value(part, depth - 1, within, nth)
            elif depth > 0:
                with suppress(_NoSampleError):
                    made[name] = self._value(part, depth - 1, within, nth)
        least = schema.get("minProperties", 0)
        if is_object(additional) and not properties and depth > 0:
            least = max(least, 1)  # so that one sees what a map holds
        for number in range(1, _MOST_ELEMENTS if len(made) < least else 0):
            with suppress(_NoSampleError):
                made[f"key{number}"] = self._value(additional, depth - 1, within, nth)
            if len(made) >= least:
                break
        return made

    def _array(self, schema: dict[str, Any], depth: int, within: frozenset[int], nth: int) -> list[Any]:
        prefix: list[Any] = schema.get("prefixItems", [])
        made = [self._value(each, depth - 1, within, nth) for each in prefix]
        least = min(schema.get("minItems", 0), _MOST_ELEMENTS)
        wanted = max(least, len(prefix) or 1) if depth > 0 else least
        wanted = min(wanted, schema.get("maxItems", wanted))
        for number in range(nth, nth + 2 * _MOST_ELEMENTS):
            if len(made) >= wanted:
                break
            try:
                value = self._value(schema.get("items", True), depth - 1, within, number)
            except _NoSampleError:
                if len(made) < least:
                    raise
                break
            if not (schema.get("uniqueItems") and value in made):
                made.append(value)
        return made


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


def _texts(schema: dict[str, Any], nth: int) -> Iterator[str]:
    least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", _LONGEST))
    if isinstance(schema.get("pattern"), str):
        yield from _of_pattern(schema["pattern"], least, most, nth)
    make = _FORMATS.get(str(schema.get("format")))
    text = make(nth) if make else f"string{nth or ''}"
    yield text.ljust(min(least, _LONGEST), "x")[:most]


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
    unit = Decimal(schema.get("multipleOf", 1)) or Decimal(1)
    if schema.get("type") == "integer":
        unit *= unit.as_integer_ratio()[1]
    ends = [Decimal(schema[name]) for name in _BOUNDS if name in schema]
    starts = [unit, Decimal(0)]
    for end in ends:
        multiples = [(end / unit).to_integral_value(rounding) * unit for rounding in (ROUND_CEILING, ROUND_FLOOR)]
        starts += [end, multiples[0], multiples[0] + unit, multiples[1], multiples[1] - unit]
    starts += [sum(ends, Decimal(0)) / len(ends)] if ends else []
    for start in (*(each + unit * nth for each in starts), *starts):
        yield int(start) if start == start.to_integral_value() else start
