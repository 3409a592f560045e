"""The preview of a rule's dates: RFC 5545, checked against dateutil, a table of dates, and rules that can't be met."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday
from hypothesis import given
from hypothesis import strategies as st

from leadconnector_invoices.models import DayOfWeek, IntervalType, InvoiceSchedule, Rrule, RruleInput
from tests.models.payloads import examples

KINDS = pytest.mark.parametrize("kind", [Rrule, RruleInput])
START: dict[str, Any] = {"intervalType": "monthly", "interval": 1, "startDate": "2023-01-10", "daysBefore": 5}
WEEKDAYS = ["mo", "tu", "we", "th", "fr", "sa", "su"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def days(rule: dict[str, Any], limit: int | None = 4, kind: Any = Rrule, **options: Any) -> list[str]:
    return [str(day) for day in kind.from_dict({**START, **rule}).occurrences(limit, **options)]


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
        ({"count": 2}, ["2023-01-10", "2023-02-10"]),
        ({"count": 2, "endType": "after"}, ["2023-01-10", "2023-02-10"]),
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


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """Rules whose fields go together, so that only their values may contradict each other."""
    unit = draw(st.sampled_from(["yearly", "monthly", "weekly", "daily"]))
    start = draw(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
    rule: dict[str, Any] = {"intervalType": unit, "interval": draw(st.integers(1, 40)), "startDate": str(start)}
    if unit != "weekly" and draw(st.booleans()):
        rule["dayOfMonth"] = draw(st.sampled_from([-1, *range(1, 32)]))
    if draw(st.booleans()):
        rule["dayOfWeek"] = draw(st.sampled_from(WEEKDAYS))
        if unit in ("yearly", "monthly") and draw(st.booleans()):
            rule["numOfWeek"] = draw(st.sampled_from([-1, 1, 2, 3, 4]))
    if draw(st.integers(0, 3)) == 0:
        rule["monthOfYear"] = draw(st.sampled_from(MONTHS))
    if draw(st.booleans()):
        rule["startTime"] = draw(st.times()).isoformat("seconds")
    end = draw(st.sampled_from(["never", "by", "count", None]))
    if end == "by":
        rule["endDate"] = str(start + timedelta(days=draw(st.integers(0, 5000))))
    if end == "count":
        rule["count"] = draw(st.integers(1, 30))
    return {**rule, "endType": end} if end else rule


def by_dateutil(rule: dict[str, Any]) -> rrule:
    end = rule.get("endDate")
    units: Any = {"yearly": YEARLY, "monthly": MONTHLY, "weekly": WEEKLY, "daily": DAILY}
    return rrule(
        units[rule["intervalType"]],
        interval=rule["interval"],
        dtstart=datetime.fromisoformat(f"{rule['startDate']}T{rule.get('startTime', '00:00:00')}"),
        until=datetime.fromisoformat(f"{end}T23:59:59") if end else None,
        count=rule.get("count"),
        bymonthday=rule.get("dayOfMonth"),
        bymonth=MONTHS.index(rule["monthOfYear"]) + 1 if "monthOfYear" in rule else None,
        byweekday=weekday(WEEKDAYS.index(rule["dayOfWeek"]), rule.get("numOfWeek")) if "dayOfWeek" in rule else None,
    )


@examples(100)
@given(rule=rules())
def test_a_rule_gives_what_dateutil_gives_and_contradicts_itself_only_where_that_finds_nothing(
    rule: dict[str, Any],
) -> None:
    try:
        found = list(Rrule.from_dict(rule).occurrences(limit=12))
    except ValueError:
        with pytest.raises(ValueError, match="contradict"):
            Rrule.from_dict(rule).occurrences(limit=12)
        years = 400 if rule["intervalType"] in ("yearly", "monthly") else 60
        until = f"{int(rule['startDate'][:4]) + years}-01-01"
        assert list(islice(by_dateutil({**rule, "endDate": until, "count": None}), 1)) == []
    else:
        assert found == [moment.date() for moment in islice(by_dateutil(rule), 12)]
        assert found or "endDate" in rule


@examples(60)
@given(rule=rules(), days_before=st.integers(0, 400))
def test_send_dates_are_so_many_days_earlier(rule: dict[str, Any], days_before: int) -> None:
    model = Rrule.from_dict({**rule, "daysBefore": days_before})
    try:
        due = list(model.occurrences(5))
    except ValueError:
        with pytest.raises(ValueError, match="contradict"):
            model.send_dates(5)
    else:
        assert [day + timedelta(days=days_before) for day in model.send_dates(5)] == due


@KINDS
@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"dayOfMonth": 30, "monthOfYear": "feb"}, "dayOfMonth and monthOfYear contradict each other"),
        ({"dayOfMonth": 31, "monthOfYear": "apr"}, "dayOfMonth and monthOfYear contradict each other"),
        ({"dayOfMonth": 15, "dayOfWeek": "mo", "numOfWeek": -1}, "dayOfMonth and numOfWeek contradict each other"),
        ({"dayOfMonth": 8, "dayOfWeek": "mo", "numOfWeek": 1}, "dayOfMonth and numOfWeek contradict each other"),
        (
            {"dayOfMonth": -1, "dayOfWeek": "mo", "numOfWeek": 4, "monthOfYear": "jan"},
            "dayOfMonth and numOfWeek and monthOfYear",
        ),
        ({"intervalType": "yearly", "dayOfMonth": 28, "dayOfWeek": "mo", "numOfWeek": 1}, "dayOfMonth and numOfWeek"),
        ({"count": 10, "endDate": "2029-11-01"}, "count and endDate contradict each other"),
        ({"count": 10, "endType": "never"}, "endType 'never' and count contradict each other"),
        ({"endDate": "2029-11-01", "endType": "never"}, "endType 'never' and endDate contradict each other"),
        ({"count": 10, "endType": "by"}, "endType 'by' needs an endDate"),
        ({"endType": "count"}, "endType 'count' needs a count"),
        ({"endType": "after", "endDate": "2029-11-01"}, "endType 'after' needs a count"),
        ({"endDate": "2023-01-09"}, "endDate and startDate contradict each other"),
        ({"startTime": "20:00:00", "endDate": "2023-01-10", "endTime": "18:00"}, "endDate and startDate contradict"),
        ({"numOfWeek": 2}, "numOfWeek needs a dayOfWeek"),
        (
            {"intervalType": "weekly", "numOfWeek": 2, "dayOfWeek": "mo"},
            "numOfWeek and intervalType 'weekly' contradict",
        ),
        ({"intervalType": "weekly", "dayOfMonth": 2}, "dayOfMonth and intervalType 'weekly' contradict"),
        (
            {"intervalType": "daily", "interval": 21, "dayOfWeek": "mo"},
            "startDate, intervalType and interval contradict the rest",
        ),
        (
            {"intervalType": "yearly", "interval": 4, "monthOfYear": "feb", "dayOfMonth": 29},
            "startDate, intervalType and interval",
        ),
        ({"interval": 12, "monthOfYear": "feb"}, "startDate, intervalType and interval contradict"),
        (
            {"intervalType": "yearly", "startDate": "2023-01-31", "monthOfYear": "feb"},
            "startDate, intervalType and interval",
        ),
        (
            {"intervalType": "hourly", "interval": 504, "dayOfWeek": "mo"},
            "startDate, intervalType and interval contradict",
        ),
        (
            {"intervalType": "secondly", "dayOfMonth": 30, "monthOfYear": "feb", "endDate": "9999-12-31"},
            "dayOfMonth and monthOfYear",
        ),
        ({"intervalType": "fortnightly"}, "intervalType is to be one of yearly, .* not 'fortnightly'"),
        ({"interval": 0}, "interval is to be a whole number from 1 to .*, not 0"),
        ({"dayOfMonth": 0}, "dayOfMonth is to be a whole number from -31 to 31 but not 0, not 0"),
        ({"numOfWeek": 6, "dayOfWeek": "mo"}, "numOfWeek is to be a whole number from -5 to 5"),
        ({"dayOfMonth": "15"}, "dayOfMonth is to be a whole number .*, not '15'"),
        ({"count": True}, "count is to be a whole number .*, not True"),
        ({"dayOfWeek": "Monday"}, "dayOfWeek is to be one of mo, .* not 'Monday'"),
        ({"dayOfWeek": ["mo"]}, r"dayOfWeek is to be one of mo, .* not \['mo'\]"),
        ({"monthOfYear": 2}, "monthOfYear is to be one of jan, .* not 2"),
        ({"startTime": "late"}, "startTime is to be a time of day, such as 20:45:00, not 'late'"),
        ({"startTime": "20:45:00Z"}, "startTime is to be a time of day"),
        ({"endDate": "soon"}, "endDate is to be a day, such as 2023-01-31, not 'soon'"),
    ],
)
def test_a_rule_that_contradicts_itself_says_where(kind: Any, rule: dict[str, Any], message: str) -> None:
    model = kind.from_dict({**START, **rule})
    for look in (model.occurrences, model.send_dates):
        with pytest.raises(ValueError, match=message):
            look(1)


@pytest.mark.parametrize("name", ["intervalType", "interval", "startDate"])
@pytest.mark.parametrize("value", [None, "absent"])
def test_a_rule_that_lacks_something_says_what(name: str, value: Any) -> None:
    rule = Rrule.from_dict({key: part for key, part in {**START, name: value}.items() if part != "absent"})
    with pytest.raises(ValueError, match=f"^the rule lacks {name}$"):
        rule.occurrences()


def test_without_days_before_there_are_no_send_dates() -> None:
    rule = Rrule.from_dict({name: value for name, value in START.items() if name != "daysBefore"})
    assert next(rule.occurrences()) == date(2023, 1, 10)
    with pytest.raises(ValueError, match="the rule lacks daysBefore"):
        rule.send_dates()
    rule.days_before = -1
    with pytest.raises(ValueError, match="daysBefore is to be a whole number from 0"):
        rule.send_dates()
    rule.days_before = 10**8
    with pytest.raises(ValueError, match="daysBefore is to be a sensible number of days"):
        next(rule.send_dates())


class TestMoments:
    """Where answers have moments in place of days."""

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

    def test_at_the_end_of_time(self) -> None:
        with pytest.raises(ValueError, match=r"startDate .* has no day in Asia/Tokyo"):
            days({"startDate": "9999-12-31T23:00:00Z"}, timezone="Asia/Tokyo")


def test_without_an_end_it_goes_on_lazily() -> None:
    endless = Rrule.from_dict({**START, "intervalType": "daily"}).occurrences()
    assert list(islice(endless, 400))[-1] == date(2023, 1, 10) + timedelta(days=399)
    assert next(endless) == date(2023, 1, 10) + timedelta(days=400)


def test_it_ends_with_the_calendar() -> None:
    assert days({"intervalType": "yearly", "interval": 3000}, None) == ["2023-01-10", "5023-01-10", "8023-01-10"]


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (3, 3), (100, 5)])
def test_the_limit(limit: int, count: int) -> None:
    assert len(days({"count": 5}, limit)) == count


def test_a_limit_that_is_none() -> None:
    with pytest.raises(ValueError, match="limit is to be 0 or more, not -1"):
        days({}, -1)


def test_from_an_answer() -> None:
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
