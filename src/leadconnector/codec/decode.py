"""What generated decoders of responses share, and decoders of responses that are not one model.

A decoder takes a parsed object apart with ``data.pop(name, UNSET)``, so that what is left is the model's `extra`. A
value that is not of its described kind is put back there, as it came: nothing in a response raises, nothing is lost.
The decoder itself takes what is absent, and the usual class of each kind; the rest, which costs a call, is here.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from leadconnector.codec.containers import TEXTS, Part
from leadconnector.codec.dates import DATE_LENGTH
from leadconnector.codec.errors import Fault, InvalidDataError
from leadconnector.codec.json import JSONObject, excerpt, parse_json
from leadconnector.codec.kinds import MISFIT, NUMBER, WHOLE, Kind
from leadconnector.codec.validation import json_faults

_read_instant: Final = datetime.fromisoformat
_read_date: Final = date.fromisoformat

blank: Final = object.__new__
"""Makes an object without its constructor, which is for people: it converts and checks what they give."""


def number(data: JSONObject, name: str, value: Any) -> Any:
    """Take a number of a response that is no Decimal yet: most often a whole one."""
    if type(value) is int:
        return WHOLE[value] if 0 <= value < 256 else Decimal(value)
    return NUMBER.take(data, name, value)


def models(data: JSONObject, name: str, value: Any, part: type[Part]) -> Any:
    """Take an array of described objects of a response; one that is none makes the array stay as it came."""
    if value.__class__ is list:
        identity = part.IDENTITY
        for each in value:
            if each.__class__ is not dict or (identity is not None and each.get(identity).__class__ is not str):
                break
        else:
            decode = part.decode
            for index, each in enumerate(value):
                value[index] = decode(each)
            return value
    data[name] = value
    return None


def timestamp(data: JSONObject, name: str, value: Any) -> Any:
    """Take the text of an instant of a response."""
    try:
        if _read_instant(value).tzinfo is not None:
            return value
    except (ValueError, TypeError):
        pass
    data[name] = value
    return None


def day(data: JSONObject, name: str, value: Any) -> Any:
    """Take the text of a calendar date or an instant of a response."""
    if value.__class__ is str and len(value) == DATE_LENGTH:
        try:
            _read_date(value)
        except ValueError:
            data[name] = value
            return None
        return value
    return timestamp(data, name, value)


def texts(data: JSONObject, name: str, value: Any) -> Any:
    """Take an array of texts of a response."""
    if value.__class__ is list:
        for each in value:
            if each.__class__ is not str:
                break
        else:
            return value
    return TEXTS.take(data, name, value)


def decoder(kind: Kind, *, nullable: bool = False) -> Callable[[bytes], Any]:
    """Return a decoder for the text of a value of `kind`. It raises InvalidDataError for any other."""

    def decode(content: bytes) -> Any:
        value = parse_json(content)
        if value is None and nullable:
            return None
        read = kind.read(value)
        if read is MISFIT:
            faults = list(json_faults(kind, parse_json(content), (), strict=False))
            raise InvalidDataError(faults or [Fault((), kind.expected, excerpt(content))])
        return read

    return decode
