"""The parts of a response are made when one of them is first read, which nothing but time and memory tells."""

from __future__ import annotations

import copy
import itertools
import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadconnector.codec.model as codec_model
from leadconnector.codec.attribute import UNREAD, OnDemand
from leadconnector_invoices.models import BusinessDetails, ContactDetails, Discount, Invoice, InvoiceSchedule
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


CONTACT: Any = next(field.kind for field in Invoice.FIELDS if field.name == "contact_details")
SLOTS = [field.name for field in Invoice.FIELDS if isinstance(vars(Invoice)[field.name], OnDemand)]


def is_unread(invoice: Invoice) -> bool:
    """Whether no part is made; some without the others must never be."""
    (unread,) = {getattr(invoice, f"_{name}") is UNREAD for name in SLOTS}
    return unread


def interrupted(step: int, doing: Callable[[], object]) -> bool:
    """Do something and raise at its call or return of that number. Whether it came so far."""
    steps, is_over = itertools.count(), False

    def look(_frame: object, _event: str, called: object) -> None:
        if getattr(called, "__name__", "") == "__exit__":  # no signal comes between a lock's block and its release
            return
        if next(steps) == step and not is_over:
            raise KeyboardInterrupt

    sys.setprofile(look)
    try:
        doing()
    except KeyboardInterrupt:
        return True
    finally:
        is_over = True
        sys.setprofile(None)
    return False


def test_half_a_response_never_passes_for_a_whole_one() -> None:
    found: set[bool] = set()
    for step in itertools.count():
        invoice = Invoice.from_dict(DATA)
        if not interrupted(step, lambda it=invoice: it.discount):
            break
        found.add(is_unread(invoice))
        assert invoice == Invoice.from_dict(DATA)
        assert invoice.to_dict() == Invoice.from_dict(DATA).to_dict()
    assert found == {True, False}


def test_a_read_without_room_on_the_stack_succeeds_with_some() -> None:
    invoice = Invoice.from_dict(DATA)

    def read(depth: int) -> object:
        return read(depth - 1) if depth else invoice.extra

    failures = 0
    for depth in range(sys.getrecursionlimit(), 0, -1):
        try:
            read(depth)
        except RecursionError:
            failures += 1
            assert is_unread(invoice)
        else:
            break
    assert failures
    assert invoice == Invoice.from_dict(DATA)


def test_what_a_signal_handler_reads_during_the_first_read_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    invoice = Invoice.from_dict(DATA)
    decode, handled = CONTACT.read, list[object]()

    def decode_and_read(data: dict[str, Any]) -> ContactDetails:
        if not handled:
            handled.append(None)
            handled[:] = invoice.contact_details, invoice.invoice_items, invoice.extra
        return decode(data)

    monkeypatch.setattr(CONTACT, "read", decode_and_read)
    now = invoice.contact_details, invoice.invoice_items, invoice.extra
    assert list(map(id, now)) == list(map(id, handled))


def test_an_object_that_was_not_decoded_takes_parts_in_any_order() -> None:
    """As pickles of 0.1.0 and constructors of classes made from a model have it."""
    invoice = Invoice.__new__(Invoice)
    for field in reversed(Invoice.FIELDS):
        setattr(invoice, field.name, None)
    invoice.id = "i1"
    invoice.extra = {}
    invoice.discount = Discount(value=5)
    assert invoice.to_dict() == {"_id": "i1", "discount": {"value": 5}}

    class Cheap(Invoice):
        def __init__(self, **given: Any) -> None:
            self.discount = None
            super().__init__(**given)

    assert Cheap(id="i1", discount=Discount(value=5)).to_dict() == invoice.to_dict()


@pytest.mark.parametrize("name", ["discount", "contact_details", "due_date", "name"])
def test_an_attribute_is_patched_and_deleted(name: str) -> None:
    data = {**DATA, "discount": {"value": 5}, "dueDate": "2026-01-31"}
    invoice = Invoice.from_dict(data)
    with mock.patch.object(invoice, name, None):
        assert getattr(invoice, name) is None
    assert invoice == Invoice.from_dict(data)
    invoice = Invoice.from_dict(data)
    delattr(invoice, name)
    assert not hasattr(invoice, name)
    setattr(invoice, name, getattr(Invoice.from_dict(data), name))
    assert invoice == Invoice.from_dict(data)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_process_reads_parts_though_its_parent_was_reading_some() -> None:
    schedule = InvoiceSchedule.from_dict({"_id": "s1", "invoices": [DATA]})
    with ThreadPoolExecutor(1) as pool:
        held = codec_model._lock
        pool.submit(held.acquire).result()
        child = os.fork()
        if not child:
            os._exit(0 if schedule.invoices and schedule.invoices[0].contact_details else 1)
        pool.submit(held.release).result()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_process_reads_the_response_that_its_parent_was_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    invoice, decode, barrier = Invoice.from_dict(DATA), CONTACT.read, Barrier(2)

    def wait_and_decode(data: dict[str, Any]) -> ContactDetails:
        barrier.wait(10)
        barrier.wait(10)
        return decode(data)

    monkeypatch.setattr(CONTACT, "read", wait_and_decode)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(lambda: invoice.contact_details)
        barrier.wait(10)
        monkeypatch.undo()
        child = os.fork()
        if not child:
            os._exit(0 if invoice == Invoice.from_dict(DATA) else 1)
        barrier.wait(10)
        assert reading.result() is invoice.contact_details
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
