"""The body of an update, made from the invoice as it is: nothing is lost, and what is left out is told."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given

from leadconnector.runtime.unset import UNSET
from leadconnector_invoices.models import (
    ContactDetailsInput,
    DiscountInput,
    Invoice,
    InvoiceItemInput,
    InvoiceSchedule,
    TipsConfigurationInput,
    UpdateInvoice,
)
from tests.models.json_values import parsed, same, text_of
from tests.models.payloads import SCHEMAS, examples, objects

ITEM = {
    "_id": "i1",
    "name": "Laptop",
    "currency": "USD",
    "amount": 999.99,
    "qty": 1,
    "taxes": [{"_id": "t", "name": "VAT", "rate": 19, "level": 2}],
}
INVOICE: dict[str, Any] = {
    "_id": "inv",
    "altId": "loc",
    "altType": "location",
    "name": "Laptop",
    "currency": "USD",
    "total": 1189.99,
    "invoiceNumber": "INV-19",
    "invoiceItems": [ITEM],
    "issueDate": "2023-01-01",
    "dueDate": "2023-01-14",
}


def invoice(**changes: Any) -> Invoice:
    return Invoice.from_dict({**INVOICE, **changes})


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


@examples(100)
@given(value=objects("Invoice", noisy=True))
def test_every_field_that_the_request_has_and_nothing_else(value: dict[str, Any]) -> None:
    usable = {key: INVOICE[key] for key in ("name", "currency", "invoiceItems", "issueDate", "dueDate")}
    came = Invoice.from_json(text_of({**value, **usable}))
    left_out: list[str] = []
    wanted = projected(parsed(came.to_json()), {"$ref": "#/components/schemas/UpdateInvoice"}, "", left_out)
    try:
        body = UpdateInvoice.from_invoice(came, timezone="UTC")
    except ValueError as error:
        assume("it lacks" not in str(error))  # such as the name of a contact
        raise
    assert same(parsed(body.to_json()), wanted)
    assert sorted(body.left_out) == sorted(left_out)


def projected(value: Any, schema: dict[str, Any], place: str, left_out: list[str]) -> Any:
    """What is to be sent, worked out from the description alone."""
    model = SCHEMAS.get(schema.get("$ref", "").rpartition("/")[2], {})
    properties = model.get("properties", {})
    if isinstance(value, list) and schema.get("type") == "array":
        return [projected(one, schema["items"], f"{place}/{index}", left_out) for index, one in enumerate(value)]
    if isinstance(value, dict) and properties:
        sent: dict[str, Any] = {}
        for name, member in value.items():
            pointer = f"{place}/{name.replace('~', '~0').replace('/', '~1')}"
            if name not in properties or says_nothing(member, properties[name]):
                left_out.append(pointer)
            else:
                sent[name] = projected(member, properties[name], pointer, left_out)
        return sent
    if schema.get("format") == "date" and isinstance(value, str) and value.endswith("Z"):
        return value[: len("2023-01-31")]
    return str(value) if schema.get("type") == "string" and isinstance(value, Decimal) else value


def says_nothing(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is null, or an object without anything that is described, where something is required."""
    model = SCHEMAS.get(schema.get("$ref", "").rpartition("/")[2], {})
    if not isinstance(value, dict) or not model.get("required"):
        return value is None
    return all(value.get(name) is None for name in model["properties"])


@pytest.mark.parametrize("value", [None, {}, {"unknown": 1}, {"type": None}])
def test_an_object_that_says_nothing_is_left_out(value: Any) -> None:
    """The service sends an empty payment schedule where there is none; the request takes none without a type."""
    body = UpdateInvoice.from_invoice(invoice(paymentSchedule=value))
    assert body.payment_schedule is UNSET
    assert "/paymentSchedule" in body.left_out


def test_numbers_in_text_fields_become_text() -> None:
    assert (
        UpdateInvoice.from_invoice(invoice(invoiceNumber=19, title=Decimal("1.50"))).to_dict()["invoiceNumber"] == "19"
    )
    assert UpdateInvoice.from_invoice(invoice(title=Decimal("1.50"))).title == "1.50"


def test_values_of_another_kind_are_sent_as_they_came() -> None:
    came = invoice(businessDetails={"name": "Alex", "address": "9931 Beechwood"}, liveMode="yes", attachments=[None])
    body = UpdateInvoice.from_invoice(came)
    assert body.to_dict()["businessDetails"] == {"name": "Alex", "address": "9931 Beechwood"}
    assert (body.to_dict()["liveMode"], body.to_dict()["attachments"]) == ("yes", [None])
    assert (body.live_mode, body.attachments) == (UNSET, UNSET)


