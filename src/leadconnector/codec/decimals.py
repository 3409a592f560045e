"""Money, quantities and rates: exact decimals in constructors and on the wire."""

import re
from decimal import Decimal
from typing import Final

_NUMBER: Final = r"([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?|s?nan|inf(inity)?"
_PLAIN: Final = re.compile(rf"[+-]?({_NUMBER})", re.IGNORECASE)
"""Decimal alone would also take spaces, underscores and the digits of all scripts."""


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
        if isinstance(value, str) and not _PLAIN.fullmatch(value):
            raise ArithmeticError
        number = Decimal(value)
    except ArithmeticError:
        raise ValueError(f"{value!r} is no decimal number: write for example '9.99'") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no finite number")
    return number
