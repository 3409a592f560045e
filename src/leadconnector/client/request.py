"""The one place that maps a call's arguments to the wire, for both clients."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from msgspec.structs import replace

from leadconnector.client.operation import Operation
from leadconnector.client.options import Options, check_headers
from leadconnector.client.url import encode_query, fill_path, texts_of
from leadconnector.errors import InvalidRequestError
from leadconnector.transport.attempt import Content, Headers, Request

T = TypeVar("T")
_NO_PARAMETERS: Mapping[str, str] = {}
_LONGEST_URL = 8192  # no server has to take a longer one


class PreparedRequest(Request, Generic[T], frozen=True, kw_only=True):
    """A request ready to be sent, by any client of the same service.

    ``headers`` are without the token: the client that sends the request adds its own. ``url`` is absolute, with the
    query. ``location`` is the location whose rate limit the call counts against.
    """

    operation: Operation
    decode: Callable[[bytes], T]
    path_params: Mapping[str, str]
    location: str | None


def prepare(
    options: Options,
    operation: Operation,
    decode: Callable[[bytes], T],
    *,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, object] | None = None,
    headers: Mapping[str, object] | None = None,
    content: bytes | None = None,
    content_type: str = "application/json",
    accept: str | None = None,
    location: str | None = None,
) -> PreparedRequest[T]:
    """Map a call's arguments to its request; InvalidRequestError where one of them can't be sent.

    `decode` makes the result of a 2xx response's body. `location` is the client's unless given.
    """
    parameters = path if path is not None else _NO_PARAMETERS
    url = options.base_url + fill_path(operation, parameters)
    if query and (encoded := encode_query(query, operation.name)):
        url = f"{url}?{encoded}"
    if len(url) > _LONGEST_URL:
        raise InvalidRequestError(f"the URL would be {len(url)} characters long", operation=operation.name)
    return PreparedRequest(
        operation=operation,
        method=operation.method,
        url=url,
        headers=_headers(options, operation, headers, content_type if content is not None else None, accept),
        content=None if content is None else Content(content),
        decode=decode,
        path_params=parameters,
        location=location if location is not None else options.location_id,
    )


def with_headers(prepared: PreparedRequest[T], headers: Mapping[str, str]) -> PreparedRequest[T]:
    """The request with more header fields, which stand for those of the same name."""
    problem, own = check_headers(headers)
    if problem:
        raise InvalidRequestError(f"extra_headers: {problem}", operation=prepared.operation.name)
    fields = {name.lower(): (name, value) for name, value in prepared.headers.items()}
    return replace(prepared, headers=Headers({**fields, **own}.values()))


def _headers(
    options: Options,
    operation: Operation,
    own: Mapping[str, object] | None,
    content_type: str | None,
    accept: str | None,
) -> Headers:
    more: dict[str, str] = {}
    if accept is not None:
        more["Accept"] = accept
    if content_type is not None:
        more["Content-Type"] = content_type
    for name, given in (own or {}).items():  # the operation's own stand for the client's
        if texts := texts_of(name, given, operation.name):
            more[name] = ",".join(texts)
    for name, value in more.items():
        if not value.isascii() or not value.isprintable():
            raise InvalidRequestError(
                f"the header {name} holds a character that can't be sent", operation=operation.name
            )
    fields = {name.lower(): (name, value) for name, value in more.items()}
    return Headers({**options.headers, **fields}.values())
