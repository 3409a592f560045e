"""One way to call either client: a call is a function of a client, which the async one gets to await."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from leadconnector_invoices import AsyncClient, Client

TOKEN = "pit-0123456789"
LOCATION = "L0CATION"
Call = Callable[[Any], Any]
Runner = Callable[..., Any]


def run_sync(call: Call, **options: Any) -> Any:
    """Make a call with a `Client`."""
    with Client(**{"token": TOKEN, "location_id": LOCATION, **options}) as client:
        return call(client)


def run_async(call: Call, **options: Any) -> Any:
    """Make a call with an `AsyncClient`."""

    async def main() -> Any:
        async with AsyncClient(**{"token": TOKEN, "location_id": LOCATION, **options}) as client:
            result = call(client)
            return await result if inspect.isawaitable(result) else result

    return asyncio.run(main())


both_clients = pytest.mark.parametrize("run", [run_sync, run_async], ids=["sync", "async"])
