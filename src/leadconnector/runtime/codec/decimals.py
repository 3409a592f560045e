"""Money, quantities and rates: exact decimals in constructors and on the wire."""

from collections.abc import Iterable
from decimal import Decimal


def exact(value: object) -> Decimal:
    """Return `value`, a Decimal, int or decimal text, as a Decimal.

    Raises:
        TypeError: for a float (binary, so not exact), a bool and anything else.
        ValueError: for text that is no number, and for NaN and infinities, which JSON has no place for.
    """
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a binary float, not exact: write Decimal('{value!r}'), '{value!r}' or an int")
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise TypeError(f"expected a Decimal, an int or decimal text such as '9.99', got {value!r}")
    try:
        number = Decimal(value)
    except ArithmeticError:
        raise ValueError(f"{value!r} is no decimal number: write for example '9.99'") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no finite number")
    return number


def exact_all(values: Iterable[object]) -> list[Decimal]:
    """Return each of `values` as a Decimal; see `exact`."""
    return [exact(value) for value in values]
