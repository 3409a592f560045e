"""Write what a page says of an operation as OpenAPI: schemas, parameters, bodies, the whole operation."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, cast

from toolchain.docs_check.model import PARAMETERS
from toolchain.docs_check.sections import align
from toolchain.openapi.json_values import as_list, as_object, copy_json, kind
from toolchain.openapi.operations import IGNORED_HEADERS
from toolchain.openapi.pointer import MISSING, find, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolchain.docs_check.alignment import Pair
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.model import Block, Operation, Page, Subject
    from toolchain.openapi.json_values import JSON

TEXT: Final = "Write here, in your own words, what it is."

Object = dict[str, "JSON"]


class Written:
    """What a page says of an operation, by the names of a description; fields that it has already are referred to."""

    def __init__(self, page: Page, operation: Operation, description: Description) -> None:
        self.page = page
        self.operation = operation
        self.parts = align(page, operation) if page.is_named else []
        self._description = description
        self._sections = {part.group.key: part for part in reversed(self.parts)}

    def at(self, pointer: str) -> JSON:
        """Return a copy of what the description has at a place."""
        found = find(self._description.document.root, parse(pointer) or ())
        return None if found is MISSING else copy_json(cast("JSON", found))

    def json(self, subject: Subject, default: JSON = None) -> JSON:
        """Return the value that the page's JSON has at a place, of arrays that of the first element that has it."""
        roots = [node.value for key, node in self.page.examples if key == subject[0]]
        for call in self.page.calls:
            sent = [call.body] if call.body and subject[0] == "body" else []
            returned = call.responses[:1] if subject[0] == self.operation.success_key else ()
            roots += [node.value for node in (*sent, *returned)]
        return next((value for root in roots for value in _within(root, subject[1:])), default)

    def body(self, key: str) -> Object:
        """Return a request body or response as the page lists its fields, or as its JSON shows them."""
        part, example = self._sections.get(key), self.json((key,))
        if part and part.section.blocks:
            schema = {"type": "object", "description": TEXT} | _fields(part.pairs, (), example)
        else:
            schema = {} if example is None else inferred(example)
        sent = [header.text.partition(":") for call in self.page.calls for header in call.headers if key == "body"]
        types = [text.strip() for name, _, text in sent if name.lower() == "content-type"]
        if part and part.section.media_type:
            types = [part.section.media_type.text]
        content: Object = {(types or ["application/json"])[0]: filled(schema=schema)} if schema or types else {}
        return filled(required=key == "body" or None, description=None if key == "body" else TEXT, content=content)

    def whole(self) -> JSON:
        """Return the operation, with the tags of the one whose path is the most alike."""
        page, own = self.page, self.operation.path.split("/")
        new = [
            parameter(pair.block, part.group.key)
            for part in self.parts
            if part.group.key in PARAMETERS
            for pair in part.pairs
            if pair.block
        ]
        headers = [header.text.partition(":")[0] for call in page.calls for header in call.headers]
        # Of these the page may show the name alone.
        named = [("path", name) for name in re.findall(r"{(.*?)}", self.operation.path)]
        named += [("header", name) for name in headers if name.lower() not in IGNORED_HEADERS]
        known = {str(one["name"]) for one in new}
        for place, name in dict.fromkeys(named):
            if name not in known:
                head: Object = {"name": name, "in": place, "description": TEXT, "schema": {"type": "string"}}
                new.append(head | filled(required=place == "path" or None))
        nearest = max(
            self._description.operations.values(),
            key=lambda other: sum(a == b for a, b in zip(own, other.path.split("/"), strict=False)),
        )
        words = "-".join(part.strip("{}") for part in self.operation.path.strip("/").split("/"))
        name = f"{self.operation.method}-{words}"
        result: Object = {"operationId": name, "summary": TEXT, "description": TEXT}
        result |= only(as_object(self.at(nearest.pointer)), "tags")
        if page.scopes or "authorization" in (*map(str.lower, headers), *self._sections):
            result["security"] = self.security()
        has_body = "body" in self._sections or any(call.body for call in page.calls)
        result |= filled(parameters=[*new], requestBody=self.body("body") if has_body else None)
        responses = sorted(part.group.key for part in self.parts if part.is_response) or ["200"]
        result["responses"] = {key: self.body(key) for key in responses}
        return result

    def security(self) -> JSON:
        """Return the security requirement, with the scheme that the description has."""
        document = self._description.document
        existing = as_list(self.at(self.operation.scopes_pointer)) or as_list(document.root.get("security"))
        listed = [scheme for alternative in existing for scheme in as_object(alternative)]
        names = listed or list(document.entries("components", "securitySchemes"))[:1]
        scopes: list[JSON] = [said.text for said in self.page.scopes or ()]
        return [{name: scopes} for name in dict.fromkeys(names)]


