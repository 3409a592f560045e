from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.invoices import Recurrence
from leadconnector.runtime.codec.converters import optional_date_or_timestamp
from leadconnector.runtime.codec.dates import DateOrTimestamp
from leadconnector.runtime.codec.decoding import (
    ABSENT,
    date_or_timestamp,
    misfit,
    text,
)
from leadconnector.runtime.codec.encoding import ensure, text_of
from leadconnector.runtime.codec.model import Model
from leadconnector_invoices.models.day_of_week import DayOfWeek, documented_day_of_week
from leadconnector_invoices.models.end_type import EndType, documented_end_type
from leadconnector_invoices.models.interval_type import (
    IntervalType,
    documented_interval_type,
)
from leadconnector_invoices.models.month_of_year import (
    MonthOfYear,
    documented_month_of_year,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Rrule(Recurrence, Model):
    """Rule by which a schedule recurs. Each occurrence is a due date; the invoice goes out `daysBefore` days earlier.
    Dates and times are in the location's time zone.
    """

    interval_type: IntervalType | None = None
    """Unit of `interval`. Source: page cancel-schedule."""
    interval: int | None = None
    """Number of units from one occurrence to the next (2 with `monthly` is every second month). Source: page cancel-
    schedule.
    """
    _start_date: str | None = field(default=None, alias="start_date", converter=optional_date_or_timestamp)
    start_date = DateOrTimestamp[date | datetime | None]("_start_date")
    """First day on which an occurrence may fall; it is one itself only if it matches the rule. Source: fact q17, page
    cancel-schedule.
    """
    start_time: str | None = None
    """Time of day of the start, HH:MM:SS. Source: page cancel-schedule."""
    _end_date: str | None = field(default=None, alias="end_date", converter=optional_date_or_timestamp)
    end_date = DateOrTimestamp[date | datetime | None]("_end_date")
    """Day on which the recurrence ends; whether that day still counts is not known. Source: fact q17, page cancel-
    schedule.
    """
    end_time: str | None = None
    """Time of day of the end, HH:MM:SS. Source: page cancel-schedule."""
    day_of_month: int | None = None
    """Day of the month, 1 to 28, or -1 for the last. Source: page cancel-schedule."""
    day_of_week: DayOfWeek | None = None
    """Day of the week; with `numOfWeek`, that weekday of a given week in the month. Source: page cancel-schedule."""
    num_of_week: int | None = None
    """Which `dayOfWeek` of the month, 1 to 4, or -1 for the last. Source: page cancel-schedule."""
    month_of_year: MonthOfYear | None = None
    """Month on which a yearly rule falls. Source: page cancel-schedule."""
    count: int | None = None
    """Number of occurrences after which the recurrence ends. Source: page cancel-schedule."""
    days_before: int | None = None
    """Days from sending the invoice to its due date; 0 sends it on the day. Source: page cancel-schedule."""
    use_start_as_primary_user_accepted: bool | None = None
    """A flag of the service's own user interface; what it does is not known. Source: page cancel-schedule."""
    end_type: EndType | None = None
    """What ends the recurrence. Source: page cancel-schedule."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "interval_type": "intervalType",
        "interval": "interval",
        "start_date": "startDate",
        "start_time": "startTime",
        "end_date": "endDate",
        "end_time": "endTime",
        "day_of_month": "dayOfMonth",
        "day_of_week": "dayOfWeek",
        "num_of_week": "numOfWeek",
        "month_of_year": "monthOfYear",
        "count": "count",
        "days_before": "daysBefore",
        "use_start_as_primary_user_accepted": "useStartAsPrimaryUserAccepted",
        "end_type": "endType",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        value = data.pop("intervalType", ABSENT)
        self.interval_type = (
            documented_interval_type.get(value) or IntervalType(value)
            if value.__class__ is str
            else misfit(data, "intervalType", value)
        )
        value = data.pop("interval", ABSENT)
        self.interval = value if value.__class__ is int else misfit(data, "interval", value)
        value = data.pop("startDate", ABSENT)
        self._start_date = date_or_timestamp(data, "startDate", value)
        value = data.pop("startTime", ABSENT)
        self.start_time = value if value.__class__ is str else text(data, "startTime", value)
        value = data.pop("endDate", ABSENT)
        self._end_date = date_or_timestamp(data, "endDate", value)
        value = data.pop("endTime", ABSENT)
        self.end_time = value if value.__class__ is str else text(data, "endTime", value)
        value = data.pop("dayOfMonth", ABSENT)
        self.day_of_month = value if value.__class__ is int else misfit(data, "dayOfMonth", value)
        value = data.pop("dayOfWeek", ABSENT)
        self.day_of_week = (
            documented_day_of_week.get(value) or DayOfWeek(value)
            if value.__class__ is str
            else misfit(data, "dayOfWeek", value)
        )
        value = data.pop("numOfWeek", ABSENT)
        self.num_of_week = value if value.__class__ is int else misfit(data, "numOfWeek", value)
        value = data.pop("monthOfYear", ABSENT)
        self.month_of_year = (
            documented_month_of_year.get(value) or MonthOfYear(value)
            if value.__class__ is str
            else misfit(data, "monthOfYear", value)
        )
        value = data.pop("count", ABSENT)
        self.count = value if value.__class__ is int else misfit(data, "count", value)
        value = data.pop("daysBefore", ABSENT)
        self.days_before = value if value.__class__ is int else misfit(data, "daysBefore", value)
        value = data.pop("useStartAsPrimaryUserAccepted", ABSENT)
        self.use_start_as_primary_user_accepted = (
            value if value.__class__ is bool else misfit(data, "useStartAsPrimaryUserAccepted", value)
        )
        value = data.pop("endType", ABSENT)
        self.end_type = (
            documented_end_type.get(value) or EndType(value)
            if value.__class__ is str
            else misfit(data, "endType", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Rrule:
            ensure(self, Rrule)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.interval_type is not None:
            data["intervalType"] = text_of(self.interval_type)
        if self.interval is not None:
            data["interval"] = self.interval
        if self._start_date is not None:
            data["startDate"] = self._start_date
        if self.start_time is not None:
            data["startTime"] = self.start_time
        if self._end_date is not None:
            data["endDate"] = self._end_date
        if self.end_time is not None:
            data["endTime"] = self.end_time
        if self.day_of_month is not None:
            data["dayOfMonth"] = self.day_of_month
        if self.day_of_week is not None:
            data["dayOfWeek"] = text_of(self.day_of_week)
        if self.num_of_week is not None:
            data["numOfWeek"] = self.num_of_week
        if self.month_of_year is not None:
            data["monthOfYear"] = text_of(self.month_of_year)
        if self.count is not None:
            data["count"] = self.count
        if self.days_before is not None:
            data["daysBefore"] = self.days_before
        if self.use_start_as_primary_user_accepted is not None:
            data["useStartAsPrimaryUserAccepted"] = self.use_start_as_primary_user_accepted
        if self.end_type is not None:
            data["endType"] = text_of(self.end_type)
        return data


decode_rrule = Rrule.decode
encode_rrule = Rrule.encode
