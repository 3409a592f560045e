"""Copies of JSON values. Without recursion: an answer may be nested more deeply than Python's stack lets a copy be."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, Final, TypeGuard

from leadconnector.client.errors import DecodeError
from leadconnector.codec.shown import shown

DEEPEST: Final = 10_000
"""How deep JSON may be nested; no parser of it that Python has goes deeper."""
DEEPEST_TAKEN: Final = 800
"""How deep a value may be that is taken: what is taken can be written, which Python's stack of 1,000 frames bounds."""
PLAIN: Final = frozenset({str, int, bool, type(None)})
"""The classes of scalars that JSON has without exception."""
SCALARS: Final = PLAIN | {float, Decimal}

Place = tuple[int, Any, object] | None
"""Where a value stands: its depth, the place above it and the step from there. It is seldom needed as a pointer."""


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether `value`, whatever the caller's annotations say, is a mapping."""
    return isinstance(value, (dict, Mapping))  # a dict is by far the most usual, and told sooner


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether `value` is a list."""
    return isinstance(value, list)


def copied(value: Any) -> Any:
    """Copy the objects and arrays of a value; RecursionError where it contains itself."""
    whole = [value]
    pending: list[tuple[int, Any]] = [(0, whole)]
    while pending:
        depth, container = pending.pop()
        if depth > DEEPEST:
            raise RecursionError("a value that contains itself is no JSON")
        for step, member in _members(container):
            if member.__class__ in SCALARS:
                continue
            if is_array(member):
                container[step] = list(member)
            elif is_mapping(member):
                container[step] = dict(member)
            else:
                continue
            pending.append((depth + 1, container[step]))
    return whole[0]


def copied_json(value: Any) -> Any:
    """Copy a value as JSON has it: objects, arrays, text, finite numbers, true, false and null.

    Raises:
        DecodeError: for anything else, with the place at which it stands.
    """
    whole: list[Any] = [value]
    pending: list[tuple[Place, Any]] = [(None, whole)]
    while pending:
        above, container = pending.pop()
        if above and above[0] > DEEPEST_TAKEN:
            raise DecodeError(
                pointer="",
                expected="JSON of sensible depth",
                got="a value that contains itself or is nested too deeply",
            )
        for step, member in _members(container):
            if member.__class__ in PLAIN:
                continue
            place = None if container is whole else (above[0] + 1 if above else 1, above, step)
            if is_array(member):
                container[step] = list(member)
                pending.append((place, container[step]))
            elif is_mapping(member):
                container[step] = {
                    name if name.__class__ is str else _name(name, place): part for name, part in member.items()
                }
                pending.append((place, container[step]))
            else:
                container[step] = _scalar(member, place)
    return whole[0]


def escaped(name: object) -> str:
    """Return a member's name or an element's index as a JSON pointer has it."""
    return str(name).replace("~", "~0").replace("/", "~1")


def _members(container: Any) -> Iterable[tuple[Any, Any]]:
    return enumerate(container) if is_array(container) else container.items()


def _name(name: object, place: Place) -> str:
    if isinstance(name, str):
        return str.__str__(name)  # a plain one, of a string enum too
    raise DecodeError(pointer=_pointer(place), expected="names that are text", got=shown(name))


def _pointer(place: Place) -> str:
    steps: list[str] = []
    while place is not None:
        _, place, step = place
        steps.append(f"/{escaped(step)}")
    return "".join(reversed(steps))


def _scalar(value: object, place: Place) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if value.is_finite() if isinstance(value, Decimal) else isinstance(value, float) and isfinite(value):
        return value
    raise DecodeError(pointer=_pointer(place), expected="a JSON value", got=shown(value))
