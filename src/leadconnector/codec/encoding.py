"""What generated encoders share: checks of what was assigned to an attribute after the model was made."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from leadconnector.codec.decimals import exact
from leadconnector.codec.shown import shown

text_of: Final[Callable[[str], str]] = str.__str__
"""Returns the plain text of an enum's value; TypeError for what is no text."""


def ensure(value: object, kind: type) -> None:
    """Raise TypeError unless `value` is a `kind` or of a class made from it.

    An encoder would take any object with such attributes: of an answer's model it would write all that is absent as
    null, and so clear it.
    """
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, got {shown(value)}")


def exact_number(value: Any) -> Decimal | int:
    """Return the number to write: an int as it is, anything else as `exact` takes it.

    Raises:
        TypeError: for a float or another kind.
    """
    return value if value.__class__ is int else exact(value)


def exact_numbers(values: Any) -> list[Decimal | int]:
    """Return the numbers to write of a list; see `exact_number`."""
    return [exact_number(value) for value in values]
