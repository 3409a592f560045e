"""What the document's formats mean, and which numbers are numbers."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from leadconnector.sandbox.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_LARGEST_EXPONENT: Final = 308  # what a JSON number may be for a reader that holds it in a double


class Finding(Protocol):
    """What is asked of jsonschema's ValidationError."""

    validator: str
    validator_value: Any
    instance: Any
    message: str
    absolute_path: Iterable[str | int]


class Validator(Protocol):
    """What is asked of a validator of jsonschema."""

    def iter_errors(self, instance: Any) -> Iterable[Finding]: ...


def validator(schema: dict[str, Any]) -> Validator:
    """Return a JSON Schema 2020-12 validator that takes Decimals for numbers and knows the document's formats.

    Raises:
        MissingExtraError: if jsonschema is not installed.
    """
    try:
        return cast("Validator", _kind()(schema, format_checker=_formats()))
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or "jsonschema") from None


@cache
def _kind() -> Any:
    from jsonschema import Draft202012Validator, validators

    untyped: Any = validators  # its stubs have no types for `extend`
    types: Any = Draft202012Validator.TYPE_CHECKER
    return untyped.extend(
        Draft202012Validator, type_checker=types.redefine_many({"number": _is_number, "integer": _is_integer})
    )


@cache
def _formats() -> Any:
    from jsonschema import FormatChecker

    formats = FormatChecker(formats=())
    for name, check in (("date", is_date), ("date-time", is_date_time), ("date-or-date-time", _is_either)):
        formats.checks(name)(check)
    return formats


def is_date(value: object) -> bool:
    """Whether `value` is a calendar date, YYYY-MM-DD; what is no text is none of a format's business."""
    return not isinstance(value, str) or (bool(_DATE.fullmatch(value)) and _reads(date, value))


def is_date_time(value: object) -> bool:
    """Whether `value` is an instant of RFC 3339."""
    return not isinstance(value, str) or (bool(_DATE_TIME.fullmatch(value)) and _reads(datetime, value))


def _is_either(value: object) -> bool:
    return is_date(value) or is_date_time(value)


def _reads(kind: type[date], value: str) -> bool:
    try:
        kind.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_number(_: object, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    return value == 0 or abs(Decimal(value).adjusted()) <= _LARGEST_EXPONENT


def _is_integer(checker: object, value: object) -> bool:
    if isinstance(value, Decimal):
        # 2.0 is an integer to JSON Schema.
        return _is_number(checker, value) and value == value.to_integral_value()
    return _is_number(checker, value)
