"""What generated encoders share: they check as they write, and refuse without a reason, which is looked for later."""

from collections.abc import Callable
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from leadconnector.codec.json import PLAIN, JSONObject, json_copy
from leadconnector.codec.kinds import MisfitError
from leadconnector.codec.short_repr import short_repr

text_of: Final[Callable[[str], str]] = str.__str__
"""Returns the plain text of an enum's value; TypeError for what is no text."""


def ensure(value: object, kind: type) -> None:
    """Raise unless `value` is a `kind` or of a class made from it: an encoder would take any object like it.

    Of a response's model it would write all that is absent as null, and so clear it.
    """
    if not isinstance(value, kind):
        raise MisfitError(f"expected {kind.__name__}, got {short_repr(value)}")


def copied_extra(extra: JSONObject) -> JSONObject:
    """Return a copy of an overflow mapping, which must be JSON."""
    copied: JSONObject = {}
    for name, value in extra.items():
        if name.__class__ is not str or (value.__class__ not in PLAIN and not _is_finite(value)):
            copied.update(json_copy({name: value}))
        else:
            copied[name] = value
    return copied


def _is_finite(value: Any) -> bool:
    return value.is_finite() if value.__class__ is Decimal else value.__class__ is float and isfinite(value)
