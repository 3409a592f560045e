"""Give a schema that requests and responses share one class for each: ``X`` for responses, ``XInput`` for requests.

The description says a thing once; what differs is the use. Requests have no ``readOnly`` properties, and write days as
days where a response may hold a moment. Responses have no ``writeOnly`` properties, and promise only what identifies
them: what ``required`` and ``default`` say of a shared schema holds for requests.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from toolchain.generate.names import first_free, pascal
from toolchain.generate.normalize import mapped, normalized, parts
from toolchain.generate.operations import SCHEMAS, Schema, named, operations_of

SUFFIX: Final = "Input"
IDENTITY: Final = "_id"
"""The property that a response is known by, and that it therefore always has."""
EITHER: Final = "date-or-date-time"
"""The format of a day for which responses may hold a moment."""
TOLD_BY: Final = "x-told-by"
"""In a response's side of a shared schema: what the schema requires, by which a member of a union can be told."""


def directed(resolved: Mapping[str, Any]) -> Schema:
    """Return a normalized copy of a document in which no schema with a class is used in both directions."""
    document = normalized(resolved)
    uses = Uses(document)
    schemas: Schema = document["components"]["schemas"]
    requested, returned = uses.requested(), uses.returned()
    split = _differing(requested & returned, schemas)
    taken = {*schemas}
    twins = {SCHEMAS + name: SCHEMAS + _twin(name, schemas[name], taken) for name in sorted(split)}
    made: Schema = {}
    for name, schema in schemas.items():
        if name in split:
            made[name] = _for_response(schema, document, is_twin=True, is_root=name in uses.roots)
            request = _for_request(schema, document, twins)
            if "x-python-name" in schema:
                request["x-python-name"] = f"{schema['x-python-name']}{SUFFIX}"
            made[twins[SCHEMAS + name].removeprefix(SCHEMAS)] = request
        elif name in requested:
            made[name] = schema if name in returned else _for_request(schema, document, twins)
        else:
            made[name] = _for_response(schema, document)
    for holder in uses.requests:
        holder["schema"] = _for_request(holder["schema"], document, twins)
    for holder in uses.responses:
        holder["schema"] = _for_response(holder["schema"], document)
    return {**document, "components": {**document["components"], "schemas": made}}


class Uses:
    """Where operations hold the schemas of their requests and responses: the objects with a ``schema`` in them."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self.requests: list[Schema] = []
        self.responses: list[Schema] = []
        for operation in operations_of(document):
            self.requests += [each for each in operation.parameters if "x-client-option" not in each]
            self.requests += operation.body.values()
            for response in operation.successes.values():
                self.responses += [media for media in response["content"].values() if "schema" in media]
        self.roots = {
            schema["$ref"].removeprefix(SCHEMAS)
            for holder in self.responses
            for schema in (holder["schema"], holder["schema"].get("items", {}))
            if "$ref" in schema
        }

    def requested(self) -> set[str]:
        """Return the names of the component schemas that operations send."""
        return self._reached(self.requests)

    def returned(self) -> set[str]:
        """Return the names of the component schemas that operations receive when they succeed."""
        return self._reached(self.responses)

    def _reached(self, holders: Iterable[Schema]) -> set[str]:
        pending, names = [holder["schema"] for holder in holders], set[str]()
        while pending:
            for reference in _references(pending.pop()):
                name = reference.removeprefix(SCHEMAS)
                if name not in names:
                    names.add(name)
                    pending.append(named(self._document, reference))
        return names


def _differing(shared: set[str], schemas: Schema) -> set[str]:
    """Return those of the shared schemas that are not the same in both directions, or lead to such a one."""
    leads = {name: {each.removeprefix(SCHEMAS) for each in _references(schemas[name])} for name in shared}
    split = {name for name in shared if any(_differs(part) for part in parts(schemas[name]))}
    while more := {name for name in shared - split if leads[name] & split}:
        split |= more
    return split


def _differs(schema: Schema) -> bool:
    """Whether a schema makes a class, or says one thing of requests and another of responses."""
    return "properties" in schema or schema.get("format") == EITHER


def _references(schema: Schema) -> Iterator[str]:
    for part in parts(schema):
        if "$ref" in part:
            yield part["$ref"]
        yield from part.get("discriminator", {}).get("mapping", {}).values()


def _twin(name: str, schema: Schema, taken: set[str]) -> str:
    """Return the name of the request's side of a shared schema, and take it."""
    wish = f"{pascal(schema.get('x-python-name', name))}{SUFFIX}"
    twin = first_free(wish, taken.__contains__)
    taken.add(twin)
    return twin


def _for_request(schema: Schema, document: Schema, twins: Mapping[str, str]) -> Schema:
    def change(part: Schema) -> Schema:
        changed = _without(part, "readOnly", document)
        if changed.get("format") == EITHER:
            changed["format"] = "date"
        if "discriminator" in changed:
            mapping = changed["discriminator"]["mapping"].items()
            changed["discriminator"] = {
                **changed["discriminator"],
                "mapping": {value: twins.get(reference, reference) for value, reference in mapping},
            }
        if "$ref" in changed:
            changed["$ref"] = twins.get(changed["$ref"], changed["$ref"])
        return changed

    request: Schema = mapped(schema, change)
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

    response: Schema = mapped(schema, change)
    return response


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
    within = [*schema.get("allOf", []), *([named(document, schema["$ref"])] if "$ref" in schema else [])]
    return any(_is(part, flag, document) for part in within)
