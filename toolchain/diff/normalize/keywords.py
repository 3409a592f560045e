"""The keywords of JSON Schema that say what a value may be, and whether one is well-formed.

A keyword that isn't is passed over: other people's descriptions have `required: true` and worse, and must be compared
all the same.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

import jsonschema_rs

from toolchain.diff.values import texts
from toolchain.openapi.json_values import as_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

TYPES: Final = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
SCALARS: Final = TYPES - {"null", "array", "object"}

FLAT: Final = ("type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
               "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minProperties",
               "maxProperties", "dependentRequired")  # fmt: skip
"""The keywords without schemas in them."""

FAMILIES: Final = {"const": "enum", "exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
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

JUDGED: Final = frozenset({*FLAT, *OPAQUE, *FORMATS, *NESTED})
"""All keywords that take part in the comparison of values."""


def named_types(schema: dict[str, JSON]) -> list[str]:
    """Return what the `type` of a schema names."""
    given = schema.get("type")
    return texts(given if isinstance(given, list) else [given])


def implied_type(schema: dict[str, JSON]) -> str | None:
    """Return the type of a schema that gives none: nobody who writes `properties` means to allow numbers."""
    if any(key in schema for key in ("type", "enum", "const", "allOf", "anyOf", "oneOf", "$ref")):
        return None
    if isinstance(schema.get("properties"), dict):
        return "object"
    return "array" if "items" in schema else None


def listed(document: Document, place: Pointer, *keywords: str) -> list[Pointer]:
    """Return the schemas in arrays of the schema at a place, such as the parts of its `allOf`."""
    schema = document.schema(place)
    return [place.below(key, index) for key in keywords for index, _ in enumerate(as_list(schema.get(key)))]


def well_formed(schema: dict[str, JSON]) -> dict[str, JSON]:
    """Return the keywords of a schema that have no schemas in them, less those that hold nonsense."""
    return {key: schema[key] for key in FLAT if key in schema and is_well_formed(key, schema[key])}


def is_well_formed(keyword: str, value: JSON) -> bool:
    """Whether a keyword without schemas in it holds what it may hold, and no pattern that no engine can run."""
    return keyword == "const" or validator(json.dumps({keyword: value})) is not None


def is_valid(schema: JSON, value: JSON) -> bool:
    """Return whether a value meets a small schema without references; none meets one that holds nonsense."""
    return judge(schema)(value)


def judge(schema: JSON) -> Callable[[JSON], bool]:
    """Return what tells whether a value meets a small schema: that may have thousands of values to be read."""
    found = validator(json.dumps(schema))
    return found.is_valid if found is not None else lambda value: False


@cache
def validator(schema: str) -> jsonschema_rs.Draft202012Validator | None:
    """Return the validator of a small schema, given as JSON; None where it holds nonsense."""
    try:
        return jsonschema_rs.Draft202012Validator(json.loads(schema), offline=True)
    except ValueError:
        return None
