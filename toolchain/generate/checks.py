"""What a description must be for nothing of it to be lost or made wrongly: all faults, before anything is made."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from openapi_python_client.strings import ClassName

from toolchain.errors import ToolchainError
from toolchain.generate.all_of import combined, is_composed, object_schema
from toolchain.generate.extensions import extension_faults, retry_problems
from toolchain.generate.faults import Fault, Keys, operations_of
from toolchain.generate.media import body_media, json_media
from toolchain.generate.name_conflicts import attribute_of_client, method_of
from toolchain.generate.names import identifier, snake
from toolchain.generate.pagination import pagination_problems
from toolchain.generate.parameters import parameter_problems
from toolchain.generate.preprocess import parameters_of, successes, undescribed_requirements
from toolchain.generate.references import lookup
from toolchain.generate.security import security_problems
from toolchain.generate.service import server_faults
from toolchain.generate.views import API_VERSION, FILLED_LOCATION_TYPE, LOCATION_TYPE
from toolchain.openapi.json_values import as_object
from toolchain.openapi.openapi_objects import walk
from toolchain.openapi.operations import METHODS, path_template
from toolchain.openapi.pointer import ROOT

JSONObject = Mapping[str, Any]
NOT_SCHEMAS: Final = frozenset({"example", "examples", "default", "enum", "const", "x-retry", "x-enum-descriptions"})


def faults(document: JSONObject) -> Iterator[Fault]:
    """Yield all that the generated package could not do as it is described; references must have been checked."""
    if found := list(extension_faults(document)):  # their values are of other kinds than the rest takes
        yield from found
        return
    yield from server_faults(document)
    yield from _composition_faults(document, (), document)
    yield from undescribed_requirements(document)
    yield from _schema_names(document)
    for kind, node, pointer in walk("document", dict(document), ROOT):
        if kind == "schema" and node == {"not": {}}:
            yield Fault(pointer.keys, f"{_owner(pointer.keys)}: no value fits a schema that is false; leave it out")
    if not document.get("paths"):
        yield Fault(("paths",), "no paths; there is nothing to generate")
    for path, item in document.get("paths", {}).items():
        yield from (Fault(("paths", path), f"{path}: {problem}") for problem in _path_problems(path, item))
    yield from _tag_faults(document)
    ids = {operation.get("operationId") for _, _, _, operation in operations_of(document)}
    names: dict[str, str] = {}
    for path, method, item, operation in operations_of(document):
        keys, place = ("paths", path, method), f"{method.upper()} {path}"
        for problem in _operation_problems(operation, document):
            yield Fault(keys, f"{place}: {problem}")
        for problem in _retry_problems(operation, ids):
            yield Fault((*keys, "x-retry"), f"{place}: {problem}")
        if isinstance(operation.get("x-pagination"), dict):
            query = {each["name"] for each in parameters_of(item, method, document) if each["in"] == "query"}
            for problem in pagination_problems(operation["x-pagination"], query):
                yield Fault((*keys, "x-pagination"), f"{place}: {problem}")
        for problem in _echo_problems(method, item, document):
            yield Fault((*keys, "x-echoes"), f"{place}: {problem}")
        for name, where in _names(path, method, operation, document):
            if (other := names.setdefault(name, place)) != place:
                yield Fault(keys, f"{place}: {where} {other}")
                break  # what follows is the same fault once more
        for parameter_keys, problem in _parameter_faults(keys, method, item, document):
            yield Fault(parameter_keys, f"{place}: {problem}")
        for problem in _template_problems(path, method, item, document):
            yield Fault(keys, f"{place}: {problem}")
        for option_keys, problem in _option_faults(keys, method, item, document):
            yield Fault(option_keys, f"{place}: {problem}")


def _path_problems(path: str, item: JSONObject) -> Iterator[str]:
    if "$ref" in item:
        yield "a path item by $ref is not supported; write its operations there"
    if "servers" in item:
        yield "servers of a path are not supported"
    if "?" in path or "#" in path:
        yield "a path ends before '?' and '#'; describe what follows as parameters in the query"


def _template_problems(path: str, method: str, item: JSONObject, document: JSONObject) -> Iterator[str]:
    described = {each["name"] for each in parameters_of(item, method, document) if each["in"] == "path"}
    in_path = re.findall(r"\{([^{}]*)\}", path)
    yield from (f"its path has {name!r}, and no parameter describes it" for name in in_path if name not in described)
    yield from (f"the path parameter {name!r} is not in its path" for name in sorted(described - {*in_path}))
    if len({*in_path}) < len(in_path):
        yield "its path has a parameter twice"


def _names(path: str, method: str, operation: JSONObject, document: JSONObject) -> Iterator[tuple[str, str]]:
    """Yield what no two operations may have in common, and how to say that they do."""
    yield f"path {method} {path_template(path)}", "nothing but the names of parameters tells it from"
    if not operation.get("operationId"):
        return
    yield f"id {snake(operation['operationId'])}", "its operationId makes the same Python name as that of"
    tags = {tag["name"]: tag.get("x-python-name", tag["name"]) for tag in document.get("tags", [])}
    tag = (operation.get("tags") or ["default"])[0]
    name = method_of(operation.get("x-python-name", operation["operationId"]))
    call = f"{attribute_of_client(tags.get(tag, tag))}.{name}"
    yield f"call {call}", f"give it another x-python-name: {call} is"


def _schema_names(document: JSONObject) -> Iterator[Fault]:
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        called: str = name if isinstance(schema, bool) else schema.get("x-python-name", name)
        if not str(ClassName(called, "")).isidentifier():
            yield Fault(
                ("components", "schemas", name),
                f"schema {name!r} makes no Python name, which must begin with a letter; give it an x-python-name",
            )
    for kind, node, pointer in walk("document", dict(document), ROOT):
        properties = as_object(as_object(node).get("properties")) if kind == "schema" else {}
        for name, member in properties.items():
            called = str(as_object(member).get("x-python-name", name))
            if not snake(called).strip("_").isidentifier():
                problem = f"property {name!r} makes no Python name, which must begin with a letter"
                keys = (*pointer.keys, "properties", name)
                yield Fault(keys, f"{_owner(keys)}: {problem}; give it an x-python-name")


def _composition_faults(value: Any, keys: Keys, document: JSONObject) -> Iterator[Fault]:
    if value.__class__ is list:
        for index, member in enumerate(value):
            yield from _composition_faults(member, (*keys, str(index)), document)
    elif value.__class__ is dict:
        if is_composed(value):
            try:
                combined(value, document)
            except ToolchainError as error:
                yield Fault(keys, f"{_owner(keys)}: {error}")
        for key, member in value.items():
            if key not in NOT_SCHEMAS:
                yield from _composition_faults(member, (*keys, key), document)


def _owner(keys: Keys) -> str:
    """Return what a place belongs to, as a message names it."""
    if keys[:2] == ("components", "schemas"):
        return f"schema {keys[2]!r}"
    return f"{keys[2].upper()} {keys[1]}" if len(keys) > 2 and keys[2] in METHODS else "/".join(keys[:3])


def _tag_faults(document: JSONObject) -> Iterator[Fault]:
    tags = {
        tag["name"]: (index, tag.get("x-python-name", tag["name"]))
        for index, tag in enumerate(document.get("tags", []))
    }
    used = {operation["tags"][0] for _, _, _, operation in operations_of(document) if operation.get("tags")}
    for tag in sorted(used | tags.keys()):
        index, name = tags.get(tag, (0, tag))
        if not identifier(name).isidentifier():
            problem = f"tag {tag!r}: {identifier(name)!r} is no Python name; give the tag an x-python-name"
            yield Fault(("tags", str(index)) if tag in tags else ("paths",), problem)


def _operation_problems(operation: JSONObject, document: JSONObject) -> Iterator[str]:
    if not operation.get("operationId"):
        yield "no operationId; it names the method"
    for key in ("operationId", "x-python-name"):
        if operation.get(key) and not identifier(str(operation[key])).isidentifier():
            yield f"{key} {operation[key]!r} makes no Python name, which must begin with a letter"
    if "servers" in operation:
        yield "servers of an operation are not supported"
    yield from _content_problems(operation, document)
    yield from security_problems(operation, document)


def _retry_problems(operation: JSONObject, ids: set[Any]) -> Iterator[str]:
    retry: JSONObject = operation.get("x-retry", {})
    yield from retry_problems(retry)
    check = retry.get("outcome-check")
    if isinstance(check, str) and check not in ids:
        yield f"outcome-check {check!r} is no operationId"


def _echo_problems(method: str, item: JSONObject, document: JSONObject) -> Iterator[str]:
    echoes: JSONObject = item[method].get("x-echoes", {})
    in_path = {each["name"] for each in parameters_of(item, method, document) if each["in"] == "path"}
    for parameter in echoes:
        if parameter not in in_path:
            yield f"x-echoes: {parameter!r} is no parameter of its path"
    for status, response in successes(item[method], document).items():
        content = response.get("content", {})
        schema = content.get(json_media(content), {}).get("schema", {})
        try:
            properties = object_schema(schema, document).get("properties", {})
        except ToolchainError:  # a fault of its own
            return
        for name in sorted({*echoes.values()} - properties.keys()) if properties else ():
            yield f"x-echoes: its response {status} has no {name!r}"


def _content_problems(operation: JSONObject, document: JSONObject) -> Iterator[str]:
    if "requestBody" in operation:
        content = lookup(document, operation["requestBody"]).get("content", {})
        media = body_media(content)
        if media is None:
            yield f"a body of {', '.join(content) or 'no media type'} is not supported; the client sends JSON and forms"
        elif "schema" not in content[media]:
            yield "its body has no schema"
    if not successes(operation, document):
        yield "no 2xx response; it says what the method returns"


def _parameter_faults(keys: Keys, method: str, item: JSONObject, document: JSONObject) -> Iterator[tuple[Keys, str]]:
    path = keys[1]
    for holder in (("paths", path), keys):
        listed: Any = item if holder == keys[:2] else item[method]
        for index, entry in enumerate(listed.get("parameters", [])):
            parameter = lookup(document, entry)
            place = _place(entry, (*holder, "parameters", str(index)))
            yield from ((place, problem) for problem in parameter_problems(parameter, document))
            if not identifier(str(parameter.get("x-python-name", parameter["name"]))).isidentifier():
                problem = "makes no Python name, which must begin with a letter; give it an x-python-name"
                yield place, f"parameter {parameter['name']!r} {problem}"


def _place(entry: JSONObject, keys: Keys) -> Keys:
    """Return where a parameter stands: in place, or as a component."""
    return tuple(entry["$ref"].removeprefix("#/").split("/")) if "$ref" in entry else keys


def _option_faults(keys: Keys, method: str, item: JSONObject, document: JSONObject) -> Iterator[tuple[Keys, str]]:
    """Yield which client options the client can't fill in rightly."""
    seen: dict[str, str] = {}
    for parameter in parameters_of(item, method, document):
        if "x-client-option" in parameter:
            where = f"parameter {parameter['name']!r}"
            schema = {**lookup(document, parameter.get("schema", {}))}
            yield from ((keys, each) for each in _option_problems(where, parameter["x-client-option"], schema, seen))
    if "requestBody" not in item[method]:
        return
    content = lookup(document, item[method]["requestBody"]).get("content", {})
    schema = content.get(body_media(content), {}).get("schema", {})
    try:
        whole = object_schema(schema, document)
    except ToolchainError:  # a fault of its own
        return
    for name, member in whole.get("properties", {}).items():
        found = {**lookup(document, member), **member}
        if "x-client-option" in found:
            where = f"property {name!r} of its body"
            yield from ((keys, each) for each in _option_problems(where, found["x-client-option"], found, seen))
        for inner in _nested_options(member, name, document, set()):
            yield keys, f"x-client-option of {inner!r}: the client fills in what is at the top of a body only"


def _option_problems(where: str, option: str, schema: JSONObject, seen: dict[str, str]) -> Iterator[str]:
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
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, []):
            yield from _nested_options(part, path, document, seen)
