"""What constructors of models take, per kind of attribute, and the exact or textual form that they keep.

Three of each: for a required attribute, for one of an answer (None: not there), and for an optional one of a request
(None: null, `UNSET`: not there). They are spelt out, as type checkers read a constructor's argument types from them.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from leadconnector.codec.dates import write_date, write_date_or_timestamp, write_timestamp
from leadconnector.codec.decimals import exact, exact_all
from leadconnector.codec.unset import Unset


def required_decimal(value: Decimal | int | str) -> Decimal:
    """Take a number."""
    return exact(value)


def optional_decimal(value: Decimal | int | str | None) -> Decimal | None:
    """Take a number or None."""
    return None if value is None else exact(value)


def unset_decimal(value: Decimal | int | str | None | Unset) -> Decimal | None | Unset:
    """Take a number, None or `UNSET`."""
    return value if value is None or isinstance(value, Unset) else exact(value)


def required_decimals(value: Iterable[Decimal | int | str]) -> list[Decimal]:
    """Take a list of numbers."""
    return exact_all(value)


def optional_decimals(value: Iterable[Decimal | int | str] | None) -> list[Decimal] | None:
    """Take a list of numbers or None."""
    return None if value is None else exact_all(value)


def unset_decimals(value: Iterable[Decimal | int | str] | None | Unset) -> list[Decimal] | None | Unset:
    """Take a list of numbers, None or `UNSET`."""
    return value if value is None or isinstance(value, Unset) else exact_all(value)


def required_timestamp(value: datetime | str) -> str:
    """Take an instant, or its ISO 8601 text."""
    return write_timestamp(value)


def optional_timestamp(value: datetime | str | None) -> str | None:
    """Take an instant, or its ISO 8601 text or None."""
    return None if value is None else write_timestamp(value)


def unset_timestamp(value: datetime | str | None | Unset) -> str | None | Unset:
    """Take an instant, or its ISO 8601 text, None or `UNSET`."""
    return value if value is None or isinstance(value, Unset) else write_timestamp(value)


def required_date(value: date | str) -> str:
    """Take a calendar date, or its ISO 8601 text."""
    return write_date(value)


def optional_date(value: date | str | None) -> str | None:
    """Take a calendar date or None."""
    return None if value is None else write_date(value)


def unset_date(value: date | str | None | Unset) -> str | None | Unset:
    """Take a calendar date, None or `UNSET`."""
    return value if value is None or isinstance(value, Unset) else write_date(value)


def required_date_or_timestamp(value: date | datetime | str) -> str:
    """Take a calendar date or an instant, or its ISO 8601 text."""
    return write_date_or_timestamp(value)


def optional_date_or_timestamp(value: date | datetime | str | None) -> str | None:
    """Take a calendar date or an instant, or its ISO 8601 text or None."""
    return None if value is None else write_date_or_timestamp(value)


def unset_date_or_timestamp(value: date | datetime | str | None | Unset) -> str | None | Unset:
    """Take a calendar date or an instant, or its ISO 8601 text, None or `UNSET`."""
    return value if value is None or isinstance(value, Unset) else write_date_or_timestamp(value)
