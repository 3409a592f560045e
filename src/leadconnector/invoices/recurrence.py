"""The dates that a recurrence rule gives, read as RFC 5545.

``intervalType`` is FREQ, ``interval`` INTERVAL, ``startDate`` with ``startTime`` DTSTART, ``dayOfMonth`` BYMONTHDAY,
``dayOfWeek`` BYDAY with ``numOfWeek`` as its ordinal, ``monthOfYear`` BYMONTH, ``count`` COUNT, ``endDate`` with
``endTime`` UNTIL. Null and empty text are as good as absent.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from itertools import islice, product
from typing import Any, Final, Literal, NamedTuple

from leadconnector.codec.dates import is_midnight, read_date_or_timestamp, time_zone
from leadconnector.codec.kinds import DAY
from leadconnector.codec.model import Model

Fields = Mapping[str, Any]

UNITS: Final[dict[str, Literal[0, 1, 2, 3, 4, 5, 6]]] = {
    "yearly": 0,
    "monthly": 1,
    "weekly": 2,
    "daily": 3,
    "hourly": 4,
    "minutely": 5,
    "secondly": 6,
}
"""dateutil's number for each unit."""
CYCLE: Final = 400
"""The years after which the calendar repeats, weekdays included."""
WEEKDAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENDS: Final[Mapping[object, str]] = {
    "never": "",
    "by": "endDate",
    "date": "endDate",
    "count": "count",
    "after": "count",
}
"""The field in which a rule's end stands, by `endType` in any case; without a known one, any."""
MOST: Final = 10**9
"""The greatest number that makes any sense in a rule."""


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
        if limit is not None and limit < 0:
            raise ValueError(f"limit must be 0 or more, not {limit}")
        return islice(_read(_said(self), timezone).days(), limit)

    def send_dates(self, limit: int | None = None, *, timezone: str | None = None) -> Iterator[date]:
        """Yield the days on which invoices go out: `daysBefore` days before each occurrence, 0 where it is absent.

        Raises:
            ValueError: as for `occurrences`, and if `daysBefore` is no number of days.
        """
        before = _whole(_said(self), "daysBefore", 0, MOST - 1) or 0
        return (_earlier(day, before) for day in self.occurrences(limit, timezone=timezone))


def _said(rule: Model) -> Fields:
    """Return what a rule's JSON object says."""
    return {name: value for name, value in rule.encode().items() if value is not None and value != ""}


