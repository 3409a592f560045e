"""Which object of OpenAPI stands where: what is a schema and what merely looks like one (an example, a property name).

The prefix of a kind says how many: `*` a map from names, `+` an array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.operations import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

_SCHEMA: Final = {
    **dict.fromkeys(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"), "*schema"),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "+schema"),
    **dict.fromkeys(
        ("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "propertyNames", "contains",
         "not", "if", "then", "else", "contentSchema"),
        "schema",
    ),
    "externalDocs": "externalDocs",
}  # fmt: skip

CHILDREN: Final[dict[str, dict[str, str]]] = {
    "document": {
        "info": "info",
        "servers": "+server",
        "paths": "*pathItem",
        "webhooks": "*pathItem",
        "components": "components",
        "tags": "+tag",
        "externalDocs": "externalDocs",
    },
    "components": {
        "schemas": "*schema",
        "responses": "*response",
        "parameters": "*parameter",
        "examples": "*example",
        "requestBodies": "*requestBody",
        "headers": "*header",
        "securitySchemes": "*securityScheme",
        "links": "*link",
        "callbacks": "*callback",
        "pathItems": "*pathItem",
        "mediaTypes": "*mediaType",
    },
    "info": {},
    "tag": {"externalDocs": "externalDocs"},
    "server": {"variables": "*serverVariable"},
    "serverVariable": {},
    "externalDocs": {},
    "pathItem": {
        "parameters": "+parameter",
        "servers": "+server",
        **dict.fromkeys((*METHODS, "query"), "operation"),
        "additionalOperations": "*operation",
    },
    "operation": {
        "parameters": "+parameter",
        "requestBody": "requestBody",
        "responses": "*response",
        "callbacks": "*callback",
        "servers": "+server",
        "externalDocs": "externalDocs",
    },
    "parameter": {"schema": "schema", "content": "*mediaType", "examples": "*example"},
    "header": {"schema": "schema", "content": "*mediaType", "examples": "*example"},
    "requestBody": {"content": "*mediaType"},
    "response": {"headers": "*header", "content": "*mediaType", "links": "*link"},
    "mediaType": {"schema": "schema", "itemSchema": "schema", "examples": "*example", "encoding": "*encoding"},
    "encoding": {"headers": "*header"},
    "callback": {"": "*pathItem"},
    "example": {},
    "link": {},
    "securityScheme": {},
    "schema": _SCHEMA,
}

# Maps that may hold extensions beside their entries; in others x-request-id is a name like any other.
_EXTENSIBLE_MAPS: Final = frozenset({("document", "paths"), ("operation", "responses"), ("callback", "")})
_UNREFERABLE: Final = frozenset({"document", "components", "info", "tag", "server", "serverVariable", "externalDocs"})


def is_reference(kind: str, node: JSON) -> bool:
    """Whether an object of `kind` refers to another."""
    return kind not in _UNREFERABLE and isinstance(node, dict) and "$ref" in node


def children(kind: str, node: JSON, pointer: Pointer) -> Iterator[tuple[str, JSON, Pointer]]:
    """Yield kind, value and place of the objects directly within `node`; what has the wrong type is passed over."""
    rules = CHILDREN[kind]
    if kind == "callback":
        # It is itself the map, from expressions to path items.
        yield from _entries(kind, "", node, pointer)
        return
    for key, value in as_object(node).items():
        child = rules.get(key)
        if child is None:
            continue
        if child[0] == "*":
            yield from _entries(kind, key, value, pointer.below(key))
        elif child[0] == "+":
            for index, item in enumerate(as_list(value)):
                yield child[1:], item, pointer.below(key, index)
        elif isinstance(value, dict) or (child == "schema" and isinstance(value, bool)):
            yield child, value, pointer.below(key)


def _entries(kind: str, key: str, value: JSON, pointer: Pointer) -> Iterator[tuple[str, JSON, Pointer]]:
    extensible = (kind, key) in _EXTENSIBLE_MAPS
    for name, item in as_object(value).items():
        if not (extensible and name.startswith("x-")):
            yield CHILDREN[kind][key][1:], item, pointer.below(name)


def walk(kind: str, node: JSON, pointer: Pointer) -> Iterator[tuple[str, JSON, Pointer]]:
    """Yield kind, value and place of `node` and all objects within it, not through references."""
    pending = [(kind, node, pointer)]
    while pending:
        entry = pending.pop()
        yield entry
        pending.extend(children(*entry))
