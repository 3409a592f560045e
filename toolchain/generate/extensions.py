"""The description's extensions: what kind of value each takes, and whether they can be done as they say."""

import keyword
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final, cast

import jsonschema_rs

from leadconnector.codec.model import RequestModel, ResponseModel, ResponseWithParts
from leadconnector.invoices.full_replace import FullReplace
from toolchain.errors import ToolchainError
from toolchain.generate.faults import Fault, Keys, place_of
from toolchain.generate.models import Model, Models
from toolchain.generate.normalize import UNIONS, kinds_of, meanings, object_schema, parts
from toolchain.generate.operations import (
    DescribedOperation,
    JSONObject,
    body_media,
    json_media,
    json_schema,
    lookup,
    named,
    operations_of,
)
from toolchain.generate.views import API_VERSION, CLIENT_OPTIONS, FILLED_LOCATION_TYPE, LOCATION_ID, LOCATION_TYPE
from toolchain.openapi.json_values import as_object, copy_json
from toolchain.openapi.openapi_objects import walk
from toolchain.openapi.pointer import ROOT, find, join

PAGE_PATHS: Final = ("items", "next-cursor", "total", "has-more")
"""Keys of `x-pagination` whose values are paths within the response, with dots between the names."""
PAGE_PARAMETERS: Final = ("limit", "offset", "cursor")
"""Those whose values are parameters of the query."""
MADE_FROM: Final = "x-python-made-from"
MIXIN: Final = "x-python-mixin"
TAKEN: Final = {"changes", "cls", "timezone"} | {
    name.removeprefix("from_") for name in dir(RequestModel) if name.startswith("from_")
}
"""No argument by which a body is made has such a name: others of the method have, or there is a method after it."""

TEXT: Final = {"type": "string"}
TEXTS: Final = {"type": "object", "additionalProperties": TEXT}


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    named = {name.replace("_", "-"): schema for name, schema in properties.items()}
    return {"type": "object", "required": [*required], "properties": named, "additionalProperties": False}


EXTENSIONS: Final[Mapping[str, dict[str, Any]]] = {
    "x-client-option": {"enum": [*CLIENT_OPTIONS]},
    "x-echoes": TEXTS,
    "x-enum-descriptions": TEXTS,
    "x-pagination": {
        **_object(
            *("style", "items"),
            style={"enum": ["offset", "cursor"]},
            **{key.replace("-", "_"): TEXT for key in (*PAGE_PATHS, *PAGE_PARAMETERS)},
        ),
        "allOf": [
            {
                "if": {"required": ["style"], "properties": {"style": {"const": style}}},
                "then": {"required": [*needed], "properties": dict.fromkeys(others, False)},
            }
            for style, needed, others in (
                ("cursor", ("cursor", "next-cursor"), ("offset", "total")),
                ("offset", ("offset",), ("cursor", "next-cursor")),
            )
        ],
    },
    "x-passing-faults": {
        "type": "array",
        "items": _object("message", "status", message=TEXT, status={"type": "integer"}),
    },
    MADE_FROM: {**TEXTS, "minProperties": 1, "maxProperties": 1},
    MIXIN: TEXT,
    "x-python-name": {**TEXT, "minLength": 1},
    "x-retry": _object(
        "policy",
        policy={"enum": ["always", "unless-applied", "never"]},
        outcome_check=TEXT,
        already_gone=_object(
            *("message", "response", "status"), message=TEXT, response={"type": "object"}, status={"type": "integer"}
        ),
    ),
    "x-source": {"type": "object", "additionalProperties": {"type": ["string", "array"], "items": TEXT}},
    "x-untyped-properties": {"type": "array", "items": TEXT},
}
"""The schema of each extension's value."""
VALIDATORS: Final = {key: jsonschema_rs.validator_for(schema) for key, schema in EXTENSIONS.items()}


