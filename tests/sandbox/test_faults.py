"""The sandbox fails as it was told, and only then."""

import time
from typing import Any

import anyio
import httpx
import pytest

from leadconnector.sandbox import Sandbox
from leadconnector_invoices import Client
from leadconnector_invoices.errors import OutcomeUnknownError, RateLimitError
from tests.sandbox.calls import DRAFT, SCHEDULE, TOKEN, cancel, delete_invoice, get_schedule, headers, owner, refused


def test_the_next_n_calls_fail_with_a_status(sandbox: Sandbox) -> None:
    sandbox.fail_next(2, status=503)
    assert [get_schedule(sandbox).status for _ in range(3)] == [503, 503, 200]


def test_faults_come_in_the_order_in_which_they_were_told(sandbox: Sandbox) -> None:
    sandbox.fail_next(status=500)
    sandbox.fail_next(status=502, message="Down for a bit", headers={"Retry-After": "3"})
    assert refused(get_schedule(sandbox), 500) == "Internal Server Error, as the sandbox was told"
    response = get_schedule(sandbox)
    assert refused(response, 502) == "Down for a bit"
    assert dict(response.headers)["Retry-After"] == "3"


def test_a_fault_can_wait_for_its_operation(sandbox: Sandbox) -> None:
    sandbox.fail_next(status=500, operation="delete-invoice")
    sandbox.fail_next(status=502)
    assert [get_schedule(sandbox).status, get_schedule(sandbox).status] == [502, 200]
    assert [delete_invoice(sandbox).status, delete_invoice(sandbox).status] == [500, 200]


def test_a_call_that_fails_has_no_effect_unless_it_is_applied(sandbox: Sandbox) -> None:
    sandbox.fail_next(status=500)
    refused(cancel(sandbox), 500)
    assert sandbox.schedules[SCHEDULE]["status"] == "active"
    sandbox.fail_next(status=500, applied=True)
    refused(cancel(sandbox), 500)
    assert sandbox.schedules[SCHEDULE]["status"] == "cancelled"


