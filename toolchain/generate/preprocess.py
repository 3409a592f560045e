"""The document as openapi-python-client is given it: the resolved one less what its templates are not to see.

The facade and the model views carry what is left out here (error answers, what the client fills in, free objects).
"""

from collections.abc import Iterator, Mapping
from itertools import chain, count
from typing import Any

from openapi_python_client.strings import ClassName

from toolchain.generate.composed import combined, is_composed
from toolchain.generate.directions import used_schemas
from toolchain.generate.names import refuse_same
from toolchain.generate.operations import METHODS
from toolchain.generate.parsed import FREE, OR_NULL
from toolchain.generate.references import lookup

Schema = dict[str, Any]
JSON = "application/json"
IGNORED = frozenset({"accept", "authorization", "content-type"})
"""Headers that are no parameters, whatever a description says: media types and security schemes stand for them."""
STRUCTURE = frozenset({"properties", "allOf", "anyOf", "oneOf", "additionalProperties", "$ref", "enum"})


def given_document(document: Mapping[str, Any]) -> Schema:
    """Return a copy of the resolved document in the form that the generator reads without loss."""
    names = {tag["name"]: tag.get("x-python-name", tag["name"]) for tag in document.get("tags", [])}
    given: Schema = _rewritten(document, document)
    for item in given["paths"].values():
        for method in METHODS:
            if method in item:
                item[method]["parameters"] = parameters_of(item, method, given)
                _reduce(method, item[method], given, names)
        item.pop("parameters", None)
    schemas: Schema = given.get("components", {}).get("schemas", {})
    for schema in schemas.values():
        if "$ref" in schema:  # another name of a schema, which the generator takes in this form alone
            schema["allOf"] = [{"$ref": schema.pop("$ref")}]
    used = used_schemas(given)
    for name in sorted(used & schemas.keys()):
        for properties in _property_lists(schemas[name]):
            refuse_same(properties, name)
    given["components"] = {
        **given.get("components", {}),
        "schemas": {name: schema for name, schema in schemas.items() if name in used},
        "parameters": {},
    }
    return given


def _reduce(method: str, operation: Schema, document: Schema, names: Mapping[str, str]) -> None:
    operation["tags"] = [names.get(tag, tag) for tag in operation.get("tags") or ["default"]][:1]
    operation["parameters"] = _callers(operation.get("parameters", []), document)
    operation["responses"] = {
        status: _json_only(lookup(document, answer), is_sent=method != "head")
        for status, answer in operation.get("responses", {}).items()
        if str(status).startswith("2")
    }
    name = str(ClassName(operation["operationId"], ""))
    for answer in operation["responses"].values():
        _name_schema(answer, f"{name}Result", document)
    if "requestBody" in operation:
        operation["requestBody"] = _json_only(lookup(document, operation["requestBody"]), is_sent=True)
        _name_schema(operation["requestBody"], name, document)


def _json_only(holder: Schema, *, is_sent: bool) -> Schema:
    """Return a body or answer with what the client reads and writes of it; to HEAD nothing is sent."""
    content = {name: media for name, media in holder.get("content", {}).items() if name == JSON and is_sent}
    return {**holder, "content": content} if "content" in holder else dict(holder)


def _name_schema(holder: Schema, name: str, document: Schema) -> None:
    """Make a component of an object that is described in place, so that its class is named after the operation."""
    media: Schema = holder.get("content", {}).get(JSON, {})
    schema: Schema = media.get("schema", {})
    if "properties" in schema.get("items", {}):
        schema = {**schema, "items": _component(schema["items"], f"{name}Item", document)}
    elif "properties" in schema:
        schema = _component(schema, name, document)
    else:
        return
    holder["content"] = {**holder["content"], JSON: {**media, "schema": schema}}


def _component(schema: Schema, name: str, document: Schema) -> Schema:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    names = chain([name], (f"{name}{number}" for number in count(2)))
    unused = next(each for each in names if schemas.get(each, schema) == schema)  # the same once more is no other one
    schemas[unused] = schema
    return {"$ref": f"#/components/schemas/{unused}"}


def parameters_of(item: Mapping[str, Any], method: str, document: Mapping[str, Any]) -> list[Schema]:
    """Return an operation's parameters with those of its path that it does not override, less what OpenAPI ignores."""
    found: dict[tuple[str, str], Schema] = {}
    for parameter in [*item.get("parameters", []), *item[method].get("parameters", [])]:
        resolved = lookup(document, parameter)
        if resolved["in"] != "header" or resolved["name"].lower() not in IGNORED:
            found[resolved["name"], resolved["in"]] = resolved
    return list(found.values())


def _callers(parameters: list[Schema], document: Schema) -> list[Schema]:
    """Return the parameters that the caller gives: an enum of one value, say, is to become no class."""
    resolved = (lookup(document, parameter) for parameter in parameters)
    return [parameter for parameter in resolved if "x-client-option" not in parameter]


def _rewritten(value: Any, document: Mapping[str, Any]) -> Any:
    """Copy a document; composed schemas become plain ones, objects without structure free ones.

    Arrays without items get some, titles go.
    """
    if value.__class__ is list:
        return [_rewritten(element, document) for element in value]
    if value.__class__ is not dict:
        return value
    plain = combined(value, document) if is_composed(value) else value
    copied: Schema = {key: _rewritten(member, document) for key, member in plain.items()}
    if copied.get("type") in ("object", ["object", "null"], ["null", "object"]) and not STRUCTURE & copied.keys():
        copied |= {FREE: "object", OR_NULL: copied.pop("type") != "object"}
    if copied.get("type") == "array" and "items" not in copied:
        copied["items"] = {}
    if isinstance(copied.get("title"), str) and {"type", "$ref", "enum"} & copied.keys():
        del copied["title"]  # it would win over the schema's own name
    return copied


def _property_lists(schema: Any) -> Iterator[Schema]:
    """Yield the properties of a schema and of those within it."""
    if schema.__class__ is dict:
        if isinstance(schema.get("properties"), dict):
            yield schema["properties"]
        for member in schema.values():
            yield from _property_lists(member)
    elif schema.__class__ is list:
        for member in schema:
            yield from _property_lists(member)
