"""Answers as the service writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from leadconnector.codec.jsontext import parse_json, write_json

# Python 3.13 renamed it, the service did not.
_PHRASES = {422: "Unprocessable Entity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, and what its carrier is to do with it.

    Attributes:
        delay: Seconds that the carrier waits before it answers.
        drop: True if the carrier closes the connection and sends nothing of this.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    delay: float = 0.0
    drop: bool = False

    def json(self) -> Any:
        """Return the body, parsed; numbers with a fraction are Decimal."""
        return parse_json(self.body)


def phrase(status: int) -> str:
    """Return the name of a status, or "Error" where it has none."""
    if status in _PHRASES:
        return _PHRASES[status]
    return HTTPStatus(status).phrase if status in {each.value for each in HTTPStatus} else "Error"


def success(status: int, value: object) -> Answer:
    """Answer with a JSON value."""
    return Answer(status=status, headers=_content_type(), body=write_json(value))


def failure(status: int, message: str | Sequence[str], number: int) -> Answer:
    """Answer with an error body; `number` makes its ``traceId``, so that runs can be compared."""
    body = {
        "statusCode": status,
        "message": message,
        "error": phrase(status),
        "traceId": str(UUID(int=number, version=4)),
    }
    return Answer(status=status, headers=_content_type(), body=write_json(body))


def _content_type() -> tuple[tuple[str, str], ...]:
    return (("content-type", "application/json; charset=utf-8"),)
