"""What decoders share: where a value goes that is not of its declared kind.

Each function takes the value of one field for an attribute. What it can't take it leaves, as it came, to the model's
overflow mapping, and gives None for the attribute. So nothing in an answer raises, and nothing is lost.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, Concatenate, Final, NoReturn, ParamSpec, TypeVar

from leadconnector.client.errors import DecodeError
from leadconnector.codec.dates import DATE_LENGTH
from leadconnector.codec.enums import OpenStrEnum
from leadconnector.codec.shown import shown
from leadconnector.codec.unset import UNSET

T = TypeVar("T")
E = TypeVar("E", bound=OpenStrEnum)
P = ParamSpec("P")
JSONObject = dict[str, Any]

blank: Final = object.__new__
"""Makes an object without its constructor, which is for people: it converts and checks what they give."""

_WHOLE: Final = tuple(map(Decimal, range(256)))
"""Quantities, percentages and round sums are not made anew each time."""
_read_instant: Final = datetime.fromisoformat
_read_date: Final = date.fromisoformat


def misfit(extra: JSONObject, key: str, value: object) -> Any:
    """Leave a value of another kind, or an explicit null, to the overflow mapping; return None for the attribute."""
    if value is not UNSET:
        extra[key] = value
    return None


def text(extra: JSONObject, key: str, value: Any) -> Any:
    """Take text; a number or boolean in its place stays as it came."""
    if value.__class__ is str:
        return value
    return value if isinstance(value, (int, Decimal, float)) else misfit(extra, key, value)


def plain_text(extra: JSONObject, key: str, value: Any) -> Any:
    """Take text and nothing else."""
    return value if isinstance(value, str) else misfit(extra, key, value)


def boolean(extra: JSONObject, key: str, value: Any) -> Any:
    """Take true or false."""
    return value if isinstance(value, bool) else misfit(extra, key, value)


def integer(extra: JSONObject, key: str, value: Any) -> Any:
    """Take a whole number."""
    is_one = isinstance(value, int) and not isinstance(value, bool)
    return value if is_one else misfit(extra, key, value)


def number(extra: JSONObject, key: str, value: Any) -> Any:
    """Take a number as a Decimal; one that `json.loads` made a float by its shortest text."""
    if value.__class__ is Decimal:
        return value
    if value.__class__ is int:
        whole: int = value
        return _WHOLE[whole] if 0 <= whole < len(_WHOLE) else Decimal(whole)
    if isinstance(value, float) and isfinite(value):
        return Decimal(repr(value))
    return misfit(extra, key, value)


def enum(extra: JSONObject, key: str, value: Any, kind: type[E]) -> Any:
    """Take the text of an open enum, documented or not."""
    return kind(value) if isinstance(value, str) else misfit(extra, key, value)


def timestamp(extra: JSONObject, key: str, value: Any) -> Any:
    """Take the text of an instant; None is no text."""
    if value is None:
        return None
    try:
        if _read_instant(value).tzinfo is not None:
            return value
    except (ValueError, TypeError):
        pass
    return misfit(extra, key, value)


def calendar_date(extra: JSONObject, key: str, value: Any) -> Any:
    """Take the text of a calendar date; None is no text."""
    if value is None:
        return None
    try:
        _read_date(value)
    except (ValueError, TypeError):
        return misfit(extra, key, value)
    return value


def date_or_timestamp(extra: JSONObject, key: str, value: Any) -> Any:
    """Take the text of a calendar date or an instant; None is no text."""
    if value is None:
        return None
    try:
        if len(value) == DATE_LENGTH:
            _read_date(value)
            return value
        if _read_instant(value).tzinfo is not None:
            return value
    except (ValueError, TypeError):
        pass
    return misfit(extra, key, value)


def anything(extra: JSONObject, key: str, value: Any) -> Any:
    """Take any JSON value but null, which only the overflow mapping can tell from absent."""
    return misfit(extra, key, value) if value is None or value is UNSET else value


def mapping(extra: JSONObject, key: str, value: Any) -> Any:
    """Take any JSON object."""
    return value if value.__class__ is dict else misfit(extra, key, value)


def array(extra: JSONObject, key: str, value: Any) -> Any:
    """Take any JSON array."""
    return value if value.__class__ is list else misfit(extra, key, value)


def scalars(
    extra: JSONObject,
    key: str,
    value: Any,
    take: Callable[Concatenate[JSONObject, str, Any, P], T | None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Any:
    """Take an array each element of which `take` takes; one misfit among them makes a misfit of the array."""
    if value.__class__ is list:
        taken = [take({}, key, element, *args, **kwargs) for element in value]
        fitting = [element for element in taken if element is not None]
        if len(fitting) == len(taken):
            return fitting
    return misfit(extra, key, value)


def parts(records: list[Any], read: Callable[[Any], T]) -> list[T]:
    """Make models of records, in place, so that each record is let go once it is read."""
    for index, record in enumerate(records):
        records[index] = read(record)
    return records


def lacking(key: str, value: object, expected: str) -> NoReturn:
    """Refuse an object for what it lacks, or has of another kind: DecodeError."""
    raise DecodeError(pointer=f"/{key}", expected=expected, got="nothing" if value is UNSET else shown(value))
