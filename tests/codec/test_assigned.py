"""What was assigned to a model and can't be written is told with its place; nothing wrong is written silently."""

import json
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from leadconnector.codec.errors import InvalidDataError
from leadconnector_invoices import UNSET, Client
from leadconnector_invoices.errors import InvalidRequestError
from leadconnector_invoices.models import (
    BusinessDetails,
    ContactDetailsInput,
    DiscountInput,
    Invoice,
    InvoiceItem,
    InvoiceItemInput,
    RruleInput,
    TaxInput,
    TipsConfigurationInput,
    UpdateInvoice,
)


def body() -> UpdateInvoice:
    return UpdateInvoice(
        name="Roof",
        currency="EUR",
        contact_details=ContactDetailsInput(id="c", name="Ada", phone_no="+491", email="ada@example.com"),
        invoice_items=[InvoiceItemInput(name="Slate", currency="EUR", amount=1, qty=n) for n in (1, 2)],
        issue_date=date(2026, 1, 2),
        due_date=date(2026, 2, 2),
    )


def changed(model: UpdateInvoice, **changes: Any) -> UpdateInvoice:
    return model.__replace__(**changes)


def no_service() -> Client:
    return Client(token="pit-0", location_id="L", transport=httpx.MockTransport(lambda _: pytest.fail("sent")))


def assign(name: str, value: Any) -> Callable[[Any], None]:
    return lambda model: setattr(model, name, value)


def tips_set_to(value: Any) -> TipsConfigurationInput:
    tips = TipsConfigurationInput(tips_percentage=[5], tips_enabled=True)
    tips.tips_percentage = value
    return tips


