"""A schedule tells the ids of its invoices, whether they or the invoices came."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leadconnector.codec.drift import DriftReporter
from leadconnector_invoices.models import InvoiceSchedule


@pytest.mark.parametrize(
    ("invoices", "ids"),
    [
        (["a", "b"], ["a", "b"]),
        ([{"_id": "a"}, {"_id": "b", "new": 1}], ["a", "b"]),
        ([{"_id": "a"}, "b"], ["a", "b"]),
        ([], []),
        (None, []),
        ("a", []),
        ([5, {}, None], []),
    ],
)
def test_the_ids(invoices: Any, ids: list[str]) -> None:
    came = {"_id": "s", "invoices": invoices}
    schedule = InvoiceSchedule.from_json(json.dumps(came))
    assert schedule.invoice_ids == ids
    assert json.loads(schedule.to_json()) == came
    assert InvoiceSchedule.from_dict({"_id": "s"}).invoice_ids == []


def test_ids_are_no_drift() -> None:
    drift: list[object] = []
    reporter = DriftReporter(lambda *found: drift.append(found))
    known = {"_id": "s", "invoices": ["a"], "__v": 3, "manualStatusTransitions": {}, "traceId": "t"}
    reporter.report("x", InvoiceSchedule.from_dict(known))
    assert drift == []
    reporter.report("x", InvoiceSchedule.from_dict({**known, "novelty": 1}))
    assert drift == [("x", "/novelty", "unknown field")]


def test_an_invoice_that_was_added_counts() -> None:
    schedule = InvoiceSchedule.from_dict({"_id": "s", "invoices": [{"_id": "a"}]})
    assert schedule.invoices is not None
    schedule.invoices.append(type(schedule.invoices[0])(id="b"))
    assert schedule.invoice_ids == ["a", "b"]
