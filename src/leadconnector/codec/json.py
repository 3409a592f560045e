"""JSON text to values and back, exact: a number with a fraction or an exponent is a Decimal, whatever its length.

msgspec does it. What it can't do, though it is JSON, the slower functions do: half a surrogate pair, as a text cut
within an emoji has, integers of thousands of digits, and a byte order mark.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any, Final, NoReturn, TypeGuard

import msgspec

from leadconnector.codec.errors import Fault, InvalidDataError, Path
from leadconnector.codec.short_repr import short_repr

JSONObject = dict[str, Any]

DEEPEST: Final = 800
"""How deep a value may be nested that is taken: what is taken can be written, which Python's 1,000 frames bound."""
PLAIN: Final = frozenset({str, int, bool, type(None)})
"""The classes of scalars that JSON has without exception."""
_TEXT: Final = frozenset({str})

_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")

Steps = tuple[int, Any, str | int] | None
"""Where a value stands: its depth, the steps above it and the last one. It is seldom needed as a path."""


class Encodable:
    """An object with a JSON object to itself, which free JSON may hold: the base of models."""

    __slots__ = ()

    def encode(self) -> JSONObject:
        """Return the JSON object, numbers as Decimal, without what is absent. It shares nothing with this one.

        Raises:
            ValueError: if an attribute can't be written.
        """
        raise NotImplementedError


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether `value`, whatever the caller's annotations say, is a mapping."""
    return isinstance(value, (dict, Mapping))  # a dict is by far the most usual, and told sooner


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether `value` is a list."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether `value` is a dict."""
    return isinstance(value, dict)


def is_series(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether `value` is a list or tuple, not what can be read only once."""
    return isinstance(value, (list, tuple))


def invalid_json(expected: str, got: str) -> InvalidDataError:
    """Return the error for a text as a whole."""
    return InvalidDataError([Fault((), expected, got)])


def as_bytes(content: bytes | str) -> bytes:
    """Return JSON text as bytes, half surrogate pairs included; a bytearray or memoryview becomes bytes too."""
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else bytes(content)


def parse_json(content: bytes) -> Any:
    """Parse JSON text (RFC 8259, UTF-8).

    Raises:
        InvalidDataError: if it is none. Nesting beyond the interpreter's recursion limit, and exponents beyond those
            of `decimal`, count as such.
    """
    try:
        return _DECODER.decode(content)
    except RecursionError:
        raise invalid_json("JSON of sensible depth", excerpt(content)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, ArithmeticError) as error:
        try:
            return _parse_slowly(content)
        except (ValueError, ArithmeticError, RecursionError):
            expected = "numbers of sensible size" if isinstance(error, ArithmeticError) else f"JSON ({error})"
            raise invalid_json(expected, excerpt(content)) from None


def write_json(value: object) -> bytes:
    """Write `value` as JSON text in UTF-8, Decimals as numbers with all their digits.

    Raises:
        TypeError: for what JSON has no place for.
    """
    try:
        return _ENCODER.encode(value)
    except ValueError:
        return _written_slowly(value).encode()


def excerpt(content: bytes) -> str:
    """Show the start of a body that could not be read."""
    return content[:200].decode("utf-8", "replace") if content else "nothing"


def _encoded(value: Encodable) -> JSONObject:
    return value.encode()


def json_copy(value: Any, encoded: Callable[[Encodable], JSONObject] = _encoded) -> Any:
    """Copy a value as JSON has it: objects, arrays, text, finite numbers, true, false and null; models as objects.

    Without recursion, as a response may be nested more deeply than Python's stack lets a copy be.

    Raises:
        InvalidDataError: for anything else, with its path.
    """
    whole: list[Any] = [value]
    pending: list[tuple[Steps, Any]] = [(None, whole)]
    while pending:
        above, container = pending.pop()
        if above and above[0] > DEEPEST:
            raise invalid_json("JSON of sensible depth", "a value that contains itself or is nested too deeply")
        for step, member in _members(container):
            if member.__class__ in PLAIN:
                continue
            steps = None if container is whole else (above[0] + 1 if above else 1, above, step)
            if is_array(member):
                container[step] = [*member]
                if not PLAIN.issuperset(map(type, member)):
                    pending.append((steps, container[step]))
            elif is_mapping(member):
                names = member if _TEXT.issuperset(map(type, member)) else [_name(name, steps) for name in member]
                container[step] = dict(zip(names, member.values(), strict=True))
                if not PLAIN.issuperset(map(type, member.values())):
                    pending.append((steps, container[step]))
            elif isinstance(member, Encodable):
                container[step] = _part(member, steps, encoded)
            else:
                container[step] = _scalar(member, steps)
    return whole[0]


def _part(value: Encodable, steps: Steps, encoded: Callable[[Encodable], JSONObject]) -> JSONObject:
    try:
        return encoded(value)
    except InvalidDataError as error:
        path = _path(steps)
        raise InvalidDataError(fault._replace(path=(*path, *fault.path)) for fault in error.faults) from None
    except (AttributeError, TypeError, ValueError) as error:
        raise InvalidDataError([Fault(_path(steps), "", "", f"{type(value).__name__}: {error}")]) from None


def _members(container: Any) -> Iterable[tuple[Any, Any]]:
    return enumerate(container) if is_array(container) else container.items()


def _name(name: object, steps: Steps) -> str:
    if isinstance(name, str):
        return str.__str__(name)  # a plain one, of a string enum too
    raise InvalidDataError([Fault(_path(steps), "names that are text", short_repr(name))])


def _path(steps: Steps) -> Path:
    path: list[str | int] = []
    while steps is not None:
        _, steps, step = steps
        path.append(step)
    return tuple(reversed(path))


def _scalar(value: object, steps: Steps) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if value.is_finite() if isinstance(value, Decimal) else isinstance(value, float) and isfinite(value):
        return value
    raise InvalidDataError([Fault(_path(steps), "a JSON value", short_repr(value))])


def _parse_slowly(content: bytes) -> Any:
    return json.loads(
        content.decode("utf-8-sig"), parse_float=Decimal, parse_int=_whole, parse_constant=_refuse_constant
    )


def _whole(digits: str) -> int | Decimal:
    try:
        return int(digits)
    except ValueError:  # more digits than `sys.get_int_max_str_digits()`
        return Decimal(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _written_slowly(value: Any) -> str:
    # Loops, not comprehensions: those would take two of Python's stack frames for each level of nesting.
    parts: list[str] = []
    if is_mapping(value):
        for name, member in value.items():
            if not isinstance(name, str):
                raise TypeError(f"{name!r} is no name for a member of a JSON object")
            parts.append(f"{json.dumps(name)}:{_written_slowly(member)}")
        return "{" + ",".join(parts) + "}"
    if is_array(value):
        for element in value:
            parts.append(_written_slowly(element))
        return "[" + ",".join(parts) + "]"
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    return str(value) if isinstance(value, Decimal) else json.dumps(value, allow_nan=False)
