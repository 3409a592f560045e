"""`from_dict` takes what JSON has, and says where there is anything else; so do requests that lack something."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from leadconnector_invoices.errors import DecodeError
from leadconnector_invoices.models import Invoice, InvoiceItemInput, UpdateInvoice


@pytest.mark.parametrize(
    ("value", "pointer", "got"),
    [
        ({"_id": "x", "total": float("nan")}, "/total", "nan"),
        ({"_id": "x", "a": [{"b/c": float("-inf")}]}, "/a/0/b~1c", "-inf"),
        ({"_id": "x", "a": Decimal("NaN")}, "/a", "Decimal('NaN')"),
        ({"_id": "x", "a": {"b": datetime.date(2023, 1, 1)}}, "/a/b", "datetime.date(2023, 1, 1)"),
        ({"_id": "x", "a": (1, 2)}, "/a", "(1, 2)"),
        ({"_id": "x", "a": {1: 2}}, "/a", "1"),
        ({"_id": "x", 5: 2}, "", "5"),
        ({"_id": b"x"}, "/_id", "b'x'"),
    ],
)
def test_from_dict_refuses_what_json_has_no_place_for(value: Any, pointer: str, got: str) -> None:
    with pytest.raises(DecodeError) as caught:
        Invoice.from_dict(value)
    assert (caught.value.pointer, caught.value.got) == (pointer, got)


@pytest.mark.parametrize("container", ["list", "dict"])
def test_from_dict_refuses_what_contains_itself(container: str) -> None:
    inner: Any = [1] if container == "list" else {"a": 1}
    data = {"_id": "x", "inner": inner}
    inner.append(inner) if container == "list" else inner.update(b=inner, c=inner)
    with pytest.raises(DecodeError, match="expected JSON of sensible depth, got a value that contains itself"):
        Invoice.from_dict(data)
    with pytest.raises(RecursionError):
        Invoice(id="x", extra=data).to_dict()


@pytest.mark.parametrize("value", [None, [], "x", 5, b"{}", Invoice(id="x")])
def test_from_dict_refuses_what_is_no_mapping(value: Any) -> None:
    with pytest.raises(DecodeError):
        Invoice.from_dict(value)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"currency": None}, "/currency"),
        ({"name": ["x"]}, "/name"),
        ({"issueDate": "soon"}, "/issueDate"),
        ({"invoiceItems": "none"}, "/invoiceItems"),
        (
            {"invoiceItems": [{"name": "a", "currency": "USD", "amount": 1, "qty": 1}, {"name": "b"}]},
            "/invoiceItems/1/currency",
        ),
        ({"paymentMethods": {"stripe": {}}}, "/paymentMethods/stripe/enableBankDebitOnly"),
    ],
)
def test_a_request_names_what_it_can_not_do_without(change: dict[str, Any], pointer: str) -> None:
    body = UpdateInvoice(
        name="Invoice",
        currency="USD",
        invoice_items=[InvoiceItemInput(name="a", currency="USD", amount=1, qty=1)],
        issue_date="2023-01-01",
        due_date="2023-01-14",
    )
    with pytest.raises(DecodeError) as caught:
        UpdateInvoice.from_dict({**body.to_dict(), **change})
    assert caught.value.pointer == pointer
