"""What generated encoders share: they check as they write, and refuse without a reason, which is looked for later."""

from collections.abc import Callable
from typing import Final

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
    if PLAIN.issuperset(map(type, extra.values())) and all(name.__class__ is str for name in extra):
        return extra.copy()
    copied: JSONObject = json_copy(extra)
    return copied
