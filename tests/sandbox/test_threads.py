"""A sandbox shared by threads."""

from concurrent.futures import ThreadPoolExecutor

from leadconnector.sandbox import Sandbox
from tests.sandbox.calls import cancel, delete_invoice, get_schedule, update_invoice

THREADS = 16


def test_each_draft_is_deleted_once(sandbox: Sandbox) -> None:
    drafts = [sandbox.add_invoice() for _ in range(50)]
    with ThreadPoolExecutor(THREADS) as pool:
        responses = list(pool.map(lambda draft: delete_invoice(sandbox, draft), drafts * 8))
    statuses = [response.status for response in responses]
    assert (statuses.count(200), statuses.count(400)) == (50, 350)
    assert not set(drafts) & sandbox.invoices.keys()
    assert len(sandbox.requests) == 400


def test_ids_are_given_once_and_counts_add_up(sandbox: Sandbox) -> None:
    schedule = sandbox.add_schedule()
    sandbox.fail_next(100, status=503)

    def work(_: int) -> list[int]:
        invoice = sandbox.add_invoice(schedule_id=schedule)
        made = [update_invoice(sandbox, invoice), cancel(sandbox, schedule), get_schedule(sandbox, schedule)]
        return [response.status for response in made]

    with ThreadPoolExecutor(THREADS) as pool:
        statuses = [status for made in pool.map(work, range(100)) for status in made]
    assert statuses.count(503) == 100
    invoices = sandbox.schedules[schedule]["invoices"]
    assert len({invoice["_id"] for invoice in invoices}) == 100
    assert len({invoice.get("invoiceNumber", invoice["_id"]) for invoice in invoices}) == 100
