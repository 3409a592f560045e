"""Whether a request has the shape that the document demands."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import is_array, is_object, parse_json
from leadconnector.codec.unset import UNSET
from leadconnector.sandbox.document import Document
from leadconnector.sandbox.messages import RefusalError, Request, is_json, media_type
from leadconnector.sandbox.operations import Operation
from leadconnector.sandbox.schemas import Schemas, is_of_wrong_type, message

_DELIMITERS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}


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
        if not request.body:
            # An empty object, so that each required field is named.
            return {} if operation.body_required and any(map(is_json, operation.body_schemas)) else UNSET
        if not operation.body_schemas or not is_json(_media_type(request)):
            return UNSET  # whether it may be of that type is for `check` to say
        try:
            return parse_json(request.body)
        except InvalidDataError as error:
            raise RefusalError(400, f"The body is not JSON: expected {error.faults[0].expected}") from None

    def check(self, operation: Operation, path: Mapping[str, str], request: Request, body: Any) -> None:
        """Refuse a request whose path, query, headers or body are not as the document says.

        Raises:
            RefusalError: 422 with one message for each finding.
        """
        sent = {
            "path": {name: [value] for name, value in path.items()},
            "query": dict(request.query),
            "header": {name: [value] for name, value in request.headers.items()},
        }
        known: set[str] = set()
        found: dict[str, list[str]] = {place: [] for place in sent}
        for parameter in operation.parameters:
            place, name = parameter["in"], parameter["name"]
            if place not in sent:
                continue  # cookies are nobody's
            own = self._own(parameter, sent[place])
            known |= own.keys() if place == "query" else set()
            if own:
                found[place] += self._value(parameter, own)
            elif parameter.get("required") and place != "path":
                found[place].append(f"{'query parameter' if place == 'query' else place} {name} is required")
        found["query"][:0] = [f"query parameter {name} should not exist" for name in sent["query"] if name not in known]
        every = [*found["path"], *found["query"], *found["header"], *self._body(operation, request, body)]
        if every:
            raise RefusalError(422, list(dict.fromkeys(every)))

    def _own(self, parameter: Mapping[str, Any], sent: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Return what was sent of a parameter: its values, or those of its members, if it is spread over the query."""
        name: str = parameter["name"]
        key = name.lower() if parameter["in"] == "header" else name
        if parameter.get("style") == "deepObject":
            return {key: values for key, values in sent.items() if key.startswith(f"{name}[")}
        if key not in sent and _is_exploded(parameter):
            members = self._document.properties(parameter.get("schema"))
            return {key: values for key, values in sent.items() if key in members}
        return {name: sent[key]} if key in sent else {}

    def _value(self, parameter: Mapping[str, Any], sent: Mapping[str, list[str]]) -> list[str]:
        """Return what is wrong with a value that may be written for several: 5 for a number or for a text."""
        content: Mapping[str, Any] = parameter.get("content", {})
        schema: Any = next(iter(content.values()), parameter).get("schema", True)
        refusals: list[list[str]] = []
        for value in self._readings(parameter, schema, sent):
            findings = self._schemas.findings(schema, value)
            if not findings:
                return []
            # A reading of a type that it may have is what was meant.
            at = len(refusals) if any(map(is_of_wrong_type, findings)) else 0
            refusals.insert(at, [message(finding, parameter["name"]) for finding in findings])
        return refusals[0] if refusals else [f"query parameter {parameter['name']} must be given once"]

    def _readings(self, parameter: Mapping[str, Any], schema: Any, sent: Mapping[str, list[str]]) -> Iterator[Any]:
        """Yield the values that a parameter may be written for, the likeliest first."""
        texts = next(iter(sent.values()))
        is_whole = list(sent) == [parameter["name"]]
        if any(is_json(media_type(media)) for media in parameter.get("content", ())):
            yield _parsed(texts[0])
            return
        named = [each.get("type", ()) for each in self._document.parts(schema, "anyOf", "oneOf")]
        types = {name for each in named for name in (each if is_array(each) else [each])}
        if len(texts) == 1 and types != {"array"} and is_whole:
            yield texts[0]
            yield _scalar(texts[0])
        if not _is_exploded(parameter):
            delimiter = _DELIMITERS.get(parameter.get("style", ""), ",")
            texts = [part for text in texts for part in text.split(delimiter)]
        if "array" in types or not types:
            yield [*texts]
            yield [_scalar(text) for text in texts]
        if "object" in types:
            pairs = {key.removeprefix(f"{parameter['name']}[").removesuffix("]"): each[0] for key, each in sent.items()}
            if is_whole:
                pairs = dict(list(pairwise(texts))[::2])
            members = self._document.properties(schema)
            yield {
                name: _scalar(text) if self._schemas.findings(members.get(name, True), text) else text
                for name, text in pairs.items()
            }

    def _body(self, operation: Operation, request: Request, body: Any) -> list[str]:
        schemas = operation.body_schemas
        if not schemas or (not request.body and not operation.body_required):
            return []
        media = _media_type(request) if request.body else next(filter(is_json, schemas), "")
        described = next((each for each in (media, *schemas) if each in schemas and _covers(each, media)), None)
        if described is None:
            wanted = f"header Content-Type must be {' or '.join(schemas)}; it is {media or 'missing'}"
            return [wanted if request.body else "the body is required"]
        if body is UNSET:
            return []
        return [message(finding, "") for finding in self._schemas.findings(schemas[described], body)]


def _media_type(request: Request) -> str:
    return media_type(request.headers.get("content-type", ""))


def _is_exploded(parameter: Mapping[str, Any]) -> bool:
    """Whether the elements or members of a parameter are parameters of their own."""
    return bool(parameter["in"] == "query" and parameter.get("explode", parameter.get("style", "form") == "form"))


def _covers(described: str, media: str) -> bool:
    """Whether a described media type, which may be a range such as ``image/*``, is one that was sent."""
    kind, _, subtype = described.partition("/")
    return described in (media, "*/*") or (subtype == "*" and media.startswith(f"{kind}/"))


def _scalar(text: str) -> Any:
    """Return a number, true, false, null, or the text if it is none of them; an empty text is null."""
    value = _parsed(text) if text else None
    return text if is_array(value) or is_object(value) else value


def _parsed(text: str) -> Any:
    try:
        return parse_json(text.encode("utf-8", "replace"))
    except InvalidDataError:
        return text
