"""What importing costs, in fresh processes."""

import random
from typing import Final

from bench import fresh
from bench.contenders import OURS, stock
from bench.effort import Effort
from bench.measures.calls import ID, TOKEN
from bench.rounds import Times, median, ratios
from bench.row import Row

_HTTPX: Final = "httpx"
_STOCK: Final = "stock generator"
_VENDOR: Final = "vendor's SDK"

_FOR_OTHERS: Final = ("click", "pygments", "rich", "trio")
"""What httpx and httpcore load where it is installed, and nobody has for their sake: it is kept from all alike."""
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
    _HTTPX: """
import httpx
httpx.Client(base_url={base_url!r}).request("GET", "/").json()
""",
    OURS: """
from leadconnector_invoices import Client
Client(token={token!r}, location_id={id!r}, base_url={base_url!r}).schedules.get({id!r})
""",
    _STOCK: """
from stock_invoices.client import AuthenticatedClient
from stock_invoices.api.schedule import get_invoice_schedule
from stock_invoices.models import AltType
client = AuthenticatedClient(base_url={base_url!r}, token={token!r})
get_invoice_schedule.sync({id!r}, client=client, alt_id={id!r}, alt_type=AltType.LOCATION)
""",
}
_ALL_OF_STOCK: Final = (
    "stock_invoices",
    "stock_invoices.api.schedule.get_invoice_schedule",
    "stock_invoices.api.schedule.cancel_invoice_schedule",
    "stock_invoices.api.schedule.update_and_schedule_invoice_schedule",
    "stock_invoices.api.invoice.update_invoice",
    "stock_invoices.api.invoice.delete_invoice",
)
_SHORTFALL: Final = """\
httpx, called, has loaded httpcore, h11 and anyio too (1.3); with attrs and msgspec it comes to 1.6, which is the
floor for a typed client over httpx. The rest, 0.5 to 0.6, is ours: more than half of it the runtime, then the models,
which attrs compiles one by one. 2.0 to 2.2 were seen. Done: the other client, other operations' models, and all that
only explains errors are loaded by whoever needs them. Tried, and left: msgspec structs for the runtime's dataclasses
(0.01 ms each instead of 0.36, in all 0.1 here), as hooks are given dataclasses. Not done: httpcore called without
httpx, as nothing that mocks, records or traces httpx's transports would see such calls."""


def measure(effort: Effort, base_url: str) -> list[Row]:
    """Return the row of the bare import and that of all that the first call loads."""
    bare = {OURS: ["leadconnector_invoices"], _STOCK: [*_ALL_OF_STOCK], _VENDOR: ["highlevel"], _HTTPX: ["httpx"]}
    code = {name: call.format(token=TOKEN, id=ID, base_url=base_url) for name, call in _CALLS.items()}
    loaded = {name: fresh.run(_prefix() + _LISTED.format(call=call)) for name, call in code.items()}
    times = _timed({**bare, **{f"{name}, called": modules for name, modules in loaded.items()}}, effort.imports)
    milliseconds = {name: median(times[name]) * 1000 for name in bare}
    called: Times = {_HTTPX: times[_HTTPX], **{name: times[f"{name}, called"] for name in (OURS, _STOCK)}}
    called[f"{_HTTPX}, called"] = times[f"{_HTTPX}, called"]
    return [
        Row(title="import leadconnector_invoices", base="bare Python", aim=2, unit="ms", figures=milliseconds),
        Row(
            title="import, and the modules of the first call",
            base="import httpx",
            aim=1.35,
            figures=ratios(called, _HTTPX),
            remark=f"{median(times[_HTTPX]) * 1000:.0f} ms",
            shortfall=_SHORTFALL,
        ),
    ]


def _timed(modules: dict[str, list[str]], rounds: int) -> Times:
    times: Times = {name: [] for name in modules}
    order = list(modules)
    for name in order:
        fresh.run(_prefix() + _TIMED.format(modules=modules[name]))  # compiles them
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            times[name].append(fresh.run(_prefix() + _TIMED.format(modules=modules[name])))
    return times


def _prefix() -> str:
    return _PREPARED.format(place=stock.place(), kept_away=_FOR_OTHERS)