def extension_faults(value: Any, keys: Keys = ()) -> Iterator[Fault]:
    """Yield where an extension has a value of another kind than it takes, or a name that is nearly one of ours."""
    if value.__class__ is list:
        for index, member in enumerate(value):
            yield from extension_faults(member, (*keys, str(index)))
    if value.__class__ is not dict:
        return
    for key, member in value.items():
        if key.startswith("x-") and keys[-1:] != ("properties",):
            for problem in _value_problems(key, member):
                yield Fault((*keys, key), f"{place_of(keys)}: {problem}")
        elif key not in ("example", "examples"):
            yield from extension_faults(member, (*keys, key))


def _value_problems(key: str, value: Any) -> Iterator[str]:
    if key in VALIDATORS:
        for error in VALIDATORS[key].iter_errors(value):
            yield f"{key}{join(*error.instance_path)}: {error.message}"
        if key == MIXIN and isinstance(value, str) and _class(value) is None:
            yield f"{key} {value!r} is no class that can be imported"
    elif near := next((known for known in VALIDATORS if _one_edit_apart(key, known)), ""):
        yield f"unknown {key}; did you mean {near}?"


def without_extensions(document: JSONObject, faults: Iterable[Fault]) -> JSONObject:
    """Return a copy of a document without the extensions that have faults, so that the rest can be checked."""
    copied: Any = copy_json(dict(document))
    for fault in faults:
        holder: Any = find(copied, fault.keys[:-1])
        holder.pop(fault.keys[-1], None)
    return cast("JSONObject", copied)


def _class(value: str) -> type | None:
    module, _, name = value.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except Exception:  # whatever its module does when it is imported
        return None
    return found if isinstance(found, type) else None


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


def class_faults(document: JSONObject, models: Models) -> Iterator[Fault]:
    """Yield what can't be a mixin or be made from a response as it says, of a document and its models."""
    views = models.by_name.values()
    responses = {view.name for view in views if not view.of_request}
    # Whatever has become of a schema, the value of its extension is the object that it was.
    received = {id(view.made_from) for view in views if not view.of_request}
    sent = {id(view.made_from): view for view in views if id(view.made_from) not in received}
    unfit = {view.mixin: problem for view in views if view.mixin and (problem := _mixin_problem(view))}
    for kind, node, pointer in walk("document", dict(document), ROOT):
        schema = as_object(node) if kind == "schema" else {}
        if schema.get(MIXIN) in unfit:
            problem = f"{place_of(pointer.keys)}: {MIXIN} {schema[MIXIN]!r} {unfit[str(schema[MIXIN])]}"
            yield Fault((*pointer.keys, MIXIN), problem)
        if MADE_FROM in schema:
            for problem in _made_from_problems(sent.get(id(schema[MADE_FROM])), responses):
                yield Fault((*pointer.keys, MADE_FROM), f"{place_of(pointer.keys)}: {MADE_FROM}{problem}")


def _mixin_problem(view: Model) -> str:
    """Return why the mixin of a model can't be a base of it, by trying."""
    bases = {base.__name__: base for base in (RequestModel, ResponseModel, ResponseWithParts)}
    try:
        type(view.name, (cast("type", _class(view.mixin)), bases[view.base]), {"__slots__": ("_slot",)})
    except Exception as error:  # a class may have its say in what is derived from it
        return f"can't be a base of {view.name}: {error}"
    return ""


def _made_from_problems(view: Model | None, responses: set[str]) -> Iterator[str]:
    """Yield why the model of a request can't be made from a response."""
    if view is None or not view.fields:
        yield " is for objects that are sent, and in no response"
        return
    mixin = _class(view.mixin)
    if mixin is None or not issubclass(mixin, FullReplace):
        yield f" needs the {MIXIN} {FullReplace.__module__}.{FullReplace.__name__}"
    [(argument, response)] = view.made_from.items()
    if not argument.isidentifier() or keyword.iskeyword(argument) or argument in TAKEN:
        yield f": its argument can't be called {argument!r}"
    elif any(field.name == f"from_{argument}" for field in view.fields):
        yield f": from_{argument} is what a property is called"
    if response not in responses:
        yield f": {response!r} is no class of a response's object"


