"""Answers are read fast once it is known what a service sends, and the careful way until then; with the same result."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector.client.errors import DecodeError
from leadconnector.codec.findings import MOST_OTHERS
from leadconnector.codec.jsontext import parse_json
from leadconnector.codec.loose import Loose
from leadconnector.codec.record_types import Record
from leadconnector.codec.records import Records
from leadconnector_invoices.models import CancelSchedule, Invoice
from tests.codec.json_values import parsed, same, text_of
from tests.codec.payloads import ANSWERED, HALF, MODELS, examples, objects

if TYPE_CHECKING:
    from leadconnector.codec.answer import Answer

ADDRESS = {"city": "Springfield"}
PRESENT: dict[str, Any] = {"_id": "x", "name": "a", "businessDetails": {"address": ADDRESS}, "invoiceItems": []}


@pytest.fixture
def records() -> Records:
    """Records that have seen nothing yet."""
    return Records()


def read(records: Records, model: type[Answer], value: Any) -> tuple[type, Answer]:
    """By what an answer is read, and what comes of it."""
    record = records.read(model, text_of(value))
    return type(record), model.from_record(record)


@pytest.mark.parametrize(
    "value",
    [
        {**PRESENT, "new": 1.5, "other": [None]},
        {**PRESENT, "name": None, "liveMode": None, "issueDate": None, "total": None},
        {**PRESENT, "businessDetails": None, "invoiceItems": None},
        {**PRESENT, "businessDetails": {"address": None, "new": 1}},
        {**PRESENT, "name": 5, "title": True, "liveMode": "yes", "status": 7, "issueDate": 20230101},
        {**PRESENT, "invoiceItems": [{"name": "a"}, {"new": {}}]},
    ],
    ids=["unknown fields", "nulls", "nulls for objects", "below", "other kinds", "in arrays"],
)
def test_what_came_once_is_expected_from_then_on(records: Records, value: dict[str, Any]) -> None:
    first, carefully = read(records, Invoice, value)
    second, fast = read(records, Invoice, value)
    assert first is Loose
    assert issubclass(second, Record)
    assert fast == carefully == Invoice.from_dict(value)
    assert same(parsed(fast.to_json()), parsed(text_of(value)))
    third, without = read(records, Invoice, PRESENT)
    assert issubclass(third, Record)
    assert without == Invoice.from_dict(PRESENT)
    assert not without.extra


@pytest.mark.parametrize(
    "value",
    [
        {"_id": HALF},
        {**PRESENT, HALF: 1, "new": 2},
        {**PRESENT, "status": HALF},
        {**PRESENT, "discount": {"type": HALF}},
        {**PRESENT, "attachments": [HALF]},
        {**PRESENT, "tips": {HALF: [HALF]}},
    ],
    ids=["id", "name", "enum", "enum below", "array", "free object"],
)
def test_half_a_pair_of_surrogates_is_kept_and_harms_no_later_answer(records: Records, value: dict[str, Any]) -> None:
    for _ in range(2):
        kind, model = read(records, Invoice, value)
        assert kind is Loose
        assert same(parsed(model.to_json()), parsed(text_of(value)))
    later, model = read(records, Invoice, PRESENT)
    assert issubclass(later, Record)
    assert model == Invoice.from_dict(PRESENT)


def test_an_answer_like_its_description_is_read_fast_at_once(records: Records) -> None:
    kind, model = read(records, Invoice, PRESENT)
    assert issubclass(kind, Record)
    assert model == Invoice.from_dict(PRESENT)


@pytest.mark.parametrize(
    "value",
    [
        {**PRESENT, "businessDetails": "text"},
        {**PRESENT, "businessDetails": {"address": "7 Mill Lane"}},
        {**PRESENT, "invoiceItems": [{}, None]},
        {**PRESENT, 'a "quoted" name': 1, "back\\slash": 2, "line\nbreak": 3},
    ],
    ids=["text for an object", "below", "null in an array", "names that msgspec can't be told"],
)
def test_what_nothing_can_be_prepared_for_is_read_carefully_each_time(records: Records, value: dict[str, Any]) -> None:
    for _ in range(3):
        kind, model = read(records, Invoice, value)
        assert kind is Loose
        assert same(parsed(model.to_json()), parsed(text_of(value)))
    assert issubclass(read(records, Invoice, PRESENT)[0], Record)


def test_names_that_never_repeat_do_not_fill_the_memory(records: Records) -> None:
    values = [{**PRESENT, f"new {number}": number} for number in range(MOST_OTHERS + 20)]
    for value in values:
        assert read(records, Invoice, value)[1] == Invoice.from_dict(value)
    kinds = [read(records, Invoice, value)[0] for value in values]
    assert [kind is Loose for kind in kinds] == [number >= MOST_OTHERS for number in range(MOST_OTHERS + 20)]


@pytest.mark.parametrize("name", sorted(ANSWERED))
@examples(15)
@given(data=st.data())
def test_both_ways_come_to_the_same(name: str, data: st.DataObject) -> None:
    model: Any = MODELS[name]
    text = text_of(data.draw(objects(name, noisy=True)))
    carefully = model.decode(parse_json(text.encode()))
    for _ in range(3):
        assert model.from_json(text) == carefully
    assert same(parsed(carefully.to_json()), parsed(text))


def test_arrays_are_read_the_same_way(records: Records) -> None:
    text = text_of([{"_id": "a", "new": 1}, {"_id": "b", "name": None, "total": 0.1}])
    for kind in (Loose, Record):
        listed = records.read_list(Invoice, text)
        assert all(isinstance(record, kind) for record in listed)
        first, second = map(Invoice.from_record, listed)
        assert (first.extra, second.extra, second.total) == ({"new": 1}, {"name": None}, Decimal("0.1"))


@pytest.mark.parametrize(
    ("text", "pointer"), [("{}", ""), ('[{"_id": "a"}, 5]', "/1"), ('[{"_id": "a"}, {}]', "/1/_id")]
)
def test_what_is_no_array_of_answers_is_a_decode_error(records: Records, text: str, pointer: str) -> None:
    with pytest.raises(DecodeError) as caught:
        records.read_list(Invoice, text)
    assert caught.value.pointer == pointer


def test_bodies_are_read_carefully_only() -> None:
    assert CancelSchedule.from_json('{"altId": "a", "new": 1.5}').extra == {"new": Decimal("1.5")}
    with pytest.raises(DecodeError, match=r"expected a JSON object, got \[\]"):
        CancelSchedule.from_json("[]")


def test_threads_may_learn_at_the_same_time(records: Records) -> None:
    values = [{**PRESENT, f"new {number % 40}": number, "title": None} for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        models = list(pool.map(lambda value: read(records, Invoice, value)[1], values))
    assert models == [Invoice.from_dict(value) for value in values]
    assert issubclass(read(records, Invoice, values[0])[0], Record)


@pytest.mark.parametrize("convert", [bytearray, memoryview])
@pytest.mark.parametrize("text", ['{"_id": "x"}', '\ufeff{"_id": "x"}', '{"_id": "x", "name": "\\ud83d"}'])
def test_any_bytes_are_read_the_same(convert: type, text: str) -> None:
    assert Invoice.from_json(convert(text.encode())) == Invoice.from_json(text)
    with pytest.raises(DecodeError):
        Invoice.from_json(convert(b"nope"))


def test_a_class_of_ones_own_may_name_what_only_type_checkers_know() -> None:
    class Mine(Invoice):
        hook: ClassVar[Unheard | None] = None  # type: ignore[name-defined]  # noqa: F821

    assert Mine.from_json('{"_id": "x", "total": 1.5}').total == Decimal("1.5")
    assert Mine.from_dict({"_id": "x"}).hook is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_while_another_thread_learns_leaves_a_child_that_can_read() -> None:
    code = """
import os, sys, threading
from leadconnector.codec.records import RECORDS
from leadconnector_invoices.models import Invoice
with RECORDS._lock:  # as if another thread held it
    child = os.fork()
    if not child:
        Invoice.from_json('{"_id": "x", "new": 1}')
        os._exit(0)
_, status = os.waitpid(child, 0)
sys.exit(status)
"""
    subprocess.run([sys.executable, "-c", code], timeout=20, check=True)
