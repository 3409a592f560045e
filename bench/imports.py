"""What imports cost, in fresh processes."""

import statistics
from typing import Any, Final

from bench.calls import ID, TOKEN, VENDOR
from bench.peers import OURS, STOCK, stock_place
from bench.report import Row
from bench.timing import Times, ratios, run_python, shuffled

HTTPX: Final = "httpx"
CALLED: Final = "httpx, called"
_FOR_OTHERS: Final = ("click", "pygments", "rich", "trio")
"""What httpx and httpcore load where it happens to be installed: kept from all contenders alike."""
_PREPARED: Final = """
import json, sys, time
sys.path.append({place!r})
sys.modules.update(dict.fromkeys({kept_away!r}))
"""
_TIMED: Final = """
began = time.perf_counter()
for name in {modules!r}:
    try:
        __import__(name)
    except ImportError:
        pass
print(time.perf_counter() - began)
"""
_LISTED: Final = """
before = set(sys.modules)
{call}
print(json.dumps([name for name in sys.modules if name not in before]))
"""
_CALLS: Final = {
    CALLED: """
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
    bare = _timed({OURS: ["leadconnector_invoices"], HTTPX: ["httpx"], VENDOR: ["highlevel"]}, processes)
    loaded = {
        name: _run(_LISTED.format(call=call.format(token=TOKEN, id=ID, base_url=base_url)))
        for name, call in _CALLS.items()
    }
    called = _timed({HTTPX: ["httpx"], **loaded}, processes)
    return [
        Row(
            title="import leadconnector_invoices",
            base="-",
            aim=2,
            unit="ms",
            figures={name: statistics.median(own) * 1000 for name, own in bare.items()},
        ),
        Row(
            title="import and the first call's modules",
            base="import httpx",
            aim=1.9,
            figures=ratios(called, HTTPX),
            remark=f"{statistics.median(called[HTTPX]) * 1000:.0f} ms",
            shortfall="httpx, called, has loaded httpcore, h11 and anyio too; the rest is msgspec and our own modules.",
        ),
    ]


def _timed(modules: dict[str, list[str]], processes: int) -> Times:
    code = {name: _TIMED.format(modules=own) for name, own in modules.items()}
    for each in code.values():
        _run(each)  # compiles them
    times: Times = {name: [] for name in code}
    for _ in range(processes):
        for name in shuffled(code):
            times[name].append(_run(code[name]))
    return times


def _run(code: str) -> Any:
    return run_python("-c", _PREPARED.format(place=stock_place(), kept_away=_FOR_OTHERS) + code)
