"""The description's extensions: what kind of value each takes, and whether they can be done as they say."""

import keyword
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from leadconnector.codec.json import is_array
from leadconnector.codec.model import RequestModel
from leadconnector.invoices.full_replace import FullReplace
from toolchain.errors import ToolchainError
from toolchain.generate.directions import Uses, directed
from toolchain.generate.faults import Fault, Keys, place_of
from toolchain.generate.names import attribute_name, class_names
from toolchain.generate.normalize import UNIONS, object_schema
from toolchain.generate.operations import (
    JSONObject,
    body_media,
    content_of,
    json_media,
    lookup,
    operations_of,
    parameters_of,
    schema_of,
    successes,
)
from toolchain.generate.views import API_VERSION, CLIENT_OPTIONS, FILLED_LOCATION_TYPE, LOCATION_TYPE
from toolchain.openapi.json_values import as_object
from toolchain.openapi.openapi_objects import walk
from toolchain.openapi.pointer import ROOT

POLICIES: Final = ("always", "unless-applied", "never")
RETRY_KEYS: Final = frozenset({"policy", "outcome-check", "already-gone"})
GONE: Final[Mapping[str, tuple[type, str]]] = {
    "response": (dict, "an object"),
    "message": (str, "a text"),
    "status": (int, "a number"),
}
PAGE_KEYS: Final = {
    "offset": ("style", "items", "limit", "offset", "total", "has-more"),
    "cursor": ("style", "items", "limit", "cursor", "next-cursor", "has-more"),
}
PAGES_NEED: Final = {"offset": ("items", "offset"), "cursor": ("items", "cursor", "next-cursor")}
PAGE_PATHS: Final = ("items", "next-cursor", "total", "has-more")
"""Keys whose values are paths within the response, with dots between the names; the others name parameters."""
MADE_FROM: Final = "x-python-made-from"
TAKEN: Final = {"changes", "cls", "timezone"} | {
    name.removeprefix("from_") for name in dir(RequestModel) if name.startswith("from_")
}
"""No argument by which a body is made has such a name: others of the method have, or there is a method after it."""


def _are_texts(value: Any) -> bool:
    return all(isinstance(text, str) for text in (value if value.__class__ is list else [value]))


def _are_passing_faults(value: Any) -> bool:
    wanted = {"message": str, "status": int}
    return all(each.__class__ is dict and {key: each[key].__class__ for key in each} == wanted for each in value)


def _class(value: str) -> type | None:
    module, _, name = value.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        return None
    return found if isinstance(found, type) else None


Check = Callable[[Any], object]
SHOWN: Final[Mapping[type, str]] = {str: "a text", dict: "an object", list: "a list"}
TAKES: Final[Mapping[str, tuple[type, Check, str]]] = {
    "x-client-option": (
        str,
        lambda value: value in CLIENT_OPTIONS,
        f"unknown x-client-option {{value!r}}; known are {', '.join(CLIENT_OPTIONS)}",
    ),
    "x-echoes": (
        dict,
        lambda value: _are_texts(list(value.values())),
        "x-echoes must have a property's name for each path parameter",
    ),
    "x-enum-descriptions": (
        dict,
        lambda value: _are_texts(list(value.values())),
        "x-enum-descriptions must have a text for each value",
    ),
    "x-pagination": (dict, bool, "x-pagination must not be empty"),
    "x-passing-faults": (list, _are_passing_faults, "x-passing-faults must have objects with message and status"),
    MADE_FROM: (
        dict,
        lambda value: len(value) == 1 and _are_texts(list(value.values())),
        "x-python-made-from must have the class of the response by the name of the argument",
    ),
    "x-python-mixin": (str, _class, "x-python-mixin {value!r} is no class that can be imported"),
    "x-python-name": (str, bool, "x-python-name must not be empty"),
    "x-retry": (dict, bool, "x-retry must not be empty"),
    "x-source": (
        dict,
        lambda value: all(map(_are_texts, value.values())),
        "x-source must have texts, or lists of texts",
    ),
    "x-untyped-properties": (list, _are_texts, "x-untyped-properties must list names"),
}
"""What kind of value each extension takes, what more must hold of it, and what to say where that doesn't."""


