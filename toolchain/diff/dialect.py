"""OpenAPI 3.0's own words for schemas, said in those of 3.1 (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

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
