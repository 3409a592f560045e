"""`from_dict` takes what JSON has, and says where there is anything else; so do requests that lack something."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
import yaml

from leadconnector.codec.errors import InvalidDataError
from leadconnector_invoices.models import Invoice, InvoiceItemInput, Rrule, UpdateInvoice


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
    with pytest.raises(InvalidDataError) as caught:
        Invoice.from_dict(value)
    assert [(fault.pointer, fault.got) for fault in caught.value.faults] == [(pointer, got)]


@pytest.mark.parametrize("container", ["list", "dict"])
def test_from_dict_refuses_what_contains_itself(container: str) -> None:
    inner: Any = [1] if container == "list" else {"a": 1}
    data = {"_id": "x", "inner": inner}
    inner.append(inner) if container == "list" else inner.update(b=inner, c=inner)
    with pytest.raises(InvalidDataError, match="expected JSON of sensible depth, got a value that contains itself"):
        Invoice.from_dict(data)
    with pytest.raises(InvalidDataError, match="contains itself"):
        Invoice(id="x", extra=data).to_dict()


@pytest.mark.parametrize("value", [None, [], "x", 5, b"{}", Invoice(id="x")])
def test_from_dict_refuses_what_is_no_mapping(value: Any) -> None:
    with pytest.raises(InvalidDataError):
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
    with pytest.raises(InvalidDataError) as caught:
        UpdateInvoice.from_dict({**body.to_dict(), **change})
    assert pointer in [fault.pointer for fault in caught.value.faults]


def test_every_fault_is_listed_and_it_is_a_value_error() -> None:
    data = {"name": None, "currency": 5, "invoiceItems": [{"name": "a"}, 5], "dueDate": "soon", "title": ["kept"]}
    with pytest.raises(ValueError, match=r"^UpdateInvoice: name: ") as caught:
        UpdateInvoice.from_dict(data)
    assert isinstance(caught.value, InvalidDataError)
    assert [fault.place for fault in caught.value.faults] == [
        "name",
        "currency",
        "invoiceItems[0].currency",
        "invoiceItems[0].amount",
        "invoiceItems[0].qty",
        "invoiceItems[1]",
        "issueDate",
        "dueDate",
    ]
    with pytest.raises(InvalidDataError) as again:
        UpdateInvoice.from_json(json.dumps(data))
    assert again.value.faults == caught.value.faults


def refused(act: Any, *args: Any) -> Any:
    with pytest.raises(ValueError, match=r".") as caught:
        act(*args)
    return caught.value


def faults_of(error: Exception) -> Any:
    return error.faults if isinstance(error, InvalidDataError) else vars(error)


class Word(StrEnum):
    NEW = "new"


REFUSALS = {
    "lacking": lambda: UpdateInvoice.from_dict({"_id": "x"}),
    "no object": lambda: Invoice.from_json("[1]"),
    "no JSON": lambda: Invoice.from_json("{"),
    "within": lambda: Invoice.from_dict({"_id": "x", Word.NEW: [{Word.NEW: {1}}]}),
    "many": lambda: UpdateInvoice.from_dict({"invoiceItems": [{}] * 50}),
    "written": lambda: Invoice(id="x", live_mode=5).to_json(),  # type: ignore[arg-type]
    "a response's": lambda: UpdateInvoice.from_body({"discount": Invoice(id="x")}),
    "a whole's": lambda: InvoiceItemInput.from_body({"_id": "x"}),
    "deep": lambda: Invoice.from_json(b'{"_id": "x", "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "no dates": lambda: Rrule().occurrences(),
    "no zone": lambda: Invoice.from_dict({"_id": "x"}, timezone="Mars"),
    "no body": lambda: UpdateInvoice.from_invoice(Invoice(id="x")),
    "no number": lambda: InvoiceItemInput(name="a", currency="USD", amount="x", qty=1),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_arguments_rebuild_an_error_whole(name: str) -> None:
    """As task queues do that keep results as JSON or YAML, where tuples become lists."""
    error = refused(REFUSALS[name])
    args = error.args
    for kept in (args, json.loads(json.dumps(args)), yaml.safe_load(yaml.safe_dump(list(args)))):
        twin = type(error)(*kept)
        assert (repr(twin), twin.args, faults_of(twin)) == (repr(error), args, faults_of(error))
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert (repr(twin), twin.args, faults_of(twin)) == (repr(error), args, faults_of(error))


def test_a_list_with_a_copy_of_its_own_is_a_list() -> None:
    class Rows(list[Any]):
        def copy(self) -> Rows:
            return Rows(self)

    data = {"_id": "x", "invoiceItems": Rows([{"name": "a"}]), "new": Rows([1])}
    invoice = Invoice.from_dict(data)
    assert invoice.invoice_items is not None
    assert [item.name for item in invoice.invoice_items] == ["a"]
    assert type(invoice.extra["new"]) is list


def test_an_overflow_of_another_class_is_written_as_a_dict() -> None:
    class Members(dict[str, Any]):
        def copy(self) -> Members:
            return Members(self)

    assert type(Invoice(id="x", extra=Members(new=1)).to_dict()) is dict
    assert type(InvoiceItemInput.from_dict(Members(name="n", currency="USD", amount=1, qty=1)).to_dict()) is dict


def test_a_name_that_is_no_text_hides_what_is_lacking() -> None:
    deep: Any = "n"
    for _ in range(1_000):
        deep = [deep]
    for data in ({1: 2, "name": "n"}, {"name": deep, "amount": 1}):
        wrong: Any = data
        with pytest.raises(InvalidDataError) as caught:
            InvoiceItemInput.from_body(wrong)
        assert [fault.path for fault in caught.value.faults] == [()]


def test_a_name_that_is_no_text_hides_no_other_fault() -> None:
    wrong: Any = {1: 2, "name": 5, "taxes": [{}]}
    with pytest.raises(InvalidDataError) as caught:
        InvoiceItemInput.from_body(wrong)
    assert {fault.path[:1] for fault in caught.value.faults} == {(), ("name",), ("taxes",)}
