"""Query and header values as they stand on the wire."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import cast
from urllib.parse import quote

from leadconnector.codec.unset import UNSET
from leadconnector.errors import InvalidRequestError


def encode_query(query: Mapping[str, object], operation: str) -> str:
    """The query string, without its question mark; UNSET and None are left out, a list repeats its key."""
    try:
        return "&".join(f"{_quote(name)}={text}" for name in query for text in _quoted(name, query[name], operation))
    except UnicodeEncodeError as exc:
        raise InvalidRequestError("a query value holds a lone surrogate", operation=operation) from exc


class CommaSeparated(list[object]):
    """An array that is one value on the wire, with commas between its elements (``explode: false``)."""


def comma_separated(value: Iterable[object] | None) -> CommaSeparated | None:
    """Return an array of the query in the form that joins its elements; None where it is left out."""
    return None if value is None else CommaSeparated(value)


def _quoted(name: str, value: object, operation: str) -> Iterator[str]:
    texts = map(_quote, texts_of(name, value, operation))
    return iter([",".join(texts)] if isinstance(value, CommaSeparated) and value else texts)


def _quote(text: str) -> str:
    return text if text.isascii() and text.isalnum() else quote(text, safe="")


def texts_of(name: str, value: object, operation: str) -> Iterator[str]:
    """The texts of a value: none for UNSET and None, one for each element of a list."""
    if value is None or value is UNSET:
        return
    if isinstance(value, list | tuple):
        for item in cast("Sequence[object]", value):
            yield from texts_of(name, item, operation)
        return
    yield _text(name, value, operation)


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
        return _instant(name, value, operation)
    if isinstance(value, date):
        return value.isoformat()
    raise InvalidRequestError(
        f"{name} can't be sent: {type(value).__name__} is neither text nor number nor date", operation=operation
    )


def _instant(name: str, value: datetime, operation: str) -> str:
    if value.tzinfo is None:
        raise InvalidRequestError(f"{name} needs a time zone: a naive datetime is no instant", operation=operation)
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
