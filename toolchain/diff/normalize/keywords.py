"""The keywords of JSON Schema that say what a value may be, and whether one is well-formed.

A keyword that isn't is passed over: other people's descriptions have `required: true` and worse, and must be compared
all the same.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolchain.openapi.json_values import JSON

TYPES: Final = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})


def _is_number(value: JSON) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_count(value: JSON) -> bool:
    return _is_number(value) and isinstance(value, int | float) and value >= 0 and float(value).is_integer()


def _is_positive(value: JSON) -> bool:
    return _is_number(value) and isinstance(value, int | float) and value > 0


def _is_pattern(value: JSON) -> bool:
    return isinstance(value, str) and _compiles(value)


@cache
def _compiles(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return False
    return True


def _is_type(value: JSON) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(name, str) and name in TYPES for name in names)


def _is_dependency(value: JSON) -> bool:
    return isinstance(value, dict) and all(
        isinstance(names, list) and all(isinstance(name, str) for name in names) for names in value.values()
    )


WELL_FORMED: Final[dict[str, Callable[[JSON], bool]]] = {
    "type": _is_type,
    "enum": lambda value: isinstance(value, list),
    "const": lambda value: True,
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _is_number),
    "multipleOf": _is_positive,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), is_count),
    "pattern": _is_pattern,
    "uniqueItems": lambda value: isinstance(value, bool),
    "dependentRequired": _is_dependency,
}
"""The keywords without schemas in them, and what they may hold."""

FAMILIES: Final = {
    "const": "enum",
    "exclusiveMinimum": "minimum",
    "exclusiveMaximum": "maximum",
}
"""Keywords that are judged together with another, since they replace each other."""

OPAQUE: Final = ("not", "if", "then", "else", "dependentSchemas", "propertyNames", "contains", "minContains",
                 "maxContains", "unevaluatedItems")  # fmt: skip
"""Keywords judged as a whole, with all that is in them: what changes within may turn round on the way out."""

FORMATS: Final = ("format", "contentEncoding", "contentMediaType")
"""What decides the Python type of a value, but not which values there are."""

ENCODINGS: Final = ("contentEncoding", "contentMediaType")
"""Of these, what decides how the text of a value is read."""

NESTED: Final = ("$ref", "properties", "patternProperties", "additionalProperties", "unevaluatedProperties", "items",
                 "prefixItems", "allOf", "anyOf", "oneOf", "required", "readOnly", "writeOnly", "nullable",
                 "x-open-enum")  # fmt: skip

JUDGED: Final = frozenset({*WELL_FORMED, *OPAQUE, *FORMATS, *NESTED})
"""All keywords that take part in the comparison of values."""


def implied_type(schema: dict[str, JSON]) -> str | None:
    """Return the type of a schema that gives none: nobody who writes `properties` means to allow numbers."""
    if any(key in schema for key in ("type", "enum", "const", "allOf", "anyOf", "oneOf", "$ref")):
        return None
    if isinstance(schema.get("properties"), dict):
        return "object"
    return "array" if "items" in schema else None


def well_formed(schema: dict[str, JSON]) -> dict[str, JSON]:
    """Return the keywords of a schema that have no schemas in them, less those that hold nonsense."""
    return {key: schema[key] for key, fits in WELL_FORMED.items() if key in schema and fits(schema[key])}
