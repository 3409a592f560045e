"""Recurrence rules for the tests: one to change, and any number drawn by Hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from leadconnector_invoices.models import Rrule, RruleInput

KINDS = pytest.mark.parametrize("kind", [Rrule, RruleInput])
START: dict[str, Any] = {"intervalType": "monthly", "interval": 1, "startDate": "2023-01-10", "daysBefore": 5}
WEEKDAYS = ["mo", "tu", "we", "th", "fr", "sa", "su"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def days(rule: dict[str, Any], limit: int | None = 4, kind: Any = Rrule, **options: Any) -> list[str]:
    return [str(day) for day in kind.from_dict({**START, **rule}).occurrences(limit, **options)]


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
