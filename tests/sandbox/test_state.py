"""What the five operations change, and what the next look shows."""

import json
from datetime import datetime
from decimal import Decimal

import pytest

from leadconnector.sandbox import Sandbox
from tests.sandbox.calls import (
    DRAFT,
    PAID,
    SCHEDULE,
    Clock,
    cancel,
    delete_invoice,
    get_schedule,
    refused,
    schedule_body,
    update_and_schedule,
    update_body,
    update_invoice,
)


def test_a_get_changes_nothing(sandbox: Sandbox, clock: Clock) -> None:
    before = sandbox.schedules, sandbox.invoices
    clock.advance(60)
    first = get_schedule(sandbox)
    assert first.status == 200
    assert first.body == get_schedule(sandbox).body
    assert first.json() == sandbox.schedules[SCHEDULE]
    assert (sandbox.schedules, sandbox.invoices) == before


def test_cancel_responds_201_and_stops_the_schedule_only(sandbox: Sandbox, clock: Clock) -> None:
    before = sandbox.schedules[SCHEDULE]
    clock.advance(1.5)
    response = cancel(sandbox)
    assert response.status == 201
    assert response.json() == {**before, "status": "cancelled", "updatedAt": "2026-01-31T09:30:01.623Z"}
    assert get_schedule(sandbox).json() == response.json()


def test_cancelling_twice_leaves_it_cancelled(sandbox: Sandbox) -> None:
    first, second = cancel(sandbox), cancel(sandbox)
    assert (first.status, first.body) == (second.status, second.body)


def test_update_and_schedule_without_a_body_puts_a_draft_into_force(sandbox: Sandbox) -> None:
    draft = sandbox.add_schedule(status="draft")
    response = update_and_schedule(sandbox, draft)
    assert response.status == 200
    assert response.json()["status"] == "scheduled"
    assert get_schedule(sandbox, draft).body == response.body


def test_update_and_schedule_makes_a_cancelled_one_active_that_has_invoices(sandbox: Sandbox) -> None:
    cancel(sandbox)
    assert update_and_schedule(sandbox).json()["status"] == "active"


def test_update_and_schedule_with_a_body_replaces_the_schedule(sandbox: Sandbox, clock: Clock) -> None:
    before = sandbox.schedules[SCHEDULE]
    clock.advance(60)
    after = update_and_schedule(sandbox, body=schedule_body(sandbox, termsNotes="<p>Soon.</p>")).json()
    assert after == get_schedule(sandbox).json()
    assert after["name"] == "Roof watch"
    assert after["schedule"]["rrule"]["startDate"] == "2026-03-01"
    assert after["compiledTermsNotes"] == "<p>Soon.</p>"
    [item] = after["items"]
    sent = {"name": "Look", "currency": "EUR", "amount": Decimal("5.05"), "qty": 2}
    assert item == {"_id": item["_id"], "taxes": [], **sent}
    assert after["total"] == Decimal("10.1")
    for kept in ("_id", "createdAt", "invoices", "companyId"):
        assert after[kept] == before[kept]
    assert "title" not in after  # the body had none


def test_an_update_replaces_what_the_request_names_and_keeps_the_services_own(sandbox: Sandbox, clock: Clock) -> None:
    before = sandbox.invoices[DRAFT]
    clock.advance(60)
    response = update_invoice(sandbox)
    after = response.json()
    assert response.status == 200
    assert after == sandbox.invoices[DRAFT] == sandbox.schedules[SCHEDULE]["invoices"][1]
    [item] = after["invoiceItems"]
    assert (after["name"], after["currency"], after["issueDate"]) == ("Roof", "EUR", "2026-02-01")
    assert len(item["_id"]) == 24
    assert (after["total"], after["amountDue"]) == (Decimal("12.34"), Decimal("12.34"))
    assert after["paymentSchedule"] == {}
    assert after["updatedAt"] == "2026-01-31T09:31:00.123Z"
    for kept in ("_id", "status", "amountPaid", "createdAt", "companyId", "sentAt"):
        assert after[kept] == before[kept]
    # A full replace: what the body left out is gone.
    assert not {"invoiceNumber", "contactDetails", "termsNotes", "discount", "title"} & after.keys()


