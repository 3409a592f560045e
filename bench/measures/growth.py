"""Whether a long answer costs more per invoice than a short one, beyond what the garbage collector takes of anyone."""

from functools import partial
from typing import Final

from bench import fresh
from bench.contenders import BASE, OURS, load
from bench.correctness import to_bytes
from bench.effort import Effort
from bench.payloads import Payloads
from bench.rounds import Times, interleave, median
from bench.row import Row

_CONTENDERS: Final = (BASE, OURS, "stock generator")
_FEW: Final = 100


def measure(effort: Effort, _base_url: str) -> list[Row]:
    """Return the row."""
    many = fresh.call(sample, effort.many, 3)
    few = fresh.call(sample, _FEW, effort.rounds)
    growth = {name: median(many[name]) / median(few[name]) for name in _CONTENDERS}
    figures = {name: factor / growth[BASE] for name, factor in growth.items()}
    title = f"time per invoice at {effort.many:,} against at {_FEW}"
    remark = f"json.loads grows {growth[BASE]:.2f} times"
    return [Row(title=title, base="growth of json.loads", aim=0.7, figures=figures, remark=remark)]


def sample(invoices: int, rounds: int) -> Times:
    """Time each contender, per invoice."""
    content = to_bytes(Payloads().schedule(invoices))
    decoders = {name: partial(load(name).decode_schedule, content) for name in _CONTENDERS}
    times = interleave(decoders, rounds)
    return {name: [time / invoices for time in own] for name, own in times.items()}
