"""What a call costs over loopback: blocking, one after the other; from many tasks at once; and by a ledger."""

import asyncio
import contextlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Generator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

from bench.payloads import Payloads, to_bytes
from bench.peers import OURS, STOCK, load_stock
from bench.report import Row
from bench.timing import ROOT, Times, in_processes, interleave, ratios, shuffled

TOKEN: Final = "pit-benchmark"
ID: Final = "6578278e879ad2646715ba9c"
SCHEDULE: Final = to_bytes({**Payloads().schedule(1), "_id": ID})
"""The response to all but PUT: a schedule with one invoice, 3 KB."""
INVOICE: Final = to_bytes({**Payloads().invoice(), "_id": ID})
"""The response to PUT."""
BODY: Final = Payloads().update()
HTTPX: Final = "httpx by hand"
VENDOR: Final = "vendor's SDK"
GATHER: Final = "gather"
PATHS: Final = {"GET": f"/invoices/schedule/{ID}", "PUT": f"/invoices/{ID}"}
QUERY: Final = {"altId": ID, "altType": "location"}
HEADERS: Final = {"Authorization": f"Bearer {TOKEN}", "Version": "2021-07-28", "Accept": "application/json"}
BLOCKING: Final = (
    ("GET", "blocking GET of a schedule", 0.75),
    ("PUT", "blocking PUT of a whole invoice, checked", 0.85),
)
IN_FLIGHT: Final = 64
CALLS: Final = 640  # ten by each task, so that the end, when fewer are in flight, counts little
Calls = Mapping[str, Callable[[], Any]]
"""By method: what makes the call; that of an async client must be awaited."""


