"""JSON bytes to typed objects, reading them, and requests back to bytes; time and memory."""

import gc
import tracemalloc
from collections.abc import Callable
from functools import partial
from timeit import Timer
from typing import Final

from bench.payloads import Payloads, to_bytes
from bench.peers import BASE, NAMES, OURS, load, reader
from bench.report import Row
from bench.timing import Times, in_process, in_processes, interleave, ratios

INVOICES: Final = 100
TASKS: Final = {
    "decode one": ("decode an invoice", "json.loads", 1.0, ""),
    "decode": (f"decode a schedule of {INVOICES} invoices", "json.loads", 1.1, ""),
    "read": (
        "the same, and read every attribute",
        "json.loads",
        1.3,
        "each described field costs a look-up, a check and a store, whether it came or not; and parts that wait for "
        "their first read are made apart from the rest.",
    ),
    "encode": ("encode a request, checked", "json.dumps of the dict", 1.5, ""),
}
KINDS: Final = {"typical": "", "unlike": ", of other shapes"}
"""Kinds of payload: that which the codec was tuned on, and one with new amounts, more unknown fields and nulls."""


def measure(processes: int, rounds: int) -> list[Row]:
    """Return a row for each task and kind of payload, of memory, and of a process's first decode."""
    rows = [
        Row(
            title=title + suffix,
            base=base,
            aim=aim,
            figures=ratios(in_processes(sample, processes, task, kind, rounds), BASE),
            shortfall=shortfall,
        )
        for task, (title, base, aim, shortfall) in TASKS.items()
        for kind, suffix in KINDS.items()
    ]
    held = {name: in_process(sample_memory, name) for name in NAMES}
    first = sorted(in_process(sample_first) for _ in range(2 * processes + 1))[processes]
    return [
        *rows,
        Row(
            title="memory of a decoded invoice",
            base="dict",
            aim=1.0,
            figures={name: count / held[BASE] for name, count in held.items()},
            remark=f"{held[BASE] / 1024:.1f} KB",
            shortfall="numbers are exact: a Decimal takes 104 bytes where a float takes 24.",
        ),
        Row(title="a process's first decode, beyond its second", base="-", aim=1, unit="ms", figures={OURS: first}),
    ]


def sample(task: str, kind: str, rounds: int) -> Times:
    """Time all contenders at one task, in seconds a call."""
    payloads = Payloads(kind)
    invoice, schedule, body = payloads.invoice(), payloads.schedule(INVOICES), payloads.update()

    def contender(name: str) -> Callable[[], object]:
        peer = load(name)
        if task == "encode":
            return partial(peer.encode, peer.make_update(body))
        if task == "decode one":
            return partial(peer.decoder("Invoice"), to_bytes(invoice))
        decode, content = peer.decoder("InvoiceSchedule"), to_bytes(schedule)
        if task == "decode" or name == BASE:  # what reading is measured against is decoding alone
            return partial(decode, content)
        read = reader(decode(content))
        return lambda: read(decode(content))

    return interleave({name: contender(name) for name in NAMES}, rounds)


def sample_memory(name: str) -> float:
    """Count the bytes that an invoice of a schedule holds once decoded."""
    decode, count = load(name).decoder("InvoiceSchedule"), 1_000
    content = to_bytes(Payloads().schedule(count))
    decode(content)
    gc.collect()
    tracemalloc.start()
    schedule = decode(content)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    del schedule
    return held / count


def sample_first() -> float:
    """Return how many milliseconds longer the first decode of a process takes than the second."""
    decode = load(OURS).decoder("InvoiceSchedule")
    content = to_bytes(Payloads().schedule(1))
    first, second = Timer(partial(decode, content)).repeat(2, number=1)
    return (first - second) * 1000
