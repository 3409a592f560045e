"""A small description, and what tests add to it."""

from pathlib import Path
from typing import Any

from toolchain.openapi.yaml import load_object

DATA = Path(__file__).parent / "data"


def described(change: dict[str, Any]) -> dict[str, Any]:
    """Return the small description with a change, in the short form that data/unsupported.yaml explains."""
    document: dict[str, Any] = load_object(DATA / "small.yaml")
    document = merged(document, change.get("add", {}))
    merge_into(document["components"]["schemas"], change.get("schemas", {}))
    path, (operation,) = "/things/{thingId}", document["paths"]["/things/{thingId}"].values()
    merge_into(operation, change.get("get", {}))
    parameter = change.get("parameter", {"in": "query", "schema": change.get("query", {"type": "string"})})
    operation["parameters"].append({"name": "x", **parameter})
    if parameter["in"] == "path":
        document["paths"][f"{path}/{{x}}"] = document["paths"].pop(path)
    if "body" in change:
        operation["requestBody"] = {"required": True, **_json(change["body"])}
    if "answer" in change:
        operation["responses"]["202"] = {"description": "Another.", **_json(change["answer"])}
    return document


def merged(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return an object with another one's members; objects in both are merged, anything else is replaced."""
    common = {
        key: merged(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
        for key, value in more.items()
    }
    return {**base, **common}


def merge_into(base: dict[str, Any], more: dict[str, Any]) -> None:
    """Merge in place."""
    base.update(merged(base, more))


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
