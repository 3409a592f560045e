"""What comes is what goes: an untouched model gives back the JSON value that it was made of."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector_invoices.models import Invoice, InvoiceSchedule
from tests.support.json_values import parsed, same, text_of
from tests.support.payloads import MODELS, RESPONSE_CLASSES, examples, objects


@pytest.mark.parametrize("name", sorted(MODELS))
@examples(20)
@given(data=st.data())
def test_every_model_gives_back_what_came(name: str, data: st.DataObject) -> None:
    text = text_of(data.draw(objects(name, noisy=True)))
    model = MODELS[name].from_json(text)
    assert same(parsed(model.to_json()), parsed(text))
    assert same(parsed(text_of(model.to_dict())), parsed(text))


@pytest.mark.parametrize("name", ["Invoice", "InvoiceSchedule"])
@examples(80)
@given(data=st.data())
def test_a_response_gives_back_what_came_whichever_way_it_is_read_and_written(name: str, data: st.DataObject) -> None:
    text = text_of(data.draw(objects(name, noisy=True)))
    from_bytes, from_text = MODELS[name].from_json(text.encode()), MODELS[name].from_json(text)
    assert from_bytes == from_text
    assert same(parsed(from_bytes.to_json()), parsed(text))
    assert MODELS[name].from_json(from_bytes.to_json()) == from_bytes
    assert MODELS[name].from_dict(from_bytes.to_dict()) == from_bytes


@pytest.mark.parametrize("name", ["Invoice", "InvoiceSchedule", "UpdateInvoice", "UpdateSchedule"])
@examples(40)
@given(data=st.data())
def test_from_dict_takes_what_json_loads_gives_and_leaves_it_alone(name: str, data: st.DataObject) -> None:
    loaded = json.loads(text_of(data.draw(objects(name, noisy=True))))
    before = copy.deepcopy(loaded)
    model = MODELS[name].from_dict(loaded)
    assert same(json.loads(model.to_json()), before)
    assert same(loaded, before)


@pytest.mark.parametrize("name", sorted(MODELS))
@examples(8)
@given(data=st.data())
def test_what_is_described_leaves_nothing_over(name: str, data: st.DataObject) -> None:
    value = data.draw(objects(name, noisy=False))
    assert same(parsed(MODELS[name].from_json(text_of(value)).to_json()), parsed(text_of(value)))
    assert overflow(MODELS[name].from_json(text_of(value))) == []


@pytest.mark.parametrize("name", ["InvoiceSchedule", "UpdateInvoice"])
@examples(40)
@given(data=st.data())
def test_copies_are_equal_and_share_nothing(name: str, data: st.DataObject) -> None:
    text = text_of(data.draw(objects(name, noisy=True)))
    model = MODELS[name].from_json(text)
    for duplicate in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model), copy.copy(model)):
        assert type(duplicate) is type(model)
        assert duplicate == model
        assert duplicate.to_json() == model.to_json()
    changed = copy.deepcopy(model)
    empty_out(changed.extra)
    assert same(parsed(model.to_json()), parsed(text))


@examples(60)
@given(value=objects("Invoice", noisy=True))
def test_to_dict_shares_nothing_with_the_model(value: dict[str, Any]) -> None:
    invoice = Invoice.from_json(text_of(value))
    empty_out(invoice.to_dict())
    assert same(parsed(invoice.to_json()), parsed(text_of(value)))


def test_a_schedule_of_many_invoices() -> None:
    invoices = [{"_id": str(number), "total": number, "new": [number, None]} for number in range(1000)]
    text = text_of({"_id": "many", "invoices": invoices})
    schedule = InvoiceSchedule.from_json(text)
    assert schedule.invoices is not None
    assert [invoice.id for invoice in schedule.invoices] == [str(number) for number in range(1000)]
    assert same(parsed(schedule.to_json()), parsed(text))


def test_depth_is_no_matter() -> None:
    """Half as deep as Python's stack: a copy by recursion would not get there."""
    text = '{"_id": "x", "deep": ' + "[" * 480 + "]" * 480 + "}"
    invoice = Invoice.from_json(text)
    for written in (invoice.to_dict(), Invoice.from_dict(json.loads(text)).to_dict(), json.loads(invoice.to_json())):
        assert json.dumps(written, sort_keys=True) == text


def test_every_response_is_covered() -> None:
    assert {"Invoice", "InvoiceSchedule", "Rrule", "Tax", "Address", "PaymentScheduleEntry"} <= RESPONSE_CLASSES
    assert not any(name.endswith("Input") for name in RESPONSE_CLASSES)


def overflow(value: Any) -> list[Any]:
    """What any model in a value has in `extra`."""
    if isinstance(value, list):
        return [found for element in value for found in overflow(element)]
    if not hasattr(value, "wire_names"):
        return []
    return [
        *([value.extra] if value.extra else []),
        *(x for name in value.wire_names for x in overflow(getattr(value, name))),
    ]


def empty_out(value: Any) -> None:
    """Empty a value's objects and arrays, from the innermost on."""
    for member in list(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()):
        empty_out(member)
    if isinstance(value, (dict, list)):
        value.clear()