def extension_faults(value: Any, keys: Keys = ()) -> Iterator[Fault]:
    """Yield where an extension has a value of another kind than it takes, or a name that is nearly one of ours."""
    if value.__class__ is list:
        for index, member in enumerate(value):
            yield from extension_faults(member, (*keys, str(index)))
    if value.__class__ is not dict:
        return
    for key, member in value.items():
        if key.startswith("x-") and keys[-1:] != ("properties",) and (problem := _problem(key, member)):
            is_last = key in TAKES and (key == "x-echoes" or member.__class__ is not TAKES[key][0])
            yield Fault((*keys, key), f"{place_of(keys)}: {problem}", is_last)
        if key not in ("example", "examples"):
            yield from extension_faults(member, (*keys, key))


def _problem(key: str, value: Any) -> str:
    if key not in TAKES:
        near = next((known for known in TAKES if _one_edit_apart(key, known)), "")
        return near and f"unknown {key}; did you mean {near}?"
    kind, check, problem = TAKES[key]
    if value.__class__ is not kind:
        return f"{key} must be {SHOWN[kind]}, not {value!r}"
    return "" if check(value) else problem.format(value=value)


def _one_edit_apart(first: str, second: str) -> bool:
    """Whether a letter added, left out or changed, or two exchanged, make one text of the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    one, other = first[start:], second[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def made_from_faults(document: JSONObject) -> Iterator[Fault]:
    """Yield which bodies can't be made from a response as they say, of a document without other faults."""
    places = [
        (pointer.keys, schema)
        for kind, node, pointer in walk("document", dict(document), ROOT)
        if kind == "schema" and MADE_FROM in (schema := as_object(node))
    ]
    if not places:
        return
    two_sided = directed(document)
    schemas: JSONObject = two_sided["components"]["schemas"]
    uses = Uses(two_sided)
    names = class_names({name: schemas[name] for name in uses.used()})
    responses = {names[name] for name in uses.returned() if "properties" in schemas[name]}
    # Whatever has become of a schema, the value of its extension is the object that it was.
    received = {id(schemas[name].get(MADE_FROM)) for name in uses.returned()}
    sent = {id(schemas[name].get(MADE_FROM)): schemas[name].get("properties", {}) for name in uses.requested()}
    for keys, schema in places:
        value = schema[MADE_FROM]
        properties: JSONObject = {} if id(value) in received else sent.get(id(value), {})
        for problem in _made_from_problems(schema, properties, responses):
            yield Fault((*keys, MADE_FROM), f"{place_of(keys)}: {MADE_FROM}{problem}")


def _made_from_problems(schema: JSONObject, properties: JSONObject, responses: set[str]) -> Iterator[str]:
    """Yield why an object with such properties in requests can't be made from a response."""
    if not properties:
        yield " is for objects that are sent, and in no response"
        return
    mixin = _class(schema.get("x-python-mixin", ""))
    if mixin is None or not issubclass(mixin, FullReplace):
        yield f" needs the x-python-mixin {FullReplace.__module__}.{FullReplace.__name__}"
    [(argument, response)] = schema[MADE_FROM].items()
    attributes = {attribute_name(member.get("x-python-name", name)) for name, member in properties.items()}
    if not argument.isidentifier() or keyword.iskeyword(argument) or argument in TAKEN:
        yield f": its argument can't be called {argument!r}"
    elif f"from_{argument}" in attributes:
        yield f": from_{argument} is what a property is called"
    if response not in responses:
        yield f": {response!r} is no class of a response's object"


