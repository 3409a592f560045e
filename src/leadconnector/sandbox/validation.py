"""Whether a request has the shape that the document demands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from leadconnector.codec.enums import UNSET
from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import is_array, is_object, parse_json, write_json
from leadconnector.sandbox.messages import RefusalError, Request, is_json, media_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema.exceptions import ValidationError

    from leadconnector.sandbox.document import Document
    from leadconnector.sandbox.handlers import Call
    from leadconnector.sandbox.operations import Operation

_LONGEST: Final = 200  # characters of a message: what was sent may be quoted, and may be long
_STYLES: Final = ("form", "simple")


def parsed_body(operation: Operation, request: Request) -> Any:
    """Return the parsed body; UNSET where the operation takes none, or it is not JSON, or none was sent or need be.

    Raises:
        RefusalError: 400 if it is not JSON and says that it is.
    """
    if not request.body:
        # An empty object, so that each required field is named.
        return {} if operation.body_required and any(map(is_json, operation.body_schemas)) else UNSET
    if not operation.body_schemas or not is_json(_media_type(request)):
        return UNSET  # whether it may be of that type is for `check` to say
    try:
        return parse_json(request.body)
    except InvalidDataError as error:
        raise RefusalError(400, f"The body is not JSON: expected {error.faults[0].expected}") from None


def check(call: Call, document: Document) -> None:
    """Refuse a request whose path, query, headers or body are not as the document says.

    Raises:
        RefusalError: 422 with one message for each finding.
    """
    sent: dict[str, Mapping[str, list[str]]] = {
        "path": {name: [value] for name, value in call.path.items()},
        "query": call.request.query,
        "header": {name: [value] for name, value in call.request.headers.items()},
    }
    found: list[str] = []
    strange = list(call.request.query)
    for parameter in call.operation.parameters:
        place, name = parameter["in"], parameter["name"]
        types = _types(parameter, document)
        if place == "query" and name in strange:
            strange.remove(name)
        if "schema" not in parameter or "object" in types or parameter.get("style", "form") not in _STYLES:
            if place == "query" and "object" in types:
                strange.clear()  # each of its properties may be a parameter
            continue  # such parameters are not read here
        texts = sent[place].get(name.lower() if place == "header" else name)
        if texts is not None:
            found += _refusals(parameter, types, texts, document)
        elif parameter.get("required") and place != "path":
            found.append(f"{place} parameter {name} is required")
    found += [f"query parameter {name} should not exist" for name in strange]
    found += _body_refusals(call, document)
    if found:
        raise RefusalError(422, list(dict.fromkeys(found)))


def _types(parameter: Mapping[str, Any], document: Document) -> set[str]:
    """Return the types that a parameter may have; none where its schema names none."""
    named = [each.get("type", ()) for each in document.parts(parameter.get("schema"), "anyOf", "oneOf")]
    return {name for each in named for name in (each if is_array(each) else [each])}


def _refusals(parameter: Mapping[str, Any], types: set[str], texts: list[str], document: Document) -> list[str]:
    """Return what is wrong with a value that may be written for several: 5 for a number or for a text."""
    name = parameter["name"]
    refusals: list[list[str]] = []
    for value in _readings(parameter, types, texts):
        findings = document.findings(parameter["schema"], value, "request")
        if not findings:
            return []
        refusals.append([_message(finding, name) for finding in findings])
    if not refusals:
        return [f"{parameter['in']} parameter {name} must be given once"]
    return refusals[0 if not types or "string" in types else -1]


def _body_refusals(call: Call, document: Document) -> list[str]:
    schemas, is_sent = call.operation.body_schemas, bool(call.request.body)
    if not schemas or (not is_sent and not call.operation.body_required):
        return []
    media = _media_type(call.request) if is_sent else next(filter(is_json, schemas), "")
    described = next((each for each in (media, *schemas) if each in schemas and _covers(each, media)), None)
    if described is None:
        wanted = f"header Content-Type must be {' or '.join(schemas)}; it is {media or 'missing'}"
        return [wanted if is_sent else "the body is required"]
    if call.body is UNSET:
        return []
    return [_message(finding, "") for finding in document.findings(schemas[described], call.body, "request")]


def _message(finding: ValidationError, name: str) -> str:
    """Say in one line what is wrong with the parameter `name`, or with a field of the body, and where."""
    from jsonschema import exceptions

    untyped: Any = exceptions
    nearest = untyped.best_match([finding])  # of several alternatives
    field = ".".join([*filter(None, [name]), *map(str, nearest.absolute_path)])
    # jsonschema writes what was sent, with which most messages begin, and what the schema wants as Python does.
    sent, wanted = repr(nearest.instance), nearest.validator_value
    is_first = nearest.message.startswith(sent)
    text: str = nearest.message[len(sent) if is_first else 0 :]
    for value in wanted if nearest.validator == "type" and is_array(wanted) else [wanted]:
        text = text.replace(repr(value), _json(value))
    text = f"{_json(nearest.instance)}{text}" if is_first else text
    return f"{field}: {text}".removeprefix(": ")[:_LONGEST]


def _json(value: object) -> str:
    return write_json(value).decode()


def _readings(parameter: Mapping[str, Any], types: set[str], texts: list[str]) -> Iterator[Any]:
    """Yield the values that the texts of a parameter may be written for: those, and what they are as JSON."""
    if len(texts) == 1 and types != {"array"}:
        yield texts[0]
        yield _scalar(texts[0])
    if "array" in types or not types:
        if parameter["in"] != "query" or parameter.get("explode") is False:
            texts = [part for text in texts for part in text.split(",")]
        yield texts
        yield [_scalar(text) for text in texts]


def _scalar(text: str) -> Any:
    """Return a number, true, false, null, or the text if it is none of them; an empty text is null."""
    try:
        value = parse_json(text.encode("utf-8", "replace")) if text else None
    except InvalidDataError:
        return text
    return text if is_array(value) or is_object(value) else value


def _media_type(request: Request) -> str:
    return media_type(request.headers.get("content-type", ""))


def _covers(described: str, media: str) -> bool:
    """Whether a described media type, which may be a range such as ``image/*``, is one that was sent."""
    kind, _, subtype = described.partition("/")
    return described in (media, "*/*") or (subtype == "*" and media.startswith(f"{kind}/"))
