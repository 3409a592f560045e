"""Calls over loopback from many tasks at once."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from bench import fresh
from bench.contenders import OURS, stock
from bench.effort import Effort
from bench.measures.calls import HEADERS, HTTPX, ID, PATH, QUERY, TOKEN
from bench.rounds import Times, merged, ratios
from bench.row import Row

_IN_FLIGHT: Final = 64
_CALLS: Final = 320
DEFAULT_TRANSPORT: Final = "this client, default transport"
VENDOR: Final = "vendor's SDK"
Call = Callable[[], Awaitable[Any]]
Close = Callable[[], Awaitable[object]]


def measure(effort: Effort, base_url: str) -> list[Row]:
    """Return the row."""
    times = merged([fresh.call(sample, base_url, max(1, effort.rounds // 3)) for _ in range(effort.processes)])
    figures = {name: 1 / ratio for name, ratio in ratios(times, HTTPX).items()}
    title = f'async calls at {_IN_FLIGHT} in flight, transport="aiohttp"'
    remark = f"{1 / min(times[HTTPX]):.0f} requests/s by hand"
    base = "requests/s of httpx.AsyncClient"
    return [Row(title=title, base=base, aim=6, figures=figures, more_is_better=True, remark=remark)]


def sample(base_url: str, rounds: int) -> Times:
    """Time each contender, seconds per call."""
    return asyncio.run(_sample(base_url, rounds))


async def _sample(base_url: str, rounds: int) -> Times:
    contenders = {
        HTTPX: _httpx(base_url),
        OURS: _ours(base_url, "aiohttp"),
        DEFAULT_TRANSPORT: _ours(base_url, None),
        "stock generator": _stock(base_url),
        VENDOR: _vendor(base_url),
    }
    order = list(contenders)
    times: Times = {name: [] for name in contenders}
    for call, _ in contenders.values():
        await _flood(call, _IN_FLIGHT)  # the connections are open before the first round
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            began = time.perf_counter()
            await _flood(contenders[name][0], _CALLS)
            times[name].append((time.perf_counter() - began) / _CALLS)
    for _, close in contenders.values():
        await close()
    return times


async def _flood(call: Call, calls: int) -> None:
    async def work() -> None:
        for _ in range(calls // _IN_FLIGHT):
            schedule = await call()
            assert schedule, "no schedule came"

    await asyncio.gather(*(work() for _ in range(_IN_FLIGHT)))


def _httpx(base_url: str) -> tuple[Call, Close]:
    import httpx

    client = httpx.AsyncClient(base_url=base_url, headers=HEADERS)

    async def call() -> Any:
        return (await client.request("GET", PATH, params=QUERY)).json()

    return call, client.aclose


def _ours(base_url: str, transport: Any) -> tuple[Call, Close]:
    from leadconnector_invoices import AsyncClient

    client = AsyncClient(token=TOKEN, location_id=ID, base_url=base_url, transport=transport)
    return lambda: client.schedules.get(ID), client.aclose


def _stock(base_url: str) -> tuple[Call, Close]:
    client = stock.load("client").AuthenticatedClient(base_url=base_url, token=TOKEN)
    get = stock.load("api.schedule.get_invoice_schedule").asyncio
    alt_type = stock.load("models").AltType.LOCATION
    return lambda: get(ID, client=client, alt_id=ID, alt_type=alt_type), client.get_async_httpx_client().aclose


def _vendor(base_url: str) -> tuple[Call, Close]:
    from highlevel import HighLevel

    HighLevel.BASE_URL = base_url
    client = HighLevel(private_integration_token=TOKEN)
    return lambda: client.invoices.get_invoice_schedule(ID, ID, "location"), client.http_client.aclose
