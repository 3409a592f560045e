"""Give a schema that requests and responses share one class for each: ``X`` for responses, ``XInput`` for requests.

The description says a thing once; what differs is the use. Requests have no ``readOnly`` properties, and write days as
days where a response may hold a moment. Responses have no ``writeOnly`` properties, and promise only what identifies
them: what ``required`` and ``default`` say of a shared schema holds for requests.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, cast

from openapi_python_client.strings import ClassName

from toolchain.errors import ToolchainError
from toolchain.generate.references import lookup, named
from toolchain.openapi.operations import METHODS

Schema = dict[str, Any]
Change = Callable[[Schema], Schema]

SCHEMAS: Final = "#/components/schemas/"
SUFFIX: Final = "Input"
IDENTITY: Final = "_id"
"""The property that a response is known by, and that it therefore always has."""
EITHER: Final = "date-or-date-time"
"""The format of a day for which responses may hold a moment."""
TOLD_BY: Final = "x-told-by"
"""In a response's side of a shared schema: what the schema requires, by which a member of a union can be told."""
KEYED: Final = ("properties", "patternProperties", "dependentSchemas", "$defs")
LISTED: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
SINGLE: Final = ("items", "additionalProperties", "unevaluatedProperties", "contains", "not", "if", "then", "else")


def directed(document: Mapping[str, Any]) -> Schema:
    """Return a copy of the document in which no schema with a class of its own is used in both directions.

    Raises:
        ToolchainError: if the name of a request class is taken.
    """
    result: Schema = _copied(document)
    components: Schema = result.get("components", {})
    schemas: Schema = components.get("schemas", {})
    uses = _Uses(result)
    for name in sorted(uses.shared()):
        _hoist(name, schemas[name], schemas)
    shared = uses.shared()
    split = _differing(shared, schemas)
    twins = {SCHEMAS + name: SCHEMAS + _twin(name, schemas) for name in sorted(split)}
    requested = uses.requested()
    originals = dict(schemas)
    for name in sorted(originals):
        schema = originals[name]
        if name in split:
            schemas[name] = _for_response(schema, result, is_twin=True, is_root=name in uses.roots)
            twin = twins[SCHEMAS + name].removeprefix(SCHEMAS)
            schemas[twin] = _for_request(schema, result, twins)
            if "x-python-name" in schema:
                schemas[twin]["x-python-name"] = f"{schema['x-python-name']}{SUFFIX}"
        elif name in requested - shared:
            schemas[name] = _for_request(schema, result, twins)
        elif name not in shared:
            schemas[name] = _for_response(schema, result)
    for holder in uses.requests:
        holder["schema"] = _for_request(holder["schema"], result, twins)
    for holder in uses.responses:
        holder["schema"] = _for_response(holder["schema"], result)
    return result


def _copied(value: Any) -> Any:
    """Copy JSON; what a YAML alias repeats is then no longer one object."""
    if value.__class__ is list:
        return [_copied(element) for element in value]
    if isinstance(value, Mapping):
        return {key: _copied(member) for key, member in cast("Mapping[str, Any]", value).items()}
    return value


def used_schemas(document: Schema) -> set[str]:
    """Return the names of the component schemas that operations send, or receive when they succeed."""
    uses = _Uses(document)
    return uses.requested() | uses.returned()


def returned_schemas(document: Mapping[str, Any]) -> set[str]:
    """Return the names of the component schemas that responses of success lead to."""
    return _Uses(dict(document)).returned()


def _reached(schemas: Iterable[Schema], document: Mapping[str, Any]) -> set[str]:
    """Return the names of the component schemas that some schemas lead to."""
    pending, names = list(schemas), set[str]()
    while pending:
        for reference in _references(pending.pop()):
            name = reference.removeprefix(SCHEMAS)
            if name not in names:
                names.add(name)
                pending.append(named(document, reference))
    return names


