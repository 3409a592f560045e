"""JSON bytes to typed objects, reading them, and back."""

import time
from collections.abc import Callable
from typing import Final

from bench import fresh
from bench.contender import Contender, reader
from bench.contenders import BASE, NAMES, OURS, load
from bench.correctness import to_bytes
from bench.effort import Effort
from bench.payloads import Payloads
from bench.rounds import Times, interleave, merged, ratios
from bench.row import Row
from bench.shapes import answer_shape

_INVOICES: Final = 100
_TASKS: Final = {
    "decode one": ("JSON bytes → typed invoice", "json.loads", 0.95),
    "decode": (f"JSON bytes → typed schedule of {_INVOICES} invoices", "json.loads", 1.0),
    "read": ("the same, and every attribute read once", "json.loads", 1.4),
    "encode": ("typed schedule → JSON bytes", "json.dumps", 0.45),
}
_SHORTFALLS: Final = {
    "encode": """\
each model is asked for its class before it is written, as an answer's model in a request would clear all that it lacks,
and each enum for its text. Done: what checks it is C (0.53 before). 0.42 to 0.45 were seen."""
}
_AMOUNTS: Final = {"amounts repeat": False, "all amounts new": True}


def measure(effort: Effort, _base_url: str) -> list[Row]:
    """Return a row for each task and kind of amounts."""
    rows: list[Row] = []
    remark = f"a process's first answers take {fresh.call(sample_first) * 1000:.1f} ms more"
    for task, (title, base, aim) in _TASKS.items():
        for amounts, new in _AMOUNTS.items():
            samples = [fresh.call(sample, task, new, effort.rounds) for _ in range(effort.processes)]
            figures = ratios(merged(samples), BASE)
            rows.append(
                Row(
                    title=f"{title}, {amounts}",
                    base=base,
                    aim=aim,
                    figures=figures,
                    remark=remark,
                    shortfall=_SHORTFALLS.get(task, ""),
                )
            )
            remark = ""
    return rows


def sample_first() -> float:
    """Return how many seconds the first two answers take more than later ones, while it is learnt what is in them."""
    decode = load(OURS).decode_schedule
    content = to_bytes(Payloads().schedule(1))
    times: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        decode(content)
        times.append(time.perf_counter() - began)
    return times[0] + times[1] - 2 * times[-1]


def sample(task: str, new: bool, rounds: int) -> Times:
    """Time all contenders at one task."""
    payloads = Payloads(new=new)
    content = to_bytes(payloads.invoice() if task == "decode one" else payloads.schedule(_INVOICES))
    tasks = {name: _task(task, load(name), content) for name in NAMES}
    if task == "read":  # the base is what it is for decoding
        tasks = {**tasks, BASE: _task("decode", load(BASE), content), "dict": tasks[BASE]}
    return interleave(tasks, rounds)


def _task(task: str, contender: Contender, content: bytes) -> Callable[[], object]:
    decode = contender.decode_schedule
    match task:
        case "decode one":
            return lambda: contender.decode_invoice(content)
        case "decode":
            return lambda: decode(content)
        case "read":
            read = reader(answer_shape(), contender.access)
            return lambda: read(decode(content))
    schedule = [decode(content) for _ in range(3)][-1]  # as it is once a process has seen such answers
    return lambda: contender.encode(schedule)