def operation_extension_faults(keys: Keys, item: JSONObject, document: JSONObject) -> Iterator[tuple[Keys, str]]:
    """Yield which extensions of an operation can't be done as they say."""
    method = keys[2]
    operation: JSONObject = item[method]
    parameters = parameters_of(item, method, document)
    ids = {other.get("operationId") for *_, other in operations_of(document)}
    for problem in _retry_problems(operation.get("x-retry", {}), ids):
        yield (*keys, "x-retry"), problem
    if "x-pagination" in operation:
        query = {each["name"]: each for each in parameters if each["in"] == "query"}
        for problem in _pagination_problems(operation, query, document):
            yield (*keys, "x-pagination"), problem
    in_path = {each["name"] for each in parameters if each["in"] == "path"}
    for problem in _echo_problems(operation, in_path, document):
        yield (*keys, "x-echoes"), problem
    yield from ((keys, problem) for problem in _option_problems(operation, parameters, document))


def _retry_problems(retry: JSONObject, ids: set[Any]) -> Iterator[str]:
    if unknown := sorted(retry.keys() - RETRY_KEYS):
        yield f"x-retry has no {unknown[0]!r}; it takes {', '.join(sorted(RETRY_KEYS))}"
    if retry and retry.get("policy") not in POLICIES:
        yield f"x-retry: policy must be one of {', '.join(POLICIES)}, not {retry.get('policy')!r}"
    check = retry.get("outcome-check", "")
    if not isinstance(check, str):
        yield f"x-retry: outcome-check must be an operationId, not {check!r}"
    elif check and check not in ids:
        yield f"outcome-check {check!r} is no operationId"
    gone = retry.get("already-gone", {})
    if gone.__class__ is not dict or (gone and sorted(gone) != sorted(GONE)):
        yield "x-retry: already-gone must have message, response and status"
        return
    for key, (kind, shown) in GONE.items():
        if gone and gone[key].__class__ is not kind:
            yield f"x-retry: {key} of already-gone must be {shown}, not {gone[key]!r}"


def _pagination_problems(operation: JSONObject, query: JSONObject, document: JSONObject) -> Iterator[str]:
    pagination: JSONObject = operation["x-pagination"]
    style = pagination.get("style")
    if style not in PAGE_KEYS:
        yield f"x-pagination: style must be one of {', '.join(PAGE_KEYS)}, not {style!r}"
        return
    for key, value in pagination.items():
        if key not in PAGE_KEYS[style]:
            yield f"x-pagination has no {key!r}; with style {style!r} it takes {', '.join(PAGE_KEYS[style])}"
        elif not isinstance(value, str):
            yield f"x-pagination: {key} must be a text, not {value!r}"
        elif key in PAGE_PATHS:
            yield from _path_problems(key, value, operation, document)
        elif key != "style" and ("x-client-option" in query.get(value, {"x-client-option": ""})):
            yield f"x-pagination: {key} {value!r} is no parameter of its query"
    for key in PAGES_NEED[style]:
        if key not in pagination:
            yield f"x-pagination with style {style!r} needs {key!r}"
    start = query.get(str(pagination.get("offset")), {}).get("schema", {})
    schema = object_schema(start, document)
    if schema.get("type") in ("boolean", "array", "object") or schema.get("format") in ("date", "date-time"):
        yield f"x-pagination: offset {pagination['offset']!r} takes no number"


def _path_problems(key: str, path: str, operation: JSONObject, document: JSONObject) -> Iterator[str]:
    """Yield why a path leads to nothing in the response, or to something that can't be what its key says."""
    contents = [content_of(response) for response in successes(operation, document).values()]
    found = [schema_of(content, media) for content in contents if (media := json_media(content))]
    schema: JSONObject = _plain(found[0], document) if found else {}
    for name in path.split(".") if path else []:
        members = schema.get("properties", {})
        if name not in members:
            yield f"x-pagination: its response has no {path!r}: there is no {name!r}"
            return
        schema = _plain(members[name], document)
    if key == "items" and schema.get("type") != "array":
        yield f"x-pagination: items {path!r} is no array in its response"


