"""A recurrence rule of the wire, read as RFC 5545.

``intervalType`` is FREQ, ``interval`` INTERVAL, ``startDate`` with ``startTime`` DTSTART, ``dayOfMonth`` BYMONTHDAY,
``dayOfWeek`` BYDAY with ``numOfWeek`` as its ordinal, ``monthOfYear`` BYMONTH, ``count`` COUNT, ``endDate`` with
``endTime`` UNTIL.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time
from math import gcd
from typing import Final, Literal, Self

from dateutil.rrule import DAILY, HOURLY, MINUTELY, MONTHLY, SECONDLY, WEEKLY, YEARLY, rrule, weekday

from leadconnector.invoices.rule_fields import Fields, choice, moment, whole

DAYS: Final = 146_097
"""The days of 400 years, after which the calendar repeats, weekdays included."""
UNITS: Final = {
    "yearly": 400,
    "monthly": 4_800,
    "weekly": DAYS // 7,
    "daily": DAYS,
    "hourly": DAYS * 24,
    "minutely": DAYS * 24 * 60,
    "secondly": DAYS * 24 * 60 * 60,
}
"""How many of each interval those are."""
FREQUENCIES: Final[dict[str, Literal[0, 1, 2, 3, 4, 5, 6]]] = {
    "yearly": YEARLY,
    "monthly": MONTHLY,
    "weekly": WEEKLY,
    "daily": DAILY,
    "hourly": HOURLY,
    "minutely": MINUTELY,
    "secondly": SECONDLY,
}
WEEKDAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MOST: Final = 10**9
"""The greatest number that makes any sense in a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
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
        unit = choice(fields, "intervalType", tuple(UNITS))
        interval = whole(fields, "interval", 1, MOST)
        start = moment(fields, "startDate", "startTime", time.min, timezone)
        if unit is None or interval is None or start is None:
            lacking = [name for name in ("intervalType", "interval", "startDate") if fields.get(name) is None]
            raise ValueError(f"the rule lacks {', '.join(lacking)}")
        rule = cls(
            unit=tuple(UNITS)[unit],
            interval=interval,
            start=start,
            end=moment(fields, "endDate", "endTime", time.max, timezone),
            count=whole(fields, "count", 1, MOST),
            month=choice(fields, "monthOfYear", MONTHS),
            day=whole(fields, "dayOfMonth", -31, 31),
            weekday=choice(fields, "dayOfWeek", WEEKDAYS),
            week=whole(fields, "numOfWeek", -5, 5),
        )
        rule._check_end(fields.get("endType"))
        rule._check_days()
        return rule

    def days(self) -> Iterator[date]:
        """Return the days, worked out one by one; ValueError, at once, if there can be none."""
        # The search for the first ends where there can't be one: dateutil would go on to the year 9999.
        years = 400 * (self.interval // gcd(self.interval, UNITS[self.unit]))
        horizon = datetime(min(self.start.year + years, MAXYEAR), 12, 31, 23, 59, 59)
        if next(self._moments(min(self.end or horizon, horizon)), None) is not None:
            return (moment.date() for moment in self._moments(self.end))
        if self.end is not None and self.end <= horizon:
            return iter(())
        raise ValueError(
            f"startDate, intervalType and interval contradict the rest of the rule: from {self.start.date()} on, "
            f"{self.unit} with interval {self.interval} never comes to a day that it names"
        )

    def _moments(self, until: datetime | None) -> Iterator[datetime]:
        moment = self.start
        try:
            for moment in self._rrule(until):
                yield moment
        except ValueError:  # dateutil goes to the end of each week, and the last one has days after the year 9999
            if moment.year < MAXYEAR:
                raise

    def _rrule(self, until: datetime | None) -> rrule:
        return rrule(
            FREQUENCIES[self.unit],
            dtstart=self.start,
            interval=self.interval,
            count=self.count if until is None else None,
            until=until,
            bymonth=None if self.month is None else self.month + 1,
            bymonthday=self.day,
            byweekday=None if self.weekday is None else weekday(self.weekday, self.week),
        )

    def _check_end(self, end_type: object) -> None:
        by_count, by_date = self.count is not None, self.end is not None
        if by_count and by_date:
            raise ValueError("count and endDate contradict each other: a rule has one end")
        if end_type == "never" and (by_count or by_date):
            raise ValueError(f"endType 'never' and {'count' if by_count else 'endDate'} contradict each other")
        if end_type == "by" and not by_date:
            raise ValueError("endType 'by' needs an endDate")
        if end_type in ("count", "after") and not by_count:
            raise ValueError(f"endType {end_type!r} needs a count")
        if self.end is not None and self.end < self.start:
            raise ValueError("endDate and startDate contradict each other: the end is before the start")

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
    """Return by how many days an invoice goes out before it is due."""
    days = whole(fields, "daysBefore", 0, MOST - 1)
    if days is None:
        raise ValueError("the rule lacks daysBefore")
    return days
