"""Walking and validating the schemas of an OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from collections.abc import Iterator

SINGLE = ("items", "not", "additionalProperties")
LISTS = ("anyOf", "oneOf", "allOf")
FORMATS = FormatChecker(["date", "date-time"])


@FORMATS.checks("date-or-date-time")
def _is_date_or_date_time(value: object) -> bool:
    return not isinstance(value, str) or FORMATS.conforms(value, "date") or FORMATS.conforms(value, "date-time")


def pointer(*parts: object) -> str:
    """A JSON pointer as a URI fragment."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1").replace("{", "%7B") for part in parts)


def walk(value: Any, *path: object) -> Iterator[tuple[tuple[object, ...], Any]]:
    """Every node below a JSON value, itself included, with its path."""
    yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from walk(child, *path, key)


def schemas(document: dict[str, Any]) -> Iterator[tuple[tuple[object, ...], dict[str, Any]]]:
    """Every schema of a document at every depth, with its path."""
    for path, value in walk(document):
        is_component = len(path) == 3 and path[:2] == ("components", "schemas")
        is_used_in_place = path and path[-1] == "schema" and "example" not in path[:-1]
        if is_component or is_used_in_place:
            yield from _nested(value, path)


def _nested(schema: dict[str, Any], path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], dict[str, Any]]]:
    yield path, schema
    for name, child in schema.get("properties", {}).items():
        yield from _nested(child, (*path, "properties", name))
    for keyword in SINGLE:
        if isinstance(schema.get(keyword), dict):
            yield from _nested(schema[keyword], (*path, keyword))
    for keyword in LISTS:
        for index, child in enumerate(schema.get(keyword, [])):
            yield from _nested(child, (*path, keyword, index))


def validator(document: dict[str, Any], reference: str) -> Draft202012Validator:
    """A validator, formats included, of the schema at a place (`#/components/…`) in a document."""
    registry: Registry[Any] = Registry().with_resource("urn:description", DRAFT202012.create_resource(document))
    schema = {"$ref": "urn:description" + reference}
    return Draft202012Validator(schema, registry=registry, format_checker=FORMATS)


def errors(document: dict[str, Any], reference: str, instance: Any) -> list[str]:
    """What is wrong with a value by the schema at a place in a document; nothing if it is valid."""
    found = validator(document, reference).iter_errors(instance)
    return [f"{error.json_path}: {error.message}" for error in found]


def dereference(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node that a `$ref` points to, with the keywords beside the `$ref`; any other node as it is."""
    if "$ref" not in node:
        return node
    target: Any = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part.replace("~1", "/").replace("~0", "~")]
    return {**dereference(document, target), **{key: value for key, value in node.items() if key != "$ref"}}
