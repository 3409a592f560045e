"""What another process can do to a sandbox, by requests to /_sandbox."""

import json
from typing import Any

import pytest

from leadconnector.sandbox import Sandbox
from tests.sandbox.calls import DRAFT, SCHEDULE, cancel, delete_invoice, get_schedule, refused


def control(sandbox: Sandbox, method: str, path: str, body: Any = None) -> Any:
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return sandbox.handle(method, f"/_sandbox{path}", (), content)


def test_a_reset_returns_to_the_beginning(sandbox: Sandbox) -> None:
    before = sandbox.schedules, sandbox.invoices
    first = get_schedule(sandbox).headers
    cancel(sandbox)
    delete_invoice(sandbox)
    sandbox.add_invoice()
    sandbox.fail_next(status=500)
    assert control(sandbox, "POST", "/reset").status == 200
    assert (sandbox.schedules, sandbox.invoices, sandbox.requests) == (*before, [])
    assert get_schedule(sandbox).headers == first  # neither a fault nor a counted call


def test_a_reset_of_an_empty_sandbox_leaves_it_empty() -> None:
    sandbox = Sandbox(seeded=False)
    first = sandbox.add_invoice()
    sandbox.reset()
    assert sandbox.invoices == {}
    assert sandbox.add_invoice() == first


def test_faults_are_cleared(sandbox: Sandbox) -> None:
    control(sandbox, "POST", "/fail", {"n": 3, "status": 503, "operation": "schedules.get"})
    assert get_schedule(sandbox).status == 503
    assert control(sandbox, "DELETE", "/fail").status == 200
    assert get_schedule(sandbox).status == 200


def test_requests_are_listed_without_headers_and_cleared(sandbox: Sandbox) -> None:
    get_schedule(sandbox)
    cancel(sandbox, body=b"\xff{")
    listed = control(sandbox, "GET", "/requests")
    first, second = listed.json()
    assert (first["method"], first["operation"], first["status"]) == ("GET", "get-invoice-schedule", 200)
    assert first["query"] == {"altId": [sandbox.location_id], "altType": ["location"]}
    assert (second["body"], second["bodyLength"], second["status"]) == ("�{", 2, 400)
    assert b"pit-" not in listed.body
    control(sandbox, "DELETE", "/requests")
    assert sandbox.requests == []


def test_schedules_and_invoices_are_added_and_listed(sandbox: Sandbox) -> None:
    schedule = control(sandbox, "POST", "/schedules", {"status": "draft"}).json()["_id"]
    invoice = control(sandbox, "POST", f"/invoices?schedule_id={schedule}", {"amountPaid": 80.04}).json()["_id"]
    control(sandbox, "POST", "/invoices")
    assert sandbox.schedules[schedule]["status"] == "draft"
    assert [each["_id"] for each in sandbox.schedules[schedule]["invoices"]] == [invoice]
    assert sandbox.invoices[invoice]["amountDue"] == 1200
    assert control(sandbox, "GET", "/invoices").json() == sandbox.invoices
    assert control(sandbox, "GET", "/schedules").json() == sandbox.schedules
    assert len(sandbox.invoices) == 7


def test_what_is_not_described_is_added_as_extra(sandbox: Sandbox) -> None:
    for path in ("/invoices", "/schedules"):
        made = control(sandbox, "POST", path, {"name": "Roof", "extra": {"colour": 1}}).json()["_id"]
        held = {**sandbox.invoices, **sandbox.schedules}[made]
        assert (held["name"], held["colour"]) == ("Roof", 1)
        assert "extra" not in held


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        ("GET", "/nothing", None, 404, "GET /_sandbox/nothing is none of: POST /_sandbox/reset, POST"),
        ("PUT", "/fail", None, 404, "PUT /_sandbox/fail is none of: "),
        ("POST", "/fail", b"{", 400, "Input data was truncated"),
        ("POST", "/fail", b"", 400, "Input data was truncated"),
        ("POST", "/fail", {}, 400, "say how to fail"),
        ("POST", "/fail", {"status": 503, "headers": {"X": "a\nb"}}, 400, "headers: the value of X holds a character"),
        ("POST", "/fail", {"status": 503, "headers": {"X": "a" * 10**6}}, 400, "headers: 1000001 bytes, more than"),
        ("POST", "/fail", {"status": 503, "headers": {"transfer-encoding": "x"}}, 400, "headers: transfer-encoding is"),
        ("POST", "/fail", {"status": 503, "message": "m" * 10**6}, 400, "message= has more than 65536"),
        ("POST", "/invoices", {"colour": 5}, 400, "colour= is not a described field"),
        ("POST", "/invoices", {"schedule_id": "x"}, 400, "schedule_id is not a field"),
        ("POST", "/invoices", {"extra": ["colour"]}, 400, "extra must be a JSON object"),
        ("POST", "/invoices?schedule_id=x", {}, 400, "schedule_id='x': there is no such schedule"),
        ("POST", "/schedules?schedule_id=x", {}, 400, "there is no query parameter schedule_id"),
        ("POST", "/invoices", [], 400, "the body must be a JSON object"),
        ("POST", "/invoices", {"_id": DRAFT}, 400, f"there is an invoice '{DRAFT}' already"),
        ("POST", "/schedules", {"_id": SCHEDULE}, 400, f"there is a schedule '{SCHEDULE}' already"),
    ],
)
def test_what_can_not_be_done_is_refused(
    sandbox: Sandbox, method: str, path: str, body: Any, status: int, message: str
) -> None:
    before = sandbox.schedules, sandbox.invoices
    assert refused(control(sandbox, method, path, body), status).startswith(message)
    assert (sandbox.schedules, sandbox.invoices) == before
    assert get_schedule(sandbox).status == 200


def test_it_is_reached_over_http_and_not_logged(sandbox: Sandbox) -> None:
    import httpx

    with sandbox.serve() as url, httpx.Client(base_url=url) as client:
        assert client.post("/_sandbox/fail", json={"status": 500}).json()["status"] == 500
        assert client.post("/_sandbox/reset").json() == {}
        assert client.get("/_sandbox/requests").json() == []


def test_the_headers_of_a_fault_take_the_place_of_others(sandbox: Sandbox) -> None:
    sandbox.fail_next(status=503, headers={"Content-Type": "text/html", "X-RateLimit-Max": "7"})
    sent = {name.lower(): value for name, value in get_schedule(sandbox).headers}
    assert (sent["content-type"], sent["x-ratelimit-max"]) == ("text/html", "7")
    sandbox.fail_next(status=503, headers={"Content-Type": "text/html"})
    assert dict(get_schedule(sandbox).headers)["Content-Type"] == "text/html"
