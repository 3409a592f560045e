"""With a clock of one's own, nothing waits for real."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from leadconnector.sandbox import Sandbox
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.errors import APITimeoutError
from tests.sandbox.calls import NOW, SCHEDULE, TOKEN, Clock


@pytest.fixture(autouse=True)
def at_once() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 5


def options(sandbox: Sandbox) -> dict[str, Any]:
    return {"token": TOKEN, "location_id": sandbox.location_id}


@pytest.mark.parametrize("retry_after", ["25", format_datetime(NOW + timedelta(seconds=25), usegmt=True)])
def test_a_client_does_not_wait_between_its_attempts(sandbox: Sandbox, retry_after: str) -> None:
    sandbox.fail_next(2, status=503)
    sandbox.fail_next(1, status=429, headers={"Retry-After": retry_after})
    with Client(**options(sandbox), transport=sandbox.transport(), max_retries=3, timeout=60) as client:
        assert client.schedules.get(SCHEDULE).id == SCHEDULE
        assert len(sandbox.requests) == 4
    assert sandbox.clock.now() > NOW + timedelta(seconds=20)


def test_nor_does_an_async_one(sandbox: Sandbox) -> None:
    async def main() -> None:
        sandbox.fail_next(2, status=429, headers={"Retry-After": "20"})
        async with AsyncClient(**options(sandbox), transport=sandbox.async_transport(), timeout=60) as client:
            await client.schedules.get(SCHEDULE)
            assert len(sandbox.requests) == 3

    asyncio.run(main())


def test_the_time_of_the_call_is_over_all_the_same(sandbox: Sandbox) -> None:
    sandbox.fail_next(5, status=503, delay=8)
    with Client(**options(sandbox), transport=sandbox.transport(), max_retries=4, timeout=20) as client:
        with pytest.raises(APITimeoutError):
            client.schedules.get(SCHEDULE)
        assert len(sandbox.requests) == 3


def test_a_limit_is_waited_out(clock: Clock) -> None:
    sandbox = Sandbox(clock=clock, rate_limit=2)
    with Client(**options(sandbox), transport=sandbox.transport(), timeout=600, max_retries=5) as client:
        sandbox.fail_next(1, status=429, headers={"Retry-After": "10"}, operation="schedules.cancel")
        for _ in range(2):
            client.schedules.get(SCHEDULE)
        assert client.schedules.cancel(SCHEDULE).status == "cancelled"


def test_a_delay_and_a_client_that_gives_up_take_no_time(sandbox: Sandbox) -> None:
    sandbox.fail_next(delay=3600)
    sandbox.fail_next(delay=3600)
    with httpx.Client(transport=sandbox.transport(), base_url="https://service.example", timeout=None) as client:
        assert client.get("/").status_code == 401
        with pytest.raises(httpx.ReadTimeout):
            client.get("/", timeout=30)
    assert sandbox.clock.now() == NOW + timedelta(seconds=3630)


def test_without_one_the_pauses_are_real() -> None:
    sandbox = Sandbox()
    sandbox.fail_next(status=429, headers={"Retry-After": "1"})
    start = time.monotonic()
    with Client(**options(sandbox), transport=sandbox.transport()) as client:
        client.schedules.get(SCHEDULE)
    assert time.monotonic() - start >= 1
