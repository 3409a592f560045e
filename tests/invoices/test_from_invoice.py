"""The body of an update, made from the invoice as it is: nothing is lost, and what is left out is told."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from leadconnector.codec.enums import UNSET
from leadconnector_invoices.models import (
    ContactDetailsInput,
    DiscountInput,
    Invoice,
    InvoiceItemInput,
    InvoiceSchedule,
    TipsConfigurationInput,
    UpdateInvoice,
)
from tests.support.invoices import INVOICE, ITEM, invoice


def test_read_change_write() -> None:
    """The loop that it is for."""
    schedule = InvoiceSchedule.from_dict({"_id": "s", "invoices": [INVOICE]})
    assert schedule.invoices is not None
    body = UpdateInvoice.from_invoice(schedule.invoices[0], title="FINAL", due_date=date(2023, 2, 1))
    assert body.to_dict() == {
        "altId": "loc",
        "altType": "location",
        "name": "Laptop",
        "title": "FINAL",
        "currency": "USD",
        "invoiceNumber": "INV-19",
        "invoiceItems": [
            {
                "name": "Laptop",
                "currency": "USD",
                "amount": Decimal("999.99"),
                "qty": 1,
                "taxes": [{"_id": "t", "name": "VAT", "rate": 19}],
            }
        ],
        "issueDate": "2023-01-01",
        "dueDate": "2023-02-01",
    }
    assert body.left_out == ("/_id", "/invoiceItems/0/_id", "/invoiceItems/0/taxes/0/level", "/total")


def test_it_is_made_of_request_models() -> None:
    body = UpdateInvoice.from_invoice(
        invoice(
            discount={"type": "odd", "value": "5"}, tipsConfiguration={"tipsPercentage": [5, 7.5], "tipsEnabled": True}
        )
    )
    assert isinstance(body.invoice_items[0], InvoiceItemInput)
    assert isinstance(body.discount, DiscountInput)
    assert body.discount.type == "odd"
    assert body.discount.extra == {"value": "5"}
    assert body.tips_configuration == TipsConfigurationInput(tips_percentage=[5, "7.5"], tips_enabled=True)
    assert body == UpdateInvoice.from_dict(body.to_dict())


def test_fields_that_only_the_request_has_come_from_extra() -> None:
    came = invoice(
        termsNotes="<p>Net 14</p>",
        contactId="c",
        attachments=[],
        tipsConfiguration=None,
        xeroDetails={"a": [1.5, None]},
        sentTo=["x"],
    )
    body = UpdateInvoice.from_invoice(came)
    assert (body.terms_notes, body.contact_id, body.attachments, body.tips_configuration) == (
        "<p>Net 14</p>",
        "c",
        [],
        UNSET,
    )
    assert json.loads(body.to_json())["xeroDetails"] == {"a": [1.5, None]}
    assert {"/sentTo", "/tipsConfiguration"} <= set(body.left_out)


def test_all_that_is_missing_is_named_at_once() -> None:
    came = Invoice.from_dict(
        {
            "_id": "x",
            "currency": None,
            "dueDate": "soon",
            "invoiceItems": [{"name": "a"}, ITEM],
            "contactDetails": {"id": "c"},
        }
    )
    with pytest.raises(ValueError, match="no UpdateInvoice can be made of the Invoice as it is") as caught:
        UpdateInvoice.from_invoice(came)
    lacking = str(caught.value).partition("it lacks ")[2].partition(", or has")[0].split(", ")
    assert sorted(lacking) == [
        "/contactDetails/email",
        "/contactDetails/name",
        "/currency",
        "/dueDate",
        "/invoiceItems/0/amount",
        "/invoiceItems/0/currency",
        "/invoiceItems/0/qty",
        "/issueDate",
        "/name",
    ]
    assert str(caught.value).endswith("give name=, currency=, invoice_items=, issue_date=, due_date=, contact_details=")


def test_changes_stand_in_for_what_is_missing() -> None:
    contact = ContactDetailsInput(id="c", name="Alex", phone_no="+1", email="alex@example.com")
    body = UpdateInvoice.from_invoice(
        Invoice.from_dict({"_id": "x", "contactDetails": {"id": "c"}}),
        name="New",
        currency="EUR",
        invoice_items=[InvoiceItemInput(name="a", currency="EUR", amount="0.10", qty=3)],
        issue_date=date(2023, 1, 1),
        due_date="2023-01-14",
        contact_details=contact,
    )
    assert body.contact_details is contact
    assert body.invoice_items[0].amount == Decimal("0.10")
    assert body.left_out == ("/_id",)


def test_a_change_can_take_a_field_out() -> None:
    body = UpdateInvoice.from_invoice(invoice(title="x", discount={"value": 5}), title=UNSET, discount=UNSET)
    assert "title" not in body.to_dict()
    assert "discount" not in body.to_dict()


def test_a_change_can_add_what_the_description_lacks() -> None:
    body = UpdateInvoice.from_invoice(invoice(liveMode="yes"), extra={"sentFrom": "x"})
    assert body.extra == {"liveMode": "yes", "sentFrom": "x"}


@pytest.mark.parametrize(("name", "hint"), [("titel", ""), ("dueDate", "; write due_date=")])
@pytest.mark.parametrize("came", [invoice(), Invoice(id="x")], ids=["whole", "lacking"])
def test_a_change_that_is_no_attribute(came: Invoice, name: str, hint: str) -> None:
    changes: Any = {name: "x"}
    with pytest.raises(TypeError, match=f"^UpdateInvoice: got an unexpected keyword argument '{name}'{hint}$"):
        UpdateInvoice.from_invoice(came, **changes)


class Noted(UpdateInvoice):
    """A body with a field of its own."""

    def __init__(self, *, note: str = "", **fields: Any) -> None:
        super().__init__(**fields)
        self.note = note


def test_a_class_made_from_it_may_have_arguments_of_its_own() -> None:
    changes: Any = {"note": "x", "title": "FINAL"}
    body = Noted.from_invoice(invoice(), **changes)
    assert (body.note, body.title) == ("x", "FINAL")


def test_a_change_of_a_wrong_kind() -> None:
    with pytest.raises(TypeError, match="expected a date"):
        UpdateInvoice.from_invoice(invoice(), due_date=datetime(2023, 1, 1, tzinfo=UTC))


def test_a_float_that_was_assigned_is_refused() -> None:
    came = invoice()
    came.total = 9.99  # type: ignore[assignment]
    with pytest.raises(ValueError, match=r"total: 9\.99 is a binary float"):
        UpdateInvoice.from_invoice(came)


def test_the_invoice_and_the_body_share_nothing() -> None:
    came = invoice(xeroDetails={"a": []})
    before = came.to_json()
    body: Any = UpdateInvoice.from_invoice(came)
    body.invoice_items[0].name = "other"
    body.xero_details["a"].append(1)
    assert came.to_json() == before


def test_left_out_stays_with_copies() -> None:
    body = UpdateInvoice.from_invoice(invoice())
    for duplicate in (copy.copy(body), copy.deepcopy(body), pickle.loads(pickle.dumps(body))):
        assert duplicate == body
        assert duplicate.left_out == body.left_out != ()


def test_nothing_is_left_out_of_a_body_made_otherwise() -> None:
    body = UpdateInvoice.from_invoice(invoice())
    assert UpdateInvoice.from_dict(body.to_dict()).left_out == ()
    assert UpdateInvoice.from_dict(body.to_dict()) == body
    with pytest.raises(AttributeError):
        body.left_out = ()  # type: ignore[misc]
