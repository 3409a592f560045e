"""A request as it arrived."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs

from leadconnector.codec.jsontext import parse_json

_BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it arrived and, once it is in the log, what became of it; the repr leaves the headers out.

    Attributes:
        path: As sent, so with its percent escapes.
        query: The values of each parameter, decoded.
        headers: By their names in lower case.
        operation: The ``operationId``; None where the path is not one of the document's.
        status: Of the answer; None where the connection was dropped without one.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes
    operation: str | None = None
    status: int | None = None

    @classmethod
    def of(cls, method: str, target: str, headers: Headers, body: bytes) -> Self:
        """Take a request apart; `target` is the path with the query, as in the request line."""
        path, _, query = target.partition("?")
        return cls(
            method=method.upper(),
            path=path,
            query=parse_qs(query, keep_blank_values=True),
            headers={name.lower(): value for name, value in dict(headers).items()},
            body=body,
        )

    @property
    def token(self) -> str | None:
        """The bearer token; None where there is none."""
        match = _BEARER.fullmatch(self.headers.get("authorization", "").strip())
        return match[1] if match else None

    @property
    def content_type(self) -> str:
        """The media type of the body without its parameters, in lower case; empty where the header is missing."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """Return the body, parsed; numbers with a fraction are Decimal.

        Raises:
            DecodeError: if it is not JSON.
        """
        return parse_json(self.body)
