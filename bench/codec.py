"""JSON bytes to typed objects, reading them, and requests back to bytes; time and memory."""

import gc
import time
import tracemalloc
from collections.abc import Callable
from typing import Any, Final

from bench.payloads import Payloads, to_bytes
from bench.peers import BASE, NAMES, Peer, load, reader
from bench.report import OURS, Row
from bench.timing import Times, in_process, in_processes, interleave, ratios

INVOICES: Final = 100
TASKS: Final = {
    "decode one": ("decode an invoice", "json.loads", 1.0),
    "decode": (f"decode a schedule of {INVOICES} invoices", "json.loads", 1.1),
    "read": ("the same, and read every attribute", "json.loads", 1.3),
    "encode": ("encode a request, checked", "json.dumps of the dict", 1.5),
}
_DECODE: Final = (
    "every described field costs a look-up, there or not, and far more are described than in 0.1.0, which reached 0.9 "
    "with structs that learn what responses hold; those are gone on purpose."
)
SHORTFALLS: Final = {
    "decode one": _DECODE,
    "decode": _DECODE,
    "read": "decoding as above; dates are parsed when they are read. The dict's own reading costs 0.2.",
}
KINDS: Final = {"typical": "", "unlike": ", of other shapes"}
"""Kinds of payload: that which the codec was tuned on, and one with new amounts, more unknown fields and nulls."""


def measure(processes: int, rounds: int) -> list[Row]:
    """Return a row for each task and kind of payload, of memory, and of a process's first decode."""
    rows: list[Row] = []
    for task, (title, base, aim) in TASKS.items():
        for kind, suffix in KINDS.items():
            figures = ratios(in_processes(sample, processes, task, kind, rounds), BASE)
            rows.append(
                Row(title=title + suffix, base=base, aim=aim, figures=figures, shortfall=SHORTFALLS.get(task, ""))
            )
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
            shortfall="a model has a slot for each described field, whether it came or not.",
        ),
        Row(title="a process's first decode, beyond its second", base="-", aim=1, unit="ms", figures={OURS: first}),
    ]


def sample(task: str, kind: str, rounds: int) -> Times:
    """Time all contenders at one task, in seconds a call."""
    payloads = Payloads(kind)
    if task == "encode":
        body = payloads.update()
        return interleave({name: _encoding(load(name), body) for name in NAMES}, rounds)
    content = to_bytes(payloads.invoice() if task == "decode one" else payloads.schedule(INVOICES))
    tasks = {name: _decoding(task, load(name), content) for name in NAMES}
    if task == "read":  # the base is what it is for decoding
        tasks = {**tasks, BASE: _decoding("decode", load(BASE), content), "dict": tasks[BASE]}
    return interleave(tasks, rounds)


def _decoding(task: str, peer: Peer, content: bytes) -> Callable[[], object]:
    if task == "decode one":
        return lambda: peer.decode_invoice(content)
    if task == "decode":
        return lambda: peer.decode_schedule(content)
    read = reader(peer.decode_schedule(content))
    return lambda: read(peer.decode_schedule(content))


def _encoding(peer: Peer, body: dict[str, Any]) -> Callable[[], object]:
    model = peer.make_update(body)
    return lambda: peer.encode_update(model)


def sample_memory(name: str) -> float:
    """Count the bytes that an invoice of a schedule holds once decoded."""
    peer, count = load(name), 1_000
    content = to_bytes(Payloads("typical").schedule(count))
    peer.decode_schedule(content)
    gc.collect()
    tracemalloc.start()
    schedule = peer.decode_schedule(content)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    del schedule
    return held / count


def sample_first() -> float:
    """Return how many milliseconds longer the first decode of a process takes than the second."""
    decode = load(OURS).decode_schedule
    content = to_bytes(Payloads("typical").schedule(1))
    times: list[float] = []
    for _ in range(2):
        began = time.perf_counter()
        decode(content)
        times.append((time.perf_counter() - began) * 1000)
    return times[0] - times[1]
