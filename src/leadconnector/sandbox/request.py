"""A request as it arrived."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self, cast
from urllib.parse import parse_qs

from leadconnector.sandbox.json_values import parse_json

LOGGED_BODY: Final = 64 * 1024  # bytes of a body that the log keeps

_BEARER: Final = re.compile(r"bearer +(\S+)", re.IGNORECASE)
_ORIGIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_MAX_PARAMETERS: Final = 1000

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


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
        return cls(
            method=method.upper(),
            path=path or "/",
            query=parse_qs(query, keep_blank_values=True, max_num_fields=_MAX_PARAMETERS),
            headers=_joined(headers),
            body=body,
            body_length=len(body),
        )

    @property
    def token(self) -> str | None:
        """The bearer token; None where there is none."""
        match = _BEARER.fullmatch(self.headers.get("authorization", "").strip())
        return match[1] if match else None

    @property
    def content_type(self) -> str:
        """The media type of the body without its parameters, in lower case; empty where the header is missing."""
        return media_type(self.headers.get("content-type", ""))

    def json(self) -> Any:
        """Return the parsed body; numbers with a fraction are Decimal.

        Raises:
            InvalidDataError: if it is not JSON, or the log has only the start of it.
        """
        return parse_json(self.body)


def media_type(text: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return text.partition(";")[0].strip().lower()


def is_json(media: str) -> bool:
    """Whether a media type without parameters is one of JSON."""
    return media == "application/json" or media.endswith("+json")


def _joined(headers: Headers) -> dict[str, str]:
    joined: dict[str, str] = {}
    given = cast("Mapping[str, str] | list[tuple[str, str]]", headers)
    for name, value in given.items() if isinstance(given, Mapping) else given:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined
