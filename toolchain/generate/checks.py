"""What a description must be for nothing of it to be lost or wrongly made; told with the place, before anything is."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from toolchain.errors import ToolchainError
from toolchain.generate.extensions import extension_problems, retry_problems
from toolchain.generate.names import identifier, snake
from toolchain.generate.operations import METHODS
from toolchain.generate.references import lookup
from toolchain.generate.security import security_problems
from toolchain.generate.serialisation import parameter_problems
from toolchain.generate.service import server_problems

TAKEN: Final = frozenset({"aclose", "close", "options", "rate_limit", "send", "with_options"})
"""What a client has beside its resources."""
JSON: Final = "application/json"

JSONObject = Mapping[str, Any]


def check(document: JSONObject, name: str) -> None:
    """Raise ToolchainError for the first thing that the generated package could not do as it is described."""
    for problem in _problems(document):
        raise ToolchainError(f"{name}: {problem}")


def _problems(document: JSONObject) -> Iterator[str]:
    yield from extension_problems(document)
    yield from server_problems(document)
    if not document.get("paths"):
        yield "no paths; there is nothing to generate"
    for path, item in document.get("paths", {}).items():
        if "$ref" in item:
            yield f"{path}: a path item by $ref is not supported; write its operations there"
        if "servers" in item:
            yield f"{path}: servers of a path are not supported"
    yield from _in_tags(document)
    modules: dict[str, str] = {}
    shapes: dict[tuple[str, str], str] = {}
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                place = f"{method.upper()} {path}"
                yield from (f"{place}: {problem}" for problem in _in_operation(item[method], item, document))
                module = snake(item[method].get("operationId", ""))
                if module in modules:
                    yield f"{place}: its operationId makes the same module name as that of {modules[module]}"
                modules[module] = place
                if (shape := (method, shape_of(path))) in shapes:
                    yield f"{place}: nothing but the names of parameters tells it from {shapes[shape]}"
                shapes[shape] = place


def shape_of(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{[^{}]*\}", "{}", path)


def _in_tags(document: JSONObject) -> Iterator[str]:
    names = {tag["name"]: tag.get("x-python-name", tag["name"]) for tag in document.get("tags", [])}
    operations = (item[method] for item in document.get("paths", {}).values() for method in METHODS if method in item)
    used = {operation["tags"][0] for operation in operations if operation.get("tags")}
    for tag in sorted(used | names.keys()):
        name = names.get(tag, tag)
        if snake(name) in TAKEN:
            yield f"tag {tag!r}: a client has something of that name; give the tag another x-python-name"
        if not identifier(name).isidentifier():
            yield f"tag {tag!r}: {identifier(name)!r} is no Python name; give the tag an x-python-name"


def _in_operation(operation: JSONObject, item: JSONObject, document: JSONObject) -> Iterator[str]:
    if not operation.get("operationId"):
        yield "no operationId; it names the method"
    for key in ("operationId", "x-python-name"):
        if not identifier(operation.get(key, "x")).isidentifier():
            yield f"{key} {operation[key]!r} makes no Python name; it is to begin with a letter"
    if snake(operation.get("x-python-name", operation.get("operationId", ""))) == "prepare":
        yield "every resource has a prepare already; give the operation another x-python-name"
    if "servers" in operation:
        yield "servers of an operation are not supported"
    for parameter in [*item.get("parameters", []), *operation.get("parameters", [])]:
        yield from parameter_problems(lookup(document, parameter), document)
    yield from _in_content(operation, document)
    yield from security_problems(operation, document)
    yield from retry_problems(operation.get("x-retry", {}))


def _in_content(operation: JSONObject, document: JSONObject) -> Iterator[str]:
    if "requestBody" in operation and JSON not in lookup(document, operation["requestBody"]).get("content", {}):
        yield f"its body is to be {JSON}"
    successes = {status: answer for status, answer in operation["responses"].items() if str(status).startswith("2")}
    if not successes:
        yield "no 2xx response; it says what the method returns"
    for status, answer in successes.items():
        content = lookup(document, answer).get("content", {})
        if content and JSON not in content:
            yield f"response {status} is to be {JSON}, or have no content"


def check_mixin(schema: str, mixin: str) -> None:
    """Raise ToolchainError unless `mixin` is the dotted name of a class that can be imported."""
    module, _, name = mixin.rpartition(".")
    try:
        found: object = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        found = None
    if not isinstance(found, type):
        raise ToolchainError(f"{schema}: x-python-mixin {mixin!r} is no class that can be imported")