def test_an_update_shows_what_is_still_due(sandbox: Sandbox) -> None:
    items = [{"name": "Slate", "currency": "USD", "amount": 100.1, "qty": 20}]
    after = update_invoice(sandbox, PAID, body=update_body(sandbox, invoiceItems=items)).json()
    assert (after["total"], after["amountPaid"], after["amountDue"]) == (2002, Decimal("1280.04"), Decimal("721.96"))


def test_parts_of_a_payment_get_ids(sandbox: Sandbox) -> None:
    parts = [{"value": 40, "dueDate": "2026-02-01"}, {"_id": "mine", "value": 60, "dueDate": "2026-03-01"}]
    body = update_body(sandbox, paymentSchedule={"type": "percentage", "schedules": parts})
    first, second = update_invoice(sandbox, body=body).json()["paymentSchedule"]["schedules"]
    assert len(first["_id"]) == 24
    assert second == parts[1]


def test_amounts_are_sent_back_digit_for_digit(sandbox: Sandbox) -> None:
    body = json.dumps(update_body(sandbox)).encode().replace(b"12.34", b"123456789012.3456789")
    response = update_invoice(sandbox, body=body)
    assert response.body.count(b"123456789012.3456789") == 3  # the item, the total, what is due


def test_a_deleted_draft_is_gone_from_its_schedule_too(sandbox: Sandbox) -> None:
    before = sandbox.invoices[DRAFT]
    response = delete_invoice(sandbox)
    assert response.status == 200
    assert response.json() == {**before, "deleted": True}
    assert DRAFT not in sandbox.invoices
    assert [invoice["_id"] for invoice in get_schedule(sandbox).json()["invoices"]] == [PAID]
    assert refused(delete_invoice(sandbox), 400) == "Unable to find an invoice with the given invoice id"
    refused(update_invoice(sandbox), 400)


def test_two_sandboxes_given_the_same_calls_are_alike(clock: Clock) -> None:
    def play() -> list[bytes]:
        sandbox = Sandbox(clock=clock)
        made = [update_invoice(sandbox), cancel(sandbox), delete_invoice(sandbox), delete_invoice(sandbox)]
        sandbox.add_schedule()
        return [response.body for response in made] + [repr(sandbox.schedules).encode()]

    assert play() == play()


def test_what_is_looked_at_can_be_changed_without_harm(sandbox: Sandbox) -> None:
    sandbox.schedules[SCHEDULE]["invoices"][0]["status"] = "void"
    sandbox.invoices.clear()
    assert sandbox.invoices[PAID]["status"] == "paid"


def test_requests_are_kept_for_assertions(sandbox: Sandbox) -> None:
    get_schedule(sandbox)
    cancel(sandbox)
    refused(delete_invoice(sandbox, PAID), 400)
    sandbox.fail_next(drop=True)
    get_schedule(sandbox)
    sandbox.handle("GET", "/nowhere?a=1&a=2&b=", {"X-Thing": "1"})
    got, cancelled, not_deleted, dropped, lost = sandbox.requests
    assert (got.method, got.path) == ("GET", f"/invoices/schedule/{SCHEDULE}")
    assert got.query == {"altId": [sandbox.location_id], "altType": ["location"]}
    assert got.operation == "get-invoice-schedule"
    assert cancelled.json() == {"altId": sandbox.location_id, "altType": "location"}
    assert [each.status for each in sandbox.requests] == [200, 201, 400, None, 401]
    assert not_deleted.body == b""
    assert dropped.status is None
    assert (lost.operation, lost.query, lost.headers) == (None, {"a": ["1", "2"], "b": [""]}, {"x-thing": "1"})
    assert "pit-" not in repr(sandbox.requests)


def test_a_clock_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="which has no time zone"):
        Sandbox(clock=lambda: datetime(2026, 1, 1))
