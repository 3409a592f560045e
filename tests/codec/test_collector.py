"""The garbage collector: paused while a long answer is read, and none the worse for it afterwards."""

from __future__ import annotations

import gc
import json
import weakref

import pytest

from leadconnector.client.errors import DecodeError
from leadconnector.codec import answer, collector
from leadconnector_invoices.models import InvoiceSchedule


@pytest.fixture
def long_answer(monkeypatch: pytest.MonkeyPatch) -> str:
    """An answer that counts as long, in which decoding can be watched."""
    monkeypatch.setattr(answer, "LONG", 10)
    return json.dumps({"_id": "long", "invoices": [{"_id": "x"}]})


def test_the_collector_is_paused_while_a_long_answer_is_read(long_answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(InvoiceSchedule, "from_record", lambda record: seen.append(gc.isenabled()))
    InvoiceSchedule.from_json(long_answer)
    monkeypatch.setattr(answer, "LONG", 1000)
    InvoiceSchedule.from_json(long_answer)
    assert seen == [False, True]
    assert gc.isenabled()


def test_it_is_on_again_after_an_error_and_off_where_it_was_off(long_answer: str) -> None:
    with pytest.raises(DecodeError):
        InvoiceSchedule.from_json("[" + long_answer)
    assert gc.isenabled()
    gc.disable()
    try:
        InvoiceSchedule.from_json(long_answer)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_objects_that_a_program_froze_stay_frozen(long_answer: str) -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        InvoiceSchedule.from_json(long_answer)
        assert gc.get_freeze_count() > frozen - 1000
    finally:
        gc.unfreeze()
    InvoiceSchedule.from_json(long_answer)
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("many", [1, 10**9], ids=["made old", "left young"])
def test_what_holds_itself_is_freed_between_long_answers(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Cycle:
        def __init__(self, schedule: InvoiceSchedule) -> None:
            self.schedule = schedule
            self.itself = self

    monkeypatch.setattr(answer, "LONG", 10)
    monkeypatch.setattr(collector, "_MANY", many)
    content = json.dumps({"_id": "long", "invoices": [{"_id": "x", "invoiceItems": [{}]} for _ in range(1000)]})
    cycles = [weakref.ref(Cycle(InvoiceSchedule.from_json(content))) for _ in range(150)]
    assert sum(cycle() is not None for cycle in cycles) < 140
