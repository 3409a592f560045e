from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from attrs import define, field, setters

from leadconnector.codec.converters import required_date, unset_date
from leadconnector.codec.dates import Date
from leadconnector.codec.decoding import (
    blank,
    boolean,
    calendar_date,
    enum,
    integer,
    text,
)
from leadconnector.codec.encoding import ensure, text_of
from leadconnector.codec.model import Model
from leadconnector.codec.requests import given, required
from leadconnector.codec.unset import UNSET, Unset
from leadconnector.invoices import Recurrence
from leadconnector_invoices.models.day_of_week import DayOfWeek
from leadconnector_invoices.models.end_type import EndType
from leadconnector_invoices.models.interval_type import IntervalType
from leadconnector_invoices.models.month_of_year import MonthOfYear


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class RruleInput(Recurrence, Model):
    """Rule by which a schedule recurs. Each occurrence is a due date; the invoice goes out `daysBefore` days earlier.
    Dates and times are in the location's time zone.
    """

    interval_type: IntervalType | str
    """Unit of `interval`. Source: page cancel-schedule."""
    interval: int
    """Number of units from one occurrence to the next (2 with `monthly` is every second month). Source: page
    cancel-schedule.
    """
    _start_date: str = field(alias="start_date", converter=required_date)
    start_date = Date[date]("_start_date")
    """First day on which an occurrence may fall; it is one itself only if it matches the rule. Source: fact q17, fact
    days-as-moments, page cancel-schedule.
    """
    start_time: str | None | Unset = UNSET
    """Time of day of the start, HH:MM:SS. Source: page cancel-schedule."""
    _end_date: str | None | Unset = field(default=UNSET, alias="end_date", converter=unset_date)
    end_date = Date[date | None | Unset]("_end_date")
    """Day on which the recurrence ends, if `endType` says so; whether that day still counts is not known. Source: fact
    q17, fact days-as-moments, page cancel-schedule.
    """
    end_time: str | None | Unset = UNSET
    """Time of day of the end, HH:MM:SS. Source: page cancel-schedule."""
    day_of_month: int | None | Unset = UNSET
    """Day of the month, 1 to 28, or -1 for the last. Source: page cancel-schedule."""
    day_of_week: DayOfWeek | str | None | Unset = UNSET
    """Day of the week; with `numOfWeek`, that weekday of a given week in the month. Source: page cancel-schedule."""
    num_of_week: int | None | Unset = UNSET
    """Which `dayOfWeek` of the month, 1 to 4, or -1 for the last. Source: page cancel-schedule."""
    month_of_year: MonthOfYear | str | None | Unset = UNSET
    """Month on which a yearly rule falls. Source: page cancel-schedule."""
    count: int | None | Unset = UNSET
    """Number of occurrences after which the recurrence ends, if `endType` says so. Source: page cancel-schedule."""
    days_before: int | None | Unset = UNSET
    """Days from sending the invoice to its due date. 0, and absence, sends it on the day. Source: page
    cancel-schedule.
    """
    use_start_as_primary_user_accepted: bool | None | Unset = UNSET
    """A flag of the service's own user interface; what it does is not known. Source: page cancel-schedule."""
    end_type: EndType | str | None | Unset = UNSET
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
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.interval_type = required(data, "intervalType", enum, IntervalType)
        self.interval = required(data, "interval", integer)
        self._start_date = required(data, "startDate", calendar_date)
        self.start_time = given(data, "startTime", text)
        self._end_date = given(data, "endDate", calendar_date)
        self.end_time = given(data, "endTime", text)
        self.day_of_month = given(data, "dayOfMonth", integer)
        self.day_of_week = given(data, "dayOfWeek", enum, DayOfWeek)
        self.num_of_week = given(data, "numOfWeek", integer)
        self.month_of_year = given(data, "monthOfYear", enum, MonthOfYear)
        self.count = given(data, "count", integer)
        self.days_before = given(data, "daysBefore", integer)
        self.use_start_as_primary_user_accepted = given(data, "useStartAsPrimaryUserAccepted", boolean)
        self.end_type = given(data, "endType", enum, EndType)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not RruleInput:
            ensure(self, RruleInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["intervalType"] = text_of(self.interval_type)
        data["interval"] = self.interval
        data["startDate"] = self._start_date
        if self.start_time is not UNSET:
            data["startTime"] = self.start_time
        if self._end_date is not UNSET:
            data["endDate"] = self._end_date
        if self.end_time is not UNSET:
            data["endTime"] = self.end_time
        if self.day_of_month is not UNSET:
            data["dayOfMonth"] = self.day_of_month
        if self.day_of_week is not UNSET:
            data["dayOfWeek"] = None if self.day_of_week is None else text_of(self.day_of_week)
        if self.num_of_week is not UNSET:
            data["numOfWeek"] = self.num_of_week
        if self.month_of_year is not UNSET:
            data["monthOfYear"] = None if self.month_of_year is None else text_of(self.month_of_year)
        if self.count is not UNSET:
            data["count"] = self.count
        if self.days_before is not UNSET:
            data["daysBefore"] = self.days_before
        if self.use_start_as_primary_user_accepted is not UNSET:
            data["useStartAsPrimaryUserAccepted"] = self.use_start_as_primary_user_accepted
        if self.end_type is not UNSET:
            data["endType"] = None if self.end_type is None else text_of(self.end_type)
        return data


encode_rrule_input = RruleInput.encode
