"""Readers of the fields of a recurrence rule, each of which says what is wrong and where. Null is as good as absent."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from leadconnector.codec.dates import read_date_or_timestamp, time_zone

Fields = Mapping[str, Any]


def whole(fields: Fields, name: str, least: int, most: int) -> int | None:
    """Return a whole number; 0 is none where negative ones count from the end."""
    value = fields.get(name)
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most or (value == 0 and least < 0):
        but = " but not 0" if least < 0 else ""
        raise ValueError(f"{name} is to be a whole number from {least} to {most}{but}, not {value!r}")
    return value


def choice(fields: Fields, name: str, choices: Sequence[str]) -> int | None:
    """Return the index of a text among `choices`."""
    value = fields.get(name)
    if value is None:
        return None
    if value not in choices:
        raise ValueError(f"{name} is to be one of {', '.join(choices)}, not {value!r}")
    return choices.index(value)


def moment(fields: Fields, day_name: str, time_name: str, otherwise: time, timezone: str | None) -> datetime | None:
    """Return a day and its time of day, which is `otherwise` where neither field says it, on the location's clock.

    Midnight says nothing: it is what a day is sent as that has to be a moment.
    """
    text = fields.get(day_name)
    if text is None:
        return None
    day = _day_or_moment(day_name, text)
    if isinstance(day, datetime):
        local = _local(day_name, day, timezone)
        day, otherwise = local.date(), otherwise if local.time() == time.min else local.time()
    return datetime.combine(day, _time_of_day(time_name, fields.get(time_name), otherwise))


def _local(name: str, value: datetime, timezone: str | None) -> datetime:
    if timezone is None:
        raise ValueError(
            f"{name} is a moment, {value.isoformat()}, whose day depends on the time zone: "
            "give timezone=, such as timezone='Europe/Berlin'"
        )
    try:
        return value.astimezone(time_zone(timezone))
    except OverflowError:
        raise ValueError(f"{name} {value.isoformat()} has no day in {timezone}") from None


def _day_or_moment(name: str, text: object) -> date | datetime:
    try:
        if isinstance(text, str):
            return read_date_or_timestamp(text)
    except ValueError:
        pass
    raise ValueError(f"{name} is to be a day, such as 2023-01-31, not {text!r}")


def _time_of_day(name: str, text: object, otherwise: time) -> time:
    if text is None:
        return otherwise
    try:
        if isinstance(text, str) and (value := time.fromisoformat(text)).tzinfo is None:
            return value
    except ValueError:
        pass
    raise ValueError(f"{name} is to be a time of day, such as 20:45:00, not {text!r}")
