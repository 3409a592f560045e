"""Requests as they arrived, responses as the service writes them, and refusals."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, Self, cast
from urllib.parse import parse_qs
from uuid import UUID

from leadconnector.codec.json import parse_json, write_json

LOGGED_BODY: Final = 64 * 1024  # bytes of a body that the log keeps
MAX_HEADERS: Final = 16 * 1024  # bytes of all headers of a response; common clients refuse more

_BEARER: Final = re.compile(r"bearer +(\S+)", re.IGNORECASE)
_ORIGIN: Final = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_MAX_PARAMETERS: Final = 1000
_PHRASES: Final = {
    **{each.value: each.phrase for each in HTTPStatus},
    422: "Unprocessable Entity",  # Python 3.13 renamed it, the service did not
}
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_FRAMING: Final = frozenset({"connection", "content-length", "transfer-encoding"})

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


class RefusalError(Exception):
    """The played service refuses a request, with a status and one message or several; handlers may raise it."""

    def __init__(self, status: int, message: str | Sequence[str]) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it arrived and, once it is in the log, what became of it; the repr leaves the headers out.

    Attributes:
        path: As sent, so with its percent escapes; without the origin, if the request named it.
        query: The values of each parameter, decoded.
        headers: By their names in lower case; values of a repeated header are joined by commas.
        body: In the log, the first 64 KiB of it.
        body_length: Bytes of the whole body.
        operation: The ``operationId``; None where the path is not one of the document's.
        status: Of the response; None where the connection was dropped without one.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes
    body_length: int
    operation: str | None = None
    status: int | None = None

    @classmethod
    def of(cls, method: str, target: str, headers: Headers, body: bytes) -> Self:
        """Take a request apart; `target` is that of the request line, so a path with its query, or a whole URL.

        Raises:
            ValueError: if the query has more than 1,000 parameters.
        """
        path, _, query = _ORIGIN.sub("", target, count=1).partition("?")
        given = cast("Mapping[str, str] | list[tuple[str, str]]", headers)
        joined: dict[str, str] = {}
        for name, value in given.items() if isinstance(given, Mapping) else given:
            key = name.lower()
            joined[key] = f"{joined[key]}, {value}" if key in joined else value
        return cls(
            method=method.upper(),
            path=path or "/",
            query=parse_qs(query, keep_blank_values=True, max_num_fields=_MAX_PARAMETERS),
            headers=joined,
            body=body,
            body_length=len(body),
        )

    @property
    def token(self) -> str | None:
        """The bearer token; None where there is none."""
        match = _BEARER.fullmatch(self.headers.get("authorization", "").strip())
        return match[1] if match else None

    def json(self) -> Any:
        """Return the parsed body; numbers with a fraction are Decimal.

        Raises:
            InvalidDataError: if it is not JSON, or the log has only the start of it.
        """
        return parse_json(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response, and how the transport delivers it.

    Attributes:
        delay: Seconds that the transport waits before it responds.
        drop: True if the transport closes the connection and sends nothing of this.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    delay: float = 0.0
    drop: bool = False

    def __post_init__(self) -> None:
        """Refuse what HTTP can't carry; ValueError says what."""
        if not 200 <= self.status <= 599:
            raise ValueError(f"status={self.status}: a response has a status from 200 to 599")
        check_headers(self.headers)

    def json(self) -> Any:
        """Return the parsed body; numbers with a fraction are Decimal."""
        return parse_json(self.body)


def json_response(value: object, status: int = 200) -> Response:
    """Return a response whose body is a JSON value."""
    headers = (("content-type", "application/json; charset=utf-8"),)
    return Response(status=status, headers=headers, body=write_json(value))


def error_response(status: int, message: str | Sequence[str] | None, number: int = 0) -> Response:
    """Return a response with the service's error body; `number` makes its ``traceId``, so that runs can be compared."""
    body = {
        "statusCode": status,
        "message": message or f"{phrase(status)}, as the sandbox was told",
        "error": phrase(status),
        "traceId": str(UUID(int=number, version=4)),
    }
    return json_response(body, status)


def phrase(status: int) -> str:
    """Return what a status is called."""
    return _PHRASES.get(status, "Error")


def check_headers(headers: Sequence[tuple[str, str]]) -> None:
    """Raise ValueError for headers that HTTP can't carry, or that would break the framing of the response."""
    for name, value in headers:
        if not _NAME.fullmatch(name):
            raise ValueError(f"headers: {name[:50]!r} is not the name of a header")
        if name.lower() in _FRAMING:
            raise ValueError(f"headers: {name} is set by the transport")
        if not _VALUE.fullmatch(value):
            raise ValueError(f"headers: the value of {name[:50]} holds a character that no header may hold")
    size = sum(len(name) + len(value) for name, value in headers)
    if size > MAX_HEADERS:
        raise ValueError(f"headers: {size} bytes, more than {MAX_HEADERS}")


def media_type(text: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return text.partition(";")[0].strip().lower()


def is_json(media: str) -> bool:
    """Whether a media type without parameters is one of JSON."""
    return media == "application/json" or media.endswith("+json")
