"""What the code of generated models calls: to take values of responses, to write values, to convert arguments.

A decoder takes a copy of a parsed object apart with ``data.pop(name, UNSET)``: what is left is the model's `extra`. A
value that is not of its described kind is put back there, as it came: nothing in a response raises, nothing is lost.
Encoders check as they write, and refuse without a reason, which is looked for later. The generated code itself has what
is absent, and the usual class of each kind; the rest, which costs a call, is here.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from leadconnector.codec.errors import short_repr
from leadconnector.codec.kinds import Kind, MisfitError
from leadconnector.codec.unset import UNSET

blank: Final = object.__new__
"""Makes an object without its constructor, which is for people: it converts and checks what they give."""


all_text: Final[Callable[[Iterable[type]], bool]] = frozenset({str}).issuperset
"""Whether all classes of an array's elements are that of plain text."""
text_of: Final[Callable[[str], str]] = str.__str__
"""Returns the plain text of an enum's value; TypeError for what is no text."""


def ensure(value: object, kind: type) -> None:
    """Raise unless `value` is a `kind` or of a class made from it: an encoder would take any object like it.

    Of a response's model it would write all that is absent as null, and so clear it.
    """
    if not isinstance(value, kind):
        raise MisfitError(f"expected {kind.__name__}, got {short_repr(value)}")


def converted(kind: Kind, name: str, value: Any) -> Any:
    """Return the attribute's value for a constructor's argument, which an error names."""
    try:
        return kind.convert(value)
    except (TypeError, ValueError) as error:
        raise (TypeError if isinstance(error, TypeError) else ValueError)(f"{name}: {error}") from None


def converted_optional(kind: Kind, name: str, value: Any) -> Any:
    """The same of one that may be None or `UNSET`."""
    return value if value is None or value is UNSET else converted(kind, name, value)
