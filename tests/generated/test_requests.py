"""What each operation puts on the wire, byte for byte where it matters, over a real socket with both clients."""

import importlib
import json
import pkgutil
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

import leadconnector_invoices.resources
from leadconnector import __version__
from leadconnector.client.operation import Operation
from leadconnector_invoices import API_VERSION
from leadconnector_invoices.models import (
    CancelSchedule,
    ContactDetailsInput,
    InvoiceItemInput,
    UpdateInvoice,
    UpdateSchedule,
)
from tests.support.scenes import respond
from tests.support.server import Seen, Server
from tests.generated.calls import LOCATION, TOKEN, Call, Runner, both_clients

ID = "6578278e879ad2646715ba9c"
RESPONSE = json.dumps({"_id": ID, "total": 12.5}).encode()


def update_body(**changes: Any) -> UpdateInvoice:
    fields: dict[str, Any] = {
        "name": "Roof",
        "currency": "EUR",
        "contact_details": ContactDetailsInput(id="c", name="Ada", phone_no="+491", email="ada@example.com"),
        "invoice_items": [InvoiceItemInput(name="Slate", currency="EUR", amount="12.50", qty=1)],
        "issue_date": date(2026, 1, 2),
        "due_date": date(2026, 2, 2),
    }
    return UpdateInvoice(**{**fields, **changes})


UPDATE_JSON = {
    "altId": LOCATION,
    "altType": "location",
    "name": "Roof",
    "currency": "EUR",
    "contactDetails": {"id": "c", "name": "Ada", "phoneNo": "+491", "email": "ada@example.com"},
    "invoiceItems": [{"name": "Slate", "currency": "EUR", "amount": 12.5, "qty": 1}],
    "issueDate": "2026-01-02",
    "dueDate": "2026-02-02",
}
SCHEDULE_JSON = {
    "name": "Roofs",
    "contactDetails": UPDATE_JSON["contactDetails"],
    "schedule": {"executeAt": "2026-01-02T03:04:05.000Z"},
    "liveMode": False,
    "businessDetails": {"name": "Slaters"},
    "currency": "EUR",
    "items": UPDATE_JSON["invoiceItems"],
    "discount": {"type": "percentage", "value": 0},
}
LOCATION_JSON = {"altId": LOCATION, "altType": "location"}
QUERY = f"altId={LOCATION}&altType=location"


@dataclass(frozen=True)
class Case:
    """A call and the request due."""

    call: Call
    method: str
    target: str
    body: Any = None
    status: int = 200
    id: str = ID


CASES = {
    "schedules.get": Case(lambda c: c.schedules.get(ID), "GET", f"/invoices/schedule/{ID}?{QUERY}"),
    "schedules.get elsewhere": Case(
        lambda c: c.schedules.get(ID, alt_id="other & more"),
        "GET",
        f"/invoices/schedule/{ID}?altId=other%20%26%20more&altType=location",
    ),
    "schedules.cancel": Case(
        lambda c: c.schedules.cancel(ID), "POST", f"/invoices/schedule/{ID}/cancel", LOCATION_JSON, status=201
    ),
    "schedules.cancel elsewhere": Case(
        lambda c: c.schedules.cancel(ID, alt_id="M"),
        "POST",
        f"/invoices/schedule/{ID}/cancel",
        {"altId": "M", "altType": "location"},
    ),
    "schedules.cancel with a body": Case(
        lambda c: c.schedules.cancel(ID, body=CancelSchedule(alt_id="B")),
        "POST",
        f"/invoices/schedule/{ID}/cancel",
        {"altId": "B", "altType": "location"},
    ),
    "schedules.update_and_schedule": Case(
        lambda c: c.schedules.update_and_schedule(ID), "POST", f"/invoices/schedule/{ID}/updateAndSchedule"
    ),
    "schedules.update_and_schedule with a body": Case(
        lambda c: c.schedules.update_and_schedule(ID, body=UpdateSchedule.from_dict(SCHEDULE_JSON)),
        "POST",
        f"/invoices/schedule/{ID}/updateAndSchedule",
        {**SCHEDULE_JSON, "altId": LOCATION, "altType": "location"},
    ),
    "invoices.update": Case(lambda c: c.invoices.update(ID, body=update_body()), "PUT", f"/invoices/{ID}", UPDATE_JSON),
    "invoices.update, the body's own location": Case(
        lambda c: c.invoices.update(ID, body=update_body(alt_id="B")),
        "PUT",
        f"/invoices/{ID}",
        {**UPDATE_JSON, "altId": "B"},
    ),
    "invoices.update, the call's location before the body's": Case(
        lambda c: c.invoices.update(ID, body=update_body(alt_id="B"), alt_id="M"),
        "PUT",
        f"/invoices/{ID}",
        {**UPDATE_JSON, "altId": "M"},
    ),
    "invoices.delete": Case(lambda c: c.invoices.delete(ID), "DELETE", f"/invoices/{ID}?{QUERY}"),
    "an id that must be escaped": Case(
        lambda c: c.invoices.delete("a/b?c#d é"), "DELETE", f"/invoices/a%2Fb%3Fc%23d%20%C3%A9?{QUERY}", id="a/b?c#d é"
    ),
}