def measure(processes: int, rounds: int, cancels: int, base_url: str) -> list[Row]:
    """Return the rows of a blocking GET and PUT, of async GETs, and of so many cancels by a ledger."""
    rows: list[Row] = []
    for method, title, aim in BLOCKING:
        times = in_processes(sample_blocking, processes, method, base_url, 4 * rounds)
        rows.append(
            Row(
                title=title,
                base="httpx.Client.request(…).json()",
                aim=aim,
                figures=ratios(times, HTTPX),
                remark=f"{statistics.median(times[HTTPX]) * 1000:.2f} ms",
                shortfall="half of a call is HTTP/1.1 on the socket by httpcore, which httpx by hand has as well.",
            )
        )
    times = in_processes(sample_in_flight, processes, base_url, max(1, rounds // 5))
    title = f"async GETs, {IN_FLIGHT} in flight"
    rows.append(_throughput(title, 2.8, "httpx.AsyncClient", times, HTTPX, CALLS))
    times = in_processes(sample_ledger, 1, base_url, max(1, rounds // 5), cancels)
    title = f"{cancels:,} cancels by a ledger, {IN_FLIGHT} in flight"
    return [*rows, _throughput(title, 0.8, "a bare gather", times, GATHER, cancels)]


def _throughput(title: str, aim: float, base: str, times: Times, base_name: str, calls: int) -> Row:
    return Row(
        title=title,
        base=f"requests/s of {base}",
        aim=aim,
        figures={name: 1 / ratio for name, ratio in ratios(times, base_name).items()},
        more_is_better=True,
        remark=f"{calls / statistics.median(times[base_name]):.0f} requests/s",
        shortfall="each call is written to the disk before it is sent; a slow disk shows."
        if base_name == GATHER
        else "",
    )


def sample_blocking(method: str, base_url: str, rounds: int) -> Times:
    """Time blocking calls; every contender must get the same response."""
    contenders = {name: _CALLS[name](base_url, False)[method] for name in (HTTPX, OURS, STOCK)}
    results: list[Any] = [call() for call in contenders.values()]
    names: set[str] = {it["name"] if isinstance(it, dict) else it.name for it in results}
    assert len(names) == 1, names
    return interleave(contenders, rounds, time.perf_counter)


def sample_in_flight(base_url: str, rounds: int) -> Times:
    """Time each contender's GETs."""

    async def main() -> Times:
        contenders = {name: partial(_gather, make(base_url, True)["GET"], CALLS) for name, make in _CALLS.items()}
        return await _interleave(contenders, rounds)

    return asyncio.run(main())


def sample_ledger(base_url: str, rounds: int, calls: int) -> Times:
    """Time cancels by a ledger, and by the same client without one."""
    from leadconnector import bulk
    from leadconnector_invoices import AsyncClient

    async def main() -> Times:
        async with AsyncClient(token=TOKEN, location_id=ID, base_url=base_url) as client:

            async def run() -> None:
                requests = ((str(number), client.schedules.prepare.cancel(ID)) for number in range(calls))
                with tempfile.TemporaryDirectory() as directory:
                    ledger = Path(directory, "ledger.jsonl")
                    summary = await bulk.run_async(client, requests, ledger=ledger, concurrency=IN_FLIGHT)
                assert summary.done == {"response": calls}, summary

            contenders = {GATHER: lambda: _gather(lambda: client.schedules.cancel(ID), calls), OURS: run}
            return await _interleave(contenders, rounds)

    return asyncio.run(main())


async def _interleave(contenders: Mapping[str, Callable[[], Awaitable[object]]], rounds: int) -> Times:
    """Time each contender once a round, in shuffled order; in a round before them connections are opened."""
    times: Times = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name in shuffled(contenders):
            began = time.perf_counter()
            await contenders[name]()
            if turn:
                times[name].append(time.perf_counter() - began)
    return times


async def _gather(call: Callable[[], Awaitable[object]], calls: int) -> None:
    numbers = iter(range(calls))

    async def work() -> None:
        for _ in numbers:
            assert await call(), "nothing came"

    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))


def _httpx(base_url: str, is_async: bool) -> Calls:
    import httpx

    client: Any = (httpx.AsyncClient if is_async else httpx.Client)(base_url=base_url, headers=HEADERS)

    async def get() -> Any:
        return (await client.request("GET", PATHS["GET"], params=QUERY)).json()

    return {
        "GET": get if is_async else lambda: client.request("GET", PATHS["GET"], params=QUERY).json(),
        "PUT": lambda: client.request("PUT", PATHS["PUT"], json=BODY).json(),  # a dict that nobody checks
    }


def _ours(base_url: str, is_async: bool) -> Calls:
    from leadconnector_invoices import AsyncClient, Client
    from leadconnector_invoices.models import UpdateInvoice

    client = (AsyncClient if is_async else Client)(token=TOKEN, location_id=ID, base_url=base_url)
    body = UpdateInvoice.from_dict(BODY)
    return {"GET": lambda: client.schedules.get(ID), "PUT": lambda: client.invoices.update(ID, body=body)}


def _stock(base_url: str, is_async: bool) -> Calls:
    flavour, models = "asyncio" if is_async else "sync", load_stock("models")
    client = load_stock("client").AuthenticatedClient(base_url=base_url, token=TOKEN)
    get = getattr(load_stock("api.schedule.get_invoice_schedule"), flavour)
    put = getattr(load_stock("api.invoice.update_invoice"), flavour)
    body, alt_type = models.UpdateInvoice.from_dict(BODY), models.AltType.LOCATION
    return {
        "GET": lambda: get(ID, client=client, alt_id=ID, alt_type=alt_type),
        "PUT": lambda: put(ID, client=client, body=body),
    }


def _vendor(base_url: str, _: bool) -> Calls:
    HighLevel = import_module("highlevel").HighLevel  # noqa: N806
    HighLevel.BASE_URL = base_url
    client = HighLevel(private_integration_token=TOKEN)  # async only
    return {"GET": lambda: client.invoices.get_invoice_schedule(ID, ID, "location")}


_CALLS: Final[dict[str, Callable[[str, bool], Calls]]] = {HTTPX: _httpx, OURS: _ours, STOCK: _stock, VENDOR: _vendor}


@contextlib.contextmanager
def running_server() -> Generator[str]:
    """Run the server in a process of its own; the base URL is the context. It ends with the context, or with us."""
    command = [sys.executable, "-m", "bench.calls"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()
            process.wait(timeout=10)


class _Connection(asyncio.Protocol):
    """Gives each request the response of its method once it is there whole; a client sends one at a time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._request = cast("asyncio.Transport", transport), b""

    def data_received(self, data: bytes) -> None:
        self._request += data
        head, end, body = self._request.partition(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
        if end and len(body) >= int(length[1] if length else 0):
            content = INVOICE if head.startswith(b"PUT") else SCHEDULE
            fields = b"Content-Type: application/json\r\nContent-Length: %d" % len(content)
            self._transport.write(b"HTTP/1.1 200 OK\r\n%s\r\n\r\n%s" % (fields, content))
            self._request = b""


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until the parent closes it, or is gone


if __name__ == "__main__":
    asyncio.run(_serve())