WRONG: dict[str, tuple[Callable[[Any], None], str]] = {
    "a float in an item": (
        lambda model: setattr(model.invoice_items[1], "amount", 1.5),
        r"UpdateInvoice: invoice_items\[1\]\.amount: 1\.5 is a binary float",
    ),
    "NaN": (
        lambda model: setattr(model.invoice_items[0], "qty", Decimal("NaN")),
        r"UpdateInvoice: invoice_items\[0\]\.qty: Decimal\('NaN'\) is no finite number",
    ),
    "a dict for a model": (
        assign("business_details", {"name": "x"}),
        r"UpdateInvoice: business_details: expected a BusinessDetailsInput, got a dict: BusinessDetailsInput",
    ),
    "a list of dicts": (assign("invoice_items", [{}]), r"invoice_items\[0\]: expected an InvoiceItemInput, got a dict"),
    "a response's model": (
        assign("business_details", BusinessDetails(name="x")),
        r"business_details: expected a BusinessDetailsInput, got BusinessDetails\(name='x'\)",
    ),
    "responses' models in a list": (
        assign("invoice_items", [InvoiceItem(name="x")]),
        r"invoice_items\[0\]: expected an InvoiceItemInput",
    ),
    "an iterator, which could be written once": (
        lambda model: setattr(model, "invoice_items", iter(model.invoice_items)),
        r"invoice_items: expected a list, got <list_iterator",
    ),
    "text for numbers": (
        assign("tips_configuration", tips_set_to("15")),
        r"tips_configuration\.tips_percentage: expected a list, got '15'",
    ),
    "None where it can't be": (assign("name", None), r"UpdateInvoice: name: None, but it can't be left out"),
    "bytes": (assign("title", b"abc"), r"UpdateInvoice: title: expected text, got b'abc'"),
    "a set": (assign("title", {1}), r"UpdateInvoice: title: expected text, got \{1\}"),
    "NaN in a free value": (assign("xero_details", {"a": [float("nan")]}), r"xero_details\.a\[0\]: .*got nan"),
    "NaN in what the description lacks": (
        lambda model: model.extra.update(new=float("inf")),
        r"UpdateInvoice: extra\.new: expected a JSON value, got inf",
    ),
    "NaN in text": (assign("title", Decimal("sNaN")), r"title: expected text, got Decimal\('sNaN'\)$"),
    "a name that is no text": (assign("xero_details", {1: 2}), r"xero_details: expected names that are text, got 1"),
    "no list": (assign("invoice_items", 5), r"invoice_items: expected a list, got 5"),
    "unset where it can't be": (assign("name", UNSET), r"UpdateInvoice: name: UNSET, but it can't be left out"),
    "a number for an enum": (
        assign("discount", DiscountInput(type=5)),
        r"UpdateInvoice: discount\.type: expected .*got 5",
    ),  # type: ignore[arg-type]
    "none for an enum": (
        assign("discount", DiscountInput(type=None)),  # type: ignore[arg-type]
        r"UpdateInvoice: discount\.type: None, but it can't be left out",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_call_refuses_it_and_says_where(case: str) -> None:
    spoil, message = WRONG[case]
    model = body()
    spoil(model)
    with no_service() as client, pytest.raises(InvalidRequestError, match=message):
        client.invoices.update("i", body=model)
    with pytest.raises(InvalidDataError, match=message):
        model.to_json()
    with pytest.raises(InvalidDataError, match=message):
        model.to_dict()


def test_every_fault_is_named_by_its_path() -> None:
    model = body()
    model.title = 5  # type: ignore[assignment]
    model.invoice_items[0].amount = 0.5  # type: ignore[assignment]
    model.invoice_items[1].taxes = [TaxInput(id="t", name="VAT", rate=19), TaxInput(id=1, name="b", rate=1)]  # type: ignore[arg-type]
    model.extra["new"] = {1}
    with pytest.raises(InvalidDataError) as caught:
        model.to_json()
    assert [fault.place for fault in caught.value.faults] == [
        "invoice_items[0].amount",
        "invoice_items[1].taxes[1].id",
        "title",
        "extra.new",
    ]
    assert str(caught.value).startswith(
        'UpdateInvoice: invoice_items[0].amount: 0.5 is a binary float; write Decimal("0.5"); invoice_items[1].taxes'
    )
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


def test_constructors_name_the_field() -> None:
    with pytest.raises(TypeError, match=r'^InvoiceItemInput\.amount: 1\.5 is a binary float; write Decimal\("1\.5"\)$'):
        InvoiceItemInput(name="x", currency="EUR", amount=1.5, qty=1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^RruleInput\.start_date: expected a date"):
        RruleInput(interval_type="daily", interval=1, days_before=0, start_date=5)  # type: ignore[arg-type]


def test_a_generator_is_taken_as_a_list_at_once() -> None:
    model = body()
    items = model.invoice_items
    again = UpdateInvoice(
        name="Roof",
        currency="EUR",
        invoice_items=(item for item in items),
        issue_date="2026-01-02",
        due_date="2026-02-02",
    )
    assert again.invoice_items == items
    for wrong in (items[0], "items", 5, {"a": 1}):
        with pytest.raises(TypeError, match=r"^UpdateInvoice\.invoice_items: expected a list, got"):
            changed(model, invoice_items=wrong)


@pytest.mark.parametrize("number", [5, True, 10**400, Decimal("1E+400"), Decimal("0.10")])
def test_a_number_in_a_field_of_text_is_kept_in_extra(number: Any) -> None:
    came = UpdateInvoice.from_dict({**body().to_dict(), "title": number})
    assert (came.title, came.extra) == (UNSET, {"title": number})
    again = UpdateInvoice.from_json(came.to_json())
    assert again == came
    assert again.to_json() == came.to_json()


@pytest.mark.parametrize("wrong", [b"{}", 5, [body()], BusinessDetails(name="x")], ids=repr)
def test_a_body_of_another_class_is_refused(wrong: Any) -> None:
    with no_service() as client, pytest.raises(InvalidRequestError, match=r"body must be an UpdateInvoice, not .*"):
        client.invoices.update("i", body=wrong)


def test_a_response_in_place_of_a_request_is_refused_with_what_to_do() -> None:
    hint = r"use UpdateInvoice\.from_invoice\(invoice\)$"
    invoice = Invoice(id="x", invoice_items=[InvoiceItem(name="x")])
    with no_service() as client:
        send: Any = client.invoices.update
        with pytest.raises(InvalidRequestError, match=hint):
            send("i", body=invoice)
        model = body()
        model.business_details = BusinessDetails(name="x")  # type: ignore[assignment]
        with pytest.raises(InvalidRequestError, match=r"business_details: .*; " + hint):
            send("i", body=model)
        with pytest.raises(InvalidRequestError, match=r"invoiceItems\[0\]: .*; " + hint):
            send("i", body={**body().to_dict(), "invoiceItems": invoice.invoice_items})
        with pytest.raises(InvalidRequestError, match=hint):
            send("i", body=invoice.to_dict())


def test_another_request_in_its_place_is_no_response() -> None:
    model = body()
    model.contact_details = DiscountInput(type="fixed", value=1)  # type: ignore[assignment]
    with pytest.raises(
        InvalidDataError, match=r"contact_details: expected a ContactDetailsInput, got DiscountInput\("
    ) as caught:
        model.to_json()
    assert "from_invoice" not in str(caught.value)


def test_the_dict_of_a_response_says_what_to_do_too() -> None:
    came = {"_id": "x", "name": "N", "issueDate": "2026-01-02T10:00:00.000Z"}
    with pytest.raises(InvalidDataError, match=r"issueDate: .*; use UpdateInvoice\.from_invoice\(invoice\)$"):
        UpdateInvoice.from_dict(came)
    with pytest.raises(InvalidDataError) as caught:
        UpdateInvoice.from_dict({"name": "N"})
    assert "from_invoice" not in str(caught.value)


def test_a_body_may_be_a_dict_of_json_names() -> None:
    sent: list[Any] = []

    def service(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"_id": "i"})

    data = body().to_dict(mode="json")
    client = Client(token="pit-0", location_id="L", transport=httpx.MockTransport(service))
    update: Any = client.invoices.update
    with client:
        update("i", body=data)
        update("i", body={**data, "invoiceItems": body().invoice_items, "title": None})
        wrong = {**data, "dueDate": "soon", "title": 5, "due_date": "2026-01-01", "invoiceItems": [{"name": "x"}]}
        del wrong["currency"]
        with pytest.raises(InvalidRequestError) as caught:
            update("i", body=wrong)
    assert sent == [{**data, "altId": "L", "altType": "location"}, {**sent[0], "title": None}]
    said = str(caught.value)
    places = ("currency", "dueDate", "title", "due_date", "invoiceItems[0].currency", "invoiceItems[0].amount")
    assert all(f"{place}: " in said for place in places), said
    assert "did you mean 'dueDate'?" in said


def test_what_is_no_json_in_a_dict_is_named_beside_the_other_faults() -> None:
    data = {**body().to_dict(), "title": float("nan"), "xeroDetails": {"a": [{1}]}, "currency": 5, 5: "x"}
    with no_service() as client, pytest.raises(InvalidRequestError) as caught:
        client.invoices.update("i", body=data)
    said = str(caught.value)
    expected = (
        "title: ",
        "xeroDetails.a[0]: ",
        "currency: expected text, got 5",
        "expected names that are text, got 5",
    )
    assert all(each in said for each in expected), said
    assert said.count("title") == 1


def test_text_is_no_list_of_numbers() -> None:
    with pytest.raises(TypeError, match="tips_percentage: expected a list, got '75'"):
        TipsConfigurationInput(tips_percentage="75", tips_enabled=True)


@pytest.mark.parametrize("text", ["1_000", " 1", "١٢", "1e", "", "0x1"])
def test_decimal_text_is_plain(text: str) -> None:
    with pytest.raises(ValueError, match="no decimal number"):
        InvoiceItemInput(name="x", currency="EUR", amount=text, qty=1)


@pytest.mark.parametrize("text", ["20260131", "2026-W05-1", "31.1.2026", ""])
def test_date_text_is_as_the_service_has_it(text: str) -> None:
    with pytest.raises(ValueError, match="write YYYY-MM-DD"):
        changed(body(), due_date=text)


class Stamped(Invoice):
    """A class made from a model."""


class Noted(Invoice):
    """One with a field of its own."""

    def __init__(self, *, note: str = "", **fields: Any) -> None:
        super().__init__(**fields)
        self.note = note


def test_classes_made_from_models_work() -> None:
    assert UpdateInvoice.from_invoice.__func__ is not None
    assert type(Stamped.from_dict({"_id": "x", "total": 5})) is Stamped
    assert Stamped.from_dict({"_id": "x", "total": 5}).to_dict() == {"_id": "x", "total": 5}
    assert Noted(id="x", note="y").note == "y"
    with pytest.raises(TypeError, match="unexpected keyword argument 'totl'"):
        Noted(id="x", totl=5)


@pytest.mark.parametrize("levels", [10, 700])
def test_what_is_taken_can_be_written(levels: int) -> None:
    data = {"_id": "x", "deep": deep(levels)}
    assert Invoice.from_dict(Invoice.from_dict(data).to_dict()).to_json() == Invoice.from_dict(data).to_json()


def test_what_could_not_be_written_is_not_taken() -> None:
    with pytest.raises(InvalidDataError, match="sensible depth"):
        Invoice.from_dict({"_id": "x", "deep": deep(1500)})


class Broken:
    """A value that can't be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


def deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("wrong", [10**6000, deep(3000), Broken()], ids=["huge", "deep", "broken"])
def test_what_can_not_be_shown_is_a_decode_error_all_the_same(wrong: Any) -> None:
    for data in ({"_id": wrong}, wrong, {"_id": "x", "name": Broken()}):
        with pytest.raises(InvalidDataError) as caught:
            Invoice.from_dict(data)
        assert len(caught.value.faults[0].got) <= 250
