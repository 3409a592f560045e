"""The parts of a response are made when one of them is first read, which nothing but time and memory tells."""

from __future__ import annotations

import copy
import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadconnector.codec.on_demand as on_demand
from leadconnector_invoices.models import BusinessDetails, ContactDetails, Invoice, InvoiceSchedule
from tests.support.json_values import parsed, same, text_of
from tests.support.payloads import MODELS, examples, objects

if TYPE_CHECKING:
    from collections.abc import Callable

DATA: dict[str, Any] = {
    "_id": "i1",
    "name": "Care",
    "contactDetails": {"id": "c1", "name": "Zoë", "address": {"city": "Bath"}, "colour": "blue"},
    "invoiceItems": [{"name": "Set-up", "amount": 5, "qty": 1, "taxes": [{"name": "VAT", "rate": 20}]}],
    "discount": "none",
    "sentTo": None,
    "colour": "red",
}


def test_a_part_is_made_once() -> None:
    invoice = Invoice.from_dict(DATA)
    assert isinstance(invoice.contact_details, ContactDetails)
    assert invoice.contact_details is invoice.contact_details
    assert invoice.invoice_items is invoice.invoice_items
    assert invoice.discount is None
    assert invoice.extra == {"discount": "none", "sentTo": None, "colour": "red"}


def test_extra_alone() -> None:
    assert Invoice.from_dict(DATA).extra == {"discount": "none", "sentTo": None, "colour": "red"}


@pytest.mark.parametrize("value", [BusinessDetails(name="Other"), None])
def test_a_part_that_is_set_before_any_is_read_stays(value: BusinessDetails | None) -> None:
    invoice = Invoice.from_dict({**DATA, "businessDetails": {"name": "Example", "colour": "green"}})
    invoice.business_details = value
    assert invoice.business_details is value
    assert invoice.contact_details is not None
    assert invoice.to_dict().get("businessDetails") == (None if value is None else {"name": "Other"})
    assert "businessDetails" not in invoice.extra


def test_extra_that_is_replaced_before_any_part_is_read_stays() -> None:
    invoice = Invoice.from_dict(DATA)
    invoice.extra = {"new": 1}
    assert invoice.extra == {"new": 1}
    assert invoice.contact_details is not None
    assert invoice.to_dict()["new"] == 1
    assert "colour" not in invoice.to_dict()


def test_an_attribute_that_is_set_before_any_part_is_read_stays() -> None:
    invoice = Invoice.from_dict(DATA)
    invoice.name = "Other"
    assert invoice.contact_details is not None
    assert invoice.name == "Other"


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_copies(copied: Callable[[Invoice], Invoice]) -> None:
    invoice = Invoice.from_dict(DATA)
    other = copied(invoice)
    assert other == invoice == Invoice.from_dict(DATA)
    assert (other.contact_details is invoice.contact_details) is (copied is copy.copy)
    assert other.to_dict() == invoice.to_dict()


@examples(60)
@given(data=st.data(), name=st.sampled_from(["Invoice", "InvoiceSchedule"]), first=st.integers(0, 5))
def test_what_is_done_first_makes_no_difference(data: st.DataObject, name: str, first: int) -> None:
    text = text_of(data.draw(objects(name, noisy=True)))
    kind = MODELS[name]
    whole, other = kind.from_json(text), kind.from_json(text)
    for field in kind.FIELDS:
        getattr(whole, field.name)
    doings: list[Callable[[Any], object]] = [repr, copy.copy, pickle.dumps, kind.to_json, lambda it: it.extra]
    [*doings, lambda it: it == kind.from_json(text)][first](other)
    assert repr(other) == repr(whole)
    assert other == whole
    assert other.extra == whole.extra
    assert same(parsed(other.to_json()), parsed(text))
    assert same(parsed(other.to_json()), parsed(whole.to_json()))


def test_threads_that_read_a_response_at_once_get_the_same_parts() -> None:
    threads = 8
    barrier = Barrier(threads)
    interval = sys.getswitchinterval()

    def read(invoice: Invoice, number: int) -> tuple[object, ...]:
        barrier.wait()
        names = ["contact_details", "invoice_items", "discount", "extra"]
        parts = {name: id(getattr(invoice, name)) for name in names[number % 4 :] + names[: number % 4]}
        return *(parts[name] for name in names), repr(invoice), invoice.to_json()

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(threads) as pool:
            for _ in range(60):
                invoice = Invoice.from_dict(DATA)
                assert len(set(pool.map(read, [invoice] * threads, range(threads)))) == 1
                assert invoice == Invoice.from_dict(DATA)
    finally:
        sys.setswitchinterval(interval)


def test_half_a_response_never_passes_for_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    invoice = Invoice.from_dict(DATA)
    taken = Invoice._take_parts

    def interrupted(self: Invoice, data: dict[str, Any]) -> None:
        data.pop("contactDetails")
        raise KeyboardInterrupt

    monkeypatch.setattr(Invoice, "_take_parts", interrupted)
    with pytest.raises(KeyboardInterrupt):
        repr(invoice)
    monkeypatch.setattr(Invoice, "_take_parts", taken)
    assert invoice.name == "Care"
    doings: list[Callable[[], object]] = [
        *(lambda: invoice.contact_details, lambda: invoice.extra, invoice.to_dict, invoice.to_json),
        *(lambda: copy.copy(invoice), lambda: invoice == Invoice.from_dict(DATA)),
    ]
    for doing in doings:
        with pytest.raises(RuntimeError, match="reading this Invoice was interrupted: decode it again"):
            doing()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_process_reads_parts_though_its_parent_was_reading_some() -> None:
    schedule = InvoiceSchedule.from_dict({"_id": "s1", "invoices": [DATA]})
    with ThreadPoolExecutor(1) as pool:
        held = on_demand._lock
        pool.submit(held.acquire).result()
        child = os.fork()
        if not child:
            os._exit(0 if schedule.invoices and schedule.invoices[0].contact_details else 1)
        pool.submit(held.release).result()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
