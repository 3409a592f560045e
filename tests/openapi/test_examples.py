"""Examples and recorded shapes against the schemas of the resolved document."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.schemas import dereference, errors, pointer, schemas, walk

INVOICE = "#/components/schemas/Invoice"
SCHEDULE = "#/components/schemas/InvoiceSchedule"
UPDATE = "#/components/schemas/UpdateInvoice"
RULE = "#/components/schemas/RruleInput"
ERROR = "#/components/schemas/ErrorResponse"

RULE_BODY = {"intervalType": "monthly", "interval": 1, "startDate": "2024-01-31", "daysBefore": 0}
CONTACT = {"id": "c", "name": "Alex", "phoneNo": "+1234567890", "email": "alex@example.com"}
ITEM = {"name": "Coffee", "currency": "USD", "amount": 9.99, "qty": 1.5}
UPDATE_BODY = {
    "altId": "l",
    "altType": "location",
    "name": "Invoice",
    "currency": "USD",
    "invoiceItems": [ITEM],
    "issueDate": "2024-01-01",
    "dueDate": "2024-01-14",
}


def test_every_example_is_valid_by_its_own_schema(resolved: dict[str, Any]) -> None:
    found = [(pointer(*path), schema["example"]) for path, schema in schemas(resolved) if "example" in schema]
    assert len(found) > 100
    assert {place: wrong for place, example in found if (wrong := errors(resolved, place, example))} == {}


def test_every_default_is_valid_by_its_own_schema(resolved: dict[str, Any]) -> None:
    found = [(pointer(*path), schema["default"]) for path, schema in schemas(resolved) if "default" in schema]
    assert found
    assert {place: wrong for place, default in found if (wrong := errors(resolved, place, default))} == {}


def test_every_example_of_a_whole_body_is_valid(by_direction: dict[str, Any]) -> None:
    bodies = [(path, node) for path, node in walk(by_direction) if path[-2:-1] == ("content",) and "examples" in node]
    assert bodies
    for path, body in bodies:
        for name, example in body["examples"].items():
            value = dereference(by_direction, example)["value"]
            assert errors(by_direction, pointer(*path, "schema"), value) == [], (path, name)


@pytest.mark.parametrize(
    ("reference", "response"),
    [
        pytest.param(INVOICE, {"_id": "i"}, id="nothing but an id"),
        pytest.param(INVOICE, {"_id": "i", "invoiceNumber": "19"}, id="invoice number as a string"),
        pytest.param(INVOICE, {"_id": "i", "invoiceNumber": 19}, id="invoice number as a number"),
        pytest.param(INVOICE, {"_id": "i", "paymentSchedule": {}}, id="empty payment schedule"),
        pytest.param(
            INVOICE,
            {
                "_id": "i",
                "paymentSchedule": {
                    "type": "percentage",
                    "schedules": [
                        {
                            "_id": "p",
                            "value": 12.5,
                            "dueDate": "2024-02-01T00:00:00.000Z",
                            "status": "paid",
                            "paidBy": {"userId": "u"},
                        },
                        {},
                    ],
                },
            },
            id="payment schedule with parts",
        ),
        pytest.param(INVOICE, {"_id": "i", "invoiceItems": [{"_id": "x", "qty": 1, "taxes": [{}]}]}, id="items"),
        pytest.param(
            INVOICE,
            {"_id": "i", "contactDetails": {"customFields": [{"field": {"id": "f"}, "value": 7}, "text"]}},
            id="custom fields of any kind",
        ),
        pytest.param(INVOICE, {"_id": "i", "paymentMethods": {"stripe": {}}}, id="no settings of Stripe"),
        pytest.param(INVOICE, {"_id": "i", "sentAt": None, "opportunityDetails": None}, id="nulls where described"),
        pytest.param(
            INVOICE,
            {"_id": "i", "totalSummary": {"subTotal": 9.5, "discount": 0}, "sentTo": {"emailCc": ["a@b.example"]}},
            id="what the pages don't have",
        ),
        pytest.param(INVOICE, {"_id": "i", "issueDate": "2024-01-01"}, id="a day"),
        pytest.param(INVOICE, {"_id": "i", "issueDate": "2024-01-01T10:00:00.000Z"}, id="a date-time for a day"),
        pytest.param(INVOICE, {"_id": "i", "deleted": True, "sentTo": {"email": []}}, id="unknown fields"),
        pytest.param(SCHEDULE, {"_id": "s", "status": "active", "invoices": [{"_id": "i"}]}, id="schedule"),
        pytest.param(SCHEDULE, {"_id": "s", "schedule": {"executeAt": "2024-01-01T10:00:00.000Z"}}, id="executed once"),
        pytest.param(SCHEDULE, {"_id": "s", "schedule": {"rrule": {"count": 1}}}, id="rule that lacks much"),
        pytest.param(ERROR, {"statusCode": 422, "message": ["a", "b"], "error": "e"}, id="error with a list"),
        pytest.param(ERROR, {"status": 401, "message": "m", "name": "n", "traceId": "t"}, id="error with a string"),
        pytest.param(ERROR, {}, id="empty error"),
    ],
)
def test_what_the_wire_sends_is_valid(by_direction: dict[str, Any], reference: str, response: Any) -> None:
    assert errors(by_direction, reference, response) == []


@pytest.mark.parametrize(
    ("reference", "response"),
    [
        pytest.param(INVOICE, {}, id="no id"),
        pytest.param(INVOICE, {"_id": 7}, id="id that is no string"),
        pytest.param(INVOICE, {"_id": "i", "invoiceNumber": True}, id="invoice number that is a boolean"),
        pytest.param(INVOICE, {"_id": "i", "invoiceItems": ["x"]}, id="items that are strings"),
        pytest.param(INVOICE, {"_id": "i", "issueDate": "01/02/2024"}, id="a day in another form"),
        pytest.param(INVOICE, {"_id": "i", "createdAt": "2024-01-01"}, id="a day for a moment"),
        pytest.param(SCHEDULE, {"_id": "s", "liveMode": "no"}, id="flag that is a string"),
        pytest.param(ERROR, {"message": {"en": "m"}}, id="message that is an object"),
    ],
)
def test_what_the_wire_never_sends_is_not(by_direction: dict[str, Any], reference: str, response: Any) -> None:
    assert len(errors(by_direction, reference, response)) == 1


@pytest.mark.parametrize(
    ("reference", "body"),
    [
        pytest.param(UPDATE, UPDATE_BODY, id="the least"),
        pytest.param(UPDATE, UPDATE_BODY | {"contactDetails": CONTACT}, id="contact"),
        pytest.param(
            UPDATE,
            UPDATE_BODY | {"contactDetails": {key: value for key, value in CONTACT.items() if key != "phoneNo"}},
            id="contact without phoneNo",
        ),
        pytest.param(
            UPDATE,
            UPDATE_BODY | {"invoiceItems": [ITEM | {"taxes": [{"_id": "t", "name": "VAT", "rate": 19}]}]},
            id="tax without calculation",
        ),
        pytest.param(
            UPDATE,
            UPDATE_BODY | {"paymentSchedule": {"type": "fixed", "schedules": [{"value": 9.99}, {"due": "some day"}]}},
            id="payment in parts",
        ),
        pytest.param(
            UPDATE,
            UPDATE_BODY | {"tipsConfiguration": {"tipsEnabled": True, "tipsPercentage": [5, 7.5]}},
            id="tips",
        ),
        pytest.param(
            UPDATE,
            UPDATE_BODY | {"miscellaneousCharges": {"charges": [{}, 1], "paidCharges": [{"charge": {}, "amount": 1}]}},
            id="charges",
        ),
        pytest.param(RULE, RULE_BODY, id="rule"),
        pytest.param(
            RULE, {key: value for key, value in RULE_BODY.items() if key != "daysBefore"}, id="rule without daysBefore"
        ),
        pytest.param(RULE, RULE_BODY | {"dayOfMonth": -1}, id="last day"),
        pytest.param(RULE, RULE_BODY | {"dayOfWeek": "mo", "numOfWeek": -1, "count": 1}, id="last Monday"),
    ],
)
def test_what_may_be_sent(by_direction: dict[str, Any], reference: str, body: Any) -> None:
    assert errors(by_direction, reference, body) == []


@pytest.mark.parametrize(
    ("reference", "body"),
    [
        *(
            pytest.param(UPDATE, {key: value for key, value in UPDATE_BODY.items() if key != name}, id=f"no {name}")
            for name in UPDATE_BODY
        ),
        *(
            pytest.param(
                UPDATE,
                UPDATE_BODY | {"contactDetails": {key: value for key, value in CONTACT.items() if key != name}},
                id=f"contact without {name}",
            )
            for name in ("id", "name", "email")
        ),
        *(
            pytest.param(RULE, {key: value for key, value in RULE_BODY.items() if key != name}, id=f"rule, no {name}")
            for name in ("intervalType", "interval", "startDate")
        ),
        pytest.param(UPDATE, UPDATE_BODY | {"invoiceItems": []}, id="no items"),
        pytest.param(UPDATE, UPDATE_BODY | {"invoiceNumber": 19}, id="invoice number as a number"),
        pytest.param(UPDATE, UPDATE_BODY | {"dueDate": "2024-01-14T00:00:00.000Z"}, id="date-time for a day"),
        pytest.param(UPDATE, UPDATE_BODY | {"businessDetails": {"address": "Street 1"}}, id="address as a string"),
        pytest.param(RULE, RULE_BODY | {"interval": 0}, id="interval 0"),
        pytest.param(RULE, RULE_BODY | {"interval": 1.5}, id="interval 1.5"),
        pytest.param(RULE, RULE_BODY | {"count": 0}, id="count 0"),
        pytest.param(RULE, RULE_BODY | {"daysBefore": -1}, id="daysBefore -1"),
        *(pytest.param(RULE, RULE_BODY | {"dayOfMonth": day}, id=f"dayOfMonth {day}") for day in (-2, 0, 29)),
        *(pytest.param(RULE, RULE_BODY | {"numOfWeek": week}, id=f"numOfWeek {week}") for week in (-2, 0, 5)),
    ],
)
def test_what_would_be_refused(by_direction: dict[str, Any], reference: str, body: Any) -> None:
    assert len(errors(by_direction, reference, body)) == 1
