"""All five calls with both clients, over HTTP, against the sandbox in a process of its own.

`make demo` runs it. After each write another look at the schedule shows what the service has now; the demo ends with 1
and one line on standard error where that isn't what the call promised.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Awaitable, Generator
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from rich.console import Console
from rich.table import Table

from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.errors import BadRequestError, LeadConnectorError
from leadconnector_invoices.models import Invoice, InvoiceItemInput, InvoiceSchedule, UpdateInvoice
from leadconnector_invoices.types import ResponseEvent

TOKEN = "pit-demo"
LOCATION_ID = "demoLocation00000001"
LIMIT = 30.0  # seconds for the whole demo
T = TypeVar("T")


class DemoError(Exception):
    """A call did not do what it should; the message is one line."""


@dataclass
class Show:
    """Makes calls with a sync or async client and keeps a table row for each: client, operation, status, change, ms."""

    name: str
    client: Client | AsyncClient
    schedule_id: str
    events: list[ResponseEvent]
    rows: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])

    async def five_calls(self) -> None:
        """Read a schedule, cancel it, put it into force again, then update and delete its draft invoice."""
        schedules, invoices = self.client.schedules, self.client.invoices
        before = await result(schedules.get(self.schedule_id))
        count = len(before.invoices or [])
        self.note(f"nothing ({count} invoices)")
        expect(before.status == "active" and count == 2, "an active schedule with two invoices", before)
        draft = only(before, "draft")

        cancelled = await result(schedules.cancel(self.schedule_id))
        self.note(f"{before.status} to {cancelled.status}", status=201)
        now = await self.look()
        expect(cancelled.status == now.status == "cancelled", "a cancelled schedule", now)

        renewed = await result(schedules.update_and_schedule(self.schedule_id))
        self.note(f"{cancelled.status} to {renewed.status}")
        now = await self.look()
        expect(renewed.status == now.status == "active", "a schedule in force", now)

        tree = InvoiceItemInput(name="Apple tree", currency="USD", amount="49.95", qty=2)
        body = UpdateInvoice.from_invoice(draft)
        body.invoice_items.append(tree)
        updated = await result(invoices.update(draft.id, body=body))
        self.note(f"total: {draft.total} to {updated.total}")
        expect(updated.total == (draft.total or 0) + tree.amount * tree.qty, "the total to grow by 99.90", updated)
        expect(only(await self.look(), "draft") == updated, "the schedule to have the same invoice", updated)

        deleted = await result(invoices.delete(draft.id))
        self.note("the draft invoice is gone")
        left = (await self.look()).invoices or []
        expect(deleted.id == draft.id and deleted.deleted is True, "the deleted invoice", deleted)
        expect(draft.id not in [each.id for each in left], "the invoice to be gone", left)

    async def refused_call(self) -> str:
        """Try to delete a paid invoice, which the service refuses; return the error in words."""
        paid = only(await self.look(), "paid")
        try:
            await result(self.client.invoices.delete(paid.id))
        except BadRequestError as error:
            expect(only(await self.look(), "paid") == paid, "the paid invoice to stay as it is", error)
            return f"{type(error).__name__} {error.status}: {error.messages[0]}"
        raise DemoError("a paid invoice was deleted, which the service should have refused")

    async def look(self) -> InvoiceSchedule:
        """Return the schedule as it is now."""
        return await result(self.client.schedules.get(self.schedule_id))

    def note(self, change: str, status: int = 200) -> None:
        """Keep a row for the call that was made last, which must have had that status."""
        event = self.events[-1]
        expect(event.status == status, f"status {status}", event)
        self.rows.append((self.name, event.operation, str(event.status), change, f"{event.elapsed * 1000:.0f}"))


async def result(value: T | Awaitable[T]) -> T:
    """Return what either client's method gives."""
    if isinstance(value, Awaitable):
        return await cast("Awaitable[T]", value)
    return value


def only(schedule: InvoiceSchedule, status: str) -> Invoice:
    """Return the schedule's one invoice with a status."""
    found = [each for each in schedule.invoices or [] if each.status == status]
    expect(len(found) == 1, f"one {status} invoice", schedule)
    return found[0]


def expect(holds: bool, what: str, got: object) -> None:
    """Raise DemoError unless `holds`; `what` says what should have been."""
    if not holds:
        raise DemoError(f"expected {what}, got {got!r}".replace("\n", " ")[:400])


@contextlib.contextmanager
def running_sandbox() -> Generator[tuple[str, list[str]]]:
    """Start the sandbox on a free port; give its URL and the ids of its active schedules, and end it."""
    command = [sys.executable, "-m", "leadconnector.sandbox", "--token", TOKEN, "--location", LOCATION_ID]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            if not url.startswith("http://"):
                raise DemoError("the sandbox did not start; it says why above")
            active: list[str] = []
            while len(active) < 2 and (words := process.stdout.readline().split()):
                if words[0] == "schedule" and words[-1] == "active":
                    active.append(words[1])
            yield url, active
        finally:
            process.terminate()


async def demo(url: str, schedule_ids: list[str]) -> tuple[list[tuple[str, ...]], str]:
    """Make the calls; return the rows of the table, and the refusal in words."""
    events: list[ResponseEvent] = []
    options: dict[str, Any] = {"token": TOKEN, "location_id": LOCATION_ID, "base_url": url, "timeout": 10.0}
    options["max_retries"] = 0  # nothing that goes wrong may be mended quietly
    with Client(**options, on_response=events.append) as client:
        sync = Show("sync", client, schedule_ids[0], events)
        await sync.five_calls()
        refusal = await sync.refused_call()
    async with AsyncClient(**options, on_response=events.append) as async_client:
        asynchronous = Show("async", async_client, schedule_ids[1], events)
        await asynchronous.five_calls()
    return [*sync.rows, *asynchronous.rows], refusal


def main() -> int:
    """Run the demo; 0 where everything is as it should be."""
    try:
        with running_sandbox() as (url, schedule_ids):
            rows, refusal = asyncio.run(asyncio.wait_for(demo(url, schedule_ids), LIMIT))
    except (DemoError, LeadConnectorError, TimeoutError) as error:
        print(f"error: the demo went wrong: {str(error) or f'not done after {LIMIT:g} s'}", file=sys.stderr)
        return 1
    title = f"{len(rows)} calls over HTTP to the sandbox at {url}"
    table = Table("client", "operation", title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("status", justify="right")
    table.add_column("what changed", style="green")
    table.add_column("ms", justify="right")
    for row in rows:
        table.add_row(*row)
    console = Console()
    console.print(table)
    console.print("Refused, as it should be: invoices.delete of a paid invoice")
    console.print(f"  {refusal}", style="red", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