class TestDays:
    """The request takes days; answers may have moments."""

    LATE = "2023-01-01T23:30:00.000Z"

    @pytest.mark.parametrize(
        ("timezone", "day"), [("Europe/Berlin", "2023-01-02"), ("UTC", "2023-01-01"), ("America/Chicago", "2023-01-01")]
    )
    def test_a_moment_becomes_the_day_of_the_time_zone(self, timezone: str, day: str) -> None:
        body = UpdateInvoice.from_invoice(invoice(issueDate=self.LATE), timezone=timezone)
        assert body.to_dict()["issueDate"] == day
        assert body.issue_date == date.fromisoformat(day)

    def test_at_any_depth(self) -> None:
        parts = {"type": "percentage", "schedules": [{"value": 100, "dueDate": self.LATE}]}
        with pytest.raises(
            ValueError,
            match=r"/paymentSchedule/schedules/0/dueDate is a moment, .*'Europe/Berlin', or payment_schedule=$",
        ):
            UpdateInvoice.from_invoice(invoice(paymentSchedule=parts))
        body = UpdateInvoice.from_invoice(invoice(paymentSchedule=parts), timezone="Europe/Berlin")
        assert body.to_dict()["paymentSchedule"]["schedules"] == [{"value": 100, "dueDate": "2023-01-02"}]

    def test_without_a_time_zone_it_is_asked_for(self) -> None:
        with pytest.raises(
            ValueError, match=r"/issueDate, /dueDate are moments, whose day depends on the time zone: give timezone="
        ):
            UpdateInvoice.from_invoice(invoice(issueDate=self.LATE, dueDate=self.LATE))

    def test_unless_the_day_is_given(self) -> None:
        body = UpdateInvoice.from_invoice(invoice(issueDate=self.LATE), issue_date="2023-01-05")
        assert body.to_dict()["issueDate"] == "2023-01-05"

    def test_a_day_needs_none_and_stays_as_it_is(self) -> None:
        assert UpdateInvoice.from_invoice(invoice(), timezone="Asia/Tokyo").to_dict()["issueDate"] == "2023-01-01"

    @pytest.mark.parametrize("timezone", ["Mars/Phobos", "", "../etc", "Europe", "/etc/localtime", "CEST now", 5])
    def test_a_time_zone_that_there_is_none_of(self, timezone: Any) -> None:
        with pytest.raises(ValueError, match="is no IANA time zone name, such as 'Europe/Berlin'"):
            UpdateInvoice.from_invoice(invoice(), timezone=timezone)

    def test_a_moment_at_the_end_of_time_has_no_day(self) -> None:
        with pytest.raises(ValueError, match="it lacks /issueDate, or has no usable value there"):
            UpdateInvoice.from_invoice(invoice(issueDate="9999-12-31T23:59:59Z"), timezone="Asia/Tokyo")


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
    with pytest.raises(ValueError, match="no UpdateInvoice can be made of the invoice as it is") as caught:
        UpdateInvoice.from_invoice(came)
    lacking = str(caught.value).partition("it lacks ")[2].partition(", or has")[0].split(", ")
    assert sorted(lacking) == [
        "/contactDetails/email",
        "/contactDetails/name",
        "/contactDetails/phoneNo",
        "/currency",
        "/dueDate",
        "/invoiceItems/0/amount",
        "/invoiceItems/0/currency",
        "/invoiceItems/0/qty",
        "/issueDate",
        "/name",
    ]
    assert "give contact_details=, invoice_items=," in str(caught.value)


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


@pytest.mark.parametrize(
    ("change", "message"),
    [({"titel": "x"}, "'titel'; did you mean 'title'"), ({"dueDate": "x"}, "'dueDate'; did you mean 'due_date'")],
)
def test_a_change_that_is_no_attribute(change: dict[str, Any], message: str) -> None:
    for came in (invoice(), Invoice(id="x")):
        with pytest.raises(TypeError, match=message):
            UpdateInvoice.from_invoice(came, **change)


def test_a_change_of_a_wrong_kind() -> None:
    with pytest.raises(TypeError, match="expected a date"):
        UpdateInvoice.from_invoice(invoice(), due_date=datetime(2023, 1, 1, tzinfo=UTC))


def test_money_stays_exact() -> None:
    text = text_of(
        {
            **INVOICE,
            "invoiceItems": [{**ITEM, "amount": Decimal("123456789012345678901234567890.12"), "qty": Decimal("1E-7")}],
        }
    )
    item = UpdateInvoice.from_invoice(Invoice.from_json(text)).invoice_items[0]
    assert (str(item.amount), str(item.qty)) == ("123456789012345678901234567890.12", "1E-7")


def test_a_float_that_was_assigned_is_refused() -> None:
    came = invoice()
    came.total = 9.99  # type: ignore[assignment]
    with pytest.raises(TypeError, match="binary float"):
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
