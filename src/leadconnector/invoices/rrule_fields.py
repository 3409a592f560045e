"""The fields of a recurrence rule, read and held against each other. Null is as good as absent."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final, Self

from leadconnector.codec.dates import is_midnight, read_date_or_timestamp, time_zone

Fields = Mapping[str, Any]

UNITS: Final = ("yearly", "monthly", "weekly", "daily", "hourly", "minutely", "secondly")
WEEKDAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENDS: Final[Mapping[object, tuple[str, ...]]] = {
    "never": (),
    "by": ("endDate",),
    "date": ("endDate",),
    "count": ("count",),
    "after": ("count",),
}
"""The field in which a rule's end stands, by `endType`; without a known one, any."""
MOST: Final = 10**9
"""The greatest number that makes any sense in a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RruleFields:
    """A rule that says what it needs to and does not contradict itself. Months and weekdays count from 0."""

    unit: str
    interval: int
    start: datetime
    end: datetime | None
    count: int | None
    month: int | None
    day: int | None
    weekday: int | None
    week: int | None

    @classmethod
    def read(cls, fields: Fields, timezone: str | None) -> Self:
        """Read the JSON object of a rule; `timezone` is for days that came as moments.

        Raises:
            ValueError: if something is missing, of another kind, or contradicts something else.
        """
        unit = _choice(fields, "intervalType", UNITS)
        interval = _whole(fields, "interval", 1, MOST)
        start = _moment(fields, "startDate", "startTime", time.min, timezone)
        if unit is None or interval is None or start is None:
            lacking = [name for name in ("intervalType", "interval", "startDate") if fields.get(name) is None]
            raise ValueError(f"the rule lacks {', '.join(lacking)}")
        ends = _ends(fields)
        rule = cls(
            unit=UNITS[unit],
            interval=interval,
            start=start,
            end=_moment(fields, "endDate", "endTime", time.max, timezone) if "endDate" in ends else None,
            count=_whole(fields, "count", 1, MOST) if "count" in ends else None,
            month=_choice(fields, "monthOfYear", MONTHS),
            day=_whole(fields, "dayOfMonth", -31, 31),
            weekday=_choice(fields, "dayOfWeek", WEEKDAYS),
            week=_whole(fields, "numOfWeek", -5, 5),
        )
        if rule.end is not None and rule.end < rule.start:
            raise ValueError("endDate and startDate contradict each other: the end is before the start")
        rule._check_days()
        return rule

    def _check_days(self) -> None:
        if self.week is not None and self.weekday is None:
            raise ValueError("numOfWeek needs a dayOfWeek")
        if self.week is not None and self.unit not in ("monthly", "yearly"):
            raise ValueError(f"numOfWeek and intervalType {self.unit!r} contradict each other: it counts in a month")
        if self.day is not None and self.unit == "weekly":
            raise ValueError("dayOfMonth and intervalType 'weekly' contradict each other: a week has no such day")
        months = [(year, month) for year in (2023, 2024) for month in range(12)]
        if self.day is not None and not any(self._day_exists(year, month) for year, month in months):
            named = {"dayOfMonth": self.day, "numOfWeek": self.week, "monthOfYear": self.month}
            given = [name for name, value in named.items() if value is not None]
            raise ValueError(f"{' and '.join(given)} contradict each other: no day is all of these")

    def _day_exists(self, year: int, month: int) -> bool:
        """Whether the month, if it is one of the rule's, has the day, and that can be the weekday of the week."""
        length = monthrange(year, month + 1)[1]
        day = self.day or 0
        day = day if day > 0 else length + 1 + day
        if not 1 <= day <= length or self.month not in (None, month):
            return False
        if self.week is None:
            return True
        if self.unit == "yearly" and self.month is None and month != (0 if self.week > 0 else 11):
            return False  # without a month it counts in the year
        return self.week == ((day - 1) // 7 + 1 if self.week > 0 else -((length - day) // 7 + 1))


def days_before(fields: Fields) -> int:
    """Return by how many days an invoice goes out before it is due: 0 where the rule does not say it."""
    return _whole(fields, "daysBefore", 0, MOST - 1) or 0


def _ends(fields: Fields) -> tuple[str, ...]:
    """Return the fields that end the rule: `endType` says which, whatever else the rule still holds."""
    end_type = fields.get("endType")
    given = tuple(name for name in ("count", "endDate") if fields.get(name) is not None)
    known = ENDS.get(end_type) if isinstance(end_type, str) else None
    if known is None:
        if len(given) > 1:
            raise ValueError("count and endDate contradict each other: endType must say which of them ends the rule")
        return given
    for name in known:
        if name not in given:
            raise ValueError(f"endType {end_type!r} needs {'an endDate' if name == 'endDate' else 'a count'}")
    return known


def _whole(fields: Fields, name: str, least: int, most: int) -> int | None:
    """Return a whole number; 0 is none where negative ones count from the end."""
    value = fields.get(name)
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most or (value == 0 and least < 0):
        but = " but not 0" if least < 0 else ""
        raise ValueError(f"{name} must be a whole number from {least} to {most}{but}, not {value!r}")
    return value


def _choice(fields: Fields, name: str, choices: Sequence[str]) -> int | None:
    """Return the index of a text among `choices`."""
    value = fields.get(name)
    if value is None:
        return None
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return choices.index(value)


def _moment(fields: Fields, day_name: str, time_name: str, otherwise: time, timezone: str | None) -> datetime | None:
    """Return a day and its time of day, which is `otherwise` where neither field says it, on the location's clock.

    Midnight says nothing: it is what a day is sent as that must be a moment, and the time of a day without one.
    """
    text = fields.get(day_name)
    if text is None:
        return None
    day = _day_or_moment(day_name, text)
    if isinstance(day, datetime):
        local = _local(day_name, day, timezone)
        day, otherwise = local.date(), local.time() if local.time() != time.min else otherwise
    return datetime.combine(day, _time_of_day(time_name, fields.get(time_name), otherwise))


def _local(name: str, value: datetime, timezone: str | None) -> datetime:
    """Return a moment on the location's clock; midnight UTC is a stored day, in every time zone."""
    try:
        if is_midnight(value):
            return value.astimezone(UTC).replace(tzinfo=None)
        if timezone is not None:
            return value.astimezone(time_zone(timezone)).replace(tzinfo=None)
    except OverflowError:
        raise ValueError(f"{name} {value.isoformat()} has no day in {timezone or 'UTC'}") from None
    raise ValueError(
        f"{name} is a moment, {value.isoformat()}, whose day depends on the time zone: "
        "give timezone=, such as timezone='Europe/Berlin'"
    )


def _day_or_moment(name: str, text: object) -> date | datetime:
    try:
        if isinstance(text, str):
            return read_date_or_timestamp(text)
    except ValueError:
        pass
    raise ValueError(f"{name} must be a day, such as 2023-01-31, not {text!r}")


def _time_of_day(name: str, text: object, otherwise: time) -> time:
    if text is None:
        return otherwise
    try:
        if isinstance(text, str) and (value := time.fromisoformat(text)).tzinfo is None:
            return otherwise if value == time.min else value
    except ValueError:
        pass
    raise ValueError(f"{name} must be a time of day, such as 20:45:00, not {text!r}")
