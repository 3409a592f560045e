"""Whether a long answer costs more per invoice than a short one, beyond what the garbage collector takes of anyone."""

from functools import partial
from typing import Final

from bench import fresh
from bench.contenders import BASE, OURS, load
from bench.correctness import to_bytes
from bench.effort import Effort
from bench.payloads import Payloads
from bench.rounds import Times, interleave, median, merged
from bench.row import Row

_CONTENDERS: Final = (BASE, OURS)
_FEW: Final = 100
_SHORTFALL: Final = """\
what grows is the cost of fresh memory: of its pages, and of caches that don't hold it, 7.7 KB an invoice, half of it
the service's own text. How much that is, and how much json.loads loses to the garbage collector meanwhile, depends on
the machine: 0.60 to 0.75 were seen. Tried: reading the invoices one at a time, so that no others' records lie in
memory (4 % less at 10,000, but 13 % more at 100)."""


def measure(effort: Effort, _base_url: str) -> list[Row]:
    """Return the row."""
    many = merged([fresh.call(sample, effort.many, 2) for _ in range(effort.processes)])
    few = merged([fresh.call(sample, _FEW, effort.rounds) for _ in range(effort.processes)])
    times = {name: (median(few[name]), median(many[name])) for name in _CONTENDERS}
    growth = {name: long / short for name, (short, long) in times.items()}
    absolute = f"at {effort.many:,}, ours takes {times[OURS][1] / times[BASE][1]:.2f} of its time"
    return [
        Row(
            title=f"time per invoice at {effort.many:,} against at {_FEW}",
            base="growth of json.loads",
            aim=0.7,
            figures={name: factor / growth[BASE] for name, factor in growth.items()},
            remark=f"json.loads grows {growth[BASE]:.2f} times; {absolute}",
            shortfall=_SHORTFALL,
        )
    ]


def sample(invoices: int, rounds: int) -> Times:
    """Time each contender, per invoice."""
    content = to_bytes(Payloads().schedule(invoices))
    decoders = {name: partial(load(name).decode_schedule, content) for name in _CONTENDERS}
    times = interleave(decoders, rounds)
    return {name: [time / invoices for time in own] for name, own in times.items()}
