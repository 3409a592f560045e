"""Copies of JSON values. Without recursion: an answer may be nested more deeply than Python's stack lets a copy be."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, TypeGuard

from leadconnector.runtime.errors import DecodeError


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether `value`, whatever the caller's annotations say, is a mapping."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether `value` is a list."""
    return isinstance(value, list)


def copied(value: Any) -> Any:
    """Copy the objects and arrays of a value."""
    whole = [value]
    pending: list[Any] = [whole]
    while pending:
        container = pending.pop()
        for place, member in _members(container):
            if is_mapping(member):
                container[place] = dict(member)
            elif is_array(member):
                container[place] = list(member)
            else:
                continue
            pending.append(container[place])
    return whole[0]


def copied_json(value: Any) -> Any:
    """Copy a value as JSON has it: objects, arrays, text, finite numbers, true, false and null.

    Raises:
        DecodeError: for anything else, with the place at which it stands.
    """
    whole: list[Any] = [value]
    pending: list[tuple[str, Any]] = [("", whole)]
    while pending:
        parent, container = pending.pop()
        for place, member in _members(container):
            pointer = "" if container is whole else f"{parent}/{escaped(place)}"
            if is_mapping(member):
                container[place] = {_name(name, pointer): part for name, part in member.items()}
                pending.append((pointer, container[place]))
            elif is_array(member):
                container[place] = list(member)
                pending.append((pointer, container[place]))
            else:
                container[place] = _scalar(member, pointer)
    return whole[0]


def escaped(name: object) -> str:
    """Return a member's name or an element's index as a JSON pointer has it."""
    return str(name).replace("~", "~0").replace("/", "~1")


def _members(container: Any) -> Iterable[tuple[Any, Any]]:
    return enumerate(container) if is_array(container) else container.items()


def _name(name: object, pointer: str) -> str:
    if isinstance(name, str):
        return str.__str__(name)  # a plain one, of a string enum too
    raise DecodeError(pointer=pointer, expected="names that are text", got=repr(name))


def _scalar(value: object, pointer: str) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if value.is_finite() if isinstance(value, Decimal) else isinstance(value, float) and isfinite(value):
        return value
    raise DecodeError(pointer=pointer, expected="a JSON value", got=repr(value))
