"""Normalize a resolved document: no schema is composed, and each that makes a class is a component.

Parameters, bodies and responses stand in their operations, each with the one media type that the client uses. What
``allOf`` puts together, or a ``$ref`` with more beside it, is one schema; objects and enums in place are components, so
that their classes have names. The JSON Schema of what is written stays the same.
"""

import json
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from leadconnector.codec.json import is_object
from toolchain.errors import ToolchainError
from toolchain.generate.names import first_free, pascal
from toolchain.generate.operations import (
    SCHEMAS,
    JSONObject,
    Schema,
    body_media,
    json_media,
    lookup,
    named,
    operations_of,
)
from toolchain.openapi.openapi_objects import CHILDREN, walk
from toolchain.openapi.pointer import ROOT

UNIONS: Final = ("anyOf", "oneOf")
SCHEMAS_WITHIN: Final = CHILDREN["schema"]
ADDS: Final = frozenset({"properties", "required", "items", "enum", "const", "format", *UNIONS})
"""What beside an ``allOf`` or a ``$ref`` says more than that does."""
PARTS: Final = frozenset({"$ref", "allOf"})
SAYS: Final = frozenset({"type", "additionalProperties", "patternProperties", *ADDS, *PARTS})
"""What makes a schema's type; all else, such as a description, the whole has instead of its parts."""
OBJECT: Final = frozenset({"type", "additionalProperties", "patternProperties", "properties", "required"})
WITHOUT_CONTENT: Final = frozenset({"204", "205"})


def normalized(document: JSONObject) -> Schema:
    """Return a normalized copy of a resolved document."""
    components = document.get("components", {})
    hoist = _Hoist({name: _flat(schema, document) for name, schema in components.get("schemas", {}).items()})

    def content_as(name: str, content: Mapping[str, Schema], media: str | None) -> Mapping[str, Schema]:
        if media is None:
            return {}
        schema = _flat(content[media].get("schema", {}), document)
        return {media: {**content[media], "schema": hoist(schema, name)}}

    paths: Schema = {}
    for operation in operations_of(document):
        name = pascal(operation["operationId"])
        plain: Schema = {**operation, "parameters": [], "responses": {}}
        for parameter in operation.parameters:
            schema = _flat(parameter["schema"], document)
            if "x-client-option" not in parameter:
                schema = hoist(schema, f"{name}{pascal(parameter['name'])}")
            plain["parameters"].append({**parameter, "schema": schema})
        if "requestBody" in operation:
            body = lookup(document, operation["requestBody"])
            media = body_media(body["content"])
            plain["requestBody"] = {**body, "content": content_as(name, body["content"], media)}
        plain["responses"] = {status: lookup(document, each) for status, each in operation["responses"].items()}
        for status, response in operation.successes.items():
            is_empty = operation.method == "head" or status in WITHOUT_CONTENT
            content: Mapping[str, Schema] = {} if is_empty else response["content"]
            media = json_media(content)
            raw = {each: Schema() for each in list(content)[:1]}
            content = content_as(f"{name}Result", content, media) if media else raw
            plain["responses"][status] = {**response, "content": content}
        paths.setdefault(operation.path, {})[operation.method] = plain
    return {**document, "paths": paths, "components": {**components, "schemas": hoist.schemas}}


