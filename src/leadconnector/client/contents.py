"""Contents of requests and responses that are no models."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, cast

from leadconnector.client.errors import DecodeError, InvalidRequestError
from leadconnector.client.operation import Operation
from leadconnector.client.query import encode_query, texts_of
from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import parse_json, write_json
from leadconnector.codec.model import Model


def value_content(body: object, operation: Operation) -> bytes | None:
    """Return the JSON text of a body that is no model, or holds some; None where none is given.

    Raises:
        InvalidRequestError: if it holds what JSON has no place for.
    """
    if body is None:
        return None
    try:
        return write_json(_plain(body, operation))
    except TypeError as error:
        raise InvalidRequestError(f"body: {error}", operation=operation.name) from None


def form_content(content: bytes | None, operation: Operation) -> bytes | None:
    """Return the JSON object of a body as a form (``application/x-www-form-urlencoded``); an array repeats its key.

    Raises:
        InvalidRequestError: if a value is an object.
    """
    return None if content is None else encode_query(parse_json(content), operation.name).encode()


def _plain(value: object, operation: Operation) -> object:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        members = cast("Mapping[object, object]", value)
        return {str(key): _plain(member, operation) for key, member in members.items()}
    if isinstance(value, list | tuple):
        return [_plain(element, operation) for element in cast("list[object]", value)]
    if isinstance(value, Enum):
        return value.value
    return next(texts_of("body", value, operation.name)) if isinstance(value, date) else value


def decode_nothing(content: bytes) -> None:
    """Take a response without content; what a service sends all the same is let go."""


def decode_undescribed(content: bytes) -> Any:
    """Return the JSON of a response whose content the description doesn't mention; None where it has none."""
    try:
        return parse_json(content) if content.strip() else None
    except InvalidDataError:
        return None


def decode_text(content: bytes) -> str:
    """Return a response's text; DecodeError where it is no UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DecodeError(pointer="", expected="text in UTF-8", got=repr(content[:20])) from error
