"""Run inside an environment that has nothing but an installed artefact and its locked packages.

``plain``: without extras. ``sandbox``: with the extra of that name, so that the five calls can be made.
"""

import contextlib
import hashlib
import json
import subprocess
import sys
from collections.abc import Generator
from importlib.metadata import metadata, version
from importlib.resources import files

import anyio

import leadconnector
import leadconnector_invoices
from leadconnector.sandbox import MissingExtraError, Sandbox
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.models import Invoice, InvoiceSchedule, UpdateInvoice

DISTRIBUTION = "leadconnector-invoices"
LOCATION = "smokeTestLocation001"


def main(mode: str) -> None:
    """Raise AssertionError, or whatever went wrong, unless all is well."""
    check_packages()
    check_document()
    if mode == "plain":
        check_missing_extra()
        return
    first, second = active_schedules()
    with serving() as url:
        five_calls(over_transport(), first)
        five_calls(over_http(url), first)
        anyio.run(five_async_calls, async_over_transport(), second)
        anyio.run(five_async_calls, async_over_http(url), second)


def check_packages() -> None:
    """Both packages come from this environment, say that they are typed, and agree on the version."""
    for module in (leadconnector, leadconnector_invoices):
        assert str(module.__file__).startswith(sys.prefix), f"{module.__name__} comes from {module.__file__}"
        assert files(module).joinpath("py.typed").is_file(), f"{module.__name__} has no py.typed"
    assert leadconnector.__version__ == version(DISTRIBUTION), "package and metadata disagree on the version"
    assert metadata(DISTRIBUTION)["License-Expression"] == "MIT"


def check_document() -> None:
    """The package data is the resolved description, the one that the code was generated from."""
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


def active_schedules() -> list[str]:
    """Ids of what every sandbox starts with."""
    return [each for each, schedule in Sandbox().schedules.items() if schedule["status"] == "active"]


@contextlib.contextmanager
def serving() -> Generator[str]:
    """The sandbox as its own process, as a person starts it; gives its URL."""
    command = [sys.executable, "-I", "-m", "leadconnector.sandbox", "--location", LOCATION]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def over_transport() -> Client:
    return Client(token="smoke", location_id=LOCATION, transport=Sandbox(location_id=LOCATION).transport())


def over_http(url: str) -> Client:
    return Client(token="smoke", location_id=LOCATION, base_url=url)


def async_over_transport() -> AsyncClient:
    return AsyncClient(token="smoke", location_id=LOCATION, transport=Sandbox(location_id=LOCATION).async_transport())


def async_over_http(url: str) -> AsyncClient:
    return AsyncClient(token="smoke", location_id=LOCATION, base_url=url)


def five_calls(client: Client, schedule_id: str) -> None:
    """Make each call, and see in the answers that it took effect."""
    with client:
        draft = draft_of(client.schedules.get(schedule_id))
        body = UpdateInvoice.from_invoice(draft, title="SMOKE")
        assert client.invoices.update(draft.id, body=body).title == "SMOKE"
        assert client.schedules.update_and_schedule(schedule_id).id == schedule_id
        assert client.schedules.cancel(schedule_id).id == schedule_id
        assert client.invoices.delete(draft.id).deleted is True
        check_outcome(client.schedules.get(schedule_id), draft)


async def five_async_calls(client: AsyncClient, schedule_id: str) -> None:
    """The same with the asynchronous client."""
    async with client:
        draft = draft_of(await client.schedules.get(schedule_id))
        body = UpdateInvoice.from_invoice(draft, title="SMOKE")
        assert (await client.invoices.update(draft.id, body=body)).title == "SMOKE"
        assert (await client.schedules.update_and_schedule(schedule_id)).id == schedule_id
        assert (await client.schedules.cancel(schedule_id)).id == schedule_id
        assert (await client.invoices.delete(draft.id)).deleted is True
        check_outcome(await client.schedules.get(schedule_id), draft)


def draft_of(schedule: InvoiceSchedule) -> Invoice:
    return next(each for each in schedule.invoices or [] if each.status == "draft")


def check_outcome(schedule: InvoiceSchedule, deleted: Invoice) -> None:
    """The schedule is cancelled, and the deleted invoice is gone from it."""
    assert schedule.status == "cancelled", schedule.status
    assert deleted.id not in [each.id for each in schedule.invoices or []]


if __name__ == "__main__":
    main(sys.argv[1])
