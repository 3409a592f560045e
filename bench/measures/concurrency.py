"""Calls over loopback from many tasks at once."""

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from bench import fresh
from bench.contenders import OURS, stock
from bench.effort import Effort
from bench.measures.calls import HEADERS, HTTPX, ID, PATH, QUERY, TOKEN
from bench.row import Row

_IN_FLIGHT: Final = 64
_CALLS: Final = 640
"""Ten by each task: opening connections, and the end, when fewer than all are in flight, count little."""
Call = Callable[[], Awaitable[Any]]
Close = Callable[[], Awaitable[object]]
_SHORTFALL: Final = """\
of a call's time, two thirds are aiohttp's, asyncio's and httpx-aiohttp's; httpx by hand on the same transport stands
beside it. How fast httpx is on its own transport decides the ratio, and that varies by half from run to run, as its
pool looks at every connection for each request: 5.6 to 6.7 were seen. Done: URLs are not parsed again by httpx (9 %).
Tried, and left: asyncio's own time-out instead of anyio's (1 %), none at all (5 %; then the deadline would not hold).
Not done: aiohttp without httpx, as that is a second set of faults to tell apart, for the same calls."""


def measure(effort: Effort, base_url: str) -> list[Row]:
    """Return the row.

    Each contender has its processes to itself: another's idle connections would lie on the same event loop.
    """
    times: dict[str, list[float]] = {name: [] for name in _CONTENDERS}
    order = list(_CONTENDERS)
    for _ in range(effort.processes):
        random.shuffle(order)
        for name in order:
            times[name] += fresh.call(sample, name, base_url, max(1, effort.rounds // 5))
    rates = {name: 1 / statistics.mean(own) for name, own in times.items()}
    return [
        Row(
            title=f'async calls at {_IN_FLIGHT} in flight, transport="aiohttp"',
            base="requests/s of httpx.AsyncClient",
            aim=6,
            figures={name: rate / rates[HTTPX] for name, rate in rates.items()},
            more_is_better=True,
            remark=f"{rates[HTTPX]:.0f} requests/s by hand",
            shortfall=_SHORTFALL,
        )
    ]


def sample(name: str, base_url: str, rounds: int) -> list[float]:
    """Time a contender, seconds per call."""
    return asyncio.run(_sample(*_CONTENDERS[name](base_url), rounds))


async def _sample(call: Call, close: Close, rounds: int) -> list[float]:
    await _flood(call, _IN_FLIGHT)  # the connections are open before the first round
    times: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        await _flood(call, _CALLS)
        times.append((time.perf_counter() - began) / _CALLS)
    await close()
    return times


async def _flood(call: Call, calls: int) -> None:
    async def work() -> None:
        for _ in range(calls // _IN_FLIGHT):
            schedule = await call()
            assert schedule, "no schedule came"

    await asyncio.gather(*(work() for _ in range(_IN_FLIGHT)))


def _httpx(base_url: str) -> tuple[Call, Close]:
    return _by_hand(base_url, None)


def _httpx_on_aiohttp(base_url: str) -> tuple[Call, Close]:
    from httpx_aiohttp import AiohttpTransport

    return _by_hand(base_url, AiohttpTransport())


def _by_hand(base_url: str, transport: Any) -> tuple[Call, Close]:
    import httpx

    client = httpx.AsyncClient(base_url=base_url, headers=HEADERS, transport=transport)

    async def call() -> Any:
        return (await client.request("GET", PATH, params=QUERY)).json()

    return call, client.aclose


def _ours(base_url: str) -> tuple[Call, Close]:
    return _by_us(base_url, None)


def _ours_on_aiohttp(base_url: str) -> tuple[Call, Close]:
    return _by_us(base_url, "aiohttp")


def _by_us(base_url: str, transport: Any) -> tuple[Call, Close]:
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


_CONTENDERS: Final[dict[str, Callable[[str], tuple[Call, Close]]]] = {
    HTTPX: _httpx,
    OURS: _ours_on_aiohttp,
    "this client, default transport": _ours,
    "httpx by hand on aiohttp": _httpx_on_aiohttp,
    "stock generator": _stock,
    "vendor's SDK": _vendor,
}
