"""Schemas put together by ``allOf``, or by a ``$ref`` with more beside it, as one: nothing of their parts is lost.

The generator reads an ``allOf`` of one member as that member, and a ``$ref`` as what it names; all else it forgets. Of
other parts it keeps the properties, but not what our templates show of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from toolchain.errors import ToolchainError
from toolchain.generate.references import named

Schema = dict[str, Any]

ADDS: Final = frozenset({"properties", "required", "items", "enum", "const", "format", "anyOf", "oneOf"})
"""What beside an ``allOf`` or a ``$ref`` says more than that does."""
PARTS: Final = frozenset({"$ref", "allOf"})
SAYS: Final = frozenset({"type", "additionalProperties", *ADDS, *PARTS})
"""What makes a schema's type; all else, such as a description, the whole has instead of its parts."""
OBJECT: Final = frozenset({"type", "additionalProperties", "properties", "required"})


def is_composed(schema: Mapping[str, Any]) -> bool:
    """Whether a schema says more than any one of its parts."""
    parts: Any = schema.get("allOf")
    if parts.__class__ is list:
        return len(parts) > 1 or "$ref" in schema or bool(ADDS & schema.keys())
    return isinstance(schema.get("$ref"), str) and bool(ADDS & schema.keys())


def combined(schema: Schema, document: Mapping[str, Any]) -> Schema:
    """Return a composed schema as one: a plain object, or, where only one part says anything, that with its name.

    Raises:
        ToolchainError: if its parts contradict each other, or are of a kind that can't be combined.
    """
    whole: Schema = {key: value for key, value in schema.items() if key not in SAYS}
    saying = [part for part in _direct(schema) if SAYS & part.keys()]
    if len(saying) == 1:
        return {**whole, "allOf": saying} if "$ref" in saying[0] else {**saying[0], **whole}
    parts = [part for part in _parts(schema, document) if SAYS & part.keys()]
    properties: Schema = {}
    required: list[str] = []
    for part in parts:
        if SAYS & part.keys() - OBJECT or part.get("type", "object") != "object":
            raise ToolchainError(f"{_named(schema)}: only plain objects can be combined, by allOf or beside a $ref")
        for name, member in part.get("properties", {}).items():
            properties[name] = _merged(name, properties[name], member) if name in properties else member
        required += [name for name in part.get("required", []) if name not in required]
    said = {"type": "object", "properties": properties, "required": required}
    return {**whole, **{key: value for key, value in said.items() if value}}


def object_schema(schema: Schema, document: Mapping[str, Any]) -> Schema:
    """Return what a schema is in the end, with all properties of its parts."""
    while PARTS & schema.keys():
        if is_composed(schema):
            schema = combined(schema, document)
        else:
            schema = named(document, schema["$ref"]) if "$ref" in schema else schema["allOf"][0]
    return schema


def _direct(schema: Schema) -> list[Schema]:
    """Return the parts of a schema, what it says itself last."""
    reference = [{"$ref": schema["$ref"]}] if "$ref" in schema else []
    own = {key: value for key, value in schema.items() if key not in PARTS}
    return [*reference, *schema.get("allOf", []), own]


def _parts(schema: Schema, document: Mapping[str, Any]) -> Iterator[Schema]:
    """Yield the schemas without parts that a schema is made of in the end."""
    if not PARTS & schema.keys():
        yield schema
        return
    for part in _direct(schema):
        yield from _parts(named(document, part["$ref"]) if part.keys() == {"$ref"} else part, document)


def _merged(name: str, first: Schema, second: Schema) -> Schema:
    """Return a property that two parts describe."""
    for key in SAYS & first.keys() & second.keys():
        if first[key] != second[key]:
            raise ToolchainError(f"property {name!r}: the parts of an allOf differ in its {key}; they are to agree")
    return {**first, **second}


def _named(schema: Schema) -> str:
    references = [part["$ref"] for part in [schema, *schema.get("allOf", [])] if "$ref" in part]
    return f"allOf of {references[0]!r}" if references else "an allOf"
