"""What generated encoders share: checks of what was assigned to an attribute after the model was made."""

from decimal import Decimal
from typing import Any

from leadconnector.runtime.codec.decimals import exact


def exact_number(value: Any) -> Decimal | int:
    """Return the number to write: an int as it is, anything else as `exact` takes it.

    Raises:
        TypeError: for a float or another kind.
    """
    return value if value.__class__ is int else exact(value)


def exact_numbers(values: Any) -> list[Decimal | int]:
    """Return the numbers to write of a list; see `exact_number`."""
    return [exact_number(value) for value in values]
