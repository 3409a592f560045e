"""Every contender reads and writes what it should; and one that does not is found out."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bench import peers
from bench.payloads import Payloads, to_bytes
from bench.peers import OURS


@pytest.fixture(scope="module", autouse=True)
def stock_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    place = tmp_path_factory.mktemp("stock")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(place)
        peers.generate_stock(place)
        yield
    for name in [name for name in sys.modules if name.partition(".")[0] == peers.STOCK_PACKAGE]:
        del sys.modules[name]


@pytest.mark.parametrize("name", peers.NAMES)
def test_contenders_are_correct(name: str) -> None:
    peers.check(name, peers.load(name))


def decode_ours(content: bytes) -> Any:
    return peers.load(OURS).decoder("InvoiceSchedule")(content)


def without_unknown(content: bytes) -> Any:
    data = json.loads(content)
    del data["invoices"][0]["pdfUrl"]
    return decode_ours(to_bytes(data))


def with_another_amount(content: bytes) -> Any:
    schedule = decode_ours(content)
    schedule.invoices[1].total += 1
    return schedule


@pytest.mark.parametrize(
    ("decode", "complaint"),
    [
        (without_unknown, "encodes another schedule"),
        (with_another_amount, "encodes another schedule"),
    ],
)
def test_a_wrong_contender_is_found_out(decode: Any, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        peers.check("it", replace(peers.load(OURS), decoder=lambda _: decode))


def test_a_contender_that_reads_a_float_is_found_out() -> None:
    with pytest.raises(AssertionError, match=r"decodes total as 1188\.75"):
        peers.check("it", replace(peers.load(peers.BASE), losses=()))


def test_what_a_contender_says_it_loses_may_be_lost() -> None:
    ours = peers.load(OURS)
    peers.check("it", replace(ours, decoder=lambda _: without_unknown, losses=(peers.UNKNOWN,)))


@pytest.mark.parametrize("name", peers.NAMES)
def test_the_reader_reads_every_attribute(name: str) -> None:
    peer = peers.load(name)
    sample = peer.decoder("InvoiceSchedule")(to_bytes(Payloads().schedule(2)))
    invoice = (sample["invoices"] if isinstance(sample, dict) else sample.invoices)[0]
    read: list[str] = []

    class Watched(dict):  # type: ignore[type-arg]
        def get(self, key: str, default: object = None) -> Any:
            read.append(key)
            return super().get(key, default)

    if name == peers.BASE:
        peers.reader(sample)({**sample, "invoices": [Watched(invoice)]})
        assert read == list(invoice)
    else:
        peers.reader(sample)(sample)


def test_payloads_are_the_same_in_every_process_and_kinds_differ() -> None:
    assert Payloads().schedule(2) == Payloads().schedule(2)
    totals = {kind: {it["total"] for it in Payloads(kind).schedule(100)["invoices"]} for kind in ("typical", "unlike")}
    assert (len(totals["typical"]), len(totals["unlike"])) == (1, 100)
    assert 2_200 < len(to_bytes(Payloads().invoice())) < 2_400
