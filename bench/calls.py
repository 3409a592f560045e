"""What a call costs over loopback: blocking, one after the other, and from many tasks at once."""

import asyncio
import contextlib
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from importlib import import_module
from typing import Any, Final

from bench.payloads import Payloads, to_bytes
from bench.peers import OURS, STOCK, load_stock
from bench.report import Row
from bench.timing import ROOT, Times, in_process, in_processes, interleave, ratios, shuffled

TOKEN: Final = "pit-benchmark"
ID: Final = "6578278e879ad2646715ba9c"
SCHEDULE: Final = to_bytes({**Payloads().schedule(1), "_id": ID})
"""The response to GET: a schedule with one invoice, 3 KB."""
INVOICE: Final = to_bytes({**Payloads().invoice(), "_id": ID})
"""The response to PUT."""
BODY: Final = Payloads().update()
HTTPX: Final = "httpx by hand"
VENDOR: Final = "vendor's SDK"
PATHS: Final = {"GET": f"/invoices/schedule/{ID}", "PUT": f"/invoices/{ID}"}
QUERY: Final = {"altId": ID, "altType": "location"}
HEADERS: Final = {"Authorization": f"Bearer {TOKEN}", "Version": "2021-07-28", "Accept": "application/json"}
IN_FLIGHT: Final = 64
CALLS: Final = 640  # ten by each task: opening connections, and the end, when fewer are in flight, count little
Calls = Mapping[str, Callable[[], Any]]
"""By method: what makes the call; that of an async client must be awaited."""


def measure(processes: int, rounds: int, base_url: str) -> list[Row]:
    """Return the rows of a blocking GET, a blocking PUT, and async GETs at 64 in flight."""
    return [
        _blocking("GET", "blocking GET of a schedule", 0.75, processes, rounds, base_url),
        _blocking("PUT", "blocking PUT of a whole invoice, checked", 0.85, processes, rounds, base_url),
        _in_flight(processes, rounds, base_url),
    ]


def _blocking(method: str, title: str, aim: float, processes: int, rounds: int, base_url: str) -> Row:
    times = in_processes(sample_blocking, processes, method, base_url, 4 * rounds)
    return Row(
        title=title,
        base="httpx.Client.request(…).json()",
        aim=aim,
        figures=ratios(times, HTTPX),
        remark=f"{statistics.median(times[HTTPX]) * 1000:.2f} ms",
        shortfall="most of a call is httpx's own Client.send, through which everyone's tools see it.",
    )


def sample_blocking(method: str, base_url: str, rounds: int) -> Times:
    """Time blocking calls; every contender must get the same response."""
    contenders = {name: _CALLS[name](base_url, False)[method] for name in (HTTPX, OURS, STOCK)}
    results: list[Any] = [call() for call in contenders.values()]
    names: set[str] = {it["name"] if isinstance(it, dict) else it.name for it in results}
    assert len(names) == 1, names
    return interleave(contenders, rounds, time.perf_counter)


def _in_flight(processes: int, rounds: int, base_url: str) -> Row:
    times: Times = {name: [] for name in _CALLS}
    for _ in range(processes):
        for name in shuffled(_CALLS):  # each in processes of its own, for idle connections share the event loop
            times[name] += in_process(sample_in_flight, name, base_url, max(1, rounds // 5))
    rates = {name: 1 / statistics.median(own) for name, own in times.items()}
    return Row(
        title=f"async GETs, {IN_FLIGHT} in flight",
        base="requests/s of httpx.AsyncClient",
        aim=2.8,
        figures={name: rate / rates[HTTPX] for name, rate in rates.items()},
        more_is_better=True,
        remark=f"{rates[HTTPX]:.0f} requests/s",
    )


def sample_in_flight(name: str, base_url: str, rounds: int) -> list[float]:
    """Time one contender's calls, in seconds a call."""

    async def work(call: Callable[[], Any], calls: int) -> None:
        for _ in range(calls):
            assert await call(), "no schedule came"

    async def main() -> list[float]:
        call = _CALLS[name](base_url, True)["GET"]
        times: list[float] = []
        for turn in range(rounds + 1):
            began = time.perf_counter()
            await asyncio.gather(*(work(call, CALLS // IN_FLIGHT if turn else 1) for _ in range(IN_FLIGHT)))
            times.append((time.perf_counter() - began) / CALLS)
        return times[1:]  # in the first turn connections are opened

    return asyncio.run(main())


def _httpx(base_url: str, is_async: bool) -> Calls:
    import httpx

    if is_async:
        client = httpx.AsyncClient(base_url=base_url, headers=HEADERS)

        async def get() -> Any:
            return (await client.request("GET", PATHS["GET"], params=QUERY)).json()

        return {"GET": get}
    sync = httpx.Client(base_url=base_url, headers=HEADERS)
    return {
        "GET": lambda: sync.request("GET", PATHS["GET"], params=QUERY).json(),
        "PUT": lambda: sync.request("PUT", PATHS["PUT"], json=BODY).json(),  # a dict that nobody checks
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
        assert process.stdin
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()
            process.wait(timeout=10)


class _Connection(asyncio.Protocol):
    """Reads requests, with a body where Content-Length says so, and gives each the response of its method."""

    def __init__(self) -> None:
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while (end := self._pending.find(b"\r\n\r\n")) >= 0:
            length = re.search(rb"\r\ncontent-length: *(\d+)", self._pending[:end], re.IGNORECASE)
            total = end + 4 + (int(length[1]) if length else 0)
            if len(self._pending) < total:
                return
            body = INVOICE if self._pending.startswith(b"PUT") else SCHEDULE
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % len(body) + body)
            self._pending = self._pending[total:]


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until the parent closes it, or is gone


if __name__ == "__main__":
    asyncio.run(_serve())
