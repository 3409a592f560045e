"""The five calls and a refused one; after each write, another look at the schedule tells what the service has now."""

from typing import Any

from leadconnector.sandbox import Sandbox
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.errors import BadRequestError
from leadconnector_invoices.models import Invoice, InvoiceItemInput, InvoiceSchedule, UpdateInvoice
from toolchain.demo.stage import DemoError, Row, Stage, expect

LOCATION_ID = "demoLocation00000001"
CALL_TIMEOUT = 10.0  # seconds
REFUSAL = "Invoice status need to be draft to delete an invoice"


async def tell(url: str, token: str) -> tuple[list[Row], Row]:
    """Make the calls on the sandbox at `url`; return one row for each of them, and that of the refused one.

    Raises:
        DemoError: if a call did not do what it should.
        LeadConnectorError: if a call failed.
    """
    # Every sandbox is seeded alike, so this one knows the ids of the one at `url`.
    ids = [each for each, schedule in Sandbox().schedules.items() if schedule["status"] == "active"]
    options: dict[str, Any] = {"token": token, "location_id": LOCATION_ID, "base_url": url, "max_retries": 0}
    events: list[Any] = []
    with Client(**options, timeout=CALL_TIMEOUT, on_response=events.append) as client:
        sync = Stage("sync", client, ids[0], events)
        await five_calls(sync)
        refused = await refused_call(sync)
    async with AsyncClient(**options, timeout=CALL_TIMEOUT, on_response=events.append) as async_client:
        asynchronous = Stage("async", async_client, ids[1], events)
        await five_calls(asynchronous)
    return [*sync.rows, *asynchronous.rows], refused


async def five_calls(stage: Stage) -> None:
    """Make each call once."""
    before = await get(stage)
    await cancel(stage)
    await update_and_schedule(stage)
    draft = await update(stage, _invoice(before, "draft"))
    await delete(stage, draft)


async def get(stage: Stage) -> InvoiceSchedule:
    """Read the schedule, which is active."""
    schedule = await stage.call(lambda: stage.client.schedules.get(stage.schedule_id))
    count = len(schedule.invoices or [])
    expect(schedule.status == "active" and count == 2, "an active schedule with two invoices", schedule)
    stage.note(f"nothing ({schedule.status}, {count} invoices)")
    return schedule


async def cancel(stage: Stage) -> None:
    """Cancel it, which the service answers with 201."""
    answer = await stage.call(lambda: stage.client.schedules.cancel(stage.schedule_id))
    stage.note(f"status: active → {answer.status}")
    expect(stage.rows[-1].status == 201, "status 201", stage.rows[-1])
    expect(answer.status == (await stage.look()).status == "cancelled", "a cancelled schedule", answer)


async def update_and_schedule(stage: Stage) -> None:
    """Put it into force again."""
    answer = await stage.call(lambda: stage.client.schedules.update_and_schedule(stage.schedule_id))
    stage.note(f"status: cancelled → {answer.status}")
    expect(answer.status == (await stage.look()).status == "active", "a schedule in force", answer)


async def update(stage: Stage, draft: Invoice) -> Invoice:
    """Add an item to the draft, which raises its total by just the price of that."""
    tree = InvoiceItemInput(name="Apple tree", currency="USD", amount="49.95", qty=2)
    body = UpdateInvoice.from_invoice(draft)
    body.invoice_items.append(tree)
    invoice = await stage.call(lambda: stage.client.invoices.update(draft.id, body=body))
    stage.note(f"total: {draft.total} → {invoice.total}")
    expect(invoice.total == (draft.total or 0) + tree.amount * tree.qty, "the total to grow by 99.90", invoice)
    expect(invoice == _invoice(await stage.look(), "draft"), "the schedule to have the same invoice", invoice)
    return invoice


async def delete(stage: Stage, draft: Invoice) -> None:
    """Delete the draft, after which its schedule doesn't have it any more."""
    deleted = await stage.call(lambda: stage.client.invoices.delete(draft.id))
    left = (await stage.look()).invoices or []
    stage.note(f"invoices: 2 → {len(left)}")
    expect(deleted.id == draft.id and deleted.deleted is True, "the deleted invoice", deleted)
    expect(draft.id not in {each.id for each in left}, "the invoice to be gone", left)


async def refused_call(stage: Stage) -> Row:
    """Try to delete a paid invoice, which the service refuses."""
    paid = _invoice(await stage.look(), "paid")
    try:
        await stage.call(lambda: stage.client.invoices.delete(paid.id))
    except BadRequestError as error:
        expect(error.status == 400 and error.messages == [REFUSAL], f"status 400, {REFUSAL!r}", error)
        expect(_invoice(await stage.look(), "paid") == paid, "the paid invoice to stay as it is", error)
        return stage.last_row(f"{type(error).__name__}: {error.messages[0]}")
    raise DemoError("a paid invoice was deleted, which the service should have refused")


def _invoice(schedule: InvoiceSchedule, status: str) -> Invoice:
    found = [each for each in schedule.invoices or [] if each.status == status]
    expect(len(found) == 1, f"one invoice that is {status}", schedule)
    return found[0]
