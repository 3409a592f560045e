"""The one place that maps a call's arguments to the wire, for both clients."""

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Generic, TypeVar, cast
from urllib.parse import quote

from msgspec.structs import replace

from leadconnector.client.operation import Operation
from leadconnector.client.options import Options, check_headers
from leadconnector.codec.dates import write_timestamp
from leadconnector.codec.enums import UNSET
from leadconnector.errors import InvalidRequestError
from leadconnector.transport.attempt import Content, Headers, Request

T = TypeVar("T")
_LONGEST_URL = 8192  # no server has to take a longer one
_ESCAPE = 3  # the length of "%2e"
_HEX = frozenset("0123456789abcdefABCDEF")


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
    parameters = path or {}
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
            if isinstance(given, list | tuple) and any("," in text for text in texts):
                problem = f"an element of the header {name} holds a comma, which would make two of it"
                raise InvalidRequestError(problem, operation=operation.name)
            more[name] = ",".join(texts)
    for name, value in more.items():
        if not value.isascii() or not value.isprintable():
            raise InvalidRequestError(
                f"the header {name} holds a character that can't be sent", operation=operation.name
            )
    fields = {name.lower(): (name, value) for name, value in more.items()}
    return Headers({**options.headers, **fields}.values())


def fill_path(operation: Operation, parameters: Mapping[str, str]) -> str:
    """The operation's path with each parameter as exactly one percent-encoded segment."""
    parts = list(_parts(operation.path))
    for at in range(1, len(parts), 2):
        name = parts[at]
        if name not in parameters:
            raise InvalidRequestError(f"the path parameter {name} is missing", operation=operation.name)
        parts[at] = encode_segment(parameters[name], operation.arguments.get(name, name), operation.name)
    return "".join(parts)


@functools.cache
def _parts(path: str) -> Sequence[str]:
    return re.split(r"\{([^{}]+)\}", path)


def path_text(name: str, value: object, operation: Operation) -> str:
    """The text of a path parameter that need not be one: a number, say, or a date. It is that of the query."""
    texts = texts_of(name, value, operation.name)
    if len(texts) != 1 or value.__class__ in (list, tuple):
        raise InvalidRequestError(f"{name} must be one value, not {type(value).__name__}", operation=operation.name)
    return texts[0]


def encode_segment(value: object, name: str, operation: str) -> str:
    """One path segment; InvalidRequestError for a value that some server on the way could take for another path."""
    if not isinstance(value, str):
        raise InvalidRequestError(f"{name} must be a str, not {type(value).__name__}", operation=operation)
    if len(value) <= _LONGEST_URL and value.isascii() and value.isalnum():
        return value
    if len(value) > _LONGEST_URL:
        raise InvalidRequestError(
            f"{name} is {len(value)} characters long; {_LONGEST_URL} at most", operation=operation
        )
    if not value.strip():
        raise InvalidRequestError(f"{name} is empty", operation=operation)
    if not value.isprintable():
        raise InvalidRequestError(f"{name} holds a control or invisible character", operation=operation)
    if any(part in (".", "..") for part in re.split(r"[/\\]", _decode_fully(value))):
        raise InvalidRequestError(f"{name} holds '.' or '..' as a path segment", operation=operation)
    return quote(value, safe="")


def _decode_fully(value: str) -> str:
    """Undo percent-encoding until none is left: each server on the way may decode once more than the one before."""
    if "%" not in value:
        return value
    decoded: list[str] = []
    for character in value:
        decoded.append(character)
        # A decoded character may complete another escape.
        while len(decoded) >= _ESCAPE and decoded[-_ESCAPE] == "%" and _HEX.issuperset(decoded[1 - _ESCAPE :]):
            decoded[-_ESCAPE:] = chr(int("".join(decoded[1 - _ESCAPE :]), 16))
    return "".join(decoded)


def encode_query(query: Mapping[str, object], operation: str) -> str:
    """The query string, without its question mark; UNSET and None are left out, a list repeats its key."""
    pairs: list[str] = []
    try:
        for name, value in query.items():
            texts = [_quote(text) for text in texts_of(name, value, operation)]
            if isinstance(value, CommaSeparated) and value:
                texts = [",".join(texts)]
            pairs += [f"{_quote(name)}={text}" for text in texts]
    except UnicodeEncodeError as exc:
        raise InvalidRequestError("a query value holds a lone surrogate", operation=operation) from exc
    return "&".join(pairs)


class CommaSeparated(list[object]):
    """An array that is one value on the wire, with commas between its elements (``explode: false``)."""


def comma_separated(name: str, value: Iterable[object] | None, operation: Operation) -> CommaSeparated | None:
    """Return an array of the query in the form that joins its elements; None where it is left out."""
    given: object = value
    if value is None:
        return None
    if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
        raise InvalidRequestError(f"{name} must be a list, not {type(value).__name__}", operation=operation.name)
    return CommaSeparated(value)


def _quote(text: str) -> str:
    return text if text.isascii() and text.isalnum() else quote(text, safe="")


def texts_of(name: str, value: object, operation: str) -> list[str]:
    """The texts of a value: none for UNSET and None, one for each element of a list, none of which is null."""
    if type(value) is str:
        return [value]
    if value is None or value is UNSET:
        return []
    if isinstance(value, list | tuple):
        return [_text(name, item, operation) for item in cast("Sequence[object]", value)]
    return [_text(name, value, operation)]


def _text(name: str, value: object, operation: str) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, datetime):
        try:
            return write_timestamp(value)
        except ValueError as exc:
            raise InvalidRequestError(f"{name}: {exc}", operation=operation) from None
    if isinstance(value, date):
        return value.isoformat()
    raise InvalidRequestError(
        f"{name} can't be sent: {type(value).__name__} is neither text nor number nor date", operation=operation
    )
