"""Responses as the service writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from leadconnector.sandbox.json_values import parse_json, write_json

JSON_HEADERS: Final = (("content-type", "application/json; charset=utf-8"),)
MAX_HEADERS: Final = 16 * 1024  # bytes of all headers; common clients refuse more

_PHRASES: Final = {422: "Unprocessable Entity"}  # Python 3.13 renamed it, the service did not
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_FRAMING: Final = frozenset({"connection", "content-length", "transfer-encoding"})


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


def phrase(status: int) -> str:
    """Return the name of a status, or "Error" where it has none."""
    if status in _PHRASES:
        return _PHRASES[status]
    return HTTPStatus(status).phrase if status in {each.value for each in HTTPStatus} else "Error"


def json_response(value: object, status: int = 200) -> Response:
    """Return a response whose body is a JSON value."""
    return Response(status=status, headers=JSON_HEADERS, body=write_json(value))


def error_response(status: int, message: str | Sequence[str], number: int = 0) -> Response:
    """Return a response with the service's error body; `number` makes its ``traceId``, so that runs can be compared."""
    body = {
        "statusCode": status,
        "message": message,
        "error": phrase(status),
        "traceId": str(UUID(int=number, version=4)),
    }
    return json_response(body, status)
