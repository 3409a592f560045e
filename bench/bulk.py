"""What a run with a ledger costs beside the same calls by a bare gather, in time and in memory."""

import asyncio
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from bench.calls import ID, IN_FLIGHT, TOKEN
from bench.peers import OURS
from bench.report import Row
from bench.timing import in_process

_GATHER: Final = "gather"
_WARM: Final = 640


def measure(rounds: int, calls: int, base_url: str) -> list[Row]:
    """Return the row of so many cancels, 64 in flight."""
    sample: dict[str, Any] = in_process(sample_rates, base_url, rounds, calls)
    rates = {name: 1 / statistics.median(sample[name]) for name in (_GATHER, OURS)}
    return [
        Row(
            title=f"{calls:,} cancels by a ledger, {IN_FLIGHT} in flight",
            base="requests/s of a bare gather",
            aim=0.8,
            figures={name: rate / rates[_GATHER] for name, rate in rates.items()},
            more_is_better=True,
            remark=f"{rates[_GATHER]:.0f} requests/s; +{sample['megabytes']:.0f} MB",
            shortfall="each call is written to the disk before it is sent; a slow disk shows.",
        )
    ]


def sample_rates(base_url: str, rounds: int, calls: int) -> dict[str, Any]:
    """Time both in turn, in seconds a call; and by how much the first run's memory grew."""
    from leadconnector import bulk
    from leadconnector_invoices import AsyncClient

    async def gather(client: Any, calls: int) -> None:
        numbers = iter(range(calls))

        async def work() -> None:
            for _ in numbers:
                await client.schedules.cancel(ID)

        await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))

    async def run(client: Any, calls: int) -> None:
        with tempfile.TemporaryDirectory() as directory:
            requests = ((str(number), client.schedules.prepare.cancel(ID)) for number in range(calls))
            ledger = Path(directory, "ledger.jsonl")
            summary = await bulk.run_async(client, requests, ledger=ledger, concurrency=IN_FLIGHT)
            assert summary.done == {"response": calls}, summary

    async def main() -> dict[str, Any]:
        contenders = {OURS: run, _GATHER: gather}
        sample: dict[str, Any] = {name: [] for name in contenders}
        async with AsyncClient(token=TOKEN, location_id=ID, base_url=base_url) as client:
            for contender in contenders.values():
                await contender(client, _WARM)
            before = _peak()
            for turn in range(rounds):
                for name, contender in contenders.items():
                    began = time.perf_counter()
                    await contender(client, calls)
                    sample[name].append((time.perf_counter() - began) / calls)
                    if not turn:
                        sample.setdefault("megabytes", _peak() - before)
        return sample

    return asyncio.run(main())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
