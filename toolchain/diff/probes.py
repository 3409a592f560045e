"""Values to try two schemas on: those at their limits, those they name, and a few of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.values import array, as_list, as_object, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.openapi.json_values import JSON

_MANY = 200
_LONGEST = 2_000
_COMMON: tuple[JSON, ...] = (
    None, False, True, 0, 1, -1, 2, 0.5, -0.5, 0.001, 100, 1e9, "", "a", "A", "z", "0", "12", "ab", "abc", "ABC", "US",
    "USD", "AB12", "a b", "a-b", "a_b", "é", "\n", "2024-02-29", "2024-02-29T12:30:00Z", "12:30:00", "a@b.example",
    "https://a.example/b", "+12025550123", "00000000-0000-4000-8000-000000000000", "0123456789abcdef01234567",
)  # fmt: skip
_SINGLE = ("not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames")
_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


def probes(*schemas: JSON) -> Iterator[JSON]:
    """Yield the values: scalars first, then arrays and objects of them."""
    found = list(_subschemas(list(schemas)))
    named = [value for schema in found for value in _named(schema)][:_MANY]
    yield from named
    yield from _COMMON
    yield []
    for value in (*named, *_COMMON):
        yield [value]
    for schema in found:
        for key in ("minItems", "maxItems"):
            length = schema.get(key)
            if isinstance(length, int) and 0 <= length < _LONGEST:
                yield from (array([0] * count) for count in (length - 1, length, length + 1) if count > 0)
    yield from _objects(found, named)


def _objects(schemas: list[dict[str, JSON]], named: list[JSON]) -> Iterator[JSON]:
    required: dict[str, JSON] = {name: 0 for schema in schemas for name in texts(schema.get("required"))}
    known = list({name: None for schema in schemas for name in as_object(schema.get("properties"))})
    # Some that no schema knows too.
    names = [*known, "x", "x-1", "X-1", "unknown name"][:_MANY]
    yield {}
    yield required
    for name in names:
        yield {name: 0}
        yield {**required, name: 0}
        yield {key: value for key, value in required.items() if key != name}
    for value in named[:20]:
        yield from ({**required, name: value} for name in names)
    yield {**dict.fromkeys(known, 0), **required}


def _named(schema: dict[str, JSON]) -> Iterator[JSON]:
    yield from as_list(schema.get("enum"))
    if "const" in schema:
        yield schema["const"]
    for key in _NUMBERS:
        bound = schema.get(key)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            yield from (bound - 1, bound - 0.5, bound, bound + 0.5, bound + 1, bound / 2)
    for key in ("minLength", "maxLength"):
        length = schema.get(key)
        if isinstance(length, int) and 0 <= length < _LONGEST:
            yield from ("a" * count for count in (length - 1, length, length + 1) if count >= 0)


def _subschemas(pending: list[JSON]) -> Iterator[dict[str, JSON]]:
    while pending:
        schema = pending.pop(0)
        if isinstance(schema, dict):
            yield schema
            for key in ("allOf", "anyOf", "oneOf"):
                pending.extend(as_list(schema.get(key)))
            pending.extend(as_object(schema.get("patternProperties")).values())
            pending.extend(schema[key] for key in _SINGLE if key in schema)
