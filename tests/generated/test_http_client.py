"""The caller's own httpx clients and transports under the generated clients."""

import asyncio

import httpx

from leadconnector_invoices import AsyncClient, Client
from tests.support.scenes import respond
from tests.support.server import Server
from tests.generated.calls import LOCATION, TOKEN
from tests.generated.test_requests import ID

TARGET = f"/invoices/schedule/{ID}?altId={LOCATION}&altType=location"


def test_parameters_of_the_callers_client_do_not_take_the_place_of_the_calls() -> None:
    with Server([respond(200, b'{"_id": "%s"}' % ID.encode())]) as server, httpx.Client(params={"z": "1"}) as http_client:
        client = Client(token=TOKEN, location_id=LOCATION, base_url=server.url, http_client=http_client)
        client.schedules.get(ID)
        client.close()
        assert not http_client.is_closed
    assert server.requests[0].target == TARGET


def test_nor_do_those_of_an_async_one() -> None:
    async def main(url: str) -> None:
        async with httpx.AsyncClient(params={"z": "1"}) as http_client:
            client = AsyncClient(token=TOKEN, location_id=LOCATION, base_url=url, http_client=http_client)
            await client.schedules.get(ID)
            await client.aclose()
            assert not http_client.is_closed

    with Server([respond(200, b'{"_id": "%s"}' % ID.encode())]) as server:
        asyncio.run(main(server.url))
    assert server.requests[0].target == TARGET
