"""The sandbox sends what the service sends: by the document, and with what it doesn't say."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from leadconnector.codec.json import parse_json
from leadconnector.sandbox import Response, Sandbox
from leadconnector.sandbox.document import Document, load_document
from leadconnector.sandbox.handlers import NO_DRAFT, NO_INVOICE
from leadconnector_invoices.models import Invoice, InvoiceSchedule
from tests.sandbox.calls import (
    DRAFT,
    FIVE,
    UNKNOWN,
    call,
    cancel,
    delete_invoice,
    get_schedule,
    headers,
    schedule_body,
    update_and_schedule,
    update_body,
    update_invoice,
)
from toolchain.generate.directions import directed

DOCUMENT = directed(load_document().contents)
INVOICE_STATUSES = DOCUMENT["components"]["schemas"]["InvoiceStatus"]["enum"]


def check(response: Response, operation: str) -> Any:
    """The response's JSON, valid against what the document says of this operation and status."""
    [described] = [
        said["responses"]
        for item in DOCUMENT["paths"].values()
        for said in item.values()
        if said["operationId"] == operation
    ]
    successful = described.get(str(response.status)) or described[f"{response.status // 100}XX"]
    schema = Document(DOCUMENT).resolve(successful)["content"]["application/json"]["schema"]
    value = response.json()
    Draft202012Validator({**DOCUMENT, **schema}).validate(value)
    return value


@pytest.mark.parametrize("operation", FIVE)
def test_every_response_is_valid_by_the_document(sandbox: Sandbox, operation: str) -> None:
    check(FIVE[operation](sandbox), operation)


def test_all_seeds_are_valid_by_the_document(sandbox: Sandbox) -> None:
    assert len(sandbox.schedules) == 3
    for schedule in sandbox.schedules:
        check(get_schedule(sandbox, schedule), "get-invoice-schedule")
    for invoice in sandbox.invoices.values():
        Draft202012Validator({**DOCUMENT, "$ref": "#/components/schemas/Invoice"}).validate(invoice)


def test_responses_to_whole_bodies_are_valid_by_the_document(sandbox: Sandbox) -> None:
    parts = [{"value": 100, "dueDate": "2026-02-01"}]
    body = update_body(sandbox, paymentSchedule={"type": "percentage", "schedules": parts})
    check(update_invoice(sandbox, body=body), "update-invoice")
    check(update_and_schedule(sandbox, body=schedule_body(sandbox)), "update-and-schedule-invoice-schedule")


def test_the_models_lose_nothing_of_what_is_sent(sandbox: Sandbox) -> None:
    responses = [get_schedule(sandbox, each) for each in sandbox.schedules]
    responses += [update_and_schedule(sandbox, body=schedule_body(sandbox)), cancel(sandbox)]
    for response in responses:
        assert parse_json(InvoiceSchedule.from_json(response.body).to_json()) == response.json()
    for response in (update_invoice(sandbox), delete_invoice(sandbox)):
        assert parse_json(Invoice.from_json(response.body).to_json()) == response.json()


def test_the_models_read_what_is_sent(sandbox: Sandbox) -> None:
    schedule = InvoiceSchedule.from_json(get_schedule(sandbox).body)
    assert schedule.invoices is not None
    assert schedule.items is not None
    paid, draft = schedule.invoices
    assert draft.id == DRAFT
    assert paid.amount_due == 0
    assert draft.amount_due == draft.total
    assert schedule.items[1].taxes is not None
    assert draft.sent_to is not None
    assert (draft.sent_to.email, draft.sent_at, draft.attachments) == (["ada@customer.example"], None, [])
    assert (draft.company_id, draft.terms_notes) == ("sandboxCompany000001", "<p>Payable within 14 days.</p>")
    assert schedule.reminders_configuration == {"enabled": True, "daysBeforeDue": [3, 1]}
    assert draft.extra["__v"] == 0


def test_payloads_have_the_quirks_of_the_wire(sandbox: Sandbox) -> None:
    schedule = get_schedule(sandbox).json()
    for thing, items in (
        (schedule, schedule["items"]),
        (schedule["invoices"][1], schedule["invoices"][1]["invoiceItems"]),
    ):
        assert all(re.fullmatch("[0-9a-f]{24}", each) for each in [thing["_id"], *(item["_id"] for item in items)])
        for moment in (thing["createdAt"], thing["updatedAt"]):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment)
        assert None in thing.values()
        assert isinstance(thing["status"], str)
    assert schedule["invoices"][1]["invoiceNumber"] == "INV-000020"
    assert schedule["invoices"][1]["paymentSchedule"] == {}
    assert isinstance(schedule["contactDetails"]["customFields"][0], dict)
    plans = [invoice["paymentSchedule"] for invoice in sandbox.invoices.values()]
    assert [part["_id"] for plan in plans for part in plan.get("schedules", ())]
    assert {invoice["status"] for invoice in sandbox.invoices.values()} <= set(INVOICE_STATUSES)


@pytest.mark.parametrize("operation", FIVE)
@pytest.mark.parametrize("status", [400, 401, 403, 422, 429, 500, 503])
def test_every_error_is_valid_by_the_document(sandbox: Sandbox, operation: str, status: int) -> None:
    sandbox.fail_next(status=status, operation=operation)
    body = check(FIVE[operation](sandbox), operation)
    assert body["statusCode"] == status
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", body["traceId"])


def test_a_422_has_a_list_of_messages_and_the_others_a_text(sandbox: Sandbox) -> None:
    bodies = [
        check(cancel(sandbox, body={}), "cancel-invoice-schedule"),
        check(cancel(sandbox, body=b"{"), "cancel-invoice-schedule"),
        check(cancel(sandbox, sent=headers(Authorization=None)), "cancel-invoice-schedule"),
        check(cancel(sandbox, UNKNOWN), "cancel-invoice-schedule"),
    ]
    assert [type(body["message"]) for body in bodies] == [list, str, str, str]
    names = ["Unprocessable Entity", "Bad Request", "Unauthorized", "Not Found"]
    assert [body["error"] for body in bodies] == names
    assert len({body["traceId"] for body in bodies}) == len(bodies)


def test_the_documented_messages_are_those_of_the_document() -> None:
    examples = DOCUMENT["components"]["responses"]["InvoiceNotDeleted"]["content"]["application/json"]["examples"]
    assert examples["unknown"]["value"]["message"] == NO_INVOICE
    assert examples["notDraft"]["value"]["message"] == NO_DRAFT


def test_every_response_is_json_and_says_so(sandbox: Sandbox) -> None:
    for response in (get_schedule(sandbox), call(sandbox, "GET", "/nowhere")):
        assert dict(response.headers)["content-type"] == "application/json; charset=utf-8"
