"""What the sandbox says of requests that don't have the document's shape."""

import json
from typing import Any

import pytest

from leadconnector.sandbox import Sandbox
from tests.sandbox.calls import (
    DRAFT,
    SCHEDULE,
    cancel,
    delete_invoice,
    get_schedule,
    headers,
    owner,
    refused,
    schedule_body,
    update_and_schedule,
    update_body,
    update_invoice,
)

ITEM = {"name": "Slate", "currency": "EUR", "amount": 1, "qty": 1}
FILE = {"id": "a", "name": "n", "url": "u", "type": "t"}
CONTACT = {"id": "c", "name": "Ada", "phoneNo": "+1", "email": "a@b.example"}


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"name": ...}, ["name is required"]),
        ({"name": ..., "dueDate": ...}, ["name is required", "dueDate is required"]),
        ({"name": None}, ['name: null is not of type "string"']),
        ({"name": 5}, ['name: 5 is not of type "string"']),
        ({"liveMode": "yes"}, ['liveMode: "yes" is not of type "boolean"']),
        ({"invoiceItems": {}}, ['invoiceItems: {} is not of type "array"']),
        ({"invoiceItems": ["x"]}, ['invoiceItems.0: "x" is not of type "object"']),
        ({"invoiceItems": [ITEM, {**ITEM, "amount": "1"}]}, ['invoiceItems.1.amount: "1" is not of type "number"']),
        ({"invoiceItems": [{**ITEM, "amount": True}]}, ['invoiceItems.0.amount: true is not of type "number"']),
        ({"invoiceItems": [{"name": "Slate", "currency": "EUR", "qty": 1}]}, ["invoiceItems.0: amount is required"]),
        ({"altType": "agency"}, ['altType: "agency" is not one of ["location"]']),
        ({"discount": {"type": "half"}}, ['discount.type: "half" is not one of ["percentage","fixed"]']),
        ({"discount": {}}, ["discount: type is required"]),
        ({"issueDate": "2026-02-30"}, ['issueDate: "2026-02-30" is not a "date-or-date-time"']),
        ({"issueDate": "20260201"}, ['issueDate: "20260201" is not a "date-or-date-time"']),
        (
            {"issueDate": "2026-02-01T00:00:00Z"},
            ['issueDate: "2026-02-01T00:00:00Z" is not a "date-or-date-time"'],
        ),
        (
            {"contactDetails": {"id": "c", "name": "A"}},
            ["contactDetails: email is required"],
        ),
        (
            {"contactDetails": {**CONTACT, "additionalEmails": [{}]}},
            ["contactDetails.additionalEmails.0: email is required"],
        ),
        ({"attachments": [{**FILE, "size": 1.5}]}, ['attachments.0.size: 1.5 is not of type "integer"']),
    ],
)
def test_a_body_is_refused_naming_the_field(sandbox: Sandbox, changes: dict[str, Any], messages: list[str]) -> None:
    before = sandbox.invoices
    assert refused(update_invoice(sandbox, body=update_body(sandbox, **changes)), 422) == messages
    assert sandbox.invoices == before


@pytest.mark.parametrize(
    ("rrule", "message"),
    [
        ({"interval": 0}, "schedule.rrule.interval: 0 is less than the minimum of 1"),
        ({"dayOfMonth": 29}, "schedule.rrule.dayOfMonth: 29 is greater than the maximum of 28"),
        ({"dayOfMonth": 0}, 'schedule.rrule.dayOfMonth: 0 should not be valid under {"const":0}'),
        (
            {"intervalType": "fortnightly"},
            'schedule.rrule.intervalType: "fortnightly" is not one of ["yearly","monthly"',
        ),
        ({"startDate": "soon"}, 'schedule.rrule.startDate: "soon" is not a "date-or-date-time"'),
    ],
)
def test_a_rule_is_refused_saying_why(sandbox: Sandbox, rrule: dict[str, Any], message: str) -> None:
    body = schedule_body(sandbox)
    body["schedule"]["rrule"].update(rrule)
    [found] = refused(update_and_schedule(sandbox, body=body), 422)
    assert found.startswith(message)


@pytest.mark.parametrize("moment", ["2026-03-01", "2026-03-01T09:00:00", "2026-13-01T09:00:00Z", "<string>"])
def test_a_moment_needs_its_offset(sandbox: Sandbox, moment: str) -> None:
    body = schedule_body(sandbox, schedule={"executeAt": moment})
    [found] = refused(update_and_schedule(sandbox, body=body), 422)
    assert found == f'schedule.executeAt: "{moment}" is not a "date-time"'


@pytest.mark.parametrize("interval", [b"2.0", b"2e0", b"2"])
def test_a_number_without_a_fraction_is_an_integer_however_it_is_written(sandbox: Sandbox, interval: bytes) -> None:
    body = json.dumps(schedule_body(sandbox)).encode().replace(b'"interval": 2', b'"interval": ' + interval)
    assert interval in body
    assert update_and_schedule(sandbox, body=body).status == 200


