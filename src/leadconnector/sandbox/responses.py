"""The response that the document describes for an operation: its example, else one made from its schema."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from leadconnector.codec.json import is_array, is_object, write_json
from leadconnector.sandbox.document import Document, DocumentError, objects
from leadconnector.sandbox.messages import Request, Response, is_json, json_response, media_type
from leadconnector.sandbox.operations import Operation
from leadconnector.sandbox.samples import Samples

_RANGES = {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain"}


class DescribedResponses:
    """Makes the successful responses that a document describes, each once; they are the same every time."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._samples = Samples(document)
        self._made: dict[tuple[str, str], Response] = {}

    def of(self, operation: Operation, path: Mapping[str, str], request: Request) -> Response:
        """Return the response to a request: of several media types, one that it accepts; of several pages, its page."""
        media = _chosen(_success(operation)[1].get("content", {}), request.headers.get("accept", ""))
        if (operation.id, media) not in self._made:
            try:
                self._made[operation.id, media] = self._make(operation, media)
            except DocumentError:
                raise
            except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
                message = f"the response of {operation.id} is not as OpenAPI has it: {error!r}"
                raise DocumentError(message) from error
        response = _page(self._made[operation.id, media], operation.described.get("x-pagination", {}), request.query)
        # Some responses repeat parameters of the path.
        echoes: Mapping[str, str] = operation.described.get("x-echoes", {})
        value = response.json() if echoes and response.body else None
        if not is_object(value):
            return response
        repeated = {name: path[parameter] for parameter, name in echoes.items() if parameter in path}
        return replace(response, body=write_json({**value, **repeated}))

    def with_value(self, operation: Operation, value: object) -> Response:
        """Return the response that is described for success, with a JSON value for its body."""
        status, described = _success(operation)
        if value is None and not described.get("content"):
            return Response(status=status)
        return json_response(value, status)

    def properties(self, operation: Operation) -> Mapping[str, Any]:
        """Return the properties of the JSON that is described for success."""
        content: dict[str, Any] = _success(operation)[1].get("content", {})
        return self._document.properties(content.get(_chosen(content, ""), {}).get("schema"))

    def _make(self, operation: Operation, media: str) -> Response:
        status, described = _success(operation)
        headers = tuple(self._headers(described.get("headers", {})))
        if not media or status == 204:
            return Response(status=status, headers=headers)
        value = self._value(described["content"][media])
        sent = _RANGES.get(media_type(media), media)
        is_text = isinstance(value, str) and not is_json(media_type(sent))
        body = value.encode() if is_text else write_json(value)
        return Response(status=status, headers=(*headers, ("content-type", sent)), body=body)

    def _value(self, described: dict[str, Any]) -> Any:
        """Return the example of a media type or a header, else a sample of its schema."""
        if "example" in described:
            return described["example"]
        for each in objects(list(described.get("examples", {}).values())):
            example = self._document.resolve(each)
            if "value" in example:
                return example["value"]
        return self._samples.of(described.get("schema", {"type": "string"}))

    def _headers(self, described: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        for name, each in described.items():
            header = self._document.resolve(each)
            if name.lower() != "content-type" and (header.get("required") or "example" in header):
                value = self._value(header)
                text = value if isinstance(value, str) else write_json(value).decode()
                yield name, text.encode("ascii", "replace").decode()


def _success(operation: Operation) -> tuple[int, dict[str, Any]]:
    """Return the first status that is a success, and what is described for it; 200 where nothing says which."""
    described = operation.responses
    exact = sorted(status for status in described if status.isdecimal() and len(status) == 3 and status[0] in "23")
    for status in (*(each for each in exact if each[0] == "2"), "2XX", "2xx", "default", *exact):
        if status in described:
            return int(status) if status.isdecimal() else 200, described[status]
    return 200, {}


def _chosen(content: Mapping[str, Any], accept: str) -> str:
    accepted = {media_type(each) for each in accept.split(",")}
    asked = [media for media in content if media_type(media) in accepted]
    in_json = [media for media in content if is_json(media_type(media))]
    return next(iter([*asked, *in_json, *content]), "")


def _page(response: Response, pagination: Mapping[str, str], query: Mapping[str, list[str]]) -> Response:
    """Return the first page as it is described, and any other as the last: with what items are left, and no next."""
    cursors = query.get(pagination.get("cursor", ""), [])
    offset = next(iter(query.get(pagination.get("offset", ""), [])), "")
    skipped = int(offset[:9]) if offset.isdecimal() else 0
    if not (any(cursors) or skipped):
        return response
    page = response.json()
    ends: dict[str, Any] = {"items": [], "next-cursor": None, "has-more": False}
    for key, last in ends.items():
        *path, name = pagination.get(key, "").split(".")
        holder = page
        for step in path:
            holder = holder.get(step) if is_object(holder) else None
        if is_object(holder) and name in holder:
            is_slice = key == "items" and skipped and is_array(holder[name])
            holder[name] = holder[name][skipped:] if is_slice else last
    return replace(response, body=write_json(page))