class _Uses:
    """Where operations hold the schemas of their requests and responses: the objects with a ``schema`` in them."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self._known = set[int]()
        self.requests: list[Schema] = []
        self.responses: list[Schema] = []
        for item in document.get("paths", {}).values():
            self._parameters(item.get("parameters", []))
            for operation in (item[method] for method in METHODS if method in item):
                self._parameters(operation.get("parameters", []))
                if "requestBody" in operation:
                    self._add(self.requests, lookup(document, operation["requestBody"]).get("content", {}).values())
                for status, response in operation.get("responses", {}).items():
                    if str(status).startswith("2") or status == "default":
                        self._add(self.responses, lookup(document, response).get("content", {}).values())
        self.roots = {
            schema["$ref"].removeprefix(SCHEMAS)
            for holder in self.responses
            for schema in (holder["schema"], holder["schema"].get("items", {}))
            if "$ref" in schema
        }

    def requested(self) -> set[str]:
        return _reached((holder["schema"] for holder in self.requests), self._document)

    def returned(self) -> set[str]:
        return _reached((holder["schema"] for holder in self.responses), self._document)

    def shared(self) -> set[str]:
        return self.requested() & self.returned()

    def _parameters(self, parameters: Iterable[Schema]) -> None:
        self._add(self.requests, (lookup(self._document, parameter) for parameter in parameters))

    def _add(self, holders: list[Schema], found: Iterable[Schema]) -> None:
        for each in found:
            if each.get("schema").__class__ is dict and id(each) not in self._known:
                self._known.add(id(each))
                holders.append(each)


def _hoist(name: str, schema: Schema, schemas: Schema) -> None:
    """Make components of the objects that a schema describes in place, by the names that their classes have anyway."""
    places = [
        (schema.get("properties", {}), key, f"{name}{ClassName(key, '')}") for key in schema.get("properties", {})
    ]
    places += [
        (schema, key, f"{name}{suffix}")
        for key, suffix in (("items", "Item"), ("additionalProperties", "AdditionalProperty"))
        if key in schema
    ]
    for holder, key, nested in places:
        member = holder[key]
        if member.__class__ is dict and "$ref" not in member:
            if "properties" in member and member.get("type", "object") == "object" and nested not in schemas:
                holder[key], schemas[nested] = {"$ref": SCHEMAS + nested}, member
            _hoist(nested, member, schemas)
    for part in schema.get("allOf", []):
        _hoist(name, part, schemas)


def _differing(shared: set[str], schemas: Schema) -> set[str]:
    """Return those of the shared schemas that are not the same in both directions, or lead to such a one."""
    leads = {name: {n for n in shared if SCHEMAS + n in set(_references(schemas[name]))} for name in shared}
    split = {name for name in shared if any(_differs(part) for part in _parts(schemas[name]))}
    while more := {name for name in shared - split if leads[name] & split}:
        split |= more
    return split


def _differs(schema: Schema) -> bool:
    """Whether a schema makes a class, or says one thing of requests and another of responses."""
    return "properties" in schema or schema.get("format") == EITHER


def _parts(schema: Any) -> Iterator[Schema]:
    """Yield a schema and all within it, but for what it refers to."""
    if schema.__class__ is dict:
        yield schema
        for key in KEYED:
            for member in schema.get(key, {}).values():
                yield from _parts(member)
        for key in LISTED:
            for member in schema.get(key, []):
                yield from _parts(member)
        for key in SINGLE:
            yield from _parts(schema.get(key))


def _references(schema: Schema) -> Iterator[str]:
    for part in _parts(schema):
        if "$ref" in part:
            yield part["$ref"]
        yield from _mapping(part).values()


def _twin(name: str, schemas: Schema) -> str:
    """Return the name of the request's side of a shared schema."""
    twin = f"{schemas[name].get('x-python-name', name)}{SUFFIX}"
    if twin in schemas:
        raise ToolchainError(
            f"schema {name!r}: requests and responses share it, so that its request class is {twin!r}, as another "
            f"schema is called; give {name!r} an x-python-name in overlays/python"
        )
    return twin