def mapped(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    """Return a copy of a schema, changed, with all schemas within it; what is no schema, such as True, stays."""
    if schema.__class__ is not dict:
        return schema
    changed = dict(change(schema))
    for key in changed.keys() & SCHEMAS_WITHIN.keys():
        members = changed[key]
        if SCHEMAS_WITHIN[key] == "*schema" and members.__class__ is dict:
            changed[key] = {name: mapped(member, change) for name, member in members.items()}
        elif SCHEMAS_WITHIN[key] == "+schema" and members.__class__ is list:
            changed[key] = [mapped(member, change) for member in members]
        elif SCHEMAS_WITHIN[key] == "schema":
            changed[key] = mapped(members, change)
    return changed


def parts(schema: Any) -> Iterator[Schema]:
    """Yield a schema and all within it, but for what it refers to."""
    yield from (node for kind, node, _ in walk("schema", schema, ROOT) if kind == "schema" and is_object(node))


def meanings(schema: Any, document: Mapping[str, Any]) -> Iterator[Schema]:
    """Yield all that describes the very value that a schema is of: itself, what it refers to, and parts of these."""
    pending, seen = [schema], set[int]()
    while pending:
        found = pending.pop()
        if found.__class__ is dict and id(found) not in seen:
            seen.add(id(found))
            yield found
            if isinstance(found.get("$ref"), str):
                pending.append(named(document, found["$ref"]))
            pending += [part for key in ("allOf", *UNIONS) for part in found.get(key, ())]


def _flat(schema: Any, document: Mapping[str, Any]) -> Any:
    """Return a copy of a schema in which nothing is composed, and values and discriminators are in full."""

    def change(part: Schema) -> Schema:
        plain = part
        while is_composed(plain):
            plain = combined(plain, document)
        if "$ref" in plain and len(plain) == 1:
            return plain
        if isinstance(plain.get("enum"), list):
            once = {json.dumps(value, sort_keys=True): value for value in plain["enum"]}
            plain = {**plain, "enum": list(once.values())}
        if is_object(discriminator := plain.get("discriminator")):
            plain = {**plain, "discriminator": {**discriminator, "mapping": _mapping(plain, document)}}
        kinds = kinds_of(plain)
        others = [kind for kind in kinds if kind != "object"]
        if "properties" in plain and "object" in kinds and {*others} - {"null"}:
            as_object = {**{key: plain[key] for key in OBJECT & plain.keys()}, "type": "object"}
            as_other = {**{key: plain[key] for key in SAYS - OBJECT & plain.keys()}, "type": others}
            rest = {key: value for key, value in plain.items() if key not in SAYS}
            plain = {**rest, "anyOf": [as_object, as_other]}
        return plain

    return mapped(schema, change)


def _mapping(schema: Schema, document: Mapping[str, Any]) -> dict[str, str]:
    """Return the references of a discriminator by value: those given, and those that its alternatives imply."""
    discriminator = schema["discriminator"]
    given = {value: n if "/" in n else SCHEMAS + n for value, n in discriminator.get("mapping", {}).items()}
    for part in (part for key in UNIONS for part in schema.get(key, []) if "$ref" in part):
        reference = part["$ref"]
        if reference not in given.values():
            properties = object_schema(named(document, reference), document).get("properties", {})
            value = properties.get(discriminator["propertyName"], {}).get("const", reference.rpartition("/")[2])
            given[str(value)] = reference
    return given


def enum_values(schema: Mapping[str, Any]) -> list[Any]:
    """Return the values of an enum that are not null."""
    return [value for value in schema.get("enum", []) if value is not None]


def is_enum_class(schema: Mapping[str, Any]) -> bool:
    """Whether a schema's values make a class: texts, or whole numbers, none of which is the only one."""
    values = [] if "const" in schema else enum_values(schema)
    return bool(values) and any(all(value.__class__ is kind for value in values) for kind in (str, int))


def kinds_of(schema: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema names."""
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else types


def is_nullable(schema: Mapping[str, Any]) -> bool:
    """Whether a schema that is no union says that null is one of its values."""
    kinds = schema.get("type")
    return "null" in kinds if isinstance(kinds, list) else None in schema.get("enum", ()) or kinds == "null"


class _Hoist:
    """Makes components of the objects and enums that schemas describe in place.

    Args:
        schemas: the components, to which they are added.
    """

    def __init__(self, schemas: Schema) -> None:
        self.schemas = schemas
        self._written: Schema = {}
        """The schemas made into components, as they were written."""
        for name in list(schemas):
            schemas[name] = self._with_named_parts(schemas[name], pascal(schemas[name].get("x-python-name", name)))

    def __call__(self, schema: Any, name: str) -> Any:
        """Return a reference to a schema that needs a class, made a component, or any other with its parts replaced."""
        if schema.__class__ is not dict or "$ref" in schema:
            return schema
        if "properties" in schema:
            plain = {**schema, "type": "object"}
        elif is_enum_class(schema) and len(enum_values(schema)) > 1:
            plain = {**schema, "enum": enum_values(schema)}
            if isinstance(plain.get("type"), list):
                del plain["type"]
        else:
            return self._with_named_parts(schema, name)
        plain.pop("default", None)
        known = ChainMap(self._written, self.schemas)
        unused = first_free(name, lambda each: known.get(each, plain) != plain)  # the same once more is no other
        if unused not in self.schemas:
            self.schemas[unused] = self._written[unused] = plain
            self.schemas[unused] = self._with_named_parts(plain, unused)
        said = {
            key: schema[key] for key in schema if key in ("description", "default", "deprecated") or key[:2] == "x-"
        }
        reference = {"$ref": f"{SCHEMAS}{unused}"}
        return {**said, "anyOf": [reference, {"type": "null"}]} if is_nullable(schema) else {**said, **reference}

    def _with_named_parts(self, schema: Schema, name: str) -> Schema:
        found = dict(schema)
        if "properties" in schema:
            members = schema["properties"].items()
            found["properties"] = {key: self(member, f"{name}{pascal(key)}") for key, member in members}
        for key, suffix in (("items", "Item"), ("additionalProperties", "AdditionalProperty")):
            if key in schema:
                found[key] = self(schema[key], f"{name}{suffix}")
        for key in UNIONS:
            if key in schema:
                found[key] = [self(member, f"{name}Type{index}") for index, member in enumerate(schema[key])]
        return found


def is_composed(schema: Mapping[str, Any]) -> bool:
    """Whether a schema says more than any one of its parts."""
    listed: Any = schema.get("allOf")
    if listed.__class__ is list:
        return len(listed) > 1 or "$ref" not in listed[0] or "$ref" in schema or bool(ADDS & schema.keys())
    return isinstance(schema.get("$ref"), str) and bool(ADDS & schema.keys())


def combined(schema: Schema, document: Mapping[str, Any]) -> Schema:
    """Return a composed schema as one: a plain object, or, where only one part says anything, that with its name.

    Raises:
        ToolchainError: if its parts contradict each other, or are of a kind that can't be combined.
    """
    whole: Schema = {key: value for key, value in schema.items() if key not in SAYS}
    saying = [part for part in _direct(schema) if SAYS & part.keys()]
    if not saying:
        return whole
    if len(saying) == 1:
        return {**whole, "allOf": saying} if "$ref" in saying[0] else {**saying[0], **whole}
    properties: Schema = {}
    patterns: Schema = {}
    others: Schema = {}
    required: list[str] = []
    for part in _plain_parts(schema, document):
        if not SAYS & part.keys():
            continue
        if SAYS & part.keys() - OBJECT or part.get("type", "object") != "object":
            references = [each["$ref"] for each in [schema, *schema.get("allOf", [])] if "$ref" in each]
            called = f"allOf of {references[0]!r}" if references else "an allOf"
            raise ToolchainError(f"{called}: only plain objects can be combined, by allOf or beside a $ref")
        for name, member in part.get("properties", {}).items():
            properties[name] = _merged(name, properties[name], member) if name in properties else member
        patterns |= part.get("patternProperties", {})
        if part.get("additionalProperties", False) is not False:
            others = {"additionalProperties": part["additionalProperties"]}
        required += [name for name in part.get("required", []) if name not in required]
    said = {"type": "object", "properties": properties, "patternProperties": patterns, "required": required}
    return {**whole, **others, **{key: value for key, value in said.items() if value}}


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


def _plain_parts(schema: Schema, document: Mapping[str, Any]) -> Iterator[Schema]:
    """Yield the schemas without parts that a schema is made of in the end."""
    if not PARTS & schema.keys():
        yield schema
        return
    for part in _direct(schema):
        yield from _plain_parts(named(document, part["$ref"]) if part.keys() == {"$ref"} else part, document)


def _merged(name: str, first: Schema, second: Schema) -> Schema:
    """Return a property that two parts describe."""
    for key in SAYS & first.keys() & second.keys():
        if first[key] != second[key]:
            raise ToolchainError(f"property {name!r}: the parts of an allOf differ in its {key}; they must agree")
    return {**first, **second}
