"""What a URL holds: path parameters, each of which is one segment or is refused, and the query."""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import cast
from urllib.parse import quote

from leadconnector.client.operation import Operation
from leadconnector.codec.dates import write_timestamp
from leadconnector.codec.unset import UNSET
from leadconnector.errors import InvalidRequestError

_PARAMETER = re.compile(r"\{([^{}]+)\}")
_SEPARATOR = re.compile(r"[/\\]")
_LONGEST = 8192  # no server has to take a longer URL
_ESCAPE = 3  # the length of "%2e"
_HEX = frozenset("0123456789abcdefABCDEF")


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
    return _PARAMETER.split(path)


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
    if len(value) <= _LONGEST and value.isascii() and value.isalnum():
        return value
    if len(value) > _LONGEST:
        raise InvalidRequestError(f"{name} is {len(value)} characters long; {_LONGEST} at most", operation=operation)
    if not value.strip():
        raise InvalidRequestError(f"{name} is empty", operation=operation)
    if not value.isprintable():
        raise InvalidRequestError(f"{name} holds a control or invisible character", operation=operation)
    if any(part in (".", "..") for part in _SEPARATOR.split(_decode_fully(value))):
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


def comma_separated(value: Iterable[object] | None) -> CommaSeparated | None:
    """Return an array of the query in the form that joins its elements; None where it is left out."""
    return None if value is None else CommaSeparated(value)


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
