"""The dates that a recurrence rule gives, read as RFC 5545.

``intervalType`` is FREQ, ``interval`` INTERVAL, ``startDate`` with ``startTime`` DTSTART, ``dayOfMonth`` BYMONTHDAY,
``dayOfWeek`` BYDAY with ``numOfWeek`` as its ordinal, ``monthOfYear`` BYMONTH, ``count`` COUNT, ``endDate`` with
``endTime`` UNTIL.
"""

from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, timedelta
from itertools import islice
from math import gcd
from typing import TYPE_CHECKING, Final, Literal

from leadconnector.codec.model import Model

if TYPE_CHECKING:
    from leadconnector.invoices.rrule_fields import RruleFields

DAYS: Final = 146_097
"""The days of 400 years, after which the calendar repeats, weekdays included."""
UNITS: Final[dict[str, tuple[Literal[0, 1, 2, 3, 4, 5, 6], int]]] = {
    "yearly": (0, 400),
    "monthly": (1, 4_800),
    "weekly": (2, DAYS // 7),
    "daily": (3, DAYS),
    "hourly": (4, DAYS * 24),
    "minutely": (5, DAYS * 24 * 60),
    "secondly": (6, DAYS * 24 * 60 * 60),
}
"""dateutil's number for each unit, and how many of it those years are."""


class Recurrence(Model):
    """What `Rrule` and `RruleInput` can do beyond their fields.

    Both methods are a preview, not the service's promise: they read the rule as RFC 5545, which is consistent with all
    that the vendor shows, but inferred. Two things are not known and assumed: that an end date without an end time,
    or at midnight, still counts, and that the dates are those of the location's time zone. `end_type` decides which of
    `end_date` and `count` ends the rule; the other is left over.
    """

    __slots__ = ()

    def occurrences(self, limit: int | None = None, *, timezone: str | None = None) -> Iterator[date]:
        """Yield the days on which invoices are due: at most `limit`, else up to the rule's end or the year 9999.

        They are worked out as they are asked for. A rule of hours or less yields a day for each of its occurrences.

        Args:
            limit: How many days at most.
            timezone: The location's time zone by its IANA name, such as ``Europe/Berlin``. Needed only where the rule
                has a moment in place of a day, as the day depends on it; midnight UTC is that day everywhere.

        Raises:
            ValueError: at once, if the rule lacks what it needs or contradicts itself, with the fields that do.
        """
        from leadconnector.invoices.rrule_fields import RruleFields

        if limit is not None and limit < 0:
            raise ValueError(f"limit must be 0 or more, not {limit}")
        return islice(_days(RruleFields.read(self.encode(), timezone)), limit)

    def send_dates(self, limit: int | None = None, *, timezone: str | None = None) -> Iterator[date]:
        """Yield the days on which invoices go out: `daysBefore` days before each occurrence, 0 where it is absent.

        Raises:
            ValueError: as for `occurrences`, and if `daysBefore` is no number of days.
        """
        from leadconnector.invoices.rrule_fields import days_before

        before = days_before(self.encode())
        return (_earlier(day, before) for day in self.occurrences(limit, timezone=timezone))


def _earlier(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError:
        raise ValueError(f"daysBefore must be a sensible number of days: {days} lead from {day} to no date") from None


def _days(rule: "RruleFields") -> Iterator[date]:
    """Return the days, worked out one by one; ValueError, at once, if there can be none."""
    # The search for the first ends where there can't be one: dateutil would go on to the year 9999.
    years = 400 * (rule.interval // gcd(rule.interval, UNITS[rule.unit][1]))
    horizon = datetime(min(rule.start.year + years, MAXYEAR), 12, 31, 23, 59, 59)
    if next(_moments(rule, min(rule.end or horizon, horizon)), None) is not None:
        return (moment.date() for moment in _moments(rule, rule.end))
    if rule.end is not None and rule.end <= horizon:
        return iter(())
    raise ValueError(
        f"startDate, intervalType and interval contradict the rest of the rule: from {rule.start.date()} on, "
        f"{rule.unit} with interval {rule.interval} never comes to a day that it names"
    )


def _moments(rule: "RruleFields", until: datetime | None) -> Iterator[datetime]:
    from dateutil.rrule import rrule, weekday  # loaded by those who ask for dates

    moment = rule.start
    try:
        for moment in rrule(
            UNITS[rule.unit][0],
            dtstart=rule.start,
            interval=rule.interval,
            count=rule.count if until is None else None,
            until=until,
            bymonth=None if rule.month is None else rule.month + 1,
            bymonthday=rule.day,
            byweekday=None if rule.weekday is None else weekday(rule.weekday, rule.week),
        ):
            yield moment
    except ValueError:  # dateutil goes to the end of each week, and the last one has days after the year 9999
        if moment.year < MAXYEAR:
            raise