def _earlier(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError:
        raise ValueError(f"daysBefore must be a sensible number of days: {days} lead from {day} to no date") from None


class _Rule(NamedTuple):
    """A rule that says what it needs to. Months and weekdays count from 0."""

    unit: str
    interval: int
    start: datetime
    end: datetime | None
    times: int | None
    month: int | None
    day: int | None
    weekday: int | None
    week: int | None

    def check(self) -> None:
        """Raise ValueError where it contradicts itself."""
        if self.end is not None and self.end < self.start:
            raise ValueError("endDate and startDate contradict each other: the end is before the start")
        if self.week is not None and self.weekday is None:
            raise ValueError("numOfWeek needs a dayOfWeek")
        if self.week is not None and self.unit not in ("monthly", "yearly"):
            raise ValueError(f"numOfWeek and intervalType {self.unit!r} contradict each other: it counts in a month")
        if self.day is not None and self.unit == "weekly":
            raise ValueError("dayOfMonth and intervalType 'weekly' contradict each other: a week has no such day")
        if self.day is not None and not self._has_day(self.day):
            named = {"dayOfMonth": self.day, "numOfWeek": self.week, "monthOfYear": self.month}
            given = [name for name, value in named.items() if value is not None]
            raise ValueError(f"{' and '.join(given)} contradict each other: no day is all of these")

    def _has_day(self, day: int) -> bool:
        """Whether a month of the rule has that day, and in the week that the rule names."""
        for year, month in product((2023, 2024), range(1, 13)):
            first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
            number = day if day > 0 else last.day + 1 + day
            if self.month not in (None, month - 1) or not 1 <= number <= last.day:
                continue
            found = date(year, month, number)
            if self.unit == "yearly" and self.month is None:  # weeks are counted in the year
                first, last = date(year, 1, 1), date(year, 12, 31)
            if self.week in (None, (found - first).days // 7 + 1, -((last - found).days // 7 + 1)):
                return True
        return False

    def days(self) -> Iterator[date]:
        """Return the days, worked out one by one; ValueError, at once, if there can be none."""
        # The search for the first ends where there can't be one: dateutil would go on to the year 9999.
        horizon = datetime(min(self.start.year + CYCLE * self.interval, MAXYEAR), 12, 31, 23, 59, 59)
        if next(self._moments(horizon), None) is not None:
            return (moment.date() for moment in self._moments(self.end))
        raise ValueError(
            f"startDate, intervalType and interval contradict the rest of the rule: from {self.start.date()} on, "
            f"{self.unit} with interval {self.interval} never comes to a day that it names"
        )

    def _moments(self, until: datetime | None) -> Iterator[datetime]:
        from dateutil.rrule import rrule, weekday  # loaded by those who ask for dates

        moment = self.start
        try:
            for moment in rrule(
                UNITS[self.unit],
                dtstart=self.start,
                interval=self.interval,
                count=self.times if until is None else None,
                until=until,
                bymonth=None if self.month is None else self.month + 1,
                bymonthday=self.day,
                byweekday=None if self.weekday is None else weekday(self.weekday, self.week),
            ):
                yield moment
        except ValueError:  # dateutil goes to the end of each week, and the last one has days after the year 9999
            if moment.year < MAXYEAR:
                raise


def _read(fields: Fields, timezone: str | None) -> _Rule:
    """Read the JSON object of a rule; `timezone` is for days that came as moments.

    Raises:
        ValueError: if something is missing, of another kind, or contradicts something else.
    """
    unit = _choice(fields, "intervalType", tuple(UNITS))
    interval = _whole(fields, "interval", 1, MOST)
    start = _moment(fields, "startDate", "startTime", time.min, timezone)
    if unit is None or interval is None or start is None:
        lacking = [name for name in ("intervalType", "interval", "startDate") if name not in fields]
        raise ValueError(f"the rule lacks {', '.join(lacking)}")
    end = _end(fields)
    rule = _Rule(
        unit=tuple(UNITS)[unit],
        interval=interval,
        start=start,
        end=_moment(fields, "endDate", "endTime", time.max, timezone) if end == "endDate" else None,
        times=_whole(fields, "count", 1, MOST) if end == "count" else None,
        month=_choice(fields, "monthOfYear", MONTHS),
        day=_whole(fields, "dayOfMonth", -31, 31),
        weekday=_choice(fields, "dayOfWeek", WEEKDAYS),
        week=_whole(fields, "numOfWeek", -5, 5),
    )
    rule.check()
    return rule


def _end(fields: Fields) -> str:
    """Return the field that ends the rule, if any: `endType` says which, whatever else the rule still holds."""
    end_type = fields.get("endType")
    given = [name for name in ("count", "endDate") if name in fields]
    known = ENDS.get(end_type.lower()) if isinstance(end_type, str) else None
    if known is None:
        if type(fields.get("count")) is int and fields["count"] == 0:  # no number of invoices: it is left over
            given.remove("count")
        if len(given) > 1:
            raise ValueError("count and endDate contradict each other: endType must say which of them ends the rule")
        return "".join(given)
    if known and known not in given:
        raise ValueError(f"endType {end_type!r} needs {'an endDate' if known == 'endDate' else 'a count'}")
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
    if not DAY.fits(text):
        raise ValueError(f"{day_name} must be a day, such as 2023-01-31, not {text!r}")
    day = read_date_or_timestamp(text)
    if isinstance(day, datetime):
        local = _local(day_name, day, timezone)
        day, otherwise = local.date(), local.time() if local.time() != time.min else otherwise
    return datetime.combine(day, _time_of_day(time_name, fields.get(time_name), otherwise))


def _local(name: str, value: datetime, timezone: str | None) -> datetime:
    """Return a moment on the location's clock; midnight UTC is a stored day, in every time zone."""
    try:
        moment = value.astimezone(UTC)
        if timezone is not None and not is_midnight(moment):
            return moment.astimezone(time_zone(timezone)).replace(tzinfo=None)
    except OverflowError:
        raise ValueError(f"{name} {value.isoformat()} is too far off to have a day") from None
    if not is_midnight(moment):
        raise ValueError(
            f"{name} is a moment, {value.isoformat()}, whose day depends on the time zone: "
            "give timezone=, such as timezone='Europe/Berlin'"
        )
    return moment.replace(tzinfo=None)


def _time_of_day(name: str, text: object, otherwise: time) -> time:
    if text is None:
        return otherwise
    try:
        if isinstance(text, str) and (value := time.fromisoformat(text)).tzinfo is None:
            return otherwise if value == time.min else value
    except ValueError:
        pass
    raise ValueError(f"{name} must be a time of day, such as 20:45:00, not {text!r}")
