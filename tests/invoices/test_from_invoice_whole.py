"""Whatever the invoice: what the request has a field for is in the body, and the rest is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given

from leadconnector.codec.enums import UNSET
from leadconnector_invoices.models import (
    Invoice,
    UpdateInvoice,
)
from tests.support.invoices import INVOICE, ITEM, invoice
from tests.support.json_values import parsed, same, text_of
from tests.support.payloads import SCHEMAS, examples, objects


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


def projected(value: Any, schema: dict[str, Any], place: str, left_out: list[str], *, required: bool = False) -> Any:
    """What must be sent, worked out from the description alone."""
    model = SCHEMAS.get(schema.get("$ref", "").rpartition("/")[2], {})
    properties = model.get("properties", {})
    if isinstance(value, list) and schema.get("type") == "array":
        kept: list[Any] = []
        for index, one in enumerate(value):
            if one is not None and not required and says_nothing(one, schema["items"]):
                left_out.append(f"{place}/{index}")
            else:
                kept.append(projected(one, schema["items"], f"{place}/{index}", left_out))
        return kept
    if isinstance(value, dict) and properties:
        sent: dict[str, Any] = {}
        for name, member in value.items():
            pointer = f"{place}/{name.replace('~', '~0').replace('/', '~1')}"
            if name not in properties or says_nothing(member, properties[name]):
                left_out.append(pointer)
            else:
                required = name in model.get("required", [])
                sent[name] = projected(member, properties[name], pointer, left_out, required=required)
        return sent
    if schema.get("format") == "date" and isinstance(value, str) and value.endswith("Z"):
        return value[: len("2023-01-31")]
    return str(value) if schema.get("type") == "string" and isinstance(value, Decimal) else value


def says_nothing(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is null, or an object with no more than nulls and empty lists, where something is required."""
    model = SCHEMAS.get(schema.get("$ref", "").rpartition("/")[2], {})
    if not isinstance(value, dict) or not model.get("required"):
        return value is None
    return all(
        value.get(name) == [] or says_nothing(value.get(name), member) for name, member in model["properties"].items()
    )


@pytest.mark.parametrize("value", [None, {}, {"unknown": 1}, {"type": None}, {"schedules": []}])
def test_an_object_that_says_nothing_is_left_out(value: Any) -> None:
    """The service sends an empty payment schedule where there is none; the request takes none without a type."""
    body = UpdateInvoice.from_invoice(invoice(paymentSchedule=value))
    assert body.payment_schedule is UNSET
    assert "/paymentSchedule" in body.left_out


def test_an_element_that_says_nothing_is_left_out_of_what_need_not_be_there() -> None:
    file = {"id": "a", "name": "n", "url": "https://example.com/n", "type": "x", "size": 1}
    for empty in ({}, {"unknown": 1}, {"name": None}):
        body = UpdateInvoice.from_invoice(invoice(attachments=[empty, file, empty]))
        assert body.to_dict()["attachments"] == [file]
        assert {"/attachments/0", "/attachments/2"} < set(body.left_out)
        with pytest.raises(ValueError, match="it lacks /invoiceItems/1/name"):
            UpdateInvoice.from_invoice(invoice(invoiceItems=[ITEM, empty]))
        with pytest.raises(ValueError, match="it lacks /paymentSchedule/type, "):
            UpdateInvoice.from_invoice(invoice(paymentSchedule={"schedules": [empty]}))
    with pytest.raises(ValueError, match="it lacks /attachments/0/id, "):
        UpdateInvoice.from_invoice(invoice(attachments=[{"name": "n"}]))


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


def test_money_stays_exact() -> None:
    text = text_of(
        {
            **INVOICE,
            "invoiceItems": [{**ITEM, "amount": Decimal("123456789012345678901234567890.12"), "qty": Decimal("1E-7")}],
        }
    )
    item = UpdateInvoice.from_invoice(Invoice.from_json(text)).invoice_items[0]
    assert (str(item.amount), str(item.qty)) == ("123456789012345678901234567890.12", "1E-7")
