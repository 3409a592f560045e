"""Whether a request has the shape that the document demands."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.unset import UNSET
from leadconnector.sandbox.document import Document
from leadconnector.sandbox.errors import RefusalError
from leadconnector.sandbox.findings import is_of_wrong_type, message
from leadconnector.sandbox.json_values import parse_json
from leadconnector.sandbox.operations import Operation, Parameter, Route
from leadconnector.sandbox.request import Request, is_json
from leadconnector.sandbox.schemas import Schemas


class Validation:
    """Checks requests against the schemas of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._schemas = Schemas(document, "request")

    def body(self, operation: Operation, request: Request) -> Any:
        """Return the parsed body; UNSET where the operation takes none, or it is not JSON, or none was sent or need be.

        Raises:
            RefusalError: 400 if it is not JSON and says that it is.
        """
        if not operation.body_schemas or (not request.body and not operation.body_required):
            return UNSET
        if not request.body:
            return {} if any(map(is_json, operation.body_schemas)) else UNSET  # so that each required field is named
        if not is_json(request.content_type):
            return UNSET  # whether it may be of that type is for `check` to say
        try:
            return parse_json(request.body)
        except InvalidDataError as error:
            raise RefusalError(400, f"The body is not JSON: expected {error.faults[0].expected}") from None

    def check(self, route: Route, request: Request, body: Any) -> None:
        """Refuse a request whose path, query, headers or body are not as the document says.

        Raises:
            RefusalError: 422 with one message for each finding.
        """
        found = [
            *self._path(route),
            *self._query(route.operation, request),
            *self._headers(route.operation, request),
            *self._body(route.operation, request, body),
        ]
        if found:
            raise RefusalError(422, list(dict.fromkeys(found)))

    def _path(self, route: Route) -> Iterator[str]:
        for parameter in route.operation.in_place("path"):
            if parameter.name in route.path:
                yield from self._value(parameter, [route.path[parameter.name]])

    def _query(self, operation: Operation, request: Request) -> Iterator[str]:
        described = operation.in_place("query")
        known = {parameter.name: parameter for parameter in described}
        for name, values in request.query.items():
            if name in known:
                yield from self._value(known[name], values)
            elif not any(self._holds(parameter, name) for parameter in described):
                yield f"query parameter {name} should not exist"
        yield from self._missing("query parameter", described, request.query)

    def _headers(self, operation: Operation, request: Request) -> Iterator[str]:
        described = operation.in_place("header")
        for parameter in described:
            value = request.headers.get(parameter.name.lower())
            if value is not None:
                yield from self._value(parameter, [value])
        yield from self._missing("header", described, request.headers)

    def _missing(self, kind: str, described: list[Parameter], sent: Mapping[str, Any]) -> Iterator[str]:
        for parameter in described:
            names = {parameter.name, parameter.name.lower()} if kind == "header" else {parameter.name}
            absent = not names & sent.keys() and not any(self._holds(parameter, name) for name in sent)
            if parameter.required and absent:
                yield f"{kind} {parameter.name} is required"

    def _holds(self, parameter: Parameter, name: str) -> bool:
        """Whether a parameter by another name is a member of this one, which is an object spread over the query."""
        if parameter.deep:
            return name.startswith(f"{parameter.name}[")
        spread = "object" in parameter.types and parameter.delimiter is None and not parameter.is_json
        return spread and name in self._document.properties(parameter.schema)

    def _value(self, parameter: Parameter, texts: Sequence[str]) -> list[str]:
        """Return what is wrong with a value that may be written for several: 5 for a number or for a text."""
        refusals: list[list[str]] = []
        for value in _readings(parameter, texts):
            findings = self._schemas.findings(parameter.schema, value)
            if not findings:
                return []
            found = [message(finding, parameter.name) for finding in findings]
            if any(map(is_of_wrong_type, findings)):
                refusals.append(found)
            else:
                refusals.insert(0, found)  # a reading of a type that it may have: this is what was meant
        return refusals[0] if refusals else [f"query parameter {parameter.name} must be given once"]

    def _body(self, operation: Operation, request: Request, body: Any) -> list[str]:
        schemas = operation.body_schemas
        if not schemas or (not request.body and not operation.body_required):
            return []
        media = request.content_type if request.body else next(filter(is_json, schemas), "")
        if request.body and not any(_covers(described, media) for described in schemas):
            return [f"header Content-Type must be {' or '.join(schemas)}; it is {media or 'missing'}"]
        if not request.body and not media:
            return ["the body is required"]
        if body is UNSET:
            return []
        schema = schemas.get(media, next(each for described, each in schemas.items() if _covers(described, media)))
        return [message(finding, "") for finding in self._schemas.findings(schema, body)]


def _covers(described: str, media: str) -> bool:
    """Whether a described media type, which may be a range such as ``image/*``, is one that was sent."""
    kind, _, subtype = described.partition("/")
    return described in (media, "*/*") or (subtype == "*" and media.startswith(f"{kind}/"))


def _readings(parameter: Parameter, texts: Sequence[str]) -> Iterator[Any]:
    """Yield the values that a parameter may be written for, the likeliest first."""
    types = parameter.types
    if parameter.is_json:
        yield _parsed(texts[0])
    elif types == frozenset({"array"}):
        yield from _array_readings(parameter, texts)
    elif len(texts) == 1:
        yield texts[0]
        yield _scalar(texts[0])
        if "array" in types or not types:
            yield from _array_readings(parameter, texts)
    elif "array" in types or not types:
        yield from _array_readings(parameter, texts)


def _array_readings(parameter: Parameter, texts: Sequence[str]) -> Iterator[Any]:
    if parameter.delimiter is not None:
        texts = [part for text in texts for part in text.split(parameter.delimiter)]
    yield list(texts)
    yield [_scalar(text) for text in texts]


def _scalar(text: str) -> Any:
    """Return a number, true, false, null, or the text if it is none of them; an empty text is null."""
    value = _parsed(text) if text else None
    return text if isinstance(value, (list, dict)) else value


def _parsed(text: str) -> Any:
    try:
        return parse_json(text.encode("utf-8", "replace"))
    except InvalidDataError:
        return text
