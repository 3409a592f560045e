"""What a call costs over loopback: blocking, one after the other, and from many tasks at once."""

import asyncio
import http.client
import json
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlsplit

from bench import stock
from bench.payloads import Payloads
from bench.report import OURS, STOCK, Row
from bench.server import ID
from bench.timing import Times, in_process, in_processes, interleave, ratios

TOKEN: Final = "pit-benchmark"
HTTPX: Final = "httpx by hand"
HTTP_CLIENT: Final = "http.client by hand"
VENDOR: Final = "vendor's SDK"
PATH: Final = f"/invoices/schedule/{ID}"
QUERY: Final = {"altId": ID, "altType": "location"}
HEADERS: Final = {"Authorization": f"Bearer {TOKEN}", "Version": "2021-07-28", "Accept": "application/json"}
IN_FLIGHT: Final = 64
CALLS: Final = 640  # ten by each task: opening connections, and the end, when fewer are in flight, count little
AsyncCall = tuple[Callable[[], Awaitable[Any]], Callable[[], Awaitable[object]]]
"""A call, and what closes its client."""


def measure(processes: int, rounds: int, base_url: str) -> list[Row]:
    """Return the rows of a blocking GET, a blocking PUT, and async GETs at 64 in flight."""
    get = in_processes(sample_get, processes, base_url, 4 * rounds)
    put = in_processes(sample_put, processes, base_url, 4 * rounds)
    rates = _rates(processes, rounds, base_url)
    return [
        _blocking("blocking GET, typed response", get, 0.75),
        _blocking("blocking PUT of a whole invoice, checked", put, 0.85),
        Row(
            title=f"async GETs, {IN_FLIGHT} in flight",
            base="requests/s of httpx.AsyncClient",
            aim=2.8,
            figures={name: rate / rates[HTTPX] for name, rate in rates.items()},
            more_is_better=True,
            remark=f"{rates[HTTPX]:.0f} requests/s by hand",
        ),
    ]


def _blocking(title: str, times: Times, aim: float) -> Row:
    remark = f"{statistics.median(times[HTTPX]) * 1000:.2f} ms by hand"
    return Row(
        title=title,
        base="httpx.Client.request(…).json()",
        aim=aim,
        figures=ratios(times, HTTPX),
        remark=remark,
        shortfall="most of a call is httpx's own Client.send, through which everyone's tools see it.",
    )


def sample_get(base_url: str, rounds: int) -> Times:
    """Time blocking GETs; every contender must get the same schedule."""
    import httpx

    from leadconnector_invoices import Client

    by_hand = httpx.Client(base_url=base_url, headers=HEADERS)
    ours = Client(token=TOKEN, location_id=ID, base_url=base_url)
    theirs = stock.load("client").AuthenticatedClient(base_url=base_url, token=TOKEN)
    stock_get = stock.load("api.schedule.get_invoice_schedule").sync
    alt_type = stock.load("models").AltType.LOCATION
    address = urlsplit(base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)

    def standard_library() -> Any:
        connection.request("GET", f"{PATH}?altId={ID}&altType=location", headers=HEADERS)
        return json.loads(connection.getresponse().read())

    contenders: dict[str, Callable[[], Any]] = {
        HTTPX: lambda: by_hand.request("GET", PATH, params=QUERY).json(),
        OURS: lambda: ours.schedules.get(ID),
        STOCK: lambda: stock_get(ID, client=theirs, alt_id=ID, alt_type=alt_type),
        HTTP_CLIENT: standard_library,
    }
    return _interleave(contenders, rounds)


def sample_put(base_url: str, rounds: int) -> Times:
    """Time blocking PUTs of a whole invoice: httpx sends a dict that nobody checks."""
    import httpx

    from leadconnector_invoices import Client
    from leadconnector_invoices.models import UpdateInvoice

    body = Payloads().update()
    model = UpdateInvoice.from_dict(body)
    by_hand = httpx.Client(base_url=base_url, headers=HEADERS)
    ours = Client(token=TOKEN, location_id=ID, base_url=base_url)
    contenders: dict[str, Callable[[], Any]] = {
        HTTPX: lambda: by_hand.request("PUT", f"/invoices/{ID}", json=body).json(),
        OURS: lambda: ours.invoices.update(ID, body=model),
    }
    return _interleave(contenders, rounds)


def _interleave(contenders: dict[str, Callable[[], Any]], rounds: int) -> Times:
    results = {name: call() for name, call in contenders.items()}
    names = {name: it["name"] if isinstance(it, dict) else it.name for name, it in results.items()}
    assert len(set(names.values())) == 1, names
    return interleave(contenders, rounds, time.perf_counter)


def _rates(processes: int, rounds: int, base_url: str) -> dict[str, float]:
    """Requests a second; each contender has its processes to itself, for idle connections share the event loop."""
    times: Times = {name: [] for name in _ASYNC}
    order = list(_ASYNC)
    for _ in range(processes):
        random.shuffle(order)
        for name in order:
            times[name] += in_process(sample_async, name, base_url, max(1, rounds // 5))
    return {name: 1 / statistics.median(own) for name, own in times.items()}


def sample_async(name: str, base_url: str, rounds: int) -> list[float]:
    """Time one contender's calls, in seconds a call."""
    return asyncio.run(_sample_async(*_ASYNC[name](base_url), rounds))


async def _sample_async(call: Callable[[], Awaitable[Any]], close: Callable[[], Any], rounds: int) -> list[float]:
    async def work(calls: int) -> None:
        for _ in range(calls):
            assert await call(), "no schedule came"

    times: list[float] = []
    for turn in range(rounds + 1):
        began = time.perf_counter()
        await asyncio.gather(*(work(CALLS // IN_FLIGHT if turn else 1) for _ in range(IN_FLIGHT)))
        times.append((time.perf_counter() - began) / CALLS)
    await close()
    return times[1:]  # in the first turn connections are opened


def _httpx(base_url: str) -> AsyncCall:
    import httpx

    client = httpx.AsyncClient(base_url=base_url, headers=HEADERS)

    async def call() -> Any:
        return (await client.request("GET", PATH, params=QUERY)).json()

    return call, client.aclose


def _ours(base_url: str) -> AsyncCall:
    from leadconnector_invoices import AsyncClient

    client = AsyncClient(token=TOKEN, location_id=ID, base_url=base_url)
    return lambda: client.schedules.get(ID), client.aclose


def _stock(base_url: str) -> AsyncCall:
    client = stock.load("client").AuthenticatedClient(base_url=base_url, token=TOKEN)
    get = stock.load("api.schedule.get_invoice_schedule").asyncio
    alt_type = stock.load("models").AltType.LOCATION
    return lambda: get(ID, client=client, alt_id=ID, alt_type=alt_type), client.get_async_httpx_client().aclose


def _vendor(base_url: str) -> AsyncCall:
    from highlevel import HighLevel

    HighLevel.BASE_URL = base_url
    client = HighLevel(private_integration_token=TOKEN)
    return lambda: client.invoices.get_invoice_schedule(ID, ID, "location"), client.http_client.aclose


_ASYNC: Final[dict[str, Callable[[str], AsyncCall]]] = {HTTPX: _httpx, OURS: _ours, STOCK: _stock, VENDOR: _vendor}
