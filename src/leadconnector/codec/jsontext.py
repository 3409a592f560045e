"""JSON text to values and back, exact: a number with a fraction or an exponent is a Decimal, whatever its length.

msgspec does it. What it can't do, though it is JSON, the slower functions at the end do: half a surrogate pair, as a
text cut within an emoji has, integers of thousands of digits, and a byte order mark.
"""

import json
from decimal import Decimal
from typing import Any, Final, NoReturn

import msgspec

from leadconnector.client.errors import DecodeError
from leadconnector.codec.copying import is_array, is_mapping

_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def as_bytes(content: bytes | str) -> bytes:
    """Return JSON text as bytes, half surrogate pairs included; a bytearray or memoryview becomes bytes too."""
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else bytes(content)


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
