"""Preprocess the resolved document for openapi-python-client, which here is a parser of schemas and nothing else.

What the client views read from the resolved document itself is left out or made plain: each operation gets a path, an
id and parameters by number, bodies and responses are JSON of one schema, and schemas have the names of their classes.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Final

from openapi_python_client.strings import ClassName

from toolchain.generate.all_of import combined, is_composed
from toolchain.generate.directions import used_schemas
from toolchain.generate.faults import Fault, operations_of
from toolchain.generate.inline_schemas import FREE, NAME, OR_NULL
from toolchain.generate.media import JSON, body_media, json_media
from toolchain.generate.name_conflicts import class_names
from toolchain.generate.names import refuse_same, snake
from toolchain.generate.references import lookup
from toolchain.openapi.operations import IGNORED_HEADERS

Schema = dict[str, Any]
STRUCTURE: Final = frozenset({"properties", "allOf", "anyOf", "oneOf", "additionalProperties", "$ref", "enum"})
SCHEMAS: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Prepared:
    """The document of plain schemas, and the operations of the resolved one in the order of its paths' numbers."""

    document: Schema
    operations: tuple[tuple[str, str], ...]


def preprocess(document: Mapping[str, Any]) -> Prepared:
    """Return a copy of the resolved document in the form that the generator reads without loss."""
    plain: Schema = _rewritten(document, document)
    operations = list(operations_of(plain))
    paths: Schema = {}
    for number, (_, method, item, operation) in enumerate(operations):
        paths[f"/{number}"] = {method: _reduced(operation, parameters_of(item, method, plain), method, plain)}
    schemas: Schema = plain.get("components", {}).get("schemas", {})
    for schema in schemas.values():
        if "$ref" in schema:  # another name of a schema, which the generator takes in this form alone
            schema["allOf"] = [{"$ref": schema.pop("$ref")}]
    used = used_schemas({"paths": paths, "components": plain.get("components", {})}) & schemas.keys()
    for name in sorted(used):
        for properties in _property_lists(schemas[name]):
            refuse_same(properties, name)
    names = class_names({name: schemas[name] for name in sorted(used)})
    given = {
        "openapi": "3.1.0",
        "info": {"title": "-", "version": "-"},
        "paths": paths,
        "components": {"schemas": {names[name]: schema for name, schema in schemas.items() if name in used}},
    }
    return Prepared(_renamed(given, names), tuple((path, method) for path, method, _, _ in operations))


def number_of(parameter: int) -> str:
    """Return what the generator knows a parameter as, by its place among `parameters_of`."""
    return f"p{parameter}"


def parameters_of(item: Mapping[str, Any], method: str, document: Mapping[str, Any]) -> list[Schema]:
    """Return an operation's parameters with those of its path that it does not override, less what OpenAPI ignores."""
    found: dict[tuple[str, str], Schema] = {}
    for parameter in [*item.get("parameters", []), *item[method].get("parameters", [])]:
        resolved = lookup(document, parameter)
        if resolved["in"] != "header" or resolved["name"].lower() not in IGNORED_HEADERS:
            found[resolved["name"], resolved["in"]] = resolved
    return list(found.values())


def successes(operation: Mapping[str, Any], document: Mapping[str, Any]) -> Schema:
    """Return the responses of success by status; where none is described, the default one is."""
    responses = {str(status): lookup(document, found) for status, found in operation.get("responses", {}).items()}
    found = {status: response for status, response in responses.items() if status.startswith("2")}
    return found or {status: response for status, response in responses.items() if status == "default"}


