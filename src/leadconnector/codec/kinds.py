"""The kinds of scalars and of free JSON that a field may have: how each is read from JSON and written to it.

Generated code has what is absent, and the usual class of each kind, and comes here for the rest. It takes a copy of a
parsed object apart with ``data.pop(name, UNSET)``: what is left is the model's `extra`. A value that is not of its
described kind is put back there, as it came: nothing in a response raises, nothing is lost. It checks what it writes,
and refuses without a reason, which is looked for later.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from leadconnector.codec.dates import (
    DATE_LENGTH,
    WireMoment,
    read_date,
    read_date_or_timestamp,
    read_timestamp,
    write_date,
    write_date_or_timestamp,
    write_timestamp,
)
from leadconnector.codec.enums import UNSET, OpenIntEnum, OpenStrEnum
from leadconnector.codec.errors import short_repr, with_article
from leadconnector.codec.json import JSONObject, exact, json_copy

WHOLE: Final = tuple(map(Decimal, range(256)))
"""Quantities, percentages and round sums are not made anew each time."""


class MisfitError(ValueError):
    """A value is of another kind, or an object lacks what its model must have. Faults are looked for only then."""


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


class Kind:
    """A kind of value. This one is that of all plain JSON classes."""

    __slots__ = ("classes", "expected")

    def __init__(self, expected: str, *classes: type) -> None:
        self.expected = expected
        """What it takes, in the words of an error."""
        self.classes = classes

    def read(self, value: Any) -> Any:
        """Return the attribute's value for a JSON value, which stays as it is; ValueError where there is none.

        There is none for null: only `extra` can tell it from absent.
        """
        if value.__class__ in self.classes:
            return value
        raise MisfitError

    def fits(self, value: Any) -> bool:
        """Whether a JSON value can be read."""
        try:
            self.read(value)
        except ValueError:
            return False
        return True

    def write(self, value: Any) -> Any:
        """Return the JSON value of an attribute's value; ValueError or TypeError where there is none."""
        if value.__class__ in self.classes:
            return value
        raise self.misfit(value)

    def convert(self, value: Any) -> Any:
        """Return the attribute's value for a constructor's argument; ValueError or TypeError for what can be none."""
        return value

    def take(self, data: JSONObject, name: str, value: Any) -> Any:
        """Return the attribute's value of a response; what it can't be stays in `data`, which becomes `extra`."""
        if value is not None:
            try:
                return self.read(value)
            except ValueError:
                pass
        data[name] = value
        return None

    def misfit(self, value: object) -> MisfitError:
        """Return the error for a value that can't be written."""
        return MisfitError(f"expected {self.expected}, got {short_repr(value)}")


def converted(kind: Kind, name: str, value: Any) -> Any:
    """Return the attribute's value for a constructor's argument, which an error names."""
    try:
        return kind.convert(value)
    except (TypeError, ValueError) as error:
        raise (TypeError if isinstance(error, TypeError) else ValueError)(f"{name}: {error}") from None


def converted_optional(kind: Kind, name: str, value: Any) -> Any:
    """The same of one that may be None or `UNSET`."""
    return value if value is None or value is UNSET else converted(kind, name, value)


class Text(Kind):
    """Text; a number or boolean in its place stays as it came, where it is `lenient`."""

    __slots__ = ()

    def __init__(self, *, lenient: bool) -> None:
        super().__init__("text", str, *((int, Decimal, float) if lenient else ()))

    def read(self, value: Any) -> Any:
        if isinstance(value, self.classes):
            return value
        raise MisfitError

    def write(self, value: Any) -> Any:
        if isinstance(value, self.classes):
            return json_copy(value)
        raise self.misfit(value)


