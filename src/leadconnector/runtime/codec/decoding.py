"""What generated decoders share: where a value goes that is not of its declared kind.

A decoder takes a parsed JSON object apart with ``data.pop(name, UNSET)``, so that what is left of it *is* the model's
overflow mapping. In answers it checks each value's class on the spot and calls one of these functions only where that
fails; they put a misfit back, as it came, and return None. So nothing in an answer raises and nothing is lost.
Requests, where speed matters less, go through `required` and `given`.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from leadconnector.runtime.codec.dates import DATE_LENGTH
from leadconnector.runtime.codec.enums import OpenStrEnum
from leadconnector.runtime.codec.shown import shown
from leadconnector.runtime.errors import DecodeError
from leadconnector.runtime.unset import UNSET, Unset

T = TypeVar("T")
E = TypeVar("E", bound=OpenStrEnum)
P = ParamSpec("P")
JSONObject = dict[str, Any]

ABSENT: Any = UNSET
"""What ``pop`` gives for a key that is not there; typed so that its result is as free as the object's values."""


EXPECTED: Final = {
    "text": "text",
    "identifier": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "enum": "text",
    "timestamp": "an ISO 8601 date-time with its offset from UTC",
    "calendar_date": "a date, YYYY-MM-DD",
    "date_or_timestamp": "a date or an ISO 8601 date-time",
    "anything": "a value other than null",
    "mapping": "an object",
    "array": "an array",
    "scalars": "an array of the declared kind",
    "model": "an object",
    "models": "an array of objects",
}
"""What the functions below take, in the words of an error."""


def misfit(data: JSONObject, key: str, value: object) -> Any:
    """Leave a value of another kind, or an explicit null, to the overflow mapping; return None for the attribute."""
    if value is not UNSET:
        data[key] = value
    return None


def text(data: JSONObject, key: str, value: Any) -> Any:
    """Take text; a number or boolean in its place stays as it came."""
    return value if isinstance(value, (str, int, Decimal, float)) else misfit(data, key, value)


def identifier(data: JSONObject, key: str, value: Any) -> str | None:
    """Take the text by which an object is known."""
    if isinstance(value, str):
        return value
    misfit(data, key, value)
    return None


def boolean(data: JSONObject, key: str, value: Any) -> bool | None:
    """Take true or false."""
    if isinstance(value, bool):
        return value
    misfit(data, key, value)
    return None


def integer(data: JSONObject, key: str, value: Any) -> int | None:
    """Take a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    misfit(data, key, value)
    return None


def number(data: JSONObject, key: str, value: Any) -> Decimal | None:
    """Take a number as a Decimal; one that `json.loads` made a float by its shortest text."""
    if value.__class__ is Decimal or value.__class__ is int:
        return Decimal(value)
    if isinstance(value, float) and isfinite(value):
        return Decimal(repr(value))
    misfit(data, key, value)
    return None


def enum(data: JSONObject, key: str, value: Any, kind: type[E]) -> E | None:
    """Take the text of an open enum, documented or not."""
    if isinstance(value, str):
        return kind(value)
    misfit(data, key, value)
    return None


def timestamp(data: JSONObject, key: str, value: Any) -> str | None:
    """Take the text of an instant."""
    try:
        if datetime.fromisoformat(value).tzinfo is not None:
            return str(value)
    except (ValueError, TypeError):
        pass
    misfit(data, key, value)
    return None


def calendar_date(data: JSONObject, key: str, value: Any) -> str | None:
    """Take the text of a calendar date."""
    try:
        date.fromisoformat(value)
    except (ValueError, TypeError):
        misfit(data, key, value)
        return None
    return str(value)


def date_or_timestamp(data: JSONObject, key: str, value: Any) -> str | None:
    """Take the text of a calendar date or an instant."""
    is_date = isinstance(value, str) and len(value) == DATE_LENGTH
    return calendar_date(data, key, value) if is_date else timestamp(data, key, value)


def anything(data: JSONObject, key: str, value: Any) -> Any:
    """Take any JSON value but null, which only the overflow mapping can tell from absent."""
    return misfit(data, key, value) if value is None or value is UNSET else value


def mapping(data: JSONObject, key: str, value: Any) -> JSONObject | None:
    """Take any JSON object."""
    if value.__class__ is dict:
        return value
    misfit(data, key, value)
    return None


def array(data: JSONObject, key: str, value: Any) -> list[Any] | None:
    """Take any JSON array."""
    if value.__class__ is list:
        return value
    misfit(data, key, value)
    return None


def scalars(
    data: JSONObject,
    key: str,
    value: Any,
    take: Callable[Concatenate[JSONObject, str, Any, P], T | None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> list[T] | None:
    """Take an array each element of which `take` takes; one misfit among them makes a misfit of the array."""
    if value.__class__ is not list:
        misfit(data, key, value)
        return None
    taken = [take({}, key, element, *args, **kwargs) for element in value]
    fitting = [element for element in taken if element is not None]
    if len(fitting) == len(taken):
        return fitting
    misfit(data, key, value)
    return None


def below(place: str, error: DecodeError) -> DecodeError:
    """Return an error found in a part of a value as one of the whole."""
    return DecodeError(pointer=f"/{place}{error.pointer}", expected=error.expected, got=error.got)


def fits(value: Any, identity: str | None) -> bool:
    """Whether a model can be made of `value`: an object that has its `identity`, where it must have one."""
    return value.__class__ is dict and (identity is None or value.get(identity).__class__ is str)


def model(
    data: JSONObject, key: str, value: Any, decode: Callable[[JSONObject], T], identity: str | None = None
) -> T | None:
    """Take an object as a model."""
    if not fits(value, identity):
        misfit(data, key, value)
        return None
    try:
        return decode(value)
    except DecodeError as error:
        raise below(key, error) from None


def models(
    data: JSONObject, key: str, value: Any, decode: Callable[[JSONObject], T], identity: str | None = None
) -> list[T] | None:
    """Take an array of objects as models; one element that does not fit makes the array a misfit.

    All elements are looked at before the first is decoded, as decoding takes them apart.
    """
    if value.__class__ is not list:
        misfit(data, key, value)
        return None
    for element in value:
        if not fits(element, identity):
            misfit(data, key, value)
            return None
    decoded: list[T] = []
    try:
        for element in value:
            decoded.append(decode(element))
    except DecodeError as error:
        raise below(f"{key}/{len(decoded)}", error) from None
    return decoded


def given(
    data: JSONObject,
    key: str,
    take: Callable[Concatenate[JSONObject, str, Any, P], T | None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T | None | Unset:
    """Take an optional attribute of a request: null is None, absent (or a misfit) `UNSET`."""
    value = data.pop(key, UNSET)
    if value is None or value is UNSET:
        return value
    taken = take(data, key, value, *args, **kwargs)
    return UNSET if taken is None else taken


def required(
    data: JSONObject,
    key: str,
    take: Callable[Concatenate[JSONObject, str, Any, P], T | None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Take an attribute that the model can't be without.

    Raises:
        DecodeError: where it is missing, null or of another kind.
    """
    value = data.pop(key, UNSET)
    taken = take(data, key, value, *args, **kwargs)
    if taken is None:
        got = "nothing" if value is UNSET else shown(value)
        raise DecodeError(pointer=f"/{key}", expected=EXPECTED[take.__name__], got=got)
    return taken
