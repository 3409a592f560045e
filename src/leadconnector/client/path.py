"""Path parameters: one value is one segment, or it is refused."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from leadconnector.client.operation import Operation
from leadconnector.client.query import texts_of
from leadconnector.errors import InvalidRequestError

_PARAMETER = re.compile(r"\{([^{}]+)\}")
_SEPARATOR = re.compile(r"[/\\]")
_LONGEST = 8192  # no server has to take a longer URL
_ESCAPE = 3  # the length of "%2e"
_HEX = frozenset("0123456789abcdefABCDEF")


def fill_path(operation: Operation, parameters: Mapping[str, str]) -> str:
    """The operation's path with each parameter as exactly one percent-encoded segment."""

    def segment(match: re.Match[str]) -> str:
        name = match[1]
        if name not in parameters:
            raise InvalidRequestError(f"the path parameter {name} is missing", operation=operation.name)
        return encode_segment(parameters[name], operation.arguments.get(name, name), operation.name)

    return _PARAMETER.sub(segment, operation.path)


def path_text(name: str, value: object, operation: Operation) -> str:
    """The text of a path parameter that need not be one: a number, say, or a date. It is that of the query."""
    texts = list(texts_of(name, value, operation.name))
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
