"""One sandbox, three ways to it: two transports and HTTP."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from leadconnector.sandbox import Sandbox
from leadconnector_invoices import AsyncClient, Client
from tests.sandbox.calls import DRAFT, PAID, SCHEDULE, TOKEN, Clock, headers, owner, update_body
from tests.support.programs import output_of

Send = Callable[..., httpx.Response]


def calls(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Each operation, and several refusals."""
    schedule = f"/invoices/schedule/{SCHEDULE}"
    return [
        {"method": "GET", "url": schedule, "params": owner(sandbox)},
        {"method": "POST", "url": f"{schedule}/cancel", "json": owner(sandbox)},
        {"method": "POST", "url": f"{schedule}/updateAndSchedule"},
        {"method": "PUT", "url": f"/invoices/{DRAFT}", "json": update_body(sandbox, name="Dach, größer")},
        {"method": "DELETE", "url": f"/invoices/{DRAFT}", "params": owner(sandbox)},
        {"method": "DELETE", "url": f"/invoices/{PAID}", "params": owner(sandbox)},
        {"method": "GET", "url": "/invoices/schedule/a%2Fb%20%C3%A9", "params": {**owner(sandbox), "x": "ü &="}},
        {"method": "POST", "url": f"{schedule}/cancel", "content": b"{"},
        {"method": "GET", "url": schedule, "headers": {"Authorization": ""}},
        {"method": "OPTIONS", "url": "/"},
    ]


def over_transport(sandbox: Sandbox) -> list[httpx.Response]:
    with httpx.Client(transport=sandbox.transport(), base_url="https://service.example", headers=headers()) as client:
        return [client.request(**call) for call in calls(sandbox)]


def over_async_transport(sandbox: Sandbox) -> list[httpx.Response]:
    async def main() -> list[httpx.Response]:
        transport = sandbox.async_transport()
        async with httpx.AsyncClient(transport=transport, base_url="https://x.example", headers=headers()) as client:
            return [await client.request(**call) for call in calls(sandbox)]

    return asyncio.run(main())


def over_http(sandbox: Sandbox) -> list[httpx.Response]:
    with sandbox.serve() as url, httpx.Client(base_url=url, headers=headers(), timeout=10) as client:
        return [client.request(**call) for call in calls(sandbox)]


def test_all_three_ways_lead_to_the_same_responses(clock: Clock) -> None:
    seen = []
    for way in (over_transport, over_async_transport, over_http):
        sandbox = Sandbox(clock=clock)
        responses = [
            (each.status_code, each.headers["content-type"], each.headers["x-ratelimit-remaining"], each.content)
            for each in way(sandbox)
        ]
        requests = [(each.operation, each.path, each.query, each.body, each.status) for each in sandbox.requests]
        seen.append((responses, requests, sandbox.schedules, sandbox.invoices))
    assert [status for status, *_ in seen[0][0]] == [200, 201, 200, 200, 200, 400, 422, 400, 401, 401]
    assert seen[0] == seen[1] == seen[2]


def test_both_clients_work_on_it_over_http(sandbox: Sandbox) -> None:
    with sandbox.serve() as url:
        options: dict[str, Any] = {"token": TOKEN, "location_id": sandbox.location_id, "base_url": url}
        with Client(**options) as client:
            assert client.schedules.cancel(SCHEDULE).status == "cancelled"

        async def main() -> None:
            async with AsyncClient(**options) as client:
                assert (await client.schedules.get(SCHEDULE)).status == "cancelled"

        asyncio.run(main())


