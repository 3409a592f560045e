"""Any rule against dateutil, which is fed with it by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday
from hypothesis import given
from hypothesis import strategies as st

from leadconnector_invoices.models import Rrule
from tests.invoices.rules import MONTHS, WEEKDAYS, rules
from tests.support.payloads import examples


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
