"""What the generated decoders of request bodies share: they tell absent from null, and raise for what is lacking.

They take a parsed object apart with ``data.pop(name, UNSET)``, so that what is left is the model's overflow mapping.
"""

from collections.abc import Callable
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from leadconnector.client.errors import DecodeError
from leadconnector.codec.decoding import JSONObject, lacking, misfit
from leadconnector.codec.unset import UNSET, Unset

T = TypeVar("T")
P = ParamSpec("P")

EXPECTED: Final = {
    "text": "text",
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
"""What the functions that take a value take, in the words of an error."""


def below(place: str, error: DecodeError) -> DecodeError:
    """Return an error found in a part of a value as one of the whole."""
    return DecodeError(pointer=f"/{place}{error.pointer}", expected=error.expected, got=error.got)


def model(extra: JSONObject, key: str, value: Any, decode: Callable[[JSONObject], T]) -> Any:
    """Take an object as a model."""
    if value.__class__ is not dict:
        return misfit(extra, key, value)
    try:
        return decode(value)
    except DecodeError as error:
        raise below(key, error) from None


def models(extra: JSONObject, key: str, value: Any, decode: Callable[[JSONObject], T]) -> Any:
    """Take an array of objects as models; one element that is none makes the array a misfit.

    All elements are looked at before the first is decoded, as decoding takes them apart.
    """
    if value.__class__ is not list or any(element.__class__ is not dict for element in value):
        return misfit(extra, key, value)
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
    return lacking(key, value, EXPECTED[take.__name__]) if taken is None else taken


def nullable(
    data: JSONObject,
    key: str,
    take: Callable[Concatenate[JSONObject, str, Any, P], T | None],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T | None:
    """Take an attribute that the model can't be without, but which may be null; raises as `required` does."""
    if key in data and data[key] is None:
        del data[key]
        return None
    return required(data, key, take, *args, **kwargs)
