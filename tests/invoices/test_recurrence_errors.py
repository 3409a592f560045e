"""A rule that can't be met says which of its fields stand in the way; it never searches for ever."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from leadconnector_invoices.models import Rrule
from tests.invoices.rules import KINDS, START, days


@KINDS
@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"dayOfMonth": 30, "monthOfYear": "feb"}, "dayOfMonth and monthOfYear contradict each other"),
        ({"dayOfMonth": 31, "monthOfYear": "apr"}, "dayOfMonth and monthOfYear contradict each other"),
        ({"dayOfMonth": -30, "monthOfYear": "feb"}, "dayOfMonth and monthOfYear contradict each other"),
        ({"dayOfMonth": 8, "dayOfWeek": "mo", "numOfWeek": 1}, "dayOfMonth and numOfWeek contradict each other"),
        ({"dayOfMonth": -1, "dayOfWeek": "mo", "numOfWeek": 4, "monthOfYear": "jan"}, "numOfWeek and monthOfYear"),
        ({"dayOfMonth": 1, "dayOfWeek": "mo", "numOfWeek": -1}, "dayOfMonth and numOfWeek contradict each other"),
        (
            {"intervalType": "yearly", "dayOfMonth": 28, "dayOfWeek": "mo", "numOfWeek": 1},
            "dayOfMonth and numOfWeek contradict each other",
        ),
        ({"interval": 12, "monthOfYear": "feb", "endDate": "2030-01-01"}, "startDate, intervalType and interval"),
        ({"count": 10, "endDate": "2029-11-01"}, "count and endDate contradict each other"),
        ({"count": 10, "endDate": "2029-11-01", "endType": "some day"}, "endType must say which of them ends the rule"),
        ({"count": 10, "endType": "date"}, "endType 'date' needs an endDate"),
        ({"count": 0, "endType": "count"}, "count must be a whole number from 1"),
        ({"count": 10, "endType": "by"}, "endType 'by' needs an endDate"),
        ({"endDate": "", "endType": "by"}, "endType 'by' needs an endDate"),
        ({"count": "", "endType": "Count"}, "endType 'Count' needs a count"),
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
        ({"intervalType": "fortnightly"}, "intervalType must be one of yearly, .* not 'fortnightly'"),
        ({"interval": 0}, "interval must be a whole number from 1 to .*, not 0"),
        ({"dayOfMonth": 0}, "dayOfMonth must be a whole number from -31 to 31 but not 0, not 0"),
        ({"numOfWeek": 6, "dayOfWeek": "mo"}, "numOfWeek must be a whole number from -5 to 5"),
        ({"dayOfMonth": "15"}, "dayOfMonth must be a whole number .*, not '15'"),
        ({"count": True}, "count must be a whole number .*, not True"),
        ({"dayOfWeek": "Monday"}, "dayOfWeek must be one of mo, .* not 'Monday'"),
        ({"dayOfWeek": ["mo"]}, r"dayOfWeek must be one of mo, .* not \['mo'\]"),
        ({"monthOfYear": 2}, "monthOfYear must be one of jan, .* not 2"),
        ({"startTime": "late"}, "startTime must be a time of day, such as 20:45:00, not 'late'"),
        ({"startTime": "20:45:00Z"}, "startTime must be a time of day"),
        ({"endDate": "soon"}, "endDate must be a day, such as 2023-01-31, not 'soon'"),
        ({"endDate": {str(index): "-" for index in range(10)}}, "endDate must be a day, such as 2023-01-31, not {"),
    ],
)
def test_a_rule_that_contradicts_itself_says_where(kind: Any, rule: dict[str, Any], message: str) -> None:
    model = kind.from_dict({**START, **rule})
    for look in (model.occurrences, model.send_dates):
        with pytest.raises(ValueError, match=message):
            look(1)


@pytest.mark.parametrize("name", ["intervalType", "interval", "startDate"])
@pytest.mark.parametrize("value", [None, "", "absent"])
def test_a_rule_that_lacks_something_says_what(name: str, value: Any) -> None:
    rule = Rrule.from_dict({key: part for key, part in {**START, name: value}.items() if part != "absent"})
    with pytest.raises(ValueError, match=f"^the rule lacks {name}$"):
        rule.occurrences()


def test_without_days_before_invoices_go_out_on_the_day() -> None:
    rule = Rrule.from_dict({name: value for name, value in START.items() if name != "daysBefore"})
    assert next(rule.occurrences()) == date(2023, 1, 10)
    assert next(rule.send_dates()) == date(2023, 1, 10)
    rule.days_before = -1
    with pytest.raises(ValueError, match="daysBefore must be a whole number from 0"):
        rule.send_dates()
    rule.days_before = 10**8
    with pytest.raises(ValueError, match="daysBefore must be a sensible number of days"):
        next(rule.send_dates())


def test_a_limit_that_is_none() -> None:
    with pytest.raises(ValueError, match="limit must be 0 or more, not -1"):
        days({}, -1)
