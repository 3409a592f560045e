"""What imports cost, in fresh processes."""

import random
import statistics
from typing import Final

from bench import stock
from bench.calls import ID, TOKEN, VENDOR
from bench.report import OURS, STOCK, Row
from bench.timing import Times, ratios, run_code

HTTPX: Final = "httpx"
_FOR_OTHERS: Final = ("click", "pygments", "rich", "trio")
"""What httpx and httpcore load where it happens to be installed: kept from all contenders alike."""
_PREPARED: Final = """
import sys
sys.path.append({place!r})
sys.modules.update(dict.fromkeys({kept_away!r}))
"""
_TIMED: Final = """
import time
began = time.perf_counter()
for name in {modules!r}:
    try:
        __import__(name)
    except ImportError:
        pass
print(time.perf_counter() - began)
"""
_LISTED: Final = """
import json, sys
before = set(sys.modules)
{call}
print(json.dumps([name for name in sys.modules if name not in before]))
"""
_CALLS: Final = {
    HTTPX: """
import httpx
httpx.Client(base_url={base_url!r}).request("GET", "/").json()
""",
    OURS: """
from leadconnector_invoices import Client
Client(token={token!r}, location_id={id!r}, base_url={base_url!r}).schedules.get({id!r})
""",
    STOCK: """
from stock_invoices.client import AuthenticatedClient
from stock_invoices.api.schedule import get_invoice_schedule
from stock_invoices.models import AltType
client = AuthenticatedClient(base_url={base_url!r}, token={token!r})
get_invoice_schedule.sync({id!r}, client=client, alt_id={id!r}, alt_type=AltType.LOCATION)
""",
}


def measure(processes: int, base_url: str) -> list[Row]:
    """Return the rows of the bare import, and of all modules that the first call loads."""
    loaded = {
        name: run_code(_prefix() + _LISTED.format(call=call.format(token=TOKEN, id=ID, base_url=base_url)))
        for name, call in _CALLS.items()
    }
    bare = {OURS: ["leadconnector_invoices"], HTTPX: ["httpx"], VENDOR: ["highlevel"]}
    times = _timed({**bare, **{f"{name}, called": modules for name, modules in loaded.items()}}, processes)
    called = {HTTPX: times[HTTPX], **{name: times[f"{name}, called"] for name in (OURS, STOCK)}}
    called[f"{HTTPX}, called"] = times[f"{HTTPX}, called"]
    return [
        Row(
            title="import leadconnector_invoices",
            base="-",
            aim=2,
            unit="ms",
            figures={name: statistics.median(times[name]) * 1000 for name in bare},
        ),
        Row(
            title="import and the first call's modules",
            base="import httpx",
            aim=1.9,
            figures=ratios(called, HTTPX),
            remark=f"{statistics.median(times[HTTPX]) * 1000:.0f} ms",
            shortfall="httpx, called, has loaded httpcore, h11 and anyio too; the rest is msgspec and our own modules.",
        ),
    ]


def _timed(modules: dict[str, list[str]], processes: int) -> Times:
    code = {name: _prefix() + _TIMED.format(modules=own) for name, own in modules.items()}
    for each in code.values():
        run_code(each)  # compiles them
    times: Times = {name: [] for name in code}
    order = list(code)
    for _ in range(processes):
        random.shuffle(order)
        for name in order:
            times[name].append(run_code(code[name]))
    return times


def _prefix() -> str:
    return _PREPARED.format(place=stock.place(), kept_away=_FOR_OTHERS)