@pytest.fixture
def http(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sandbox.serve() as url, httpx.Client(base_url=url, headers=headers(), timeout=10) as client:
        yield client


def get(sandbox: Sandbox, http: httpx.Client, **more: Any) -> httpx.Response:
    return http.get(f"/invoices/schedule/{SCHEDULE}", params=owner(sandbox), **more)


def test_a_connection_is_dropped_without_a_byte(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fail_next(2, drop=True)
    for _ in range(2):
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            get(sandbox, http)
    assert get(sandbox, http).status_code == 200


def test_only_the_connection_of_the_call_is_dropped(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fail_next(delay=0.3, operation="get-invoice-schedule")
    sandbox.fail_next(drop=True, operation="cancel-invoice-schedule")
    responses: list[int] = []
    slow = threading.Thread(target=lambda: responses.append(get(sandbox, http).status_code))
    slow.start()
    while not sandbox.requests:
        time.sleep(0.01)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        http.post(f"/invoices/schedule/{SCHEDULE}/cancel", json=owner(sandbox))
    slow.join(10)
    assert responses == [200]


def test_a_delay_over_http_holds_up_no_other_call(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fail_next(delay=3600)
    with pytest.raises(httpx.ReadTimeout):
        get(sandbox, http, timeout=0.1)
    start = time.monotonic()
    assert get(sandbox, http).status_code == 200
    assert time.monotonic() - start < 2


def test_it_stops_although_a_client_waits(sandbox: Sandbox) -> None:
    sandbox.fail_next(delay=0.2)
    with sandbox.serve() as url:
        address = url.removeprefix("http://").split(":")
        client = socket.create_connection((address[0], int(address[1])), timeout=10)
        client.sendall(b"GET /waits HTTP/1.1\r\nHost: x\r\n\r\n")
        while not sandbox.requests:
            time.sleep(0.01)
        start = time.monotonic()
    assert time.monotonic() - start < 5
    with client:
        while client.recv(4096):  # to the end, which comes
            pass
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((address[0], int(address[1])), timeout=1)


def test_a_client_that_leaves_while_it_sends_is_not_served(sandbox: Sandbox, http: httpx.Client) -> None:
    host, port = http.base_url.host, http.base_url.port
    with socket.create_connection((host, port or 0), timeout=10) as client:
        client.sendall(b"PUT /invoices/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{")
    assert get(sandbox, http).status_code == 200
    assert [each.method for each in sandbox.requests] == ["GET"]


def test_a_port_in_use_is_an_error(sandbox: Sandbox, http: httpx.Client) -> None:
    with pytest.raises(OSError, match="in use"), sandbox.serve(http.base_url.port or 0):
        pass


def test_it_can_be_told_to_fail_over_http(sandbox: Sandbox, http: httpx.Client) -> None:
    fault = {"n": 2, "status": 503, "operation": "get-invoice-schedule", "headers": {"retry-after": "1"}}
    told = http.post("/_sandbox/fail", json=fault)
    assert told.status_code == 200
    assert told.json().items() >= fault.items()
    responses = [get(sandbox, http) for _ in range(3)]
    assert [response.status_code for response in responses] == [503, 503, 200]
    assert responses[0].headers["retry-after"] == "1"
    assert len(sandbox.requests) == 3  # the one that told is none


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"status": 700}, "status=700: a failure has a status from 300 to 599"),
        ({"n": "2", "status": 500}, "Expected `int`, got `str` - at `$.n`"),
        ({"stats": 500}, "Object contains unknown field `stats`"),
        ([], "Expected `object`, got `array`"),
    ],
)
def test_what_it_can_not_play_is_refused_over_http(
    sandbox: Sandbox, http: httpx.Client, body: Any, message: str
) -> None:
    told = http.post("/_sandbox/fail", json=body)
    assert (told.status_code, told.json()["message"]) == (400, message)
    assert http.put("/_sandbox/fail").status_code == 404
    assert get(sandbox, http).status_code == 200


def test_a_large_body_arrives_whole(sandbox: Sandbox, http: httpx.Client) -> None:
    notes = "x" * 3_000_000
    response = http.put(f"/invoices/{DRAFT}", json=update_body(sandbox, termsNotes=notes))
    assert response.json()["termsNotes"] == notes


def test_the_core_needs_no_http_library() -> None:
    code = (
        "import sys; from leadconnector.sandbox import Sandbox; Sandbox().handle('GET', '/');"
        "print([name for name in ('httpx', 'uvicorn', 'httpcore', 'h11') if name in sys.modules])"
    )
    assert output_of("-c", code).strip() == "[]"
