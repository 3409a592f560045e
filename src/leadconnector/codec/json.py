"""JSON text to values and back, exact: a number with a fraction or an exponent is a Decimal, whatever its length.

msgspec does it. What it can't do, though it is JSON, the slower functions do: half a surrogate pair, as a text cut
within an emoji has, integers of thousands of digits, and a byte order mark.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from math import isfinite
from operator import methodcaller
from typing import Any, Final, NoReturn, TypeGuard

import msgspec

from leadconnector.codec.errors import Fault, InvalidDataError, short_repr

JSONObject = dict[str, Any]

DEEPEST: Final = 800
"""How deep a value may be nested that is taken: what is taken can be written, which Python's 1,000 frames bound."""
PLAIN: Final = frozenset({str, int, bool, type(None)})
"""The classes of scalars that JSON has without exception."""

_PLAIN_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
"""Decimal alone would also take spaces, underscores and the digits of all scripts."""

_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


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
    return isinstance(value, (dict, Mapping))  # a dict is by far the most usual, and tested sooner


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether `value` is a list."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether `value` is a dict."""
    return isinstance(value, dict)


def members(container: Any) -> Iterable[tuple[Any, Any]]:
    """Return the members of a list, tuple or mapping, each with its index or name."""
    if is_mapping(container):
        return container.items()
    elements: Iterable[Any] = container
    return enumerate(elements)


def invalid_json(expected: str, got: str) -> InvalidDataError:
    """Return the error for a text as a whole."""
    return InvalidDataError([Fault((), expected, got)])


def exact(value: object) -> Decimal:
    """Return `value`, a Decimal, int or decimal text, as a Decimal.

    Raises:
        TypeError: for a float (binary, so not exact), a bool and anything else.
        ValueError: for text that is no number, and for NaN and infinities, which JSON has no place for.
    """
    if isinstance(value, float):
        raise TypeError(f'{value!r} is a binary float; write Decimal("{value!r}")')
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise TypeError(f"expected a Decimal, an int or decimal text such as '9.99', got {value!r}")
    try:
        if isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value):
            raise ArithmeticError
        number = Decimal(value)
    except ArithmeticError:
        raise ValueError(f"{value!r} is no decimal number: write for example '9.99'") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no finite number")
    return number


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


def json_copy(value: Any, encoded: Callable[[Encodable], JSONObject] = methodcaller("encode")) -> Any:
    """Copy a value as JSON has it: objects, arrays, text, finite numbers, true, false and null; models as objects.

    Raises:
        InvalidDataError: for anything else, with its path.
    """
    try:
        return _copied(value, encoded, DEEPEST)
    except RecursionError:
        raise invalid_json("JSON of sensible depth", "a value that contains itself or is nested too deeply") from None


def _copied(value: Any, encoded: Callable[[Encodable], JSONObject], depth: int) -> Any:
    if value.__class__ in PLAIN:
        return value
    if not depth:
        raise RecursionError
    # A loop, no comprehension: that would take two of Python's stack frames for each level of nesting.
    if is_array(value):
        copied: Any = [*value]  # a plain list, whatever class made from it comes
        members: Iterable[tuple[Any, Any]] = enumerate(value)
    elif is_mapping(value):
        copied, members = {}, [(_name(name), member) for name, member in value.items()]
    else:
        return _part(value, encoded) if isinstance(value, Encodable) else _scalar(value)
    for step, member in members:
        try:
            copied[step] = member if member.__class__ in PLAIN else _copied(member, encoded, depth - 1)
        except InvalidDataError as error:
            raise error.below(step) from None
    return copied


def _part(value: Encodable, encoded: Callable[[Encodable], JSONObject]) -> JSONObject:
    try:
        return encoded(value)
    except InvalidDataError:
        raise
    except (AttributeError, TypeError, ValueError) as error:
        raise InvalidDataError([Fault((), "", "", f"{type(value).__name__}: {error}")]) from None


def _name(name: object) -> str:
    if isinstance(name, str):
        return str.__str__(name)  # a plain one, of a string enum too
    raise invalid_json("names that are text", short_repr(name))


def _scalar(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if value.is_finite() if isinstance(value, Decimal) else isinstance(value, float) and isfinite(value):
        return value
    raise invalid_json("a JSON value", short_repr(value))


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
