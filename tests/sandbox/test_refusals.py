"""Whom and what the sandbox refuses before it acts: paths, tokens, locations, unknown ids."""

from typing import Any

import pytest

from leadconnector.sandbox import Sandbox
from tests.sandbox.calls import (
    DRAFT,
    FIVE,
    PAID,
    SCHEDULE,
    UNKNOWN,
    call,
    cancel,
    delete_invoice,
    get_schedule,
    headers,
    owner,
    refused,
    update_and_schedule,
    update_body,
    update_invoice,
)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/Invoices/schedule/{SCHEDULE}"),
        ("GET", f"/invoices/Schedule/{SCHEDULE}"),
        ("POST", f"/invoices/schedule/{SCHEDULE}/updateandschedule"),
        ("GET", f"/invoices/schedule/{SCHEDULE}/"),
        ("GET", "/invoices/schedule/"),
        ("GET", f"/invoices/schedule//{SCHEDULE}"),
        ("PATCH", f"/invoices/{DRAFT}"),
        ("PUT", f"/invoices/{DRAFT}/x"),
        ("GET", "/"),
    ],
)
def test_an_unknown_path_is_unauthorised(sandbox: Sandbox, method: str, path: str) -> None:
    before = sandbox.schedules, sandbox.invoices
    message = refused(call(sandbox, method, path, query=owner(sandbox)), 401)
    assert f"{method} {path}" in message
    assert (sandbox.schedules, sandbox.invoices) == before


@pytest.mark.parametrize("operation", FIVE)
@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic cGl0", "pit-0123456789"])
def test_without_a_bearer_token_no_operation_is_authorised(
    sandbox: Sandbox, operation: str, authorization: str | None
) -> None:
    before = sandbox.schedules, sandbox.invoices
    message = refused(FIVE[operation](sandbox, sent=headers(Authorization=authorization)), 401)
    assert "no bearer token" in message
    assert (sandbox.schedules, sandbox.invoices) == before


def test_only_good_tokens_are_taken() -> None:
    sandbox = Sandbox(tokens={"good": None})
    assert refused(get_schedule(sandbox), 401) == "Invalid token: access token is invalid"
    assert get_schedule(sandbox, sent=headers(Authorization="bearer good")).status == 200


@pytest.mark.parametrize("operation", FIVE)
@pytest.mark.parametrize("locations", ["elsewhere", ["elsewhere", "elsewhere2"], []])
def test_a_token_of_another_location_is_forbidden(operation: str, locations: Any) -> None:
    sandbox = Sandbox(tokens={"other": locations})
    before = sandbox.schedules, sandbox.invoices
    message = refused(FIVE[operation](sandbox, sent=headers(Authorization="Bearer other")), 403)
    assert message == "The token does not belong to this location"
    assert (sandbox.schedules, sandbox.invoices) == before


@pytest.mark.parametrize("operation", FIVE)
def test_a_token_of_the_location_is_taken(operation: str) -> None:
    sandbox = Sandbox(tokens={"mine": ["elsewhere", "here"]}, location_id="here")
    assert FIVE[operation](sandbox, sent=headers(Authorization="Bearer mine")).status in (200, 201)


def test_tokens_that_are_no_mapping_are_refused() -> None:
    with pytest.raises(TypeError, match="tokens= maps each token to its location"):
        Sandbox(tokens="pit-1")  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [get_schedule, cancel, update_and_schedule])
def test_an_unknown_schedule_is_not_found(sandbox: Sandbox, make: Any) -> None:
    assert refused(make(sandbox, UNKNOWN), 404) == "Unable to find a schedule with the given schedule id"


@pytest.mark.parametrize("make", [update_invoice, delete_invoice])
def test_an_unknown_invoice_is_a_bad_request_with_the_documented_message(sandbox: Sandbox, make: Any) -> None:
    assert refused(make(sandbox, UNKNOWN), 400) == "Unable to find an invoice with the given invoice id"


@pytest.mark.parametrize("status", ["sent", "payment_processing", "paid", "void", "partially_paid", "brand_new"])
def test_only_drafts_are_deleted(sandbox: Sandbox, status: str) -> None:
    invoice = sandbox.add_invoice(status=status)
    assert refused(delete_invoice(sandbox, invoice), 400) == "Invoice status need to be draft to delete an invoice"
    assert sandbox.invoices[invoice]["status"] == status


def test_what_another_location_owns_is_not_found(sandbox: Sandbox) -> None:
    elsewhere = {"altId": "elsewhere", "altType": "location"}
    refused(get_schedule(sandbox, query=elsewhere), 404)
    refused(cancel(sandbox, body=elsewhere), 404)
    refused(update_invoice(sandbox, body=update_body(sandbox, altId="elsewhere")), 400)
    refused(delete_invoice(sandbox, query=elsewhere), 400)
    assert sandbox.schedules[SCHEDULE]["status"] == "active"


def test_an_id_is_decoded_once_and_stays_one_segment(sandbox: Sandbox) -> None:
    sandbox.add_invoice(_id="a/b c%2F?é", status="draft")
    assert delete_invoice(sandbox, "a%2Fb%20c%252F%3F%C3%A9").json()["_id"] == "a/b c%2F?é"
    refused(delete_invoice(sandbox, f"..%2F{PAID}"), 400)
