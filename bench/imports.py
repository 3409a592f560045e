"""What imports cost, in fresh processes."""

import statistics
from typing import Any, Final

from bench.calls import ID, TOKEN, VENDOR
from bench.peers import OURS, STOCK
from bench.report import Row
from bench.timing import Times, ratios, run_python, shuffled

HTTPX: Final = "httpx"
CALLED: Final = "httpx, called"
_CODE: Final = """
import json, sys, time
# What httpx and httpcore load where it happens to be installed: kept from all contenders alike.
sys.modules.update(dict.fromkeys(["click", "pygments", "rich", "trio"]))
before = set(sys.modules)
began = time.perf_counter()
{code}
seconds = time.perf_counter() - began
print(json.dumps([seconds, [name for name in sys.modules if name not in before]]))
"""
_IMPORTS: Final = """
for name in {modules!r}:
    try:
        __import__(name)
    except ImportError:
        pass
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
    loaded = {name: _run(call.format(token=TOKEN, id=ID, base_url=base_url))[1] for name, call in _CALLS.items()}
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
            shortfall=f"a call loads httpcore, h11 and anyio too (see: {CALLED}), then msgspec and our own modules.",
        ),
    ]


def _timed(modules: dict[str, list[str]], processes: int) -> Times:
    code = {name: _IMPORTS.format(modules=own) for name, own in modules.items()}
    times: Times = {name: [] for name in code}
    for turn in range(processes + 1):
        for name in shuffled(code):
            seconds, _ = _run(code[name])
            if turn:  # the first one compiles them
                times[name].append(seconds)
    return times


def _run(code: str) -> Any:
    return run_python(_CODE.format(code=code))
