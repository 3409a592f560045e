"""Responses as the document describes them: by their example, else with a value made from their schema."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from leadconnector.codec.json import is_object, write_json
from leadconnector.sandbox.document import Document, DocumentError, objects
from leadconnector.sandbox.messages import Request, Response, is_json, json_response, media_type
from leadconnector.sandbox.operations import Operation
from leadconnector.sandbox.samples import Samples

_RANGES: Final = {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain"}
_LAST_PAGE: Final[Mapping[str, Any]] = {"items": [], "next-cursor": None, "has-more": False}


class DescribedResponses:
    """Makes the successful responses that a document describes, each once; they are the same every time."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._samples = Samples(document)
        self._made: dict[str, Response] = {}

    def of(self, operation: Operation, path: Mapping[str, str], request: Request) -> Response:
        """Return the response to a request: of several pages, the first or an empty last one."""
        if operation.id not in self._made:
            try:
                self._made[operation.id] = self._make(operation)
            except DocumentError:
                raise
            except Exception as error:  # the document is taken to be as OpenAPI has it
                message = f"the response of {operation.id} is not as OpenAPI has it: {error!r}"
                raise DocumentError(message) from error
        response = self._made[operation.id]
        # Some responses repeat parameters of the path.
        echoes: Mapping[str, str] = operation.described.get("x-echoes", {})
        pagination: Mapping[str, str] = operation.described.get("x-pagination", {})
        is_later = _is_later(pagination, request.query)
        value = response.json() if response.body and (echoes or is_later) else None
        if not is_object(value):
            return response
        if is_later:
            _empty(value, pagination)
        repeated = {name: path[parameter] for parameter, name in echoes.items() if parameter in path}
        return replace(response, body=write_json(value | repeated))

    def with_value(self, operation: Operation, value: object) -> Response:
        """Return the response that is described for success, with a JSON value for its body."""
        status, described = _success(operation)
        if value is None and not described.get("content"):
            return Response(status=status)
        return json_response(value, status)

    def properties(self, operation: Operation | None) -> Mapping[str, Any]:
        """Return the properties of the JSON that is described for success; none where there is no operation."""
        content: dict[str, Any] = {} if operation is None else _success(operation)[1].get("content", {})
        return self._document.properties(content.get(_chosen(content), {}).get("schema"))

    def _make(self, operation: Operation) -> Response:
        status, described = _success(operation)
        content: dict[str, Any] = described.get("content", {})
        media = _chosen(content)
        if not media or status == 204:
            return Response(status=status)
        value = self._value(content[media])
        sent = _RANGES.get(media, media)
        is_text = isinstance(value, str) and not is_json(media_type(sent))
        body = value.encode() if is_text else write_json(value)
        return Response(status=status, headers=(("content-type", sent),), body=body)

    def _value(self, described: dict[str, Any]) -> Any:
        """Return the example of a media type, else a sample of its schema."""
        if "example" in described:
            return described["example"]
        for each in objects(list(described.get("examples", {}).values())):
            example = self._document.resolve(each)
            if "value" in example:
                return example["value"]
        return self._samples.of(described.get("schema", {"type": "string"}))


def _success(operation: Operation) -> tuple[int, dict[str, Any]]:
    """Return the first status that is a success, and what is described for it; 200 where nothing says which."""
    described = operation.responses
    exact = sorted(status for status in described if status.isdecimal() and len(status) == 3 and status[0] in "23")
    for status in (*(each for each in exact if each[0] == "2"), "2XX", "2xx", "default", *exact):
        if status in described:
            return int(status) if status.isdecimal() else 200, described[status]
    return 200, {}


def _chosen(content: Mapping[str, Any]) -> str:
    """Return the media type of the response: JSON, where it is among those described."""
    return next(iter([*(media for media in content if is_json(media_type(media))), *content]), "")


def _is_later(pagination: Mapping[str, str], query: Mapping[str, list[str]]) -> bool:
    """Whether a request is for a page after the first."""
    started = [*query.get(pagination.get("cursor", ""), ()), *query.get(pagination.get("offset", ""), ())]
    return any(text not in ("", "0") for text in started)


def _empty(page: dict[str, Any], pagination: Mapping[str, str]) -> None:
    """Make a page the last: without items, and with nothing after it."""
    for key, last in _LAST_PAGE.items():
        *path, name = pagination.get(key, "").split(".")
        holder: Any = page
        for step in path:
            holder = holder.get(step) if is_object(holder) else None
        if is_object(holder) and name in holder:
            holder[name] = last
