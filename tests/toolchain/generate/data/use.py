"""Calls the operations that paths.yaml adds; prints what was sent."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import httpx

from leadconnector_invoices import UNSET, Client
from leadconnector_invoices.models import MakeReport, ScheduleStatus, VoidInvoice, VoidPair

seen = []


def answer(request):
    seen.append([request.method, str(request.url), request.headers.get("X-Trace"), request.content.decode()])
    if request.method == "GET":
        return httpx.Response(200, json=[{"_id": "a"}, {"_id": "b", "total": 1.5}])
    return httpx.Response(204)


with Client(token="t", location_id="L", transport=httpx.MockTransport(answer)) as client:
    listed = client.schedules.list_invoice_schedules(
        limit=5, status=ScheduleStatus.DRAFT, start_at=datetime(2026, 1, 2, tzinfo=UTC), ids=["x", "y z"], x_trace="t1"
    )
    assert [schedule.id for schedule in listed] == ["a", "b"]
    assert listed[1].total == Decimal("1.5")
    client.schedules.list_invoice_schedules(limit=1, alt_id="M")
    body = VoidInvoice(
        reason="r",
        at=datetime(2026, 1, 2, tzinfo=UTC),
        extra_={"k": [1]},
        list_=[1, 2],
        note=None,
        weight="0.10",
        parent=VoidInvoice(reason="p", at="2026-01-02T00:00:00Z"),
        pair=VoidPair(flags=[True]),
        anything=[None],
        either=True,
    )
    assert VoidInvoice.from_json(body.to_json()) == body
    assert body.parent.note is UNSET
    nothing = client.corrections.void_invoice("i", "c", body=body)
    assert nothing is None


def made(request):
    seen.append([request.method, str(request.url), None, request.content.decode()])
    return httpx.Response(200, json={"_id": "r", "rows": 3})


with Client(token="t", location_id="L", transport=httpx.MockTransport(made)) as client:
    report = client.corrections.make_report(3, size="big", timeout_=5, body=MakeReport(kind="k"))
    assert (type(report).__name__, report.rows) == ("MakeReportResult", 3)
print(json.dumps(seen))
