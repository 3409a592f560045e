"""OpenAPI 3.0's own keywords of schemas, in the terms of 3.1 (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from toolchain.openapi.json_values import as_list, copy_json
from toolchain.openapi.openapi_objects import children, walk
from toolchain.openapi.pointer import ROOT, find

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

_ANNOTATIONS = ("description", "default", "examples")
_FLAGS = frozenset({"additionalProperties", "unevaluatedItems", "unevaluatedProperties"})
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def modern(schema: dict[str, JSON], *, as_meant: bool = False) -> dict[str, JSON]:
    """Return one schema object of OpenAPI 3.0 as one of 3.1; schemas within it are left as they are.

    By the letter of 3.0.3, which diff goes by, whatever stands beside a `$ref` is ignored, and `nullable` only adds to
    `type`: it stays where there is no `type`, and says nothing beside an `enum` without null.

    Args:
        as_meant: as generation reads it: `nullable` always admits null, by an ``anyOf`` where no `type` can say it.
    """
    is_nullable = schema.get("nullable") is True
    result = {"$ref": schema["$ref"]} if "$ref" in schema and not as_meant else dict(schema)
    for bound, exclusive in _BOUNDS:
        flag = result.get(exclusive)
        if isinstance(flag, bool):
            del result[exclusive]
            if flag and bound in result:
                result[exclusive] = result.pop(bound)
    if "example" in result:
        result.setdefault("examples", [result.pop("example")])
    kind, values = result.get("type"), result.get("enum")
    if not is_nullable or isinstance(kind, str) or as_meant:
        result.pop("nullable", None)
    if not is_nullable:
        return result
    if as_meant and "type" in result and isinstance(values, list) and None not in values:
        result["enum"] = values = [*values, None]
    if isinstance(kind, str) and (not isinstance(values, list) or None in values):
        result["type"] = [kind, "null"]
    return _or_null(result) if as_meant and "null" not in as_list(result.get("type")) else result


def upgrade(root: dict[str, JSON]) -> dict[str, JSON]:
    """Return a document of OpenAPI 3.0 as one of 3.1, as it is meant; `root` is not changed.

    In 3.1, where `nullable` means nothing, it is taken for what it says too. Schemas that are true or false become
    objects, but for keywords such as `additionalProperties`, where either is a flag.
    """
    is_openapi30 = str(root.get("openapi", "")).startswith("3.0.")
    upgraded = cast("dict[str, JSON]", copy_json(root))
    for kind, node, pointer in walk("document", upgraded, ROOT):
        if not isinstance(node, dict):
            continue
        if is_openapi30 and kind == "securityScheme" and node.get("type") == "http":  # by tools that think of a header
            node.pop("name", None)
            node.pop("in", None)
        if kind == "schema" and (is_openapi30 or "nullable" in node):
            kept = ("$ref", "nullable") if is_openapi30 and "$ref" in node else tuple(node)
            schema = modern({key: node[key] for key in kept if key in node}, as_meant=True)
            node.clear()
            node.update(schema)
        for child_kind, value, child in children(kind, node, pointer):
            *above, last = child.keys[len(pointer.keys) :]
            if child_kind == "schema" and isinstance(value, bool) and (above or last not in _FLAGS):
                holder = cast("Any", find(node, tuple(above)))
                holder[int(last) if isinstance(holder, list) else last] = {} if value else {"not": {}}
    if is_openapi30:
        upgraded["openapi"] = "3.1.0"
    return upgraded


def _or_null(schema: dict[str, JSON]) -> dict[str, JSON]:
    said: dict[str, JSON] = {key: value for key, value in schema.items() if key in _ANNOTATIONS}
    rest: dict[str, JSON] = {key: value for key, value in schema.items() if key not in _ANNOTATIONS}
    either: list[JSON] = [rest, {"type": "null"}]
    return {**said, "anyOf": either} if rest else said
