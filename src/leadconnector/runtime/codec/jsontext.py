"""JSON text to values and back, exact: a number with a fraction or an exponent is a Decimal, whatever its length.

msgspec does it. What it can't do, though it is JSON, the slower functions at the end do: half a surrogate pair, as a
text cut within an emoji has, integers of thousands of digits, and a byte order mark.
"""

import json
from decimal import Decimal
from typing import Any, Final, NoReturn

import msgspec

from leadconnector.runtime.codec.copying import is_array, is_mapping
from leadconnector.runtime.errors import DecodeError

_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def parse_json(content: bytes) -> Any:
    """Parse JSON text (RFC 8259, UTF-8).

    Raises:
        DecodeError: if it is none. Nesting beyond the interpreter's recursion limit, and exponents beyond those of
            `decimal`, count as such.
    """
    try:
        return _DECODER.decode(content)
    except RecursionError:
        raise DecodeError(pointer="", expected="JSON of sensible depth", got=excerpt(content)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, ArithmeticError) as error:
        try:
            return _parse_slowly(content)
        except (ValueError, ArithmeticError, RecursionError):
            expected = "numbers of sensible size" if isinstance(error, ArithmeticError) else f"JSON ({error})"
            raise DecodeError(pointer="", expected=expected, got=excerpt(content)) from None


def write_json(value: object) -> bytes:
    """Write `value` as JSON text in UTF-8, Decimals as numbers with all their digits.

    Raises:
        TypeError: for what JSON has no place for.
    """
    try:
        return _ENCODER.encode(value)
    except ValueError:
        return _written_slowly(value).encode()


def write_body(value: object) -> bytes:
    """Write what is going to be sent; as `write_json`, which does not look for NaN, as that would double its time.

    Raises:
        TypeError: for what JSON has no place for, such as a Decimal that is not finite.
    """
    content = write_json(value)
    if b"NaN" in content or b"Infinity" in content:  # perhaps in a text, where they may stand
        try:
            json.loads(content, parse_constant=_refuse_constant, parse_int=str, parse_float=str)
        except ValueError:
            raise TypeError("NaN and infinities have no place in JSON") from None
    return content


def excerpt(content: bytes) -> str:
    """Show the start of a body that could not be read."""
    return content[:200].decode("utf-8", "replace") if content else "nothing"


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
    if is_mapping(value):
        members = (f"{json.dumps(key)}:{_written_slowly(member)}" for key, member in value.items())
        return "{" + ",".join(members) + "}"
    if is_array(value):
        return "[" + ",".join(map(_written_slowly, value)) + "]"
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    return str(value) if isinstance(value, Decimal) else json.dumps(value)