def only(node: Object, *keys: str) -> Object:
    """Return a copy of some members of an object."""
    return {key: copy_json(node[key]) for key in keys if key in node}


def filled(**members: JSON) -> Object:
    """Return an object without the members that are null or empty."""
    return {key: value for key, value in members.items() if value not in (None, [], {})}


def typed_value(text: str, names: tuple[str, ...]) -> JSON:
    """Return the value that a page prints as `text`."""
    if "string" in names or not {"number", "integer", "boolean"} & set(names):
        return text
    try:
        return cast("JSON", json.loads(text))
    except ValueError:
        return text


def typed(block: Block, inner: Object) -> Object:
    """Return the schema of a field; `inner` describes an object, or the elements of an array of objects."""
    schema = block.type.as_schema() if block.is_typed else {}
    if block.type.is_container():
        holder = _innermost(schema)
        if "$ref" in inner:
            holder.clear()
        holder.update(inner)
    return schema


def values(block: Block) -> Object:
    """Return what a page says of a field's values."""
    allowed: list[JSON] = [typed_value(said.text, block.type.names) for said in block.allowed]
    nodes = {"default": block.default, "example": block.example, **block.constraints}
    return filled(enum=allowed) | {key: node.value for key, node in nodes.items() if node is not None}


def schema(pair: Pair, pairs: Sequence[Pair], example: JSON) -> Object:
    """Return the schema of a new field, with the fields in it: those that are listed, else those of an example."""
    block = cast("Block", pair.block)
    inner = _fields(pairs, pair.path, example)
    if not inner and block.example is None and example is not None:
        inner = only(_innermost(inferred(example)), "properties")
    return {"type": None, "description": TEXT} | typed(block, inner) | values(block)


def parameter(block: Block, place: str) -> Object:
    """Return a parameter."""
    required = block.is_required or place == "path" or None
    written = typed(block, {}) | values(block)
    return {"name": block.names[-1], "in": place} | filled(required=required, description=TEXT, schema=written)


def inferred(value: JSON) -> Object:
    """Return a schema of which a value of JSON is an example."""
    if value is None:
        return {"description": TEXT}
    if isinstance(value, dict):
        return filled(type="object", description=TEXT, properties={key: inferred(value[key]) for key in value})
    if not isinstance(value, list):
        return {"type": kind(value), "description": TEXT, "example": value}
    schema: Object = {"type": "array", "description": TEXT}
    if value and isinstance(value[0], dict):
        schema["items"] = inferred(value[0])
    else:
        schema |= {"items": filled(type=kind(value[0]) if value else None), "example": value}
    return schema


def _fields(pairs: Sequence[Pair], outer: tuple[str, ...], example: JSON) -> Object:
    """Return `properties` and `required` of the fields within another one."""
    while isinstance(example, list):
        example = example[0] if example else None
    found = [(pair, pair.block) for pair in pairs if pair.block and pair.path[:-1] == outer]
    required: list[JSON] = [pair.path[-1] for pair, block in found if block.is_required]
    properties: Object = {
        pair.path[-1]: schema(pair, pairs, as_object(example).get(pair.path[-1])) for pair, _ in found
    }
    return filled(required=required, properties=properties)


def _innermost(schema: Object) -> Object:
    while isinstance(items := schema.get("items"), dict):
        schema = items
    return schema


def _within(value: JSON, path: Sequence[str]) -> Iterator[JSON]:
    if not path:
        yield value
    elif isinstance(value, list):
        for item in value[:100]:
            yield from _within(item, path)
    elif isinstance(value, dict) and path[0] in value:
        yield from _within(value[path[0]], path[1:])