def test_a_dropped_call_may_have_been_applied(sandbox: Sandbox) -> None:
    for applied, status in ((False, "active"), (True, "cancelled")):
        sandbox.fail_next(drop=True, applied=applied)
        assert cancel(sandbox).drop
        assert sandbox.schedules[SCHEDULE]["status"] == status


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "say how to fail: status=, delay= or drop=True"),
        ({"n": 0, "status": 500}, "n=0: at least one call must fail"),
        ({"n": 1.5, "status": 500}, "Expected `int`, got `float` - at `$.n`"),
        ({"n": True, "status": 500}, "Expected `int`, got `bool` - at `$.n`"),
        ({"status": 503.5}, "Expected `int | null`, got `float` - at `$.status`"),
        ({"drop": "no"}, "Expected `bool`, got `str` - at `$.drop`"),
        ({"status": 503, "headers": {"Retry-After": 20}}, "Expected `str`, got `int` - at `$.headers"),
        ({"status": 200}, "status=200: a failure has a status from 300 to 599"),
        ({"status": 600}, "status=600"),
        ({"delay": -1.0}, "delay=-1.0: seconds"),
        ({"delay": float("inf")}, "delay=inf"),
        ({"delay": 1e10}, "delay=10000000000.0: seconds from 0 to 86400"),
        ({"delay": float("nan")}, "delay=nan"),
        ({"status": 500, "drop": True}, "status= or drop=True"),
        ({"delay": 1.0, "applied": True}, "applied=, message= and headers= go with"),
        (
            {"status": 500, "operation": "schedules.list"},
            "operation='schedules.list' is none of invoices.delete, invoices.update, schedules.cancel",
        ),
    ],
)
def test_what_can_not_be_played_is_refused_and_not_kept(
    sandbox: Sandbox, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        sandbox.fail_next(**arguments)
    assert str(caught.value).startswith(message)
    assert get_schedule(sandbox).status == 200


def request(sandbox: Sandbox) -> httpx.Request:
    url = f"https://service.example/invoices/schedule/{SCHEDULE}"
    return httpx.Request("GET", url, params=owner(sandbox), headers=headers())


def send(sandbox: Sandbox, timeout: float | None = None) -> httpx.Response:
    with httpx.Client(transport=sandbox.transport(), timeout=timeout) as client:
        return client.send(with_timeout(request(sandbox), timeout))


def send_async(sandbox: Sandbox, backend: str, timeout: float | None = None) -> httpx.Response:
    async def main() -> httpx.Response:
        async with httpx.AsyncClient(transport=sandbox.async_transport()) as client:
            return await client.send(with_timeout(request(sandbox), timeout))

    return anyio.run(main, backend=backend)


def with_timeout(request: httpx.Request, timeout: float | None) -> httpx.Request:
    request.extensions["timeout"] = httpx.Timeout(timeout).as_dict()
    return request


WAYS = [
    pytest.param(send, id="sync"),
    pytest.param(lambda sandbox, **more: send_async(sandbox, "asyncio", **more), id="asyncio"),
    pytest.param(lambda sandbox, **more: send_async(sandbox, "trio", **more), id="trio"),
]


@pytest.mark.parametrize("send", WAYS)
def test_a_dropped_connection_is_a_read_error(sandbox: Sandbox, send: Any) -> None:
    sandbox.fail_next(drop=True)
    with pytest.raises(httpx.ReadError, match="as the sandbox was told") as caught:
        send(sandbox)
    assert caught.value.request.method == "GET"
    assert send(sandbox).status_code == 200


@pytest.mark.parametrize("send", WAYS)
def test_a_delay_comes_before_the_calls_own_response(send: Any) -> None:
    sandbox = Sandbox()
    sandbox.fail_next(delay=0.1)
    start = time.monotonic()
    assert send(sandbox).status_code == 200
    assert 0.1 <= time.monotonic() - start < 2


@pytest.mark.parametrize("send", WAYS)
def test_a_delay_beyond_the_clients_patience_is_a_time_out(send: Any) -> None:
    sandbox = Sandbox()
    sandbox.fail_next(delay=3600, status=503)
    start = time.monotonic()
    with pytest.raises(httpx.ReadTimeout):
        send(sandbox, timeout=0.05)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_delay_holds_up_no_other_task(backend: str) -> None:
    sandbox = Sandbox()
    sandbox.fail_next(delay=3600, operation="cancel-invoice-schedule")

    async def main() -> int:
        async with httpx.AsyncClient(transport=sandbox.async_transport(), headers=headers()) as client:
            async with anyio.create_task_group() as tasks:
                url = f"https://service.example/invoices/schedule/{SCHEDULE}"
                post = httpx.Request("POST", f"{url}/cancel", json=owner(sandbox), headers=headers())
                tasks.start_soon(client.send, post)
                while not sandbox.requests:
                    await anyio.sleep(0)
                response = await client.get(url, params=owner(sandbox))
                tasks.cancel_scope.cancel()
            return response.status_code

    assert anyio.run(main, backend=backend) == 200


def test_the_client_meets_what_the_sandbox_plays(sandbox: Sandbox) -> None:
    options: dict[str, Any] = {"token": TOKEN, "location_id": sandbox.location_id, "max_retries": 0}
    with Client(**options, transport=sandbox.transport()) as client:
        sandbox.fail_next(status=429, headers={"Retry-After": "7"})
        with pytest.raises(RateLimitError) as limited:
            client.invoices.delete(DRAFT)
        assert limited.value.retry_after == 7
        sandbox.fail_next(drop=True, applied=True)
        with pytest.raises(OutcomeUnknownError):
            client.schedules.cancel(SCHEDULE)
        assert client.schedules.get(SCHEDULE).status == "cancelled"


@pytest.mark.parametrize("name", ["schedules.get", "get-invoice-schedule"])
def test_an_operation_is_named_as_the_client_or_as_the_document_does(name: str) -> None:
    sandbox = Sandbox()
    schedule_id = sandbox.add_schedule()
    sandbox.fail_next(status=503, operation=name)
    target = f"/invoices/schedule/{schedule_id}?altId={sandbox.location_id}&altType=location"
    headers = {"Authorization": "Bearer t", "Version": "2021-07-28"}
    assert sandbox.handle("GET", "/elsewhere", headers).status == 401
    assert [sandbox.handle("GET", target, headers).status for _ in range(2)] == [503, 200]
