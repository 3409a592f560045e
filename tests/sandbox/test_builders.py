"""Schedules and invoices that a test adds."""

import re
from decimal import Decimal
from typing import Any

import pytest

from leadconnector.sandbox import Sandbox
from tests.sandbox.calls import PAID, SCHEDULE, get_schedule


def test_an_added_invoice_is_a_realistic_draft(sandbox: Sandbox) -> None:
    identifier = sandbox.add_invoice()
    invoice = sandbox.invoices[identifier]
    assert invoice["status"] == "draft"
    assert invoice["total"] == invoice["amountDue"] == Decimal("1280.04")
    assert invoice["altId"] == sandbox.location_id


def test_fields_replace_those_of_the_realistic_one_and_the_amounts_follow(sandbox: Sandbox) -> None:
    items = [{"name": "Slate", "amount": 0.1, "qty": 3}]
    identifier = sandbox.add_invoice(invoiceItems=items, amountPaid=0.1, extra={"unheardOf": {"a": None}})
    invoice = sandbox.invoices[identifier]
    assert (invoice["total"], invoice["amountDue"]) == (Decimal("0.3"), Decimal("0.2"))
    assert invoice["unheardOf"] == {"a": None}
    identifier = sandbox.add_schedule(items=items)
    schedule = sandbox.schedules[identifier]
    assert schedule["total"] == Decimal("0.3")


def test_an_amount_that_is_given_stays(sandbox: Sandbox) -> None:
    identifier = sandbox.add_invoice(total="lots", amountDue=None)
    invoice = sandbox.invoices[identifier]
    assert (invoice["total"], invoice["amountDue"]) == ("lots", None)


def test_an_invoice_appears_in_the_schedule_that_it_is_said_to_be_of(sandbox: Sandbox) -> None:
    schedule = sandbox.add_schedule()
    invoice = sandbox.add_invoice(schedule_id=schedule)
    assert get_schedule(sandbox, schedule).json()["invoices"] == [sandbox.invoices[invoice]]


@pytest.mark.parametrize(
    "given",
    [
        {"_id": "s1"},
        {"_id": "s1", "invoices": "?"},
        {"_id": "s1", "invoices": ["i1", {"_id": "i2"}]},
        {"_id": "s1", "status": 7, "items": "none", "invoices": None, "x": [{}]},
    ],
)
def test_a_whole_schedule_is_sent_as_it_was_given(sandbox: Sandbox, given: dict[str, Any]) -> None:
    assert sandbox.add_schedule(given) == "s1"
    assert get_schedule(sandbox, "s1").json() == given


def test_a_whole_schedule_gets_an_id_if_it_has_none(sandbox: Sandbox) -> None:
    identifier = sandbox.add_schedule({}, name="bare")
    assert len(identifier) == 24
    assert get_schedule(sandbox, identifier).json() == {"_id": identifier, "name": "bare"}


def test_what_was_given_is_copied(sandbox: Sandbox) -> None:
    given: dict[str, Any] = {"_id": "i1", "total": 12.5, "invoiceItems": [{"name": "Slate"}]}
    sandbox.add_invoice(given)
    given["invoiceItems"][0]["name"] = "Tile"
    assert sandbox.invoices["i1"] == {"_id": "i1", "total": Decimal("12.5"), "invoiceItems": [{"name": "Slate"}]}


@pytest.mark.parametrize(
    ("add", "message"),
    [
        (lambda box: box.add_invoice(_id=PAID), "there is an invoice '6578278e879ad2646715ba9d' already"),
        (lambda box: box.add_schedule(_id=SCHEDULE), "there is a schedule '6578278e879ad2646715ba9c' already"),
        (lambda box: box.add_invoice({"_id": 5}), "_id=5: an invoice is kept by its id"),
        (lambda box: box.add_schedule({"_id": ""}), "_id='': a schedule is kept by its id"),
        (lambda box: box.add_invoice(schedule_id="x"), "schedule_id='x': there is no such schedule"),
    ],
)
def test_what_can_not_be_kept_is_refused_and_nothing_is_added(sandbox: Sandbox, add: Any, message: str) -> None:
    before = sandbox.schedules, sandbox.invoices
    with pytest.raises(ValueError, match=re.escape(message)):
        add(sandbox)
    assert (sandbox.schedules, sandbox.invoices) == before


@pytest.mark.parametrize(
    ("add", "message"),
    [
        (lambda box: box.add_invoice(colour=5), "colour= is not a described field: extra={'colour': …}"),
        (lambda box: box.add_invoice(staus="x"), "staus= is not a described field: extra="),
        (lambda box: box.add_schedule(schedule_id="x"), "schedule_id= is not a described field"),
        (lambda box: box.add_invoice({"_id": "i"}, colour=5), "colour= is not a described field"),
    ],
)
def test_a_field_that_is_not_described_is_refused(sandbox: Sandbox, add: Any, message: str) -> None:
    before = sandbox.schedules, sandbox.invoices
    with pytest.raises(TypeError, match=re.escape(message)):
        add(sandbox)
    assert (sandbox.schedules, sandbox.invoices) == before


def test_what_is_not_described_can_be_added_as_extra(sandbox: Sandbox) -> None:
    invoice = sandbox.add_invoice(name="x", extra={"colour": {"r": 0.5}})
    assert sandbox.invoices[invoice]["colour"] == {"r": Decimal("0.5")}
    assert sandbox.invoices[invoice]["name"] == "x"
    schedule = sandbox.add_schedule({"_id": "s"}, extra={"colour": "blue"}, status="draft")
    assert sandbox.schedules[schedule] == {"_id": "s", "colour": "blue", "status": "draft"}


def test_what_json_can_not_hold_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(TypeError):
        sandbox.add_invoice(name=object())


def test_an_empty_sandbox_is_empty() -> None:
    sandbox = Sandbox(seeded=False)
    assert (sandbox.schedules, sandbox.invoices, sandbox.requests) == ({}, {}, [])
