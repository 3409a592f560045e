"""What a change of each field means that the comparisons of values leave alone."""

from __future__ import annotations

from typing import Final

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.normalize.keywords import JUDGED
from toolchain.openapi.openapi_objects import CHILDREN

_DOCS: Final = ("description", "summary", "title", "example", "examples", "externalDocs", "$comment")
_NAMES: Final = ("x-python-name", "x-python-mixin", "x-client-option", "x-open-enum", "x-enum-varnames")

# Compared elsewhere, by what they mean. A schema's own keywords are in JUDGED.
_ELSEWHERE: Final[dict[str, frozenset[str]]] = {
    "document": frozenset({"security"}),
    "operation": frozenset({"security"}),
    "parameter": frozenset({"name", "in", "required", "style", "explode", "allowReserved", "allowEmptyValue", "$ref"}),
    "header": frozenset({"required", "$ref"}),
    "requestBody": frozenset({"required", "$ref"}),
    "response": frozenset({"$ref"}),
    "server": frozenset({"url", "name"}),
    "serverVariable": frozenset({"default", "enum"}),
    "securityScheme": frozenset(
        {"type", "scheme", "in", "name", "flows", "openIdConnectUrl", "oauth2MetadataUrl", "$ref"}
    ),
    "schema": JUDGED - {"readOnly", "writeOnly", "x-open-enum"},
    "tag": frozenset({"name"}),
    "pathItem": frozenset({"$ref"}),
}

_FIELDS: Final[dict[tuple[str, str], ChangeClass]] = {
    ("operation", "operationId"): ChangeClass.SURFACE,
    ("operation", "tags"): ChangeClass.SURFACE,
    ("operation", "deprecated"): ChangeClass.COMPATIBLE,
    ("operation", "x-retry"): ChangeClass.MAYBE,
    ("parameter", "deprecated"): ChangeClass.COMPATIBLE,
    ("header", "deprecated"): ChangeClass.COMPATIBLE,
    ("schema", "deprecated"): ChangeClass.COMPATIBLE,
    ("schema", "default"): ChangeClass.COMPATIBLE,
    ("schema", "readOnly"): ChangeClass.COMPATIBLE,
    ("schema", "writeOnly"): ChangeClass.COMPATIBLE,
    ("schema", "$schema"): ChangeClass.DOCS,
    ("securityScheme", "bearerFormat"): ChangeClass.DOCS,
    ("document", "openapi"): ChangeClass.DOCS,
    ("tag", "parent"): ChangeClass.DOCS,
    ("tag", "kind"): ChangeClass.DOCS,
}
# Objects in which everything is explanation.
_ALL_DOCS: Final = frozenset({"info", "externalDocs", "example", "link"})

PRESENCE: Final = {
    "example": ChangeClass.DOCS,
    "externalDocs": ChangeClass.DOCS,
    "info": ChangeClass.DOCS,
    "link": ChangeClass.DOCS,
    "tag": ChangeClass.DOCS,
    "encoding": ChangeClass.MAYBE,
}
"""What it means that an object of a kind comes or goes, for those kinds that are not compared elsewhere."""


def class_of(kind: str, key: str, *, names_class: bool) -> ChangeClass | None:
    """Return what a change of the field `key` of an object of `kind` means; None if that is found elsewhere.

    `names_class` is whether the object is a schema whose title becomes the name of a class. What no rule knows can't be
    decided; of extensions it is taken that they tell the client nothing.
    """
    if key in CHILDREN[kind] or key in _ELSEWHERE.get(kind, ()):
        return None
    if (kind, key) in _FIELDS:
        return _FIELDS[kind, key]
    if names_class and key == "title":
        return ChangeClass.SURFACE
    if kind in _ALL_DOCS or key in _DOCS:
        return ChangeClass.DOCS
    if key in _NAMES:
        return ChangeClass.SURFACE
    return ChangeClass.DOCS if key.startswith("x-") else ChangeClass.MAYBE
