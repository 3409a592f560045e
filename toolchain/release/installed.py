"""Runs inside an environment that has nothing but an installed artefact and its locked packages.

``plain``: without extras. ``sandbox``: with the extra of that name, so that the five calls can be made.
"""

import asyncio
import hashlib
import json
import sys
from collections.abc import Awaitable
from importlib.metadata import metadata, version
from importlib.resources import files
from typing import TypeVar, cast

import leadconnector
import leadconnector_invoices
from leadconnector.sandbox import MissingExtraError, Sandbox
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.models import Invoice, InvoiceSchedule, UpdateInvoice

LOCATION = "smokeTestLocation001"
T = TypeVar("T")


def main(mode: str) -> None:
    """Raise AssertionError, or whatever went wrong, unless all is well."""
    check_packages()
    if mode == "plain":
        check_missing_extra()
        return
    sandbox = Sandbox(location_id=LOCATION)
    first, second = (each for each, schedule in sandbox.schedules.items() if schedule["status"] == "active")
    with Client(token="smoke", location_id=LOCATION, transport=sandbox.transport()) as client:
        asyncio.run(five_calls(client, first))
    with sandbox.serve() as url:
        asyncio.run(five_async_calls(url, second))


def check_packages() -> None:
    """Both packages come from this environment, are typed, and hold the description they were generated from."""
    for module in (leadconnector, leadconnector_invoices):
        assert str(module.__file__).startswith(sys.prefix), f"{module.__name__} comes from {module.__file__}"
        assert files(module).joinpath("py.typed").is_file(), f"{module.__name__} has no py.typed"
    assert leadconnector.__version__ == version("leadconnector-invoices"), "package and metadata differ in the version"
    assert metadata("leadconnector-invoices")["License-Expression"] == "MIT"
    content = files(leadconnector_invoices).joinpath("openapi.json").read_bytes()
    assert json.loads(content)["openapi"].startswith("3.1."), "openapi.json is no OpenAPI 3.1 document"
    assert hashlib.sha256(content).hexdigest() == leadconnector_invoices.DESCRIPTION_SHA256, "not what it was made from"


def check_missing_extra() -> None:
    """Without its packages the sandbox says what to install."""
    said = ""
    try:
        Sandbox()
    except MissingExtraError as error:
        said = str(error)
    assert "pip install 'leadconnector-invoices[sandbox]'" in said, f"the sandbox without its extra says {said!r}"


async def five_async_calls(url: str, schedule_id: str) -> None:
    """Make the calls over HTTP with the asynchronous client."""
    async with AsyncClient(token="smoke", location_id=LOCATION, base_url=url) as client:
        await five_calls(client, schedule_id)


async def five_calls(client: Client | AsyncClient, schedule_id: str) -> None:
    """Make each call, and see in the responses that it took effect."""
    schedules, invoices = client.schedules, client.invoices
    draft = draft_of(await result(schedules.get(schedule_id)))
    body = UpdateInvoice.from_invoice(draft, title="SMOKE")
    assert (await result(invoices.update(draft.id, body=body))).title == "SMOKE"
    assert (await result(schedules.update_and_schedule(schedule_id))).id == schedule_id
    assert (await result(schedules.cancel(schedule_id))).id == schedule_id
    assert (await result(invoices.delete(draft.id))).deleted is True
    left = await result(schedules.get(schedule_id))
    assert left.status == "cancelled", left.status
    assert draft.id not in [each.id for each in left.invoices or []]


async def result(value: T | Awaitable[T]) -> T:
    """Return what either client's method gives."""
    return await cast("Awaitable[T]", value) if isinstance(value, Awaitable) else value


def draft_of(schedule: InvoiceSchedule) -> Invoice:
    return next(each for each in schedule.invoices or [] if each.status == "draft")


if __name__ == "__main__":
    main(sys.argv[1])