def operation_extension_problems(operation: DescribedOperation) -> Iterator[tuple[Keys, str]]:
    """Yield which extensions of an operation can't be done as they say."""
    check = operation.get("x-retry", {}).get("outcome-check")
    if check is not None and all(other.get("operationId") != check for other in operations_of(operation.document)):
        yield (*operation.place, "x-retry"), f"x-retry: outcome-check {check!r} is no operationId"
    if "x-pagination" in operation:
        for problem in _pagination_problems(operation):
            yield (*operation.place, "x-pagination"), problem
    for problem in _echo_problems(operation):
        yield (*operation.place, "x-echoes"), problem
    yield from ((operation.place, problem) for problem in _option_problems(operation))


def _pagination_problems(operation: DescribedOperation) -> Iterator[str]:
    pagination: JSONObject = operation["x-pagination"]
    query = {each["name"]: each for each in operation.parameters if each["in"] == "query"}
    for key in PAGE_PATHS:
        if key in pagination:
            yield from _path_problems(key, pagination[key], operation)
    for key in PAGE_PARAMETERS:
        if key in pagination and "x-client-option" in query.get(pagination[key], {"x-client-option": ""}):
            yield f"x-pagination: {key} {pagination[key]!r} is no parameter of its query"
    start = query.get(pagination.get("offset", ""), {}).get("schema", {})
    schema = object_schema(start, operation.document)
    if schema.get("type") in ("boolean", "array", "object") or schema.get("format") in ("date", "date-time"):
        yield f"x-pagination: offset {pagination['offset']!r} takes no number"


def _path_problems(key: str, path: str, operation: DescribedOperation) -> Iterator[str]:
    """Yield why a path leads to nothing in the response, or to something that can't be what its key says."""
    found = [each["content"] for each in operation.successes.values() if json_media(each["content"])]
    schema: JSONObject = _plain(json_schema(found[0]), operation.document) if found else {}
    for name in path.split(".") if path else []:
        members = schema.get("properties", {})
        if name not in members:
            yield f"x-pagination: its response has no {path!r}: there is no {name!r}"
            return
        schema = _plain(members[name], operation.document)
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
    kinds = [kind for kind in kinds_of(found) if kind != "null"]
    return {**found, "type": kinds[0]} if len(kinds) == 1 else {} if kinds else found


def _echo_problems(operation: DescribedOperation) -> Iterator[str]:
    echoes: JSONObject = operation.get("x-echoes", {})
    in_path = [each["name"] for each in operation.parameters if each["in"] == "path"]
    for parameter in echoes:
        if parameter not in in_path:
            yield f"x-echoes: {parameter!r} is no parameter of its path"
    for status, response in operation.successes.items():
        properties = _plain(json_schema(response["content"]), operation.document).get("properties", {})
        for name in sorted({*echoes.values()} - properties.keys()) if properties else ():
            yield f"x-echoes: its response {status} has no {name!r}"


def _option_problems(operation: DescribedOperation) -> Iterator[str]:
    """Yield which client options the client can't fill in rightly."""
    document = operation.document
    options = [
        (f"parameter {each['name']!r}", each["x-client-option"], each.get("schema", {}))
        for each in operation.parameters
        if "x-client-option" in each
    ]
    described = _body_schema(operation)
    body = _plain(described, document)
    filled: set[str] = set()
    for name, member in body.get("properties", {}).items():
        found = {**lookup(document, member), **member}
        if "x-client-option" in found:
            filled.add(name)
            options.append((f"property {name!r} of its body", found["x-client-option"], found))
            if found.get("readOnly"):
                yield f"x-client-option of {name!r}: no request has it, as it is readOnly"
    if any("x-client-option" in part for part in meanings(described, document)):
        yield "x-client-option of its body: the client fills in properties of it"
    # A copy: within itself, the body's schema must be looked at once more.
    for place in _option_places({**body} if "properties" in body else described, "", document, set()):
        if place not in filled:
            yield f"x-client-option of {place!r}: the client fills in what is at the top of a body of one kind only"
    seen: dict[str, str] = {}
    for where, option, schema in options:
        if option in seen:
            yield f"{where}: x-client-option {option} is that of {seen[option]} already; one of them is the caller's"
        seen.setdefault(option, where)
        yield from (f"{where}: {problem}" for problem in _misfits(option, schema, document))


