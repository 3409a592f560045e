"""What a description must be for nothing of it to be lost or wrongly made; told with the place, before anything is."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from openapi_python_client.strings import PythonIdentifier

from toolchain.errors import ToolchainError
from toolchain.generate.given import lookup
from toolchain.generate.operations import METHODS

POLICIES: Final = ("always", "unless-applied", "never")
RETRY_KEYS: Final = frozenset({"policy", "outcome-check", "already-gone"})
TAKEN: Final = frozenset({"aclose", "close", "options", "rate_limit", "send", "with_options"})
"""What a client has beside its resources."""
JSON: Final = "application/json"

JSONObject = Mapping[str, Any]


def check(document: JSONObject, name: str) -> None:
    """Raise ToolchainError for the first thing that the generated package could not do as it is described."""
    for problem in _problems(document):
        raise ToolchainError(f"{name}: {problem}")


def check_references(document: JSONObject, name: str) -> None:
    """Raise ToolchainError for the first ``$ref`` that leads nowhere."""
    for place, reference in _references(document, "#"):
        if not reference.startswith("#/"):
            raise ToolchainError(f"{name}: {place}: $ref {reference!r} leads out of the document")
        try:
            lookup(document, {"$ref": reference})
        except (KeyError, IndexError, TypeError, ValueError):
            raise ToolchainError(f"{name}: {place}: $ref {reference!r} leads nowhere") from None
        except RecursionError:
            raise ToolchainError(f"{name}: {place}: $ref {reference!r} leads back to itself") from None


def _references(value: Any, place: str) -> Iterator[tuple[str, str]]:
    members: Any = ()
    if value.__class__ is dict:
        if isinstance(value.get("$ref"), str):
            yield place, value["$ref"]
        members = value.items()
    elif value.__class__ is list:
        members = enumerate(value)
    for key, member in members:
        yield from _references(member, f"{place}/{str(key).replace('~', '~0').replace('/', '~1')}")


def _problems(document: JSONObject) -> Iterator[str]:
    if not document.get("servers"):
        yield "no servers; the first one is the client's default base_url"
    if not document.get("paths"):
        yield "no paths; there is nothing to generate"
    yield from _in_tags(document)
    modules: dict[str, str] = {}
    for path, item in document.get("paths", {}).items():
        if "servers" in item:
            yield f"{path}: servers of a path are not supported"
        for method in METHODS:
            if method in item:
                place = f"{method.upper()} {path}"
                yield from (f"{place}: {problem}" for problem in _in_operation(item[method], item, document))
                module = snake(item[method].get("operationId", ""))
                if module in modules:
                    yield f"{place}: its operationId makes the same module name as that of {modules[module]}"
                modules[module] = place


def _in_tags(document: JSONObject) -> Iterator[str]:
    names = {tag["name"]: tag.get("x-python-name", tag["name"]) for tag in document.get("tags", [])}
    operations = (item[method] for item in document.get("paths", {}).values() for method in METHODS if method in item)
    used = {operation["tags"][0] for operation in operations if operation.get("tags")}
    for tag in sorted(used | names.keys()):
        if snake(names.get(tag, tag)) in TAKEN:
            yield f"tag {tag!r}: a client has something of that name; give the tag another x-python-name"


def _in_operation(operation: JSONObject, item: JSONObject, document: JSONObject) -> Iterator[str]:
    if not operation.get("operationId"):
        yield "no operationId; it names the method"
    if snake(operation.get("x-python-name", operation.get("operationId", ""))) == "prepare":
        yield "every resource has a prepare already; give the operation another x-python-name"
    if "servers" in operation:
        yield "servers of an operation are not supported"
    for parameter in [*item.get("parameters", []), *operation.get("parameters", [])]:
        yield from _in_parameter(lookup(document, parameter))
    yield from _in_content(operation, document)
    yield from _in_retry(operation.get("x-retry", {}))


def _in_parameter(parameter: JSONObject) -> Iterator[str]:
    where = f"parameter {parameter['name']!r}"
    if parameter["in"] == "cookie":
        yield f"{where}: cookies are not supported"
    if "schema" not in parameter or parameter.get("style") == "deepObject":
        yield f"{where}: only parameters with a schema and a plain style are supported"


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


def _in_retry(retry: JSONObject) -> Iterator[str]:
    if unknown := sorted(retry.keys() - RETRY_KEYS):
        yield f"x-retry has no {unknown[0]!r}; it takes {', '.join(sorted(RETRY_KEYS))}"
    if retry and retry.get("policy") not in POLICIES:
        yield f"x-retry: policy is to be one of {', '.join(POLICIES)}, not {retry.get('policy')!r}"
    gone = retry.get("already-gone", {})
    if gone and sorted(gone) != ["answer", "message", "status"]:
        yield "x-retry: already-gone is to have answer, message and status"


def check_mixin(schema: str, mixin: str) -> None:
    """Raise ToolchainError unless `mixin` is the dotted name of a class that can be imported."""
    module, _, name = mixin.rpartition(".")
    try:
        found: object = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        found = None
    if not isinstance(found, type):
        raise ToolchainError(f"{schema}: x-python-mixin {mixin!r} is no class that can be imported")


def snake(name: str) -> str:
    """Return the Python name that a name of the description becomes."""
    return str(PythonIdentifier(name, "")).removesuffix("_")
