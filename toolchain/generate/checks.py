"""What a description must be for nothing of it to be lost or made wrongly: all faults, before anything is made."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

import jsonschema_rs
from openapi_spec_validator import schemas as openapi_schemas

from leadconnector.codec.json import is_object
from leadconnector.errors import ConfigurationError
from leadconnector.transport.route import check_base_url
from toolchain.errors import ToolchainError
from toolchain.generate.extensions import (
    extension_faults,
    operation_extension_problems,
    option_faults,
    without_extensions,
)
from toolchain.generate.faults import Fault, Keys, Sources, owner, refuse
from toolchain.generate.names import call_names, identifier, pascal, snake
from toolchain.generate.normalize import (
    PARTS,
    SAYS,
    UNIONS,
    WITHOUT_CONTENT,
    combined,
    is_composed,
    is_enum_class,
    kinds_of,
    meanings,
    parts,
)
from toolchain.generate.operations import (
    FORM,
    SCHEMAS,
    DescribedOperation,
    JSONObject,
    base_url,
    body_media,
    essence,
    json_media,
    lookup,
    named,
    operations_of,
    text_charset,
)
from toolchain.openapi.json_values import as_object
from toolchain.openapi.openapi_objects import CHILDREN, is_reference, walk
from toolchain.openapi.operations import path_template
from toolchain.openapi.pointer import ROOT, join

STYLES: Final = {"query": "form", "path": "simple", "header": "simple"}
"""How values are written: an array in the query repeats its key, unless ``explode: false`` joins it with commas."""
HAS: Final = {"object": ("properties", "additionalProperties"), "array": ("items", "prefixItems")}
PATH_PARAMETER: Final = r"\{([^{}]*)\}"
HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
NO_NAME: Final = "makes no Python name, which must begin with a letter"
RENAME: Final = "give it an x-python-name"
META_SCHEMA: Final = {
    "$ref": "https://json-schema.org/draft/2020-12/schema",
    "properties": {
        "discriminator": {
            "type": "object",
            "required": ["propertyName"],
            "properties": {
                "propertyName": {"type": "string"},
                "mapping": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        }
    },
}
SECTIONS: Final = {children[1:]: section for section, children in CHILDREN["components"].items()}
"""Where the components of each kind stand, which alone the generator follows: others share what has a name."""


def refuse_unfit(document: dict[str, Any], sources: Sources) -> None:
    """Raise ToolchainError for all that keeps a package from being made of a document."""
    version = document.get("openapi")
    if not isinstance(version, str) or not version.startswith("3.1."):
        refuse([Fault(("openapi",), f"openapi is {version!r}; OpenAPI 3.0.x and 3.1.x are supported")], sources)
    refuse(reference_faults(document), sources)
    refuse(invalid_places(document), sources)
    refuse(faults(document), sources)


def invalid_places(document: dict[str, Any]) -> Iterator[Fault]:
    """Yield where a document is no valid OpenAPI 3.1."""
    openapi: dict[str, Any] = json.loads(json.dumps(dict(cast("Any", openapi_schemas).schema_v31)))
    openapi["$defs"]["schema"] |= META_SCHEMA  # it leaves what a schema may hold to the dialect
    found = jsonschema_rs.validator_for(openapi).iter_errors(document)
    errors = {tuple(map(str, error.instance_path)): error for error in found}
    for keys, error in errors.items():
        # Those found deepest say most: the ones above only say that something below is wrong.
        if not any(other[: len(keys)] == keys and other != keys for other in errors):
            said = " ".join(error.message.split())
            said = said if len(said) <= 300 else f"{said[:100]} … {said[-190:]}"  # it begins with the value
            yield Fault(keys, f"not valid OpenAPI 3.1 at {join(*keys) or 'the document'}: {said}")


def reference_faults(document: JSONObject) -> Iterator[Fault]:
    """Yield each ``$ref`` that leads nowhere, out of the document, to another kind of object, or in a circle."""
    for kind, node, pointer in walk("document", dict(document), ROOT):
        reference = as_object(node).get("$ref")
        if isinstance(reference, str) and is_reference(kind, node) and (problem := _problem(kind, document, reference)):
            yield Fault(pointer.keys, f"$ref {reference!r} {problem}")


def _problem(kind: str, document: JSONObject, reference: str) -> str:
    if not reference.startswith("#/"):
        return "leads out of the document"
    section = f"#/components/{SECTIONS.get(kind, '…')}/"
    if not reference.startswith(section) or "/" in reference.removeprefix(section):
        return f"must name a component, as {section}Name"
    try:
        target = named(document, reference)
    except (KeyError, IndexError, TypeError, ValueError):
        return "leads nowhere"
    try:
        comes_back = any(part.get("$ref") == reference for part in meanings(target, document))
    except (KeyError, IndexError, TypeError, ValueError):  # a fault of what it leads to, which is named there
        return ""
    return "leads back to itself" if comes_back else ""


def faults(document: JSONObject) -> Iterator[Fault]:
    """Yield all that the generated package could not do as it is described; references must have been checked."""
    found = list(extension_faults(document))
    yield from found
    document = without_extensions(document, found)
    yield from _server_faults(document)
    yield from option_faults(document)
    for kind, node, pointer in walk("document", dict(document), ROOT):
        if kind == "schema":
            yield from _of(owner(pointer.keys), _schema_problems(as_object(node), pointer.keys, document))
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        if not pascal(schema.get("x-python-name", name)).isidentifier():
            yield Fault(("components", "schemas", name), f"schema {name!r} {NO_NAME}; {RENAME}")
    yield from _tag_faults(document)
    if not document.get("paths"):
        yield Fault(("paths",), "no paths; there is nothing to generate")
    for path, item in document.get("paths", {}).items():
        yield from _of(path, ((("paths", path), problem) for problem in _path_problems(path, item)))
    names: dict[str, str] = {}
    for operation in operations_of(document):
        label = owner(operation.place)
        yield from _of(label, _operation_problems(operation))
        for name, where in _names(operation):
            if (other := names.setdefault(name, label)) != label:
                yield Fault(operation.place, f"{label}: {where} {other}")
                break  # what follows is the same fault once more


def _of(label: str, problems: Iterable[tuple[Keys, str]]) -> Iterator[Fault]:
    """Yield faults of something that messages call by a label."""
    return (Fault(place, f"{label}: {problem}") for place, problem in problems)


def _server_faults(document: JSONObject) -> Iterator[Fault]:
    """Yield why the first server can't be the client's default."""
    if not document.get("servers"):
        yield Fault((), "no servers; the first one is the client's default base_url")
        return
    place = ("servers", "0", "url")
    if undefined := re.search(PATH_PARAMETER, base_url(document)):
        yield Fault(place, f"servers: the first one has no default for its variable {undefined[0]}")
        return
    try:
        check_base_url(base_url(document))
    except ConfigurationError as error:
        yield Fault(place, f"servers: the first one is the client's default base_url: {error}")


def _schema_problems(schema: JSONObject, keys: Keys, document: JSONObject) -> Iterator[tuple[Keys, str]]:
    if schema == {"not": {}}:
        yield keys, "no value fits a schema that is false; leave it out"
    if is_composed(schema):
        try:
            combined(dict(schema), document)
        except ToolchainError as error:
            yield keys, str(error)
    if keys[-2] not in ("allOf", *UNIONS):  # whose parts speak of the whole's properties
        for place, name in _undescribed(schema, keys, set(), document):
            yield place, f"required names {name!r}, which is no property"
    for value, name in schema.get("discriminator", {}).get("mapping", {}).items():
        if name.removeprefix(SCHEMAS) not in document.get("components", {}).get("schemas", {}):
            yield (*keys, "discriminator", "mapping", value), f"discriminator: {name!r}, for {value!r}, is no schema"
    for name, member in as_object(schema.get("properties")).items():
        place = (*keys, "properties", name)
        if not snake(str(as_object(member).get("x-python-name", name))).strip("_").isidentifier():
            yield place, f"property {name!r} {NO_NAME}; {RENAME}"
        elif '"' in name or "\\" in name or not name.isprintable():
            yield place, f"property {name!r}: quotes, backslashes and control characters are not supported"


def _undescribed(schema: JSONObject, keys: Keys, known: set[str], document: JSONObject) -> Iterator[tuple[Keys, str]]:
    """Yield each name in `required` that is no property of its schema or of what that is combined with.

    Where any name may be one, `*` is described.
    """
    described = {*known}
    for part in meanings(schema, document):
        described |= {*part.get("properties", ())}
        if part.get("additionalProperties") or part.get("patternProperties"):
            described.add("*")
    for index, name in enumerate(schema.get("required", [])):
        if not described & {"*", name}:
            yield (*keys, "required", str(index)), name
    for key in ("allOf", *UNIONS):
        for index, part in enumerate(schema.get(key, [])):
            yield from _undescribed(part, (*keys, key, str(index)), described, document)


def _tag_faults(document: JSONObject) -> Iterator[Fault]:
    tags = {tag["name"]: (str(index), tag) for index, tag in enumerate(document.get("tags", []))}
    used = {operation["tags"][0] for operation in operations_of(document) if operation.get("tags")}
    for tag in sorted(used | tags.keys()):
        index, described = tags.get(tag, ("", {}))
        name = identifier(described.get("x-python-name", tag))
        if not name.isidentifier():
            problem = f"tag {tag!r}: {name!r} is no Python name; give the tag an x-python-name"
            yield Fault(("tags", index) if index else ("paths",), problem)


def _path_problems(path: str, item: JSONObject) -> Iterator[str]:
    if "$ref" in item:
        yield "a path item by $ref is not supported; write its operations there"
    if "servers" in item:
        yield "servers of a path are not supported"
    if "?" in path or "#" in path:
        yield "a path ends before '?' and '#'; describe what follows as parameters in the query"
    if not path.isprintable():
        yield "control and invisible characters in a path are not supported"
    if {"{", "}"} & {*re.sub(PATH_PARAMETER, "", path)}:
        yield "its braces don't pair; each parameter is a name in braces"


def _names(operation: DescribedOperation) -> Iterator[tuple[str, str]]:
    """Yield what no two operations may have in common, and how to say that they do."""
    yield (
        f"path {operation.method} {path_template(operation.path)}",
        "nothing but the names of parameters tells it from",
    )
    if not operation.get("operationId"):
        return
    yield f"id {snake(operation['operationId'])}", "its operationId makes the same Python name as that of"
    call = ".".join(call_names(operation))
    yield f"call {call}", f"give it another x-python-name: {call} is"


def _operation_problems(operation: DescribedOperation) -> Iterator[tuple[Keys, str]]:
    keys, document = operation.place, operation.document
    yield from ((keys, problem) for problem in _problems(operation))
    for holder, parameters in ((keys[:2], operation.item), (keys, operation)):
        for index, entry in enumerate(parameters.get("parameters", [])):
            place = (*holder, "parameters", str(index))
            if "$ref" in entry:
                place = tuple(entry["$ref"].removeprefix("#/").split("/"))
            yield from ((place, problem) for problem in _parameter_problems(lookup(document, entry), document))
    described = {each["name"] for each in operation.parameters if each["in"] == "path"}
    in_path = re.findall(PATH_PARAMETER, operation.path)
    for name in in_path:
        if name not in described:
            yield keys, f"its path has {name!r}, and no parameter describes it"
    for name in sorted(described - {*in_path}):
        yield keys, f"the path parameter {name!r} is not in its path"
    if len({*in_path}) < len(in_path):
        yield keys, "its path has a parameter twice"
    yield from operation_extension_problems(operation)


def _problems(operation: DescribedOperation) -> Iterator[str]:
    if not operation.get("operationId"):
        yield "no operationId; it names the method"
    for key in ("operationId", "x-python-name"):
        if operation.get(key) and not identifier(operation[key]).isidentifier():
            yield f"{key} {operation[key]!r} {NO_NAME}"
    if "servers" in operation:
        yield "servers of an operation are not supported"
    if scheme := operation.unfit_scheme:
        yield f"security {scheme!r} is not supported; the client sends a token, as bearer"
    if "requestBody" in operation:
        content = operation.body
        media = body_media(content)
        if media is None:
            yield f"a body of {', '.join(content) or 'no media type'} is not supported; the client sends JSON and forms"
        elif "schema" not in content[media]:
            yield "its body has no schema"
        elif essence(media) == FORM and not _fits_form(content[media]["schema"], operation.document):
            yield f"{media}: only objects of scalars, and of arrays of scalars, can be sent as a form"
    if not operation.successes:
        yield "no 2xx response; it says what the method returns"
    bodies = [each["content"] for status, each in operation.successes.items() if status not in WITHOUT_CONTENT]
    held = dict(_held(content, operation.document) for content in bodies)
    if operation.method != "head" and len(found := held.keys() - {""}) > 1:
        what = " and ".join(sorted(held[each] for each in found))
        yield f"its 2xx responses hold {what}; a method returns one of them"


def _held(content: JSONObject, document: JSONObject) -> tuple[str, str]:
    """Return what tells the type of a response from others, and what to call it; nothing and anything are "" both."""
    media = json_media(content)
    if media is None:
        kind = next((f"text in {charset}" if (charset := text_charset(each)) else "bytes" for each in content), "")
        return kind, kind
    schema = content[media].get("schema", {})
    name = ""
    while PARTS & schema.keys() and not is_composed(schema):
        if "$ref" in schema:
            name, schema = schema["$ref"].rpartition("/")[2], named(document, schema["$ref"])
        else:
            schema = schema["allOf"][0]
    if name and ("properties" in schema or is_enum_class(schema)):
        return name, name
    found = [{key: value for key, value in part.items() if key in SAYS} for part in parts(schema)]
    kind = json.dumps(found, sort_keys=True) if any(found) else ""
    return kind, f"{schema.get('type', 'a schema')} in place"


def _parameter_problems(parameter: JSONObject, document: JSONObject) -> Iterator[str]:
    """Yield why a parameter can't be sent as it is described."""
    where, place = f"parameter {parameter['name']!r}", parameter["in"]
    if not identifier(parameter.get("x-python-name", parameter["name"])).isidentifier():
        yield f"{where} {NO_NAME}; {RENAME}"
    if place == "header" and not HEADER_NAME.fullmatch(parameter["name"]):
        yield f"{where}: no header field can have that name"
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
    if _is_nested(parameter["schema"], document):
        yield f"{where}: objects, and arrays of anything but scalars, are not supported in parameters"
    elif place == "path" and any(_alternatives(parameter["schema"], "array", document)):
        yield f"{where}: arrays are supported in the query and in headers, not in the path"


