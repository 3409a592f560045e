"""Objects and enums that a schema describes in place, as components: each then has a class with a name of its own.

Openapi-python-client is given what is left of them: it makes the classes' names and modules, while what a property
holds is read from the schema itself, in `toolchain.generate.property_types`.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import chain, count
from typing import Any, Final

from openapi_python_client.strings import ClassName

from leadconnector.codec.json import is_object

Schema = dict[str, Any]

SCHEMAS: Final = "#/components/schemas/"
METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
UNIONS: Final = ("anyOf", "oneOf")
FREE: Final = "x-free"
"""Marks a schema that says no more than object or array."""
OR_NULL: Final = "x-free-or-null"
"""Marks such a schema that takes null too."""
NAME: Final = "x-name"
"""The name of a parameter, which the document for the generator has by number."""


def with_named_schemas(document: Schema) -> Schema:
    """Return a copy of a document whose objects and enums of several values are all components."""
    copied = deepcopy(document)
    schemas: Schema = copied.setdefault("components", {}).setdefault("schemas", {})
    for name in list(schemas):
        _name_parts(schemas[name], name, schemas)
    for holder, name in _contents(copied):
        holder["schema"] = _named(holder["schema"], name, schemas)
    return copied


def class_names_only(document: Schema) -> Schema:
    """Return a copy of such a document for openapi-python-client, with properties of which it need only know names."""
    copied = deepcopy(document)
    schemas: Schema = copied["components"]["schemas"]
    for name, schema in schemas.items():
        if "properties" in schema:
            names: Schema = {key: {} for key in schema["properties"]}
            schemas[name] = {**schema, "properties": names} | ({"type": "object"} if "allOf" not in schema else {})
            schemas[name].pop("additionalProperties", None)
            schemas[name].pop("discriminator", None)
        else:
            schemas[name] = _parsable(schema)
    return {**copied, "paths": {}}


def enum_values(schema: Mapping[str, Any]) -> list[Any]:
    """Return the values of an enum that are not null."""
    return [value for value in schema.get("enum", []) if value is not None]


def is_enum_class(schema: Mapping[str, Any]) -> bool:
    """Whether a schema's values make a class: texts, or whole numbers."""
    values = enum_values(schema)
    return bool(values) and any(all(value.__class__ is kind for value in values) for kind in (str, int))


def is_nullable(schema: Mapping[str, Any]) -> bool:
    """Whether a schema that is no union says that null is one of its values."""
    kinds = schema.get("type")
    return "null" in kinds if isinstance(kinds, list) else None in schema.get("enum", ()) or kinds == "null"


def _contents(document: Schema) -> Iterator[tuple[Schema, str]]:
    """Yield the holders of the schemas of bodies and responses, and the names that objects in them get."""
    for item in document.get("paths", {}).values():
        for operation in (item[method] for method in METHODS if method in item):
            name = str(ClassName(operation.get("operationId", "operation"), ""))
            holders = [(operation["requestBody"], name)] if "requestBody" in operation else []
            for parameter in operation.get("parameters", []):
                yield parameter, f"{name}{ClassName(parameter.get(NAME, ''), '')}"
            holders += [(response, f"{name}Result") for response in operation.get("responses", {}).values()]
            for holder, schema_name in holders:
                for media in holder.get("content", {}).values():
                    if isinstance(media.get("schema"), dict):
                        yield media, schema_name


def _name_parts(schema: Schema, name: str, schemas: Schema) -> None:
    for key, member in schema.get("properties", {}).items():
        schema["properties"][key] = _named(member, f"{name}{ClassName(key, '')}", schemas)
    for key, suffix in (("items", "Item"), ("additionalProperties", "AdditionalProperty")):
        if isinstance(schema.get(key), dict):
            schema[key] = _named(schema[key], f"{name}{suffix}", schemas)
    for key in UNIONS:
        for index, member in enumerate(schema.get(key, [])):
            schema[key][index] = _named(member, f"{name}Type{index}", schemas)


def _named(schema: Any, name: str, schemas: Schema) -> Any:
    """Return a reference to a schema that needs a class, made a component; any other as it is, but for its parts."""
    if not is_object(schema) or "$ref" in schema:
        return schema
    is_class = "properties" in schema and "allOf" not in schema
    if not is_class and not (is_enum_class(schema) and len(enum_values(schema)) > 1):
        _name_parts(schema, name, schemas)
        return schema
    plain = {**schema, "type": "object"} if is_class else {**schema, "enum": enum_values(schema)}
    if not is_class and isinstance(plain.get("type"), list):
        del plain["type"]
    plain.pop("default", None)
    names = chain([name], (f"{name}{number}" for number in count(2)))
    unused = next(each for each in names if schemas.get(each, plain) == plain)  # the same once more is no other one
    schemas[unused] = plain
    _name_parts(plain, unused, schemas)
    said = {key: schema[key] for key in schema if key in ("description", "default", "deprecated") or key[:2] == "x-"}
    reference = {"$ref": f"{SCHEMAS}{unused}"}
    return {**said, "anyOf": [reference, {"type": "null"}]} if is_nullable(schema) else {**said, **reference}


def _parsable(schema: Any) -> Any:
    """Return what openapi-python-client can read of a schema that makes no class: maps and odd enums are free."""
    if not is_object(schema) or "$ref" in schema:
        return schema
    if "additionalProperties" in schema:
        return {FREE: "object"}
    if ("enum" in schema or "const" in schema) and not (is_enum_class(schema) and "const" not in schema):
        return {}
    plain = dict(schema)
    plain.pop("discriminator", None)
    if is_object(plain.get("items")):
        plain["items"] = _parsable(plain["items"])
    for key in UNIONS:
        if key in plain:
            plain[key] = [_parsable(member) for member in plain[key]]
    return plain