class Number(Kind):
    """A number, as a Decimal. One that `json.loads` made a float has its shortest text."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("a number")

    def read(self, value: Any) -> Any:
        if type(value) is int:
            return WHOLE[value] if 0 <= value < 256 else Decimal(value)
        if value.__class__ is Decimal:
            return value
        if isinstance(value, float) and isfinite(value):
            return Decimal(repr(value))
        raise MisfitError

    def write(self, value: Any) -> Any:
        return value if value.__class__ is int else exact(value)

    def convert(self, value: Any) -> Any:
        return exact(value)


class RawNumber(Number):
    """A number among other kinds, which stays an int where it is one."""

    __slots__ = ()

    def read(self, value: Any) -> Any:
        return value if value.__class__ is int else super().read(value)

    def convert(self, value: Any) -> Any:
        return value if value.__class__ is int else exact(value)

    def write(self, value: Any) -> Any:
        return super().write(value) if isinstance(value, (int, float, Decimal)) else Kind.write(self, value)


class NumberOf(Number):
    """An open enum of numbers, some of which are fractions."""

    __slots__ = ("values",)

    def __init__(self, *values: int | Decimal) -> None:
        super().__init__()
        self.values = values


class DateText(Kind):
    """A date or moment, kept as its text."""

    __slots__ = ("_read", "_write")

    def __init__(self, expected: str, read: Callable[[str], object], write: Callable[[object], str]) -> None:
        super().__init__(expected)
        self._read = read
        self._write = write

    def read(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise MisfitError
        self._read(value)
        return value

    def write(self, value: Any) -> Any:
        return str.__str__(self.convert(value))

    def convert(self, value: Any) -> Any:
        if not isinstance(value, str):
            return self._write(value)
        self._read(value)
        return value


class DateValue(DateText):
    """The same in arrays and maps, where there is no descriptor: it is read at once."""

    __slots__ = ()

    def read(self, value: Any) -> Any:
        super().read(value)
        return read_date(value) if len(value) == DATE_LENGTH else WireMoment.read(value)

    def write(self, value: Any) -> Any:
        return str.__str__(super().convert(value))

    def convert(self, value: Any) -> Any:
        return self.read(super().convert(value))


class EnumOf(Kind):
    """An open enum."""

    __slots__ = ("base", "enum", "members")

    def __init__(self, enum: type[OpenStrEnum] | type[OpenIntEnum]) -> None:
        self.enum: Any = enum
        self.base: Any = str if issubclass(enum, str) else int
        super().__init__("text" if self.base is str else "a whole number", self.base)
        self.members: dict[Any, Any] = {member.value: member for member in self.enum}
        """The documented ones, by value."""

    def read(self, value: Any) -> Any:
        if value.__class__ is not self.base:
            raise MisfitError
        return self.enum(value)

    def write(self, value: Any) -> Any:
        if isinstance(value, self.base) and not isinstance(value, bool):
            return str.__str__(value) if self.base is str else int(value)
        raise MisfitError(f"expected {with_article(self.enum.__name__)} or {self.expected}, got {short_repr(value)}")


class Literals(Kind):
    """One of a few values."""

    __slots__ = ("values",)

    def __init__(self, *values: Any) -> None:
        texts = [str(each) if isinstance(each, Decimal) else repr(each) for each in values]
        super().__init__(" or ".join(texts) or "null")
        self.values = values

    def read(self, value: Any) -> Any:
        number = Decimal(repr(value)) if isinstance(value, float) and isfinite(value) else value
        for each in self.values:
            if _same(each, number):
                return value if each.__class__ in (dict, list) else each
        raise self.misfit(value)

    def write(self, value: Any) -> Any:
        return json_copy(self.read(value))


class Free(Kind):
    """Free JSON, in requests with models too: any value but null, or one of `classes` alone."""

    __slots__ = ()

    def read(self, value: Any) -> Any:
        if value is None:
            raise MisfitError
        return super().read(value) if self.classes else value

    def write(self, value: Any) -> Any:
        copied = json_copy(value)
        if self.classes and copied.__class__ not in self.classes:
            raise self.misfit(value)
        return copied


def _same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; True is not 1."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


TEXT: Final = Text(lenient=False)
LENIENT_TEXT: Final = Text(lenient=True)
BOOLEAN: Final = Kind("true or false", bool)
INTEGER: Final = Kind("a whole number", int)
NUMBER: Final = Number()
RAW_NUMBER: Final = RawNumber()
TIMESTAMP: Final = DateText("an ISO 8601 date-time with its offset from UTC", read_timestamp, write_timestamp)
DATE: Final = DateText("a date, YYYY-MM-DD", read_date, write_date)
DAY: Final = DateText("a date or an ISO 8601 date-time", read_date_or_timestamp, write_date_or_timestamp)
TIMESTAMP_VALUE: Final = DateValue(TIMESTAMP.expected, read_timestamp, write_timestamp)
DATE_VALUE: Final = DateValue(DATE.expected, read_date, write_date)
DAY_VALUE: Final = DateValue(DAY.expected, read_date_or_timestamp, write_date_or_timestamp)
ANYTHING: Final = Free("a value other than null")
OBJECT: Final = Free("an object", dict)
ARRAY: Final = Free("an array", list)
NOTHING: Final = Literals()
"""No value but null."""
