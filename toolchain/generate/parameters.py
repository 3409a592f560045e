"""Which parameters can be written as their description says."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from toolchain.generate.references import lookup

STYLES: Final = {"query": "form", "path": "simple", "header": "simple"}
"""How values are written: an array in the query repeats its key, unless ``explode: false`` joins it with commas."""
HAS: Final = {"object": ("properties", "additionalProperties"), "array": ("items", "prefixItems")}

JSONObject = Mapping[str, Any]


def parameter_problems(parameter: JSONObject, document: JSONObject) -> Iterator[str]:
    """Yield why a parameter can't be sent as it is described."""
    where, place = f"parameter {parameter['name']!r}", parameter["in"]
    if place == "cookie":
        yield f"{where}: cookies are not supported"
        return
    if "schema" not in parameter:
        yield f"{where}: only parameters with a schema are supported"
        return
    if place == "path" and "x-client-option" in parameter:
        yield f"{where}: x-client-option is for the query, headers and bodies; what the path takes, the caller gives"
    style = parameter.get("style", STYLES[place])
    if style != STYLES[place]:
        yield f"{where}: style {style!r} is not supported; in: {place} takes {STYLES[place]!r} and nothing else"
    yield from (f"{where}: {problem}" for problem in _in_schema(parameter, document))


def _in_schema(parameter: JSONObject, document: JSONObject) -> Iterator[str]:
    arrays = list(_schemas(parameter["schema"], "array", document))
    elements = [schema["items"] for schema in arrays if "items" in schema]
    nested = any(_holds(each, kind, document) for each in elements for kind in HAS)
    if nested or _holds(parameter["schema"], "object", document):
        yield "objects, and arrays of anything but scalars, are not supported in parameters"
    elif arrays and parameter["in"] == "path":
        yield "arrays are supported in the query and in headers, not in the path"


def _holds(schema: JSONObject, kind: str, document: JSONObject) -> bool:
    return any(_schemas(schema, kind, document))


def _schemas(schema: JSONObject, kind: str, document: JSONObject) -> Iterator[JSONObject]:
    """Yield all that a schema may be of which the type is `kind`, or looks like it."""
    pending, seen = [schema], set[int]()
    while pending:
        found = lookup(document, pending.pop())
        if id(found) not in seen:
            seen.add(id(found))
            types = found.get("type", [])
            if kind in ([types] if isinstance(types, str) else types) or any(key in found for key in HAS[kind]):
                yield found
            pending += [member for key in ("allOf", "anyOf", "oneOf") for member in found.get(key, [])]
