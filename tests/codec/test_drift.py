"""Drift: each finding once, at its place, and never at the price of the call."""

from __future__ import annotations

import logging
import pickle
import threading
import time
from typing import Any

import pytest
from hypothesis import given

from leadconnector.codec.drift import MOST_REPORTED, DriftKind, DriftReporter
from leadconnector_invoices import Client
from leadconnector_invoices.errors import ConfigurationError
from leadconnector_invoices.models import Address, Invoice, InvoiceSchedule, UpdateInvoice
from tests.support.json_values import text_of
from tests.support.payloads import examples, objects

Finding = tuple[str, str, str]


def reported(*responses: Any) -> list[Finding]:
    """What a client is told of responses to one operation."""
    findings: list[Finding] = []
    reporter = DriftReporter(lambda operation, pointer, kind: findings.append((operation, pointer, str(kind))))
    for response in responses:
        reporter.report("schedules.get", response)
    return findings


def of_invoice(**fields: Any) -> list[tuple[str, str]]:
    return [finding[1:] for finding in reported(Invoice.from_dict({"_id": "x", **fields}))]


@pytest.mark.parametrize(
    ("fields", "pointer", "kind"),
    [
        ({"colour": "blue"}, "/colour", "unknown field"),
        ({"colour": None}, "/colour", "unknown field"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown field"),
        ({"status": "overdue"}, "/status", "unknown enum value"),
        ({"discount": {"type": "gift"}}, "/discount/type", "unknown enum value"),
        ({"title": None}, "/title", "null where required"),
        ({"invoiceItems": [{"name": None}]}, "/invoiceItems/*/name", "null where required"),
        ({"invoiceItems": [{"taxes": [{"rate": "19 %"}]}]}, "/invoiceItems/*/taxes/*/rate", "wrong type"),
        ({"total": "12.50"}, "/total", "wrong type"),
        ({"total": True}, "/total", "wrong type"),
        ({"liveMode": 1}, "/liveMode", "wrong type"),
        ({"status": 5}, "/status", "wrong type"),
        ({"discount": []}, "/discount", "wrong type"),
        ({"invoiceItems": [{}, 5]}, "/invoiceItems", "wrong type"),
        ({"createdAt": "yesterday"}, "/createdAt", "wrong type"),
        ({"businessDetails": {"address": "9931 Beechwood"}}, "/businessDetails/address", "wrong type"),
        ({"name": 5}, "/name", "wrong type"),
        ({"name": False}, "/name", "wrong type"),
        ({"invoiceNumber": True}, "/invoiceNumber", "wrong type"),
        ({"discount": {"validOnProductIds": ["a", 5]}}, "/discount/validOnProductIds/*", "wrong type"),
    ],
)
def test_the_kinds_of_drift(fields: dict[str, Any], pointer: str, kind: str) -> None:
    assert of_invoice(**fields) == [(pointer, kind)]


@examples(60)
@given(value=objects("InvoiceSchedule", noisy=False))
def test_what_is_described_is_no_drift_but_for_new_enum_values(value: dict[str, Any]) -> None:
    schedule = InvoiceSchedule.from_json(text_of(value))
    assert {kind for _, _, kind in reported(schedule)} <= {"unknown enum value"}


@examples(60)
@given(value=objects("InvoiceSchedule", noisy=True))
def test_drift_changes_nothing_and_never_raises(value: dict[str, Any]) -> None:
    schedule = InvoiceSchedule.from_json(text_of(value))
    before = schedule.to_json()
    findings = reported(schedule, schedule)
    assert schedule.to_json() == before
    assert len(set(findings)) == len(findings)
    for name in value:
        if name not in {field.json_name for field in InvoiceSchedule.FIELDS}:
            assert ("schedules.get", "/" + name.replace("~", "~0").replace("/", "~1"), "unknown field") in findings


def test_looking_leaves_nothing_in_a_model() -> None:
    address = Address(city="Houston")
    before = pickle.dumps(address)
    assert reported(address) == []
    assert pickle.dumps(address) == before


def test_a_field_that_all_of_many_invoices_have_is_told_once() -> None:
    invoices = [
        {"_id": str(number), "colour": "blue", "total": None, "status": f"new {number}"} for number in range(1000)
    ]
    response = InvoiceSchedule.from_dict({"_id": "x", "invoices": invoices})
    assert reported(response, response, response.invoices) == [
        ("schedules.get", "/invoices/*/colour", "unknown field"),
        ("schedules.get", "/invoices/*/total", "null where required"),
        ("schedules.get", "/invoices/*/status", "unknown enum value"),
        ("schedules.get", "/*/colour", "unknown field"),
        ("schedules.get", "/*/total", "null where required"),
        ("schedules.get", "/*/status", "unknown enum value"),
    ]


def test_one_place_may_drift_in_several_ways() -> None:
    responses = [Invoice.from_dict({"_id": "x", "status": status}) for status in ("overdue", None, 5, "late", None)]
    assert [kind for _, _, kind in reported(*responses)] == ["unknown enum value", "null where required", "wrong type"]


def test_each_client_is_told_for_itself() -> None:
    response = Invoice.from_dict({"_id": "x", "colour": 1})
    assert reported(response) == reported(response) != []


@pytest.mark.parametrize("response", [None, [], "text", 5, {"colour": 1}, [None, 5], UpdateInvoice])
def test_what_is_no_model_has_none(response: Any) -> None:
    assert reported(response) == []


def test_values_that_were_set_are_looked_at_like_others() -> None:
    invoice = Invoice.from_dict({"_id": "x", "total": "12"})
    invoice.total = None
    assert reported(invoice) == [("schedules.get", "/total", "wrong type")]


def test_an_error_of_the_callback_is_logged_and_goes_no_further(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def callback(operation: str, pointer: str, kind: DriftKind) -> None:
        seen.append(pointer)
        raise RuntimeError("secret of the callback")

    reporter = DriftReporter(callback)
    with caplog.at_level(logging.WARNING, logger="leadconnector"):
        reporter.report("invoices.update", Invoice.from_dict({"_id": "x", "a": 1, "b": 1}))
        reporter.report("invoices.update", Invoice.from_dict({"_id": "x", "a": 1, "b": 1}))
    assert seen == ["/a", "/b"]
    assert [record.getMessage() for record in caplog.records] == [
        "on_drift failed on invoices.update: RuntimeError"
    ] * 2
    assert "secret" not in caplog.text


def test_an_interrupt_in_the_callback_does_go_further() -> None:
    def callback(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        DriftReporter(callback).report("x", Invoice(id="x", extra={"new": 1}))


def test_a_model_that_can_not_be_looked_at_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    half_made = object.__new__(Invoice)
    DriftReporter(lambda *_: None).report("x", half_made)
    assert "drift of x could not be reported: AttributeError" in caplog.text


class Hesitating(dict[Any, Any]):
    """A dict that lets other threads run after each look."""

    def __contains__(self, item: object) -> bool:
        found = super().__contains__(item)
        time.sleep(0.0002)
        return found


def test_threads_are_told_once_together() -> None:
    findings: list[str] = []
    reporter = DriftReporter(lambda operation, pointer, kind: findings.append(pointer))
    reporter._seen = Hesitating()  # so that two would take the same finding for new, were there no lock
    start = threading.Barrier(8)
    response = Invoice.from_dict({"_id": "x", **{f"new{number}": 1 for number in range(20)}})

    def work() -> None:
        start.wait(5)
        reporter.report("x", response)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(findings) == sorted(f"/new{number}" for number in range(20))


def test_names_that_never_repeat_do_not_fill_the_memory() -> None:
    findings = reported(Invoice(id="x", extra={str(number): 1 for number in range(MOST_REPORTED + 10)}))
    assert len(findings) == MOST_REPORTED


async def not_plain(operation: str, pointer: str, kind: DriftKind) -> None:
    """A callback that nobody would await."""


@pytest.mark.parametrize("callback", ["print", 5, not_plain])
def test_what_is_no_callback_is_refused(callback: Any) -> None:
    with pytest.raises(TypeError, match="on_drift must be a plain function"):
        DriftReporter(callback)
    with pytest.raises(ConfigurationError, match="on_drift must be a plain function"):
        Client(token="t", location_id="L", on_drift=callback)
