"""Runs of many calls, in the three flavours, against a sandbox."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

import anyio

from leadconnector import bulk
from leadconnector.sandbox import Sandbox
from leadconnector_invoices import AsyncClient, Client

TOKEN = "pit-0123456789-secret"
SOON = {"timeout": 0.6}
"""Options of a client whose unknown outcomes are soon looked up."""


def cancels(ids: Iterable[str]) -> Callable[[Any], Any]:
    """Cancel these schedules; the key is the id."""
    return lambda client: ((each, client.schedules.prepare.cancel(each)) for each in ids)


def run_sync(sandbox: Sandbox, calls: Callable[[Any], Any], ledger: Any, *, options: Any = None, **more: Any) -> Any:
    """A run by threads."""
    options = {"token": TOKEN, "transport": sandbox.transport(), **(options or {})}
    with Client(location_id=sandbox.location_id, **options) as client:
        return bulk.run(client, calls(client), ledger=ledger, **{"margin": 0.1, **more})


def run_async(
    sandbox: Sandbox, calls: Callable[[Any], Any], ledger: Any, *, backend: str, options: Any = None, **more: Any
) -> Any:
    """A run by tasks."""
    options = {"token": TOKEN, "transport": sandbox.async_transport(), **(options or {})}

    async def main() -> Any:
        async with AsyncClient(location_id=sandbox.location_id, **options) as client:
            return await bulk.run_async(client, calls(client), ledger=ledger, **{"margin": 0.1, **more})

    return anyio.run(main, backend=backend)


RUNS: dict[str, Callable[..., Any]] = {
    "sync": run_sync,
    "asyncio": functools.partial(run_async, backend="asyncio"),
    "trio": functools.partial(run_async, backend="trio"),
}