def _fits_form(schema: JSONObject, document: JSONObject) -> bool:
    """Whether a body can be sent as a form: an object, with nothing but scalars and arrays of these in it."""
    found = list(meanings(schema, document))
    kinds = {kind for each in found for kind in kinds_of(each)}
    members = [member for each in found for member in each.get("properties", {}).values()]
    members += [each["additionalProperties"] for each in found if is_object(each.get("additionalProperties"))]
    is_object_alone = any(_alternatives(schema, "object", document)) and kinds <= {"object", "null"}
    return is_object_alone and not any(_is_nested(each, document) for each in members if not each.get("readOnly"))


def _is_nested(schema: JSONObject, document: JSONObject) -> bool:
    """Whether a value may be an object, or an array of anything but scalars."""
    arrays = _alternatives(schema, "array", document)
    elements = [array["items"] for array in arrays if "items" in array]
    nested = any(any(_alternatives(each, kind, document)) for each in elements for kind in HAS)
    return nested or any(_alternatives(schema, "object", document))


def _alternatives(schema: JSONObject, kind: str, document: JSONObject) -> Iterator[JSONObject]:
    """Yield all that a schema may be of which the type is `kind`, or looks like it."""
    for found in meanings(schema, document):
        if kind in kinds_of(found) or any(key in found for key in HAS[kind]):
            yield found
