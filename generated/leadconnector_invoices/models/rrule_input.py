from __future__ import annotations

from datetime import date
from typing import Any

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    BOOLEAN,
    DATE,
    INTEGER,
    TEXT,
    EnumOf,
    converted,
    converted_optional,
    ensure,
    text_of,
)
from leadconnector.codec.model import RequestModel
from leadconnector.invoices.recurrence import Recurrence
from leadconnector_invoices import models as _models


class RruleInput(Recurrence, RequestModel):
    """Rule by which a schedule recurs. Each occurrence is a due date; the invoice goes out `daysBefore` days earlier.
    Dates and times are in the location's time zone.
    """

    __slots__ = (
        "interval_type",
        "interval",
        "_start_date",
        "start_time",
        "_end_date",
        "end_time",
        "day_of_month",
        "day_of_week",
        "num_of_week",
        "month_of_year",
        "count",
        "days_before",
        "use_start_as_primary_user_accepted",
        "end_type",
    )

    interval_type: _models.IntervalType | str
    """Unit of `interval`."""
    interval: int
    """Number of units from one occurrence to the next (2 with `monthly` is every second month)."""
    start_date: Dated[date] = Dated("_start_date", date.fromisoformat, DATE.convert)
    """First day on which an occurrence may fall; it is one itself only if it matches the rule."""
    start_time: str | None | Unset
    """Time of day of the start, HH:MM:SS."""
    end_date: Dated[date | None | Unset] = Dated("_end_date", date.fromisoformat, DATE.convert)
    """Day on which the recurrence ends, if `endType` says so; whether that day still counts is not known."""
    end_time: str | None | Unset
    """Time of day of the end, HH:MM:SS."""
    day_of_month: int | None | Unset
    """Day of the month, 1 to 28, or -1 for the last."""
    day_of_week: _models.DayOfWeek | str | None | Unset
    """Day of the week; with `numOfWeek`, that weekday of a given week in the month."""
    num_of_week: int | None | Unset
    """Which `dayOfWeek` of the month, 1 to 4, or -1 for the last."""
    month_of_year: _models.MonthOfYear | str | None | Unset
    """Month on which a yearly rule falls."""
    count: int | None | Unset
    """Number of occurrences after which the recurrence ends, if `endType` says so."""
    days_before: int | None | Unset
    """Days from sending the invoice to its due date. 0, and absence, sends it on the day."""
    use_start_as_primary_user_accepted: bool | None | Unset
    """A flag of the service's own user interface; what it does is not known."""
    end_type: _models.EndType | str | None | Unset
    """What ends the recurrence, whatever else the rule holds."""

    def __init__(
        self,
        *,
        interval_type: _models.IntervalType | str,
        interval: int,
        start_date: date | str,
        start_time: str | None | Unset = UNSET,
        end_date: date | str | None | Unset = UNSET,
        end_time: str | None | Unset = UNSET,
        day_of_month: int | None | Unset = UNSET,
        day_of_week: _models.DayOfWeek | str | None | Unset = UNSET,
        num_of_week: int | None | Unset = UNSET,
        month_of_year: _models.MonthOfYear | str | None | Unset = UNSET,
        count: int | None | Unset = UNSET,
        days_before: int | None | Unset = UNSET,
        use_start_as_primary_user_accepted: bool | None | Unset = UNSET,
        end_type: _models.EndType | str | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.interval_type = interval_type
        self.interval = interval
        self._start_date = converted(DATE, "RruleInput.start_date", start_date)
        self.start_time = start_time
        self._end_date = converted_optional(DATE, "RruleInput.end_date", end_date)
        self.end_time = end_time
        self.day_of_month = day_of_month
        self.day_of_week = day_of_week
        self.num_of_week = num_of_week
        self.month_of_year = month_of_year
        self.count = count
        self.days_before = days_before
        self.use_start_as_primary_user_accepted = use_start_as_primary_user_accepted
        self.end_type = end_type
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not RruleInput:
            ensure(self, RruleInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.interval_type
        data["intervalType"] = text_of(value)
        value = self.interval
        data["interval"] = value if value.__class__ is int else INTEGER.write(value)
        value = self._start_date
        data["startDate"] = value if value.__class__ is str else DATE.write(value)
        value = self.start_time
        if value is not UNSET:
            data["startTime"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self._end_date
        if value is not UNSET:
            data["endDate"] = None if value is None else value if value.__class__ is str else DATE.write(value)
        value = self.end_time
        if value is not UNSET:
            data["endTime"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.day_of_month
        if value is not UNSET:
            data["dayOfMonth"] = None if value is None else value if value.__class__ is int else INTEGER.write(value)
        value = self.day_of_week
        if value is not UNSET:
            data["dayOfWeek"] = None if value is None else text_of(value)
        value = self.num_of_week
        if value is not UNSET:
            data["numOfWeek"] = None if value is None else value if value.__class__ is int else INTEGER.write(value)
        value = self.month_of_year
        if value is not UNSET:
            data["monthOfYear"] = None if value is None else text_of(value)
        value = self.count
        if value is not UNSET:
            data["count"] = None if value is None else value if value.__class__ is int else INTEGER.write(value)
        value = self.days_before
        if value is not UNSET:
            data["daysBefore"] = None if value is None else value if value.__class__ is int else INTEGER.write(value)
        value = self.use_start_as_primary_user_accepted
        if value is not UNSET:
            data["useStartAsPrimaryUserAccepted"] = (
                None if value is None else value if value.__class__ is bool else BOOLEAN.write(value)
            )
        value = self.end_type
        if value is not UNSET:
            data["endType"] = None if value is None else text_of(value)
        return data


_interval_type_kind = EnumOf(_models.IntervalType)
_day_of_week_kind = EnumOf(_models.DayOfWeek)
_month_of_year_kind = EnumOf(_models.MonthOfYear)
_end_type_kind = EnumOf(_models.EndType)
RruleInput.FIELDS = (
    Field("interval_type", "intervalType", _interval_type_kind, required=True),
    Field("interval", "interval", INTEGER, required=True),
    Field("start_date", "startDate", DATE, required=True),
    Field("start_time", "startTime", TEXT),
    Field("end_date", "endDate", DATE),
    Field("end_time", "endTime", TEXT),
    Field("day_of_month", "dayOfMonth", INTEGER),
    Field("day_of_week", "dayOfWeek", _day_of_week_kind),
    Field("num_of_week", "numOfWeek", INTEGER),
    Field("month_of_year", "monthOfYear", _month_of_year_kind),
    Field("count", "count", INTEGER),
    Field("days_before", "daysBefore", INTEGER),
    Field("use_start_as_primary_user_accepted", "useStartAsPrimaryUserAccepted", BOOLEAN),
    Field("end_type", "endType", _end_type_kind),
)