def seen(server: Server) -> Seen:
    assert len(server.requests) == 1
    return server.requests[0]


@both_clients
@pytest.mark.parametrize("name", CASES)
def test_exactly_this_is_sent(name: str, run: Runner) -> None:
    case = CASES[name]
    content = json.dumps({"_id": case.id, "total": 12.5}).encode()
    with Server([respond(case.status, content)]) as server:
        url = server.url
        result = run(case.call, base_url=url)
    request = seen(server)
    assert (request.method, request.target) == (case.method, case.target)
    assert (json.loads(request.body) if request.body else None) == case.body
    expected = {
        "host": url.removeprefix("http://"),
        "accept": "application/json",
        "authorization": f"Bearer {TOKEN}",
        "user-agent": f"leadconnector-invoices/{__version__}",
        "version": API_VERSION,
    }
    assert {name: request.headers.get(name) for name in expected} == expected
    assert request.headers.get("content-type") == ("application/json" if case.body else None)
    known = {*expected, "accept-encoding", "connection", "content-length", "content-type"}
    assert request.headers.keys() <= known
    assert result.id == case.id
    assert result.to_dict() == {"_id": case.id, "total": result.total}


@both_clients
def test_the_api_version_is_the_clients(run: Runner) -> None:
    with Server([respond(200, RESPONSE)]) as server:
        run(lambda c: c.schedules.get(ID), base_url=server.url, api_version="v3")
    assert seen(server).headers["version"] == "v3"


def test_the_operations_are_exactly_these_five() -> None:
    package = leadconnector_invoices.resources
    modules = [info.name for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.") if not info.ispkg]
    operations = [
        value
        for name in modules
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, Operation)
    ]
    assert sorted((o.name, o.method, o.path, o.retry.value, o.outcome_check, o.scopes) for o in operations) == [
        ("invoices.delete", "DELETE", "/invoices/{invoiceId}", "always", "schedules.get", ("invoices.write",)),
        ("invoices.update", "PUT", "/invoices/{invoiceId}", "always", "schedules.get", ("invoices.write",)),
        (
            "schedules.cancel",
            "POST",
            "/invoices/schedule/{scheduleId}/cancel",
            "unless-applied",
            "schedules.get",
            ("invoices/schedule.write",),
        ),
        (
            "schedules.get",
            "GET",
            "/invoices/schedule/{scheduleId}",
            "always",
            None,
            ("invoices/schedule.readonly",),
        ),
        (
            "schedules.update_and_schedule",
            "POST",
            "/invoices/schedule/{scheduleId}/updateAndSchedule",
            "unless-applied",
            "schedules.get",
            ("invoices/schedule.write",),
        ),
    ]
