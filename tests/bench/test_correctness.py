"""Every contender reads and writes what it should; and one that does not is found out."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bench import contenders
from bench.contender import reader
from bench.contenders import stock
from bench.correctness import check, to_bytes
from bench.payloads import Payloads
from bench.shapes import answer_shape

OURS = contenders.load(contenders.OURS)
NEEDS = {"pydantic": "pydantic", "cattrs": "cattrs", "msgspec.Struct": "msgspec"}


@pytest.fixture(scope="module", autouse=True)
def stock_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    place = tmp_path_factory.mktemp("stock")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BENCH_STOCK", "")
        patch.setattr(sys, "path", [*sys.path])
        stock.generate(place)
        yield
    for name in [name for name in sys.modules if name.partition(".")[0] == stock.PACKAGE]:
        del sys.modules[name]


@pytest.mark.parametrize("name", contenders.NAMES)
def test_contenders_are_correct(name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name], reason=f"{NEEDS[name]} is in requirements/bench.txt only")
    contender = contenders.load(name)
    check(contender)
    reader(answer_shape(), contender.access)(contender.decode_schedule(to_bytes(Payloads().schedule(2))))


def without_unknown(content: bytes) -> Any:
    data = json.loads(content)
    del data["invoices"][0]["pdfUrl"]
    return OURS.decode_schedule(to_bytes(data))


def with_another_amount(content: bytes) -> Any:
    schedule = OURS.decode_schedule(content)
    schedule.invoices[1].total += 1
    return schedule


def without_null(content: bytes) -> Any:
    schedule = OURS.decode_schedule(content)
    del schedule.invoices[0].extra["title"]
    return schedule


def with_a_float(content: bytes) -> Any:
    schedule = OURS.decode_schedule(content)
    schedule.invoices[0].total = float(schedule.invoices[0].total)
    return schedule


@pytest.mark.parametrize(
    ("decode", "complaint"),
    [
        (without_unknown, "writes another schedule"),
        (with_another_amount, "reads another InvoiceSchedule"),
        (without_null, "writes another schedule"),
        (with_a_float, "reads total as 1188.75"),
    ],
)
def test_a_wrong_contender_is_found_out(decode: Any, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        check(replace(OURS, decode_schedule=decode))


def test_what_a_contender_says_it_loses_may_be_lost() -> None:
    check(replace(OURS, decode_schedule=without_unknown, keeps_unknown=False))
    check(replace(OURS, decode_schedule=without_null, keeps_nulls=False))
    assert replace(OURS, keeps_nulls=False, exact=False).losses == ["nulls", "exact numbers"]