def _reduced(operation: Mapping[str, Any], parameters: list[Schema], method: str, document: Schema) -> Schema:
    name = str(ClassName(operation["operationId"], ""))
    callers = [
        {"name": number_of(number), NAME: each["name"], "in": "query", "schema": each["schema"]}
        for number, each in enumerate(parameters)
        if "x-client-option" not in each
    ]
    reduced: Schema = {"operationId": operation["operationId"], "tags": ["-"], "parameters": callers, "responses": {}}
    for status, response in successes(operation, document).items():
        media = json_media(response.get("content", {})) if method != "head" else None
        schema = _schema(response, media, f"{name}Result", document)
        content = {} if schema is None else {"content": {JSON: {"schema": schema}}}
        reduced["responses"]["200" if status == "default" else status] = {"description": "-", **content}
    if "requestBody" in operation:
        body = lookup(document, operation["requestBody"])
        media = body_media(body.get("content", {}))
        schema = _schema(body, media, name, document)
        if schema is not None:
            reduced["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return reduced


def _schema(holder: Schema, media: str | None, name: str, document: Schema) -> Schema | None:
    """Return the schema of a body or response; an object in place becomes a component named `name`."""
    if media is None:
        return None
    schema: Schema = holder["content"][media].get("schema", {})
    if "properties" in schema.get("items", {}):
        return {**schema, "items": _component(schema["items"], f"{name}Item", document)}
    return _component(schema, name, document) if "properties" in schema else schema


def _component(schema: Schema, name: str, document: Schema) -> Schema:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    names = chain([name], (f"{name}{number}" for number in count(2)))
    unused = next(each for each in names if schemas.get(each, schema) == schema)  # the same once more is no other one
    schemas[unused] = schema
    return {"$ref": f"{SCHEMAS}{unused}"}


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
    if isinstance(copied.get("enum"), list):
        copied |= _enum_members(copied["enum"])
    if isinstance(copied.get("title"), str) and {"type", "$ref", "enum"} & copied.keys():
        del copied["title"]  # it would win over the schema's own name
    return copied


def _enum_members(values: list[Any]) -> Schema:
    """Return an enum's values, each once, and names for their members where those of two would be the same."""
    once = list({json.dumps(value, sort_keys=True): value for value in values}.values())
    texts = [value for value in once if isinstance(value, str)]
    plain = [snake(text).upper() if text[:1].isalpha() else f"VALUE_{number}" for number, text in enumerate(texts)]
    if len(set(plain)) == len(plain):
        return {"enum": once}
    names: list[str] = []
    for name in plain:
        numbered = (f"{name}_{number}" for number in count(2))
        names.append(name if name not in names else next(each for each in numbered if each not in {*names, *plain}))
    return {"enum": once, "x-enum-varnames": names}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Copy a document with its references to schemas under their new names."""
    if value.__class__ is list:
        return [_renamed(element, names) for element in value]
    if value.__class__ is dict:
        return {key: _renamed(member, names) for key, member in value.items()}
    if value.__class__ is str and value.startswith(SCHEMAS):
        name = value.removeprefix(SCHEMAS).replace("~1", "/").replace("~0", "~")
        return f"{SCHEMAS}{names.get(name, name)}"
    return value


def undescribed_requirements(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each name in `required` that is no property of its schema or of what that is combined with."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _requirements(schema, ("components", "schemas", name), f"schema {name!r}", document, set())
    for path, method, _, operation in operations_of(document):
        yield from _requirements(operation, ("paths", path, method), f"{method.upper()} {path}", document, set())


def _requirements(
    value: Any, keys: tuple[str, ...], what: str, document: Mapping[str, Any], known: set[str]
) -> Iterator[Fault]:
    if value.__class__ is list:
        for index, element in enumerate(value):
            yield from _requirements(element, (*keys, str(index)), what, document, set())
    if value.__class__ is not dict:
        return
    required = value.get("required")
    if required.__class__ is list and known.isdisjoint({"*"}):
        described = known | set(_described(value, document, set()))
        for index, name in enumerate(required):
            if "*" not in described and name not in described:
                yield Fault((*keys, "required", str(index)), f"{what}: required names {name!r}, which is no property")
    for key, member in value.items():
        if key in ("example", "examples", "default", "enum", "const", "required"):
            continue
        if key == "allOf":  # its parts speak of the whole's properties
            whole = known | set(_described(value, document, set()))
            for index, part in enumerate(member):
                yield from _requirements(part, (*keys, key, str(index)), what, document, whole)
        else:
            yield from _requirements(member, (*keys, key), what, document, set())


def _described(schema: Any, document: Mapping[str, Any], seen: set[str]) -> Iterator[str]:
    """Yield the properties that a schema and its parts describe; ``*`` where any name may be one."""
    if schema.__class__ is not dict:
        return
    if isinstance(schema.get("$ref"), str):
        if schema["$ref"] in seen:
            return
        seen.add(schema["$ref"])
        yield from _described(lookup(document, schema), document, seen)
    yield from schema.get("properties", {})
    if schema.get("additionalProperties") or schema.get("patternProperties"):
        yield "*"
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, []):
            yield from _described(part, document, seen)


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
