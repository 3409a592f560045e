"""OpenAPI 3.0's own keywords of schemas, in the terms of 3.1 (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from toolchain.openapi.json_values import as_list, copy_json
from toolchain.openapi.openapi_objects import walk
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

_ANNOTATIONS = ("description", "default", "examples")
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def modern(schema: dict[str, JSON]) -> dict[str, JSON]:
    """Return one schema object of OpenAPI 3.0 as one of 3.1; schemas within it are left as they are.

    `nullable` stays where there is no `type` that could say it.
    """
    if "$ref" in schema:
        # Whatever stands beside it is ignored in 3.0.
        return {"$ref": schema["$ref"]}
    result = dict(schema)
    for bound, exclusive in _BOUNDS:
        flag = result.get(exclusive)
        if isinstance(flag, bool):
            del result[exclusive]
            if flag and bound in result:
                result[exclusive] = result.pop(bound)
    if "example" in result:
        result.setdefault("examples", [result.pop("example")])
    if result.get("nullable") is False:
        del result["nullable"]
    if result.get("nullable") is True and isinstance(kind := result.get("type"), str):
        del result["nullable"]
        result["type"] = [kind, "null"]
        if isinstance(values := result.get("enum"), list) and None not in values:
            result["enum"] = [*values, None]
    return result


def upgrade(root: dict[str, JSON]) -> dict[str, JSON]:
    """Return a document of OpenAPI 3.0 as one of 3.1; `root` is not changed.

    A `nullable` that no `type` can say becomes an ``anyOf`` with null, be it beside a `$ref`, where 3.0 ignores it and
    everybody means it.
    """
    upgraded = cast("dict[str, JSON]", copy_json(root))
    for kind, node, _ in list(walk("document", upgraded, ROOT)):
        if not isinstance(node, dict):
            continue
        if kind == "securityScheme" and node.get("type") == "http":  # written by tools that think of the header
            node.pop("name", None)
            node.pop("in", None)
        if kind != "schema":
            continue
        nullable = node.get("nullable") is True
        schema = modern(node)
        schema.pop("nullable", None)
        if nullable and "null" not in as_list(schema.get("type")):
            said: dict[str, JSON] = {key: schema.pop(key) for key in _ANNOTATIONS if key in schema}
            parts: list[JSON] = [schema, {"type": "null"}]
            schema = said | {"anyOf": parts} if schema else said
        node.clear()
        node.update(schema)
    upgraded["openapi"] = "3.1.0"
    return upgraded
