"""The body of a schedule's update holds all that the request has of the schedule, and tells what it left out."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from typing import Any

import pytest

from leadconnector.errors import InvalidRequestError
from leadconnector.sandbox import Sandbox
from leadconnector_invoices import Client
from leadconnector_invoices.models import (
    InvoiceSchedule,
    RruleInput,
    ScheduleOptionsInput,
    UpdateInvoice,
    UpdateSchedule,
)

RULE = {"intervalType": "monthly", "interval": 1, "startDate": "2026-01-15T00:00:00.000Z", "dayOfMonth": 15}
SCHEDULE: dict[str, Any] = {
    "_id": "s",
    "status": "active",
    "altId": "l",
    "altType": "location",
    "name": "Rent",
    "liveMode": True,
    "businessDetails": {"name": "B"},
    "contactDetails": {"id": "c", "name": "Ada", "email": "ada@example.com"},
    "currency": "EUR",
    "items": [{"_id": "x", "name": "Flat", "currency": "EUR", "amount": 900.10, "qty": 1, "itemTotalTax": 0}],
    "discount": {"type": "fixed", "value": 0},
    "schedule": {"rrule": RULE},
    "paymentMethods": {"stripe": {}},
    "companyId": "co",
    "termsNotes": "<p>t</p>",
}


def schedule(**changes: Any) -> InvoiceSchedule:
    return InvoiceSchedule.from_json(json.dumps({**SCHEDULE, **changes}))


def test_it_takes_what_the_request_has() -> None:
    body = UpdateSchedule.from_schedule(schedule(), timezone="America/New_York", name="Rent 2026")
    assert json.loads(body.to_json()) == {
        **{key: SCHEDULE[key] for key in ("altId", "altType", "liveMode", "businessDetails", "contactDetails")},
        **{key: SCHEDULE[key] for key in ("currency", "discount", "termsNotes")},
        "name": "Rent 2026",
        "items": [{"name": "Flat", "currency": "EUR", "amount": 900.1, "qty": 1}],
        "schedule": {"rrule": {**RULE, "startDate": "2026-01-15"}},
    }
    assert set(body.left_out) == {
        *("/_id", "/status", "/items/0/_id", "/items/0/itemTotalTax", "/paymentMethods", "/companyId"),
    }


def test_a_change_of_the_rule_goes_in_place_of_it() -> None:
    rule = RruleInput(interval_type="weekly", interval=2, start_date=date(2026, 1, 5))
    body = UpdateSchedule.from_schedule(schedule(), schedule=ScheduleOptionsInput(rrule=rule))
    assert body.to_dict()["schedule"] == {"rrule": {"intervalType": "weekly", "interval": 2, "startDate": "2026-01-05"}}


def test_a_moment_needs_the_time_zone() -> None:
    late = schedule(schedule={"rrule": {**RULE, "startDate": "2026-01-14T23:00:00.000Z"}})
    with pytest.raises(ValueError, match=r"/schedule/rrule/startDate is a moment.*timezone=, such as 'Europe/Berlin'"):
        UpdateSchedule.from_schedule(late)
    body = UpdateSchedule.from_schedule(late, timezone="Europe/Berlin")
    assert body.to_dict()["schedule"]["rrule"]["startDate"] == "2026-01-15"


def test_what_is_missing_is_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"no UpdateSchedule .* it lacks /.*give .*discount=") as caught:
        UpdateSchedule.from_schedule(schedule(discount=None, currency=None))
    assert "/currency" in str(caught.value)
    with pytest.raises(TypeError, match="unexpected keyword argument 'discounts'"):
        UpdateSchedule.from_schedule(schedule(), discounts=None)  # type: ignore[call-arg]


def test_what_was_left_out_goes_with_copies() -> None:
    body = UpdateSchedule.from_schedule(schedule())
    for again in (copy.copy(body), copy.deepcopy(body), pickle.loads(pickle.dumps(body))):
        assert (again, again.left_out) == (body, body.left_out)
    assert UpdateSchedule.from_dict(body.to_dict()).left_out == ()


def test_a_round_through_the_sandbox() -> None:
    sandbox = Sandbox()
    drift: list[object] = []
    with Client(
        token="pit-t",
        location_id=sandbox.location_id,
        transport=sandbox.transport(),
        on_drift=lambda *found: drift.append(found),
    ) as client:
        came = client.schedules.get(next(iter(sandbox.schedules)))
        updated = client.schedules.update_and_schedule(came.id, body=UpdateSchedule.from_schedule(came, name="Another"))
        assert (updated.name, updated.total, updated.contact_details) == ("Another", came.total, came.contact_details)
        with pytest.raises(InvalidRequestError, match=r"use UpdateSchedule\.from_schedule\(schedule\)"):
            client.schedules.update_and_schedule(came.id, body=came)  # type: ignore[arg-type]
        invoice = (came.invoices or [])[0]
        with pytest.raises(InvalidRequestError, match=r"use UpdateInvoice\.from_invoice\(invoice\)"):
            client.invoices.update(invoice.id, body=invoice)  # type: ignore[arg-type]
    assert drift == []  # what is known is described, or listed as known


@pytest.mark.parametrize("as_dict", [True, False])
def test_an_invoice_without_items_is_refused_before_it_is_sent(as_dict: bool) -> None:
    sandbox = Sandbox()
    with Client(token="pit-t", location_id=sandbox.location_id, transport=sandbox.transport()) as client:
        invoice = (client.schedules.get(next(iter(sandbox.schedules))).invoices or [])[0]
        body = UpdateInvoice.from_invoice(invoice)
        given: Any = {**body.to_dict(), "invoiceItems": []} if as_dict else body
        body.invoice_items = []
        place = "invoiceItems" if as_dict else "invoice_items"
        with pytest.raises(InvalidRequestError, match=f"{place}: expected at least 1 element, got 0"):
            client.invoices.update(invoice.id, body=given)