def _plain(schema: JSONObject, document: JSONObject) -> JSONObject:
    """Return what a schema is in the end, but for the null that it may be instead."""
    try:
        found = object_schema(dict(schema), document)
    except ToolchainError:  # a fault of its own
        return {}
    others = [part for key in UNIONS for part in found.get(key, []) if part.get("type") != "null"]
    if len(others) == 1 and "properties" not in found:
        return _plain(others[0], document)
    if is_array(kinds := found.get("type")):
        return {**found, "type": next((kind for kind in kinds if kind != "null"), "")}
    return found


def _echo_problems(operation: JSONObject, in_path: set[str], document: JSONObject) -> Iterator[str]:
    echoes: JSONObject = operation.get("x-echoes", {})
    for parameter in echoes:
        if parameter not in in_path:
            yield f"x-echoes: {parameter!r} is no parameter of its path"
    for status, response in successes(operation, document).items():
        content = content_of(response)
        properties = _plain(schema_of(content, json_media(content)), document).get("properties", {})
        for name in sorted({*echoes.values()} - properties.keys()) if properties else ():
            yield f"x-echoes: its response {status} has no {name!r}"


def _option_problems(operation: JSONObject, parameters: list[dict[str, Any]], document: JSONObject) -> Iterator[str]:
    """Yield which client options the client can't fill in rightly."""
    options = [
        (f"parameter {each['name']!r}", each["x-client-option"], lookup(document, each.get("schema", {})))
        for each in parameters
        if "x-client-option" in each
    ]
    if "requestBody" in operation:
        content = lookup(document, operation["requestBody"]).get("content", {})
        body = _plain(schema_of(content, body_media(content)), document)
        for name, member in body.get("properties", {}).items():
            found = {**lookup(document, member), **member}
            if "x-client-option" in found:
                options.append((f"property {name!r} of its body", found["x-client-option"], found))
            for inner in _nested_options(member, name, document, set()):
                yield f"x-client-option of {inner!r}: the client fills in what is at the top of a body only"
    seen: dict[str, str] = {}
    for where, option, schema in options:
        if option in seen:
            yield f"{where}: x-client-option {option} is that of {seen[option]} already; one of them is the caller's"
        seen.setdefault(option, where)
        if schema.get("type", "string") != "string":
            yield f"{where}: x-client-option {option} fills in a text, and it must be {schema['type']}; take it out"
        if option == LOCATION_TYPE and schema.get("enum", [FILLED_LOCATION_TYPE]) != [FILLED_LOCATION_TYPE]:
            others = ", ".join(map(str, schema["enum"]))
            yield f"{where}: the client fills in {FILLED_LOCATION_TYPE!r} alone, and its enum has {others}"
        if option == API_VERSION and not any(key in schema for key in ("default", "const", "enum")):
            yield f"{where}: x-client-option {API_VERSION} needs the version, as the default of its schema"


def _nested_options(schema: Any, path: str, document: JSONObject, seen: set[str]) -> Iterator[str]:
    """Yield the paths of options below the top of a body."""
    if schema.__class__ is not dict:
        return
    if isinstance(reference := schema.get("$ref"), str):
        if reference in seen:
            return
        seen.add(reference)
        yield from _nested_options(lookup(document, schema), path, document, seen)
    for name, member in schema.get("properties", {}).items():
        if "x-client-option" in {**lookup(document, member), **member}:
            yield f"{path}.{name}"
        yield from _nested_options(member, f"{path}.{name}", document, seen)
    yield from _nested_options(schema.get("items"), f"{path}[]", document, seen)
    for key in ("allOf", *UNIONS):
        for part in schema.get(key, []):
            yield from _nested_options(part, path, document, seen)
