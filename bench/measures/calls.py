"""A call over loopback, blocking, one after the other."""

import http.client
import json
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from bench import fresh
from bench.contenders import OURS, stock
from bench.effort import Effort
from bench.rounds import Times, interleave, merged, ratios
from bench.row import Row

ID: Final = "6578278e879ad2646715ba9c"
TOKEN: Final = "pit-benchmark"
PATH: Final = f"/invoices/schedule/{ID}"
QUERY: Final = {"altId": ID, "altType": "location"}
HEADERS: Final = {"Authorization": f"Bearer {TOKEN}", "Version": "2021-07-28", "Accept": "application/json"}
HTTPX: Final = "httpx by hand"


def measure(effort: Effort, base_url: str) -> list[Row]:
    """Return the row."""
    samples = [fresh.call(sample, base_url, 4 * effort.rounds) for _ in range(effort.processes)]
    times = merged(samples)
    remark = f"{min(times[HTTPX]) * 1000:.2f} ms by hand"
    title = "blocking call over loopback, typed result"
    figures = ratios(times, HTTPX)
    return [Row(title=title, base="httpx.Client.request(…).json()", aim=0.9, figures=figures, remark=remark)]


def sample(base_url: str, rounds: int) -> Times:
    """Time each contender; all have to get the same schedule."""
    contenders = {HTTPX: _httpx(base_url), OURS: _ours(base_url), "stock generator": _stock(base_url)}
    contenders["http.client by hand"] = _http_client(base_url)
    names = {name: _name_of(call()) for name, call in contenders.items()}
    assert len(set(names.values())) == 1, names
    return interleave(contenders, rounds, time.perf_counter)


def _name_of(schedule: Any) -> str:
    return str(schedule["name"] if isinstance(schedule, dict) else schedule.name)


def _httpx(base_url: str) -> Callable[[], object]:
    import httpx

    client = httpx.Client(base_url=base_url, headers=HEADERS)
    return lambda: client.request("GET", PATH, params=QUERY).json()


def _ours(base_url: str) -> Callable[[], object]:
    from leadconnector_invoices import Client

    client = Client(token=TOKEN, location_id=ID, base_url=base_url)
    return lambda: client.schedules.get(ID)


def _stock(base_url: str) -> Callable[[], object]:
    client = stock.load("client").AuthenticatedClient(base_url=base_url, token=TOKEN)
    get = stock.load("api.schedule.get_invoice_schedule").sync
    alt_type = stock.load("models").AltType.LOCATION
    return lambda: get(ID, client=client, alt_id=ID, alt_type=alt_type)


def _http_client(base_url: str) -> Callable[[], object]:
    address = urlsplit(base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    target = f"{PATH}?altId={ID}&altType=location"

    def call() -> object:
        connection.request("GET", target, headers=HEADERS)
        return json.loads(connection.getresponse().read())

    return call
