"""The document as openapi-python-client is given it: the resolved one less what its templates are not to see.

The facade and the model views carry what is left out here (error answers, what the client fills in, free objects).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from toolchain.generate.operations import METHODS
from toolchain.generate.parsed import FREE

Schema = dict[str, Any]
STRUCTURE = frozenset({"properties", "allOf", "anyOf", "oneOf", "additionalProperties", "$ref", "enum"})


def given_document(document: Mapping[str, Any]) -> Schema:
    """Return a copy of the resolved document in the form that the generator reads without loss."""
    names = {tag["name"]: tag.get("x-python-name", tag["name"]) for tag in document.get("tags", [])}
    given: Schema = _rewritten(document)
    for item in given["paths"].values():
        for method in METHODS:
            if method in item:
                _reduce(item[method], given, names)
        item["parameters"] = _callers(item.get("parameters", []), given)
    schemas: Schema = given.get("components", {}).get("schemas", {})
    used = set(_reached(given["paths"], given))
    given["components"] = {
        **given.get("components", {}),
        "schemas": {name: schema for name, schema in schemas.items() if name in used},
        "parameters": {},
    }
    return given


def _reduce(operation: Schema, document: Schema, names: Mapping[str, str]) -> None:
    operation["tags"] = [names.get(tag, tag) for tag in operation.get("tags", ["default"])][:1]
    operation["parameters"] = _callers(operation.get("parameters", []), document)
    operation["responses"] = {
        status: answer for status, answer in operation.get("responses", {}).items() if str(status).startswith("2")
    }


def _callers(parameters: list[Schema], document: Schema) -> list[Schema]:
    """Return the parameters that the caller gives: an enum of one value, say, is to become no class."""
    resolved = (lookup(document, parameter) for parameter in parameters)
    return [parameter for parameter in resolved if "x-client-option" not in parameter]


def _rewritten(value: Any) -> Any:
    """Copy a document; objects without structure become free ones, arrays without items get some, titles go."""
    if value.__class__ is list:
        return [_rewritten(element) for element in value]
    if value.__class__ is not dict:
        return value
    copied: Schema = {key: _rewritten(member) for key, member in value.items()}
    if copied.get("type") == "object" and not STRUCTURE & copied.keys():
        del copied["type"]
        copied[FREE] = "object"
    if copied.get("type") == "array" and "items" not in copied:
        copied["items"] = {}
    if isinstance(copied.get("title"), str) and {"type", "$ref", "enum"} & copied.keys():
        del copied["title"]  # it would win over the schema's own name
    return copied


def _reached(root: Any, document: Schema) -> Iterator[str]:
    """Yield the names of the component schemas that `root` leads to."""
    pending, seen = [root], set[str]()
    while pending:
        value = pending.pop()
        if value.__class__ is list:
            pending.extend(value)
        elif value.__class__ is dict:
            pending.extend(value.values())
            reference = value.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                pending.append(lookup(document, value))
                if reference.startswith("#/components/schemas/"):
                    yield reference.rpartition("/")[2]


def lookup(document: Mapping[str, Any], value: Any) -> Any:
    """Follow the local references of a resolved document."""
    while "$ref" in value:
        found: Any = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        value = found
    return value
