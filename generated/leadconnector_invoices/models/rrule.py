from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from leadconnector.codec.attribute import Dated
from leadconnector.codec.containers import Field
from leadconnector.codec.dates import read_day, read_moment
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import (
    BOOLEAN,
    DAY,
    INTEGER,
    LENIENT_TEXT,
    TIMESTAMP,
    EnumOf,
    MisfitError,
    blank,
    converted_optional,
    ensure,
    text_of,
)
from leadconnector.codec.model import ResponseModel
from leadconnector.invoices.recurrence import Recurrence
from leadconnector_invoices import models as _models


class Rrule(Recurrence, ResponseModel):
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

    interval_type: _models.IntervalType | None
    """Unit of `interval`."""
    interval: int | None
    """Number of units from one occurrence to the next (2 with `monthly` is every second month)."""
    start_date: Dated[date | None] = Dated("_start_date", read_day, DAY.convert)
    """First day on which an occurrence may fall; it is one itself only if it matches the rule."""
    start_date_time: Dated[datetime | None] = Dated("_start_date", read_moment, TIMESTAMP.convert)
    """The moment of `start_date` where the service sent one; None where it sent a plain date."""
    start_time: str | None
    """Time of day of the start, HH:MM:SS."""
    end_date: Dated[date | None] = Dated("_end_date", read_day, DAY.convert)
    """Day on which the recurrence ends, if `endType` says so; whether that day still counts is not known."""
    end_date_time: Dated[datetime | None] = Dated("_end_date", read_moment, TIMESTAMP.convert)
    """The moment of `end_date` where the service sent one; None where it sent a plain date."""
    end_time: str | None
    """Time of day of the end, HH:MM:SS."""
    day_of_month: int | None
    """Day of the month, 1 to 28, or -1 for the last."""
    day_of_week: _models.DayOfWeek | None
    """Day of the week; with `numOfWeek`, that weekday of a given week in the month."""
    num_of_week: int | None
    """Which `dayOfWeek` of the month, 1 to 4, or -1 for the last."""
    month_of_year: _models.MonthOfYear | None
    """Month on which a yearly rule falls."""
    count: int | None
    """Number of occurrences after which the recurrence ends, if `endType` says so."""
    days_before: int | None
    """Days from sending the invoice to its due date. 0, and absence, sends it on the day."""
    use_start_as_primary_user_accepted: bool | None
    """A flag of the service's own user interface; what it does is not known."""
    end_type: _models.EndType | None
    """What ends the recurrence, whatever else the rule holds."""

    def __init__(
        self,
        *,
        interval_type: _models.IntervalType | None = None,
        interval: int | None = None,
        start_date: date | datetime | str | None = None,
        start_time: str | None = None,
        end_date: date | datetime | str | None = None,
        end_time: str | None = None,
        day_of_month: int | None = None,
        day_of_week: _models.DayOfWeek | None = None,
        num_of_week: int | None = None,
        month_of_year: _models.MonthOfYear | None = None,
        count: int | None = None,
        days_before: int | None = None,
        use_start_as_primary_user_accepted: bool | None = None,
        end_type: _models.EndType | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.interval_type = interval_type
        self.interval = interval
        self._start_date = converted_optional(DAY, "Rrule.start_date", start_date)
        self.start_time = start_time
        self._end_date = converted_optional(DAY, "Rrule.end_date", end_date)
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

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("intervalType", UNSET)
        self.interval_type = (
            _interval_type_kind.members.get(value) or _interval_type_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _interval_type_kind.take(data, "intervalType", value)
        )
        value = data.pop("interval", UNSET)
        self.interval = (
            value if value.__class__ is int else None if value is UNSET else INTEGER.take(data, "interval", value)
        )
        value = data.pop("startDate", UNSET)
        self._start_date = None if value is UNSET else DAY.take(data, "startDate", value)
        value = data.pop("startTime", UNSET)
        self.start_time = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "startTime", value)
        )
        value = data.pop("endDate", UNSET)
        self._end_date = None if value is UNSET else DAY.take(data, "endDate", value)
        value = data.pop("endTime", UNSET)
        self.end_time = (
            value if value.__class__ is str else None if value is UNSET else LENIENT_TEXT.take(data, "endTime", value)
        )
        value = data.pop("dayOfMonth", UNSET)
        self.day_of_month = (
            value if value.__class__ is int else None if value is UNSET else INTEGER.take(data, "dayOfMonth", value)
        )
        value = data.pop("dayOfWeek", UNSET)
        self.day_of_week = (
            _day_of_week_kind.members.get(value) or _day_of_week_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _day_of_week_kind.take(data, "dayOfWeek", value)
        )
        value = data.pop("numOfWeek", UNSET)
        self.num_of_week = (
            value if value.__class__ is int else None if value is UNSET else INTEGER.take(data, "numOfWeek", value)
        )
        value = data.pop("monthOfYear", UNSET)
        self.month_of_year = (
            _month_of_year_kind.members.get(value) or _month_of_year_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _month_of_year_kind.take(data, "monthOfYear", value)
        )
        value = data.pop("count", UNSET)
        self.count = value if value.__class__ is int else None if value is UNSET else INTEGER.take(data, "count", value)
        value = data.pop("daysBefore", UNSET)
        self.days_before = (
            value if value.__class__ is int else None if value is UNSET else INTEGER.take(data, "daysBefore", value)
        )
        value = data.pop("useStartAsPrimaryUserAccepted", UNSET)
        self.use_start_as_primary_user_accepted = (
            value
            if value.__class__ is bool
            else None
            if value is UNSET
            else BOOLEAN.take(data, "useStartAsPrimaryUserAccepted", value)
        )
        value = data.pop("endType", UNSET)
        self.end_type = (
            _end_type_kind.members.get(value) or _end_type_kind.read(value)
            if value.__class__ is str
            else None
            if value is UNSET
            else _end_type_kind.take(data, "endType", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not Rrule:
            ensure(self, Rrule)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.interval_type
        if value is not None:
            data["intervalType"] = text_of(value)
        value = self.interval
        if value is not None:
            data["interval"] = value if value.__class__ is int else INTEGER.write(value)
        value = self._start_date
        if value is not None:
            data["startDate"] = value if value.__class__ is str else DAY.write(value)
        value = self.start_time
        if value is not None:
            data["startTime"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self._end_date
        if value is not None:
            data["endDate"] = value if value.__class__ is str else DAY.write(value)
        value = self.end_time
        if value is not None:
            data["endTime"] = value if value.__class__ is str else LENIENT_TEXT.write(value)
        value = self.day_of_month
        if value is not None:
            data["dayOfMonth"] = value if value.__class__ is int else INTEGER.write(value)
        value = self.day_of_week
        if value is not None:
            data["dayOfWeek"] = text_of(value)
        value = self.num_of_week
        if value is not None:
            data["numOfWeek"] = value if value.__class__ is int else INTEGER.write(value)
        value = self.month_of_year
        if value is not None:
            data["monthOfYear"] = text_of(value)
        value = self.count
        if value is not None:
            data["count"] = value if value.__class__ is int else INTEGER.write(value)
        value = self.days_before
        if value is not None:
            data["daysBefore"] = value if value.__class__ is int else INTEGER.write(value)
        value = self.use_start_as_primary_user_accepted
        if value is not None:
            data["useStartAsPrimaryUserAccepted"] = value if value.__class__ is bool else BOOLEAN.write(value)
        value = self.end_type
        if value is not None:
            data["endType"] = text_of(value)
        return data


_interval_type_kind = EnumOf(_models.IntervalType)
_day_of_week_kind = EnumOf(_models.DayOfWeek)
_month_of_year_kind = EnumOf(_models.MonthOfYear)
_end_type_kind = EnumOf(_models.EndType)
Rrule.FIELDS = (
    Field("interval_type", "intervalType", _interval_type_kind),
    Field("interval", "interval", INTEGER),
    Field("start_date", "startDate", DAY),
    Field("start_time", "startTime", LENIENT_TEXT),
    Field("end_date", "endDate", DAY),
    Field("end_time", "endTime", LENIENT_TEXT),
    Field("day_of_month", "dayOfMonth", INTEGER),
    Field("day_of_week", "dayOfWeek", _day_of_week_kind),
    Field("num_of_week", "numOfWeek", INTEGER),
    Field("month_of_year", "monthOfYear", _month_of_year_kind),
    Field("count", "count", INTEGER),
    Field("days_before", "daysBefore", INTEGER),
    Field("use_start_as_primary_user_accepted", "useStartAsPrimaryUserAccepted", BOOLEAN),
    Field("end_type", "endType", _end_type_kind),
)
