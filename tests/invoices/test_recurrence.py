"""The preview of a rule's dates: a table of them, limits, and moments in place of days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest

from leadconnector_invoices.models import DayOfWeek, IntervalType, InvoiceSchedule, Rrule, RruleInput
from tests.invoices.rules import KINDS, START, days


@KINDS
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, ["2023-01-10", "2023-02-10", "2023-03-10", "2023-04-10"]),
        ({"dayOfMonth": 15}, ["2023-01-15", "2023-02-15", "2023-03-15", "2023-04-15"]),
        ({"dayOfMonth": 5}, ["2023-02-05", "2023-03-05", "2023-04-05", "2023-05-05"]),
        ({"dayOfMonth": -1}, ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]),
        ({"dayOfMonth": 15, "interval": 2}, ["2023-01-15", "2023-03-15", "2023-05-15", "2023-07-15"]),
        ({"dayOfWeek": "mo", "numOfWeek": 1}, ["2023-02-06", "2023-03-06", "2023-04-03", "2023-05-01"]),
        ({"dayOfWeek": "fr", "numOfWeek": -1}, ["2023-01-27", "2023-02-24", "2023-03-31", "2023-04-28"]),
        (
            {"dayOfWeek": "fr", "numOfWeek": -1, "dayOfMonth": 28},
            ["2023-04-28", "2023-07-28", "2024-06-28", "2025-02-28"],
        ),
        (
            {"dayOfWeek": "mo", "numOfWeek": -1, "dayOfMonth": 22},
            ["2027-02-22", "2038-02-22", "2049-02-22", "2055-02-22"],
        ),
        ({"dayOfWeek": "fr", "dayOfMonth": 13}, ["2023-01-13", "2023-10-13", "2024-09-13", "2024-12-13"]),
        ({"startDate": "2023-01-31"}, ["2023-01-31", "2023-03-31", "2023-05-31", "2023-07-31"]),
        ({"intervalType": "weekly"}, ["2023-01-10", "2023-01-17", "2023-01-24", "2023-01-31"]),
        ({"intervalType": "weekly", "dayOfWeek": "mo"}, ["2023-01-16", "2023-01-23", "2023-01-30", "2023-02-06"]),
        (
            {"intervalType": "weekly", "interval": 2, "dayOfWeek": "we"},
            ["2023-01-11", "2023-01-25", "2023-02-08", "2023-02-22"],
        ),
        ({"intervalType": "daily", "interval": 10}, ["2023-01-10", "2023-01-20", "2023-01-30", "2023-02-09"]),
        ({"intervalType": "yearly"}, ["2023-01-10", "2024-01-10", "2025-01-10", "2026-01-10"]),
        (
            {"intervalType": "yearly", "monthOfYear": "feb", "dayOfMonth": 29},
            ["2024-02-29", "2028-02-29", "2032-02-29", "2036-02-29"],
        ),
        (
            {"intervalType": "yearly", "monthOfYear": "nov", "dayOfWeek": "th", "numOfWeek": 4},
            ["2023-11-23", "2024-11-28", "2025-11-27", "2026-11-26"],
        ),
        (  # without a month, weeks are counted in the year
            {"intervalType": "yearly", "dayOfWeek": "mo", "numOfWeek": 5, "dayOfMonth": 2, "endDate": "2033-01-01"},
            ["2026-02-02", "2032-02-02"],
        ),
        ({"count": 2}, ["2023-01-10", "2023-02-10"]),
        ({"count": 2, "endType": "after"}, ["2023-01-10", "2023-02-10"]),
        ({"endDate": "2023-03-10", "endType": "date"}, ["2023-01-10", "2023-02-10", "2023-03-10"]),
        ({"endDate": "2023-03-10", "endTime": "00:00:00"}, ["2023-01-10", "2023-02-10", "2023-03-10"]),
        # What endType does not name is left over, and whatever it holds.
        ({"endDate": "2023-01-10", "count": 2, "endType": "after"}, ["2023-01-10", "2023-02-10"]),
        ({"endDate": "2022-01-01", "count": 2, "endType": "count"}, ["2023-01-10", "2023-02-10"]),
        ({"endDate": "2023-02-10", "count": 9, "endType": "by"}, ["2023-01-10", "2023-02-10"]),
        ({"endDate": "soon", "count": 0, "endType": "never"}, ["2023-01-10", "2023-02-10", "2023-03-10", "2023-04-10"]),
        ({"endDate": "2023-02-10", "count": 9, "endType": "BY"}, ["2023-01-10", "2023-02-10"]),
        ({"endDate": "2023-02-10", "count": 0}, ["2023-01-10", "2023-02-10"]),
        ({"endDate": "", "count": 2}, ["2023-01-10", "2023-02-10"]),
        ({"endDate": "", "count": 2, "endType": "After"}, ["2023-01-10", "2023-02-10"]),
        (
            {"endDate": "", "count": 0, "endType": "", "endTime": "", "dayOfWeek": "", "monthOfYear": ""},
            ["2023-01-10", "2023-02-10", "2023-03-10", "2023-04-10"],
        ),
        (
            {"endDate": "2023-03-10", "count": 2, "endType": "Never"},
            ["2023-01-10", "2023-02-10", "2023-03-10", "2023-04-10"],
        ),
        ({"endDate": "2023-02-10", "endTime": "", "startTime": "", "endType": "by"}, ["2023-01-10", "2023-02-10"]),
        ({"endDate": "2023-03-10", "endType": "by"}, ["2023-01-10", "2023-02-10", "2023-03-10"]),
        ({"endDate": "2023-03-10", "endTime": "18:00:00", "startTime": "20:00:00"}, ["2023-01-10", "2023-02-10"]),
        (
            {"endDate": "2023-03-10", "endTime": "20:00:00", "startTime": "20:00:00"},
            ["2023-01-10", "2023-02-10", "2023-03-10"],
        ),
        ({"endDate": "2023-01-20", "dayOfMonth": 25}, []),
        ({"intervalType": "hourly", "interval": 12}, ["2023-01-10", "2023-01-10", "2023-01-11", "2023-01-11"]),
        (
            {"intervalType": "hourly", "interval": 12, "startTime": "23:00:00"},
            ["2023-01-10", "2023-01-11", "2023-01-11", "2023-01-12"],
        ),
        ({"endType": "never"}, ["2023-01-10", "2023-02-10", "2023-03-10", "2023-04-10"]),
        (
            {"endType": "some day", "unknown": 1, "dayOfWeek": None},
            ["2023-01-10", "2023-02-10", "2023-03-10", "2023-04-10"],
        ),
    ],
)
def test_the_dates_of_a_rule(kind: Any, rule: dict[str, Any], expected: list[str]) -> None:
    assert days(rule, kind=kind) == expected
    rule_sent = [str(date.fromisoformat(day) - timedelta(days=5)) for day in expected]
    assert [str(day) for day in kind.from_dict({**START, **rule}).send_dates(4)] == rule_sent


class TestMoments:
    """Where responses have moments in place of days."""

    LATE = "2023-01-10T23:30:00.000Z"

    def test_they_need_a_time_zone(self) -> None:
        for name in ("startDate", "endDate"):
            with pytest.raises(ValueError, match=f"{name} is a moment, .*give timezone="):
                days({name: self.LATE})
        with pytest.raises(ValueError, match="'Mars' is no IANA time zone name"):
            days({"startDate": self.LATE}, timezone="Mars")

    def test_the_day_is_that_of_the_time_zone(self) -> None:
        assert days({"startDate": self.LATE}, 1, timezone="Europe/Berlin") == ["2023-01-11"]
        assert days({"startDate": self.LATE}, 1, timezone="America/Chicago") == ["2023-01-10"]
        sent = Rrule.from_dict({**START, "startDate": self.LATE}).send_dates(1, timezone="Europe/Berlin")
        assert [str(day) for day in sent] == ["2023-01-06"]

    def test_its_time_counts_unless_another_is_given(self) -> None:
        ends = {"intervalType": "daily", "startTime": "12:00:00", "endDate": "2023-01-12T11:00:00Z"}
        assert len(days(ends, timezone="UTC")) == 2
        assert len(days({**ends, "endTime": "12:00:00"}, timezone="UTC")) == 3

    def test_midnight_is_a_day_which_still_counts(self) -> None:
        daily = {"intervalType": "daily", "startTime": "09:00:00"}
        ends = {**daily, "startDate": "2023-01-10T00:00:00.000Z", "endDate": "2023-01-12T00:00:00.000Z"}
        for timezone in ("UTC", "America/New_York", "Pacific/Auckland", None):
            assert days(ends, timezone=timezone) == ["2023-01-10", "2023-01-11", "2023-01-12"]
        same = {**ends, "startDate": "2023-01-10T01:00:00+01:00"}
        assert days(same, timezone="America/New_York") == ["2023-01-10", "2023-01-11", "2023-01-12"]

    def test_midnight_elsewhere_is_the_day_there(self) -> None:
        assert days({"startDate": "2023-01-09T23:00:00Z"}, 1, timezone="Europe/Berlin") == ["2023-01-10"]

    def test_midnight_in_a_field_of_its_own_says_nothing_of_the_last_day(self) -> None:
        ends = {"intervalType": "daily", "startTime": "09:00:00", "endDate": "2023-01-12", "endTime": "00:00"}
        assert days(ends) == ["2023-01-10", "2023-01-11", "2023-01-12"]

    def test_at_the_end_of_time(self) -> None:
        with pytest.raises(ValueError, match=r"startDate .* is too far off to have a day"):
            days({"startDate": "9999-12-31T23:00:00Z"}, timezone="Asia/Tokyo")

    @pytest.mark.parametrize("text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:00:00-05:00"])
    @pytest.mark.parametrize("timezone", [None, "UTC", "America/New_York"])
    def test_beyond_the_end_of_time(self, text: str, timezone: str | None) -> None:
        with pytest.raises(ValueError, match=r"startDate .* is too far off to have a day"):
            days({"startDate": text}, timezone=timezone)


def test_without_an_end_it_goes_on_lazily() -> None:
    endless = Rrule.from_dict({**START, "intervalType": "daily"}).occurrences()
    assert list(islice(endless, 400))[-1] == date(2023, 1, 10) + timedelta(days=399)
    assert next(endless) == date(2023, 1, 10) + timedelta(days=400)


def test_it_ends_with_the_calendar() -> None:
    weekly = {"intervalType": "weekly", "startDate": "9999-12-17", "dayOfWeek": "su"}
    assert days(weekly, None) == days({**weekly, "count": 9}, None) == ["9999-12-19", "9999-12-26"]
    assert days({"intervalType": "yearly", "interval": 3000}, None) == ["2023-01-10", "5023-01-10", "8023-01-10"]


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (3, 3), (100, 5)])
def test_the_limit(limit: int, count: int) -> None:
    assert len(days({"count": 5}, limit)) == count


def test_from_a_response() -> None:
    schedule = InvoiceSchedule.from_dict(
        {"_id": "s", "schedule": {"rrule": {**START, "dayOfMonth": 15, "useStartAsPrimaryUserAccepted": True}}}
    )
    assert schedule.schedule is not None
    assert schedule.schedule.rrule is not None
    assert list(schedule.schedule.rrule.occurrences(limit=1)) == [date(2023, 1, 15)]


def test_from_a_rule_made_by_hand() -> None:
    rule = RruleInput(
        interval_type=IntervalType.WEEKLY,
        interval=1,
        start_date=date(2023, 1, 10),
        days_before=0,
        day_of_week=DayOfWeek.FR,
    )
    assert list(rule.occurrences(1)) == list(rule.send_dates(1)) == [date(2023, 1, 13)]
    rule.count = 1
    assert len(list(rule.occurrences())) == 1
