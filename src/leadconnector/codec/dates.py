"""Dates and times: read as `datetime` objects, kept as the wire's own text.

An attribute's slot holds the text, so a value that came from the wire is written back character for character.
The public attribute is a descriptor that parses the text when it is read and formats what is assigned.
"""

from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final, Self

DATE_LENGTH: Final = len("2023-01-31")
_MIDNIGHT: Final = "T00:00:00.000Z"


def time_zone(name: str) -> tzinfo:
    """Return the time zone with the IANA name `name`, such as ``Europe/Berlin``.

    Raises:
        ValueError: if there is none of that name on this machine.
    """
    # Imported here: few programs need it, and it is not free.
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError):  # unknown, outside the database, a folder of it, no text
        raise ValueError(f"timezone={name!r} is no IANA time zone name, such as 'Europe/Berlin'") from None


class ZonedText(str):
    """The text of a moment whose day is that of a time zone."""

    __slots__ = ("zone",)
    zone: tzinfo

    @classmethod
    def of(cls, text: str, zone: tzinfo) -> Self:
        """Return such a text."""
        zoned = cls(text)
        zoned.zone = zone
        return zoned


class WireMoment(datetime):
    """An instant with the text that it came as, which is written back."""

    __slots__ = ("text",)
    text: str

    @classmethod
    def read(cls, text: str) -> datetime:
        """Parse the text of an instant."""
        moment = cls.fromisoformat(text)
        moment.text = text
        return moment

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return type(self).read, (self.text,)


def read_timestamp(text: str) -> datetime:
    """Parse an ISO 8601 instant; ValueError where it is none or has no offset, as it then names no instant."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return value


def read_date(text: str) -> date:
    """Parse a calendar date as the service has it, ``YYYY-MM-DD``; ValueError where it is none."""
    if len(text) != DATE_LENGTH or text[7] != "-":  # Python also reads other forms, such as 20260131 and 2026-W05-1
        raise ValueError(f"{text!r} is no date as the service has them: write YYYY-MM-DD")
    return date.fromisoformat(text)


def read_date_or_timestamp(text: str) -> date | datetime:
    """Parse either a calendar date or an instant with its offset; ValueError where it is neither."""
    return read_date(text) if len(text) == DATE_LENGTH else read_timestamp(text)


def is_midnight(moment: datetime) -> bool:
    """Whether a moment is midnight UTC, as which the service stores a plain day."""
    offset = moment.utcoffset()
    try:
        return (moment - offset if offset else moment).time() == time.min
    except OverflowError:
        return False  # in no year from 1 to 9999 in UTC


def day_of(moment: datetime, zone: tzinfo | None) -> date:
    """Return the day of a moment: midnight UTC is that day anywhere; another moment has the zone's day, else UTC's.

    Raises:
        OverflowError: if that is in no year from 1 to 9999.
    """
    return moment.astimezone(UTC if zone is None or is_midnight(moment) else zone).date()


def read_day(text: str) -> date:
    """Parse a calendar date, or the day of an instant; ValueError where it is neither."""
    if len(text) == DATE_LENGTH or text[DATE_LENGTH:] == _MIDNIGHT:
        return date.fromisoformat(text[:DATE_LENGTH])
    moment = read_timestamp(text)
    try:
        return day_of(moment, getattr(text, "zone", None))
    except OverflowError:
        return moment.date()


def read_moment(text: str) -> datetime | None:
    """Parse an instant; None for a calendar date."""
    return None if len(text) == DATE_LENGTH else read_timestamp(text)


def write_timestamp(value: object) -> str:
    """Format an aware datetime as the service does: UTC, milliseconds, ``Z``; ValueError for a naive one."""
    if not isinstance(value, datetime):
        raise TypeError(f"expected a timezone-aware datetime, got {value!r}")
    if isinstance(value, WireMoment):
        return value.text
    if value.utcoffset() is None:
        raise ValueError(f"{value!r} has no time zone: give it one, for example tzinfo=datetime.UTC")
    try:
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except OverflowError:
        raise ValueError(f"{value!r} is in no year from 1 to 9999 in UTC") from None


def write_date(value: object) -> str:
    """Format a calendar date, ``YYYY-MM-DD``; TypeError for a datetime, whose date depends on a time zone."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"expected a date (not a datetime), got {value!r}")
    return value.isoformat()


def write_date_or_timestamp(value: object) -> str:
    """Format a date as a date and an aware datetime as an instant."""
    return write_timestamp(value) if isinstance(value, datetime) else write_date(value)