def _body_schema(operation: DescribedOperation) -> Any:
    media = body_media(operation.body)
    return operation.body[media].get("schema", {}) if media else {}


def _misfits(option: str, schema: JSONObject, document: JSONObject) -> Iterator[str]:
    """Yield why a schema does not take what the client fills in."""
    found = list(meanings(schema, document))
    kinds = {kind for part in found for kind in kinds_of(part)}
    if kinds and "string" not in kinds:
        must = " or ".join(sorted(kinds - {"null"}))
        yield f"x-client-option {option} fills in a text, and it must be {must}; take it out"
    version = lookup(document, schema)
    if option == API_VERSION and not any(key in version for key in ("default", "const", "enum")):
        yield f"x-client-option {API_VERSION} needs the version, as the default of its schema"
    filled = {
        API_VERSION: repr(version["default"]) if "default" in version else "",
        LOCATION_ID: "the id of its location",
        LOCATION_TYPE: repr(FILLED_LOCATION_TYPE),
    }[option]
    values = [each for part in found for each in ([part["const"]] if "const" in part else part.get("enum", []))]
    listed = list(dict.fromkeys(repr(each) for each in values if each is not None))
    if filled and listed and (filled not in listed or (option == LOCATION_TYPE and listed != [filled])):
        yield f"the client fills in {filled} alone, and its schema has {', '.join(listed)}"


def _members(schema: JSONObject) -> Iterator[tuple[str, Any]]:
    """Yield the schemas of what values may hold, and how a path leads there."""
    yield from ((f".{name}", member) for name, member in schema.get("properties", {}).items())
    yield from ((".*", member) for member in schema.get("patternProperties", {}).values())
    yield ".*", schema.get("additionalProperties")
    yield from (("[]", member) for member in schema.get("prefixItems", []))
    yield "[]", schema.get("items")


def _option_places(schema: Any, path: str, document: JSONObject, seen: set[int]) -> Iterator[str]:
    """Yield the paths of the options within a body."""
    for found in meanings(schema, document):
        if id(found) not in seen:
            seen.add(id(found))
            for step, member in _members(found):
                place = f"{path}{step}".removeprefix(".")
                if any("x-client-option" in each for each in meanings(member, document)):
                    yield place
                yield from _option_places(member, place, document, seen)


def option_faults(document: JSONObject) -> Iterator[Fault]:
    """Yield the client options of what is no parameter and in no body: the client fills in nothing else."""
    operations = list(operations_of(document))
    sent = _reached(map(_body_schema, operations), document)
    responses = [lookup(document, each) for operation in operations for each in operation.get("responses", {}).values()]
    content = [media.get("schema") for each in responses for media in each.get("content", {}).values()]
    others = _reached([*content, *(each.get("schema") for o in operations for each in o.parameters)], document) - sent
    for kind, node, pointer in walk("document", dict(document), ROOT):
        if "x-client-option" in as_object(node) and kind != "parameter" and (kind != "schema" or id(node) in others):
            problem = f"{place_of(pointer.keys)}: x-client-option is for parameters, and what is at the top of a body"
            yield Fault((*pointer.keys, "x-client-option"), problem)


def _reached(schemas: Iterable[Any], document: JSONObject) -> set[int]:
    """Return the identities of schemas, and of all that they lead to."""
    pending, seen = [*schemas], set[int]()
    while pending:
        schema = pending.pop()
        if id(schema) not in seen:
            within = list(parts(schema))
            seen |= {id(schema), *map(id, within)}
            pending += [named(document, part["$ref"]) for part in within if isinstance(part.get("$ref"), str)]
    return seen