@pytest.mark.parametrize("amount", [b"1e309", b"-1e999999999", b"1e-400", b"9" * 400])
def test_a_number_beyond_all_bounds_is_refused_at_once(sandbox: Sandbox, amount: bytes) -> None:
    body = json.dumps(update_body(sandbox)).encode().replace(b"12.34", amount)
    [found] = refused(update_invoice(sandbox, body=body), 422)
    assert found.startswith("invoiceItems.0.amount: ")


@pytest.mark.parametrize("body", [b"{", b"", b'{"a": NaN}', b"\xff", b"{}}", b"[" * 100_000])
def test_a_malformed_body_is_a_bad_request(sandbox: Sandbox, body: bytes) -> None:
    if body:
        assert "The body is not JSON" in refused(cancel(sandbox, body=body), 400)
    else:
        assert refused(cancel(sandbox, body=body), 422) == ["altId is required", "altType is required"]


@pytest.mark.parametrize("body", [b"null", b"[]", b"5", b'"x"', b"1.5"])
def test_a_body_that_is_no_object_is_refused(sandbox: Sandbox, body: bytes) -> None:
    assert refused(cancel(sandbox, body=body), 422) == [f'{body.decode()} is not of type "object"']
    assert refused(update_and_schedule(sandbox, body=body), 422) == [f'{body.decode()} is not of type "object"']


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_of_another_type_is_refused(sandbox: Sandbox, content_type: str | None) -> None:
    [message] = refused(cancel(sandbox, sent=headers(Content_Type=content_type)), 422)
    assert message == f"header Content-Type must be application/json; it is {content_type or 'missing'}"


def test_a_body_may_name_its_charset(sandbox: Sandbox) -> None:
    assert cancel(sandbox, sent=headers(Content_Type="Application/JSON; charset=utf-8")).status == 201


@pytest.mark.parametrize("make", [get_schedule, delete_invoice])
@pytest.mark.parametrize(
    ("query", "messages"),
    [
        ({}, ["query parameter altId is required", "query parameter altType is required"]),
        ({"altId": "x"}, ["query parameter altType is required"]),
        ({"altId": "x", "altType": "agency"}, ['altType: "agency" is not one of ["location"]']),
        ({"altId": "x", "altType": "location", "alttype": "location"}, ["query parameter alttype should not exist"]),
        ({"altId": ["x", "y"], "altType": "location"}, ["query parameter altId must be given once"]),
    ],
)
def test_a_query_is_refused_naming_the_parameter(
    sandbox: Sandbox, make: Any, query: dict[str, Any], messages: list[str]
) -> None:
    assert refused(make(sandbox, query=query), 422) == messages


@pytest.mark.parametrize("make", [cancel, update_and_schedule, update_invoice])
def test_operations_with_a_body_take_no_query(sandbox: Sandbox, make: Any) -> None:
    messages = refused(make(sandbox, query=owner(sandbox)), 422)
    assert messages == ["query parameter altId should not exist", "query parameter altType should not exist"]


def test_the_version_header_is_required_and_its_value_is_free(sandbox: Sandbox) -> None:
    assert refused(get_schedule(sandbox, sent=headers(Version=None)), 422) == ["header parameter Version is required"]
    assert get_schedule(sandbox, sent=headers(Version="v3")).status == 200


def test_all_findings_come_at_once(sandbox: Sandbox) -> None:
    response = cancel(sandbox, query={"x": 1}, body={}, sent=headers(Version=None))
    assert refused(response, 422) == [
        "header parameter Version is required",
        "query parameter x should not exist",
        "altId is required",
        "altType is required",
    ]


def test_a_message_quotes_no_more_than_a_line(sandbox: Sandbox) -> None:
    messages = refused(get_schedule(sandbox, query={**owner(sandbox), "altType": "x" * 5000}), 422)
    assert all(len(message) <= 200 for message in messages)


def test_the_optional_body_may_be_left_out_but_not_be_half(sandbox: Sandbox) -> None:
    assert update_and_schedule(sandbox).status == 200
    messages = refused(update_and_schedule(sandbox, body=owner(sandbox)), 422)
    assert messages[0] == "name is required"
    assert len(messages) == 8


def test_fields_that_the_document_does_not_know_are_accepted_and_not_kept(sandbox: Sandbox) -> None:
    body = update_body(sandbox, status="paid", _id="x", amountPaid=5, surprise=1)
    response = update_invoice(sandbox, body=body).json()
    assert (response["status"], response["_id"], response["amountPaid"]) == ("draft", DRAFT, 0)
    assert "surprise" not in response
    assert sandbox.schedules[SCHEDULE]["invoices"][1] == sandbox.invoices[DRAFT]
