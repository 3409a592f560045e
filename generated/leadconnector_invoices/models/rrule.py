from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.converters import optional_date_or_timestamp
from leadconnector.codec.dates import DateOrTimestamp
from leadconnector.codec.decoding import (
    blank,
    date_or_timestamp,
)
from leadconnector.codec.encoding import ensure, text_of
from leadconnector.invoices import Recurrence
from leadconnector_invoices.models.day_of_week import DayOfWeek
from leadconnector_invoices.models.end_type import EndType
from leadconnector_invoices.models.interval_type import IntervalType
from leadconnector_invoices.models.month_of_year import MonthOfYear


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Rrule(Recurrence, Answer):
    """Rule by which a schedule recurs. Each occurrence is a due date; the invoice goes out `daysBefore` days earlier.
    Dates and times are in the location's time zone.
    """

    interval_type: IntervalType | None = None
    """Unit of `interval`. Source: page cancel-schedule."""
    interval: int | None = None
    """Number of units from one occurrence to the next (2 with `monthly` is every second month). Source: page
    cancel-schedule.
    """
    _start_date: str | None = field(default=None, alias="start_date", converter=optional_date_or_timestamp)
    start_date = DateOrTimestamp[date | datetime | None]("_start_date")
    """First day on which an occurrence may fall; it is one itself only if it matches the rule. Source: fact q17, fact
    days-as-moments, page cancel-schedule.
    """
    start_time: str | None = None
    """Time of day of the start, HH:MM:SS. Source: page cancel-schedule."""
    _end_date: str | None = field(default=None, alias="end_date", converter=optional_date_or_timestamp)
    end_date = DateOrTimestamp[date | datetime | None]("_end_date")
    """Day on which the recurrence ends, if `endType` says so; whether that day still counts is not known. Source: fact
    q17, fact days-as-moments, page cancel-schedule.
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
    """Number of occurrences after which the recurrence ends, if `endType` says so. Source: page cancel-schedule."""
    days_before: int | None = None
    """Days from sending the invoice to its due date. 0, and absence, sends it on the day. Source: page
    cancel-schedule.
    """
    use_start_as_primary_user_accepted: bool | None = None
    """A flag of the service's own user interface; what it does is not known. Source: page cancel-schedule."""
    end_type: EndType | None = None
    """What ends the recurrence, whatever else the rule holds. Source: page cancel-schedule."""

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
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.interval_type = record.interval_type
        self.interval = record.interval
        self._start_date = date_or_timestamp(extra, "startDate", record.start_date)
        self.start_time = record.start_time
        self._end_date = date_or_timestamp(extra, "endDate", record.end_date)
        self.end_time = record.end_time
        self.day_of_month = record.day_of_month
        self.day_of_week = record.day_of_week
        self.num_of_week = record.num_of_week
        self.month_of_year = record.month_of_year
        self.count = record.count
        self.days_before = record.days_before
        self.use_start_as_primary_user_accepted = record.use_start_as_primary_user_accepted
        self.end_type = record.end_type
        self._extra = extra or None
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


read_rrule = Rrule.from_record
encode_rrule = Rrule.encode
