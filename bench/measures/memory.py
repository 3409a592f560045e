"""The memory that a decoded answer holds."""

import gc
import tracemalloc
from typing import Final

from bench import fresh
from bench.contenders import BASE, NAMES, load
from bench.correctness import to_bytes
from bench.effort import Effort
from bench.payloads import Payloads
from bench.row import Row

_INVOICES: Final = 1_000


def measure(_: Effort, _base_url: str) -> list[Row]:
    """Return the row; counting needs no repetition."""
    held = {name: fresh.call(sample, name) for name in NAMES}
    figures = {name: count / held[BASE] for name, count in held.items()}
    remark = f"{held[BASE] / 1024:.1f} KB a dict"
    return [Row(title="memory of a decoded invoice", base="dict", aim=0.95, figures=figures, remark=remark)]


def sample(name: str) -> float:
    """Count the bytes that an invoice of a schedule holds once decoded."""
    contender = load(name)
    content = to_bytes(Payloads().schedule(_INVOICES))
    contender.decode_schedule(content)
    gc.collect()
    tracemalloc.start()
    schedule = contender.decode_schedule(content)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    del schedule
    return held / _INVOICES