def _for_request(schema: Schema, document: Schema, twins: Mapping[str, str]) -> Schema:
    def change(part: Schema) -> Schema:
        changed = _without(part, "readOnly", document)
        if changed.get("format") == EITHER:
            changed["format"] = "date"
        if mapping := _mapping(changed, implied=True):
            changed["discriminator"] = {
                **changed["discriminator"],
                "mapping": {value: twins.get(reference, reference) for value, reference in mapping.items()},
            }
        if "$ref" in changed:
            changed["$ref"] = twins.get(changed["$ref"], changed["$ref"])
        return changed

    request: Schema = _mapped(schema, change)
    return request


def _for_response(schema: Schema, document: Schema, *, is_twin: bool = False, is_root: bool = False) -> Schema:
    def change(part: Schema) -> Schema:
        changed = _without(part, "writeOnly", document)
        if IDENTITY in (properties := changed.get("properties", {})):
            changed["properties"] = {IDENTITY: properties[IDENTITY], **properties}  # first in repr and JSON
        if is_twin:
            changed.pop("default", None)
            required = [
                name
                for name in changed.pop("required", [])
                if (is_root and name == IDENTITY) or _is(properties.get(name, {}), "readOnly", document)
            ]
            changed |= {"required": required} if required else {}
            changed |= {TOLD_BY: part["required"]} if "required" in part else {}
        changed.pop("x-client-option", None)
        return changed

    response: Schema = _mapped(schema, change)
    return response


def _mapped(schema: Any, change: Change) -> Any:
    """Return a copy of a schema, changed, with all schemas within it; what is no schema, such as True, stays."""
    if schema.__class__ is not dict:
        return schema
    changed = dict(change(schema))
    for key in KEYED:
        if changed.get(key).__class__ is dict:
            changed[key] = {name: _mapped(member, change) for name, member in changed[key].items()}
    for key in LISTED:
        if changed.get(key).__class__ is list:
            changed[key] = [_mapped(member, change) for member in changed[key]]
    for key in SINGLE:
        if key in changed:
            changed[key] = _mapped(changed[key], change)
    return changed


def _without(schema: Schema, flag: str, document: Schema) -> Schema:
    """Return a copy of a schema without the properties that have a flag."""
    properties: Schema = schema.get("properties", {})
    gone = {name for name, member in properties.items() if _is(member, flag, document)}
    if not gone:
        return dict(schema)
    kept = {name: member for name, member in properties.items() if name not in gone}
    required = [name for name in schema.get("required", []) if name not in gone]
    rest = {key: value for key, value in schema.items() if key not in ("properties", "required")}
    return {**rest, "properties": kept, **({"required": required} if required else {})}


def _is(schema: Any, flag: str, document: Schema) -> bool:
    """Whether a property is marked, where it is used or in the schema that it refers to."""
    if schema.__class__ is not dict:
        return False
    if flag in schema:
        return schema[flag] is True
    parts = [*schema.get("allOf", []), *([named(document, schema["$ref"])] if "$ref" in schema else [])]
    return any(_is(part, flag, document) for part in parts)


def _mapping(schema: Schema, *, implied: bool = False) -> dict[str, str]:
    """Return the references of a schema's discriminator by value; `implied`, those too that only its parts say."""
    discriminator = schema.get("discriminator")
    if not isinstance(discriminator, dict):
        return {}
    given = {
        value: n if "/" in n else SCHEMAS + n for value, n in cast("Schema", discriminator).get("mapping", {}).items()
    }
    if implied:
        parts = [part["$ref"] for key in ("oneOf", "anyOf") for part in schema.get(key, []) if "$ref" in part]
        given |= {ref.rpartition("/")[2]: ref for ref in parts if ref not in given.values()}
    return given
