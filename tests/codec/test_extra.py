"""What the attributes don't hold is in `extra`, as it came; and an attribute that is set wins over it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from leadconnector_invoices.models import (
    BusinessDetails,
    Discount,
    DiscountInput,
    Invoice,
    InvoiceItem,
    InvoiceSchedule,
    InvoiceStatus,
    PaymentSchedule,
)

KINDS: list[tuple[str, str, Any]] = [
    ("status", "status", ["draft"]),
    ("liveMode", "live_mode", "true"),
    ("amountPaid", "amount_paid", "12.00"),
    ("altId", "alt_id", {"id": "x"}),
    ("name", "name", ["x"]),
    ("businessDetails", "business_details", "Alex"),
    ("invoiceNumber", "invoice_number", ["1"]),
    ("contactDetails", "contact_details", []),
    ("issueDate", "issue_date", 20230101),
    ("discount", "discount", 10),
    ("invoiceItems", "invoice_items", {"0": {}}),
    ("invoiceItems", "invoice_items", [{"name": "x"}, "y"]),
    ("invoiceItems", "invoice_items", [None]),
    ("createdAt", "created_at", "yesterday"),
    ("automaticTaxesEnabled", "automatic_taxes_enabled", 1),
    ("paymentSchedule", "payment_schedule", []),
    ("deleted", "deleted", "no"),
]


@pytest.mark.parametrize(("wire_name", "attribute", "value"), KINDS)
def test_a_value_of_another_kind(wire_name: str, attribute: str, value: Any) -> None:
    invoice = Invoice.from_dict({"_id": "x", wire_name: value})
    assert getattr(invoice, attribute) is None
    assert invoice.extra == {wire_name: value}
    assert json.loads(invoice.to_json()) == {"_id": "x", wire_name: value}


@pytest.mark.parametrize(("wire_name", "attribute"), sorted({row[:2] for row in KINDS}))
def test_an_explicit_null(wire_name: str, attribute: str) -> None:
    invoice = Invoice.from_dict({"_id": "x", wire_name: None})
    assert getattr(invoice, attribute) is None
    assert invoice.extra == {wire_name: None}
    assert json.loads(invoice.to_json()) == {"_id": "x", wire_name: None}


def test_unknown_fields_at_every_depth() -> None:
    data = {
        "_id": "x",
        "new": {"a": [1, None]},
        "discount": {"new": True},
        "invoiceItems": [{"new": 1, "taxes": [{"new": "x"}]}],
    }
    invoice = Invoice.from_dict(data)
    assert invoice.extra == {"new": {"a": [1, None]}}
    assert invoice.discount is not None
    assert invoice.discount.extra == {"new": True}
    assert invoice.invoice_items is not None
    assert invoice.invoice_items[0].extra == {"new": 1}
    assert invoice.invoice_items[0].taxes is not None
    assert invoice.invoice_items[0].taxes[0].extra == {"new": "x"}
    assert invoice.to_dict() == data


def test_webhooks_send_the_address_as_text() -> None:
    details = BusinessDetails.from_dict({"name": "Alex", "address": "9931 Beechwood, Houston"})
    assert details.address is None
    assert details.extra == {"address": "9931 Beechwood, Houston"}


@pytest.mark.parametrize("value", ["INV-19", "19", 19, Decimal("19.5"), 10**30])
def test_an_invoice_number_is_kept_as_it_came(value: Any) -> None:
    invoice = Invoice.from_dict({"_id": "x", "invoiceNumber": value})
    assert type(invoice.invoice_number) is type(value)
    assert invoice.invoice_number == value
    assert invoice.extra == {}
    assert invoice.to_dict() == {"_id": "x", "invoiceNumber": value}


@pytest.mark.parametrize("value", [5, Decimal("5.5"), True, False])
def test_a_number_or_boolean_in_a_text_field_stays(value: Any) -> None:
    invoice = Invoice.from_dict({"_id": "x", "name": value, "currency": value})
    assert (type(invoice.name), invoice.name, invoice.currency) == (type(value), value, value)
    assert invoice.to_dict() == {"_id": "x", "name": value, "currency": value}


def test_a_list_of_invoices_with_one_that_is_none_stays_whole() -> None:
    invoices: list[Any] = [{"_id": "a", "total": 1}, {"total": 2}]
    schedule = InvoiceSchedule.from_dict({"_id": "x", "invoices": invoices})
    assert schedule.invoices is None
    assert schedule.extra == {"invoices": invoices}


@pytest.mark.parametrize("payment_schedule", [{}, {"type": "percentage", "schedules": [{"_id": "p", "value": 50}]}])
def test_payment_schedules_of_both_shapes(payment_schedule: dict[str, Any]) -> None:
    invoice = Invoice.from_dict({"_id": "x", "paymentSchedule": payment_schedule})
    assert isinstance(invoice.payment_schedule, PaymentSchedule)
    assert invoice.to_dict()["paymentSchedule"] == payment_schedule


def test_setting_an_attribute_wins() -> None:
    came: dict[str, Any] = {
        "_id": "x",
        "total": "a lot",
        "status": None,
        "discount": [],
        "issueDate": "soon",
        "invoiceItems": None,
        "new": 1,
    }
    invoice = Invoice.from_dict(came)
    invoice.total = Decimal("12.50")
    invoice.status = InvoiceStatus.PAID
    invoice.discount = Discount(value=5)
    invoice.invoice_items = [InvoiceItem(name="x")]
    assert invoice.to_dict() == {
        "_id": "x",
        "total": Decimal("12.50"),
        "status": "paid",
        "discount": {"value": 5},
        "issueDate": "soon",
        "invoiceItems": [{"name": "x"}],
        "new": 1,
    }
    assert json.loads(invoice.to_json())["total"] == 12.5
    assert came["total"] == "a lot"


def test_setting_an_attribute_wins_in_requests_too() -> None:
    discount = DiscountInput.from_dict({"type": "fixed", "value": "ten"})
    assert discount.extra == {"value": "ten"}
    discount.value = Decimal(10)
    assert discount.to_dict() == {"type": "fixed", "value": 10}
    discount.value = None
    assert discount.to_dict() == {"type": "fixed", "value": None}


def test_extra_can_be_written() -> None:
    invoice = Invoice(id="x")
    invoice.extra["new"] = {"a": Decimal("1.10")}
    assert invoice.to_json() == b'{"new":{"a":1.10},"_id":"x"}'
    invoice.extra = {"other": 1}
    assert invoice.to_dict() == {"other": 1, "_id": "x"}
    assert Invoice(id="x", extra={"other": 1}) == invoice


def test_an_empty_extra_and_none_are_the_same() -> None:
    looked_at = Invoice(id="x")
    assert looked_at.extra == {}
    assert looked_at == Invoice(id="x") == Invoice(id="x", extra={})
    assert repr(looked_at) == "Invoice(id='x')"
    assert looked_at != Invoice(id="x", extra={"new": None})
