"""Requests to a sandbox, as a client would send them, and what comes back."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from leadconnector.sandbox import Response, Sandbox

TOKEN = "pit-0123456789"
NOW = datetime(2026, 1, 31, 9, 30, 0, 123456, tzinfo=UTC)
SCHEDULE = "6578278e879ad2646715ba9c"
PAID, DRAFT = "6578278e879ad2646715ba9d", "6578278e879ad2646715ba9e"
UNKNOWN = "000000000000000000000000"


class Clock:
    """A clock that goes on when it is told."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def headers(**changes: str | None) -> dict[str, str]:
    """The headers that every call needs, with some changed or, by None, left out."""
    given: dict[str, str | None] = {
        "Authorization": f"Bearer {TOKEN}",
        "Version": "2021-07-28",
        "Content-Type": "application/json",
    }
    given.update({name.replace("_", "-"): value for name, value in changes.items()})
    return {name: value for name, value in given.items() if value is not None}


def owner(sandbox: Sandbox) -> dict[str, str]:
    """What names the location, in a query or a body."""
    return {"altId": sandbox.location_id, "altType": "location"}


def update_body(sandbox: Sandbox, **changes: Any) -> dict[str, Any]:
    """A body that PUT accepts: one item of 12.34."""
    body = {
        **owner(sandbox),
        "name": "Roof",
        "currency": "EUR",
        "invoiceItems": [{"name": "Slate", "currency": "EUR", "amount": 12.34, "qty": 1}],
        "issueDate": "2026-02-01",
        "dueDate": "2026-02-15",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def schedule_body(sandbox: Sandbox, **changes: Any) -> dict[str, Any]:
    """A body that updateAndSchedule accepts: two items of 5.05."""
    return {
        **owner(sandbox),
        "name": "Roof watch",
        "contactDetails": {"id": "c1", "name": "Ada", "phoneNo": "+1-202-555-0100", "email": "ada@customer.example"},
        "schedule": {"rrule": {"intervalType": "monthly", "interval": 2, "startDate": "2026-03-01", "daysBefore": 0}},
        "liveMode": False,
        "businessDetails": {"name": "Roofs"},
        "currency": "EUR",
        "items": [{"name": "Look", "currency": "EUR", "amount": 5.05, "qty": 2}],
        "discount": {"type": "fixed", "value": 0},
        **changes,
    }


def call(
    sandbox: Sandbox,
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
    sent: Mapping[str, str] | None = None,
) -> Response:
    """Make one call; `body` is JSON, or bytes as they are."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    target = path if query is None else f"{path}?{urlencode(query, doseq=True)}"
    return sandbox.handle(method, target, headers() if sent is None else sent, content)


def get_schedule(sandbox: Sandbox, schedule_id: str = SCHEDULE, **more: Any) -> Response:
    return call(sandbox, "GET", f"/invoices/schedule/{schedule_id}", **{"query": owner(sandbox), **more})


def cancel(sandbox: Sandbox, schedule_id: str = SCHEDULE, **more: Any) -> Response:
    return call(sandbox, "POST", f"/invoices/schedule/{schedule_id}/cancel", **{"body": owner(sandbox), **more})


def update_and_schedule(sandbox: Sandbox, schedule_id: str = SCHEDULE, **more: Any) -> Response:
    return call(sandbox, "POST", f"/invoices/schedule/{schedule_id}/updateAndSchedule", **more)


def update_invoice(sandbox: Sandbox, invoice_id: str = DRAFT, **more: Any) -> Response:
    return call(sandbox, "PUT", f"/invoices/{invoice_id}", **{"body": update_body(sandbox), **more})


def delete_invoice(sandbox: Sandbox, invoice_id: str = DRAFT, **more: Any) -> Response:
    return call(sandbox, "DELETE", f"/invoices/{invoice_id}", **{"query": owner(sandbox), **more})


FIVE = {
    "get-invoice-schedule": get_schedule,
    "cancel-invoice-schedule": cancel,
    "update-and-schedule-invoice-schedule": update_and_schedule,
    "update-invoice": update_invoice,
    "delete-invoice": delete_invoice,
}


def refused(response: Response, status: int) -> Any:
    """The message of an error response with that status."""
    body = response.json()
    assert response.status == status, body
    assert body["statusCode"] == status
    return body["message"]
