"""OpenAPI 3.0's own keywords of schemas, in the terms of 3.1 (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from toolchain.openapi.json_values import as_list, as_object, copy_json
from toolchain.openapi.openapi_objects import walk
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

_ANNOTATIONS = ("description", "default", "examples")
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def modern(schema: dict[str, JSON]) -> dict[str, JSON]:
    """Return one schema object of OpenAPI 3.0 as one of 3.1; schemas within it are left as they are.

    `nullable` stays where there is no `type` that could say it. Beside an `enum` without null it says nothing: it only
    adds to `type`, and the values are listed (OpenAPI 3.0.3).
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
        if not isinstance(values := result.get("enum"), list) or None in values:
            result["type"] = [kind, "null"]
    return result


def upgrade(root: dict[str, JSON]) -> dict[str, JSON]:
    """Return a document of OpenAPI 3.0 as one of 3.1; `root` is not changed.

    A `nullable` that no `type` can say becomes an ``anyOf`` with null, be it beside a `$ref`, where 3.0 ignores it and
    everybody means it; in 3.1, where it means nothing, it is taken for what it says too.
    """
    is_openapi30 = str(root.get("openapi", "")).startswith("3.0.")
    found = list(walk("document", root, ROOT))
    if not is_openapi30 and not any(kind == "schema" and "nullable" in as_object(node) for kind, node, _ in found):
        return root
    upgraded = cast("dict[str, JSON]", copy_json(root))
    for kind, node, _ in list(walk("document", upgraded, ROOT)):
        if not isinstance(node, dict):
            continue
        if is_openapi30 and kind == "securityScheme" and node.get("type") == "http":  # by tools that think of a header
            node.pop("name", None)
            node.pop("in", None)
        if kind == "schema" and (is_openapi30 or "nullable" in node):
            nullable = node.get("nullable") is True
            if nullable and "type" in node and isinstance(values := node.get("enum"), list) and None not in values:
                node["enum"] = [*values, None]  # what is meant by it, if not what 3.0.3 says
            schema = _null_said(modern(node) if is_openapi30 or "$ref" not in node else node)
            node.clear()
            node.update(_or_null(schema) if nullable and "null" not in as_list(schema.get("type")) else schema)
    if is_openapi30:
        upgraded["openapi"] = "3.1.0"
    return upgraded


def _null_said(schema: dict[str, JSON]) -> dict[str, JSON]:
    return {key: value for key, value in schema.items() if key != "nullable"}


def _or_null(schema: dict[str, JSON]) -> dict[str, JSON]:
    said: dict[str, JSON] = {key: value for key, value in schema.items() if key in _ANNOTATIONS}
    rest: dict[str, JSON] = {key: value for key, value in schema.items() if key not in _ANNOTATIONS}
    parts: list[JSON] = [rest, {"type": "null"}]
    either: dict[str, JSON] = {"anyOf": parts}
    return said | either if rest else said
