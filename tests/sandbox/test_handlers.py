"""Handlers of a user's own."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from leadconnector.sandbox import Call, RefusalError, Response, Sandbox, json_response
from leadconnector.sandbox.handlers import cancel_schedule
from tests.sandbox.calls import (
    DRAFT,
    SCHEDULE,
    cancel,
    delete_invoice,
    get_schedule,
    refused,
    schedule_body,
    update_and_schedule,
    update_body,
    update_invoice,
)
from tests.sandbox.descriptions import document

PLANT = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
MEDIA = {"application/json": {"schema": PLANT}}
DOCUMENT = document(
    {
        "/plants": {
            "post": {
                "operationId": "add-plant",
                "requestBody": {"required": True, "content": MEDIA},
                "responses": {"201": {"description": "", "content": MEDIA}},
            }
        },
        "/plants/{id}": {
            "get": {"operationId": "get-plant", "responses": {"200": {"description": "", "content": MEDIA}}},
            "delete": {"operationId": "delete-plant", "responses": {"204": {"description": ""}}},
        },
    }
)
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def garden() -> Sandbox:
    """A sandbox that keeps plants."""
    sandbox = Sandbox(document=DOCUMENT)

    @sandbox.register("add-plant")
    def add(call: Call) -> object:
        plant = {"_id": call.state.new_id(), **call.body}
        call.state.other[plant["_id"]] = plant
        return plant

    def get(call: Call) -> object:
        if call.path["id"] not in call.state.other:
            raise RefusalError(404, "No such plant")
        return call.state.other[call.path["id"]]

    assert sandbox.register("get-plant", get) is get
    sandbox.register("delete-plant", lambda call: call.state.other.pop(call.path["id"]) and None)
    return sandbox


def test_a_handler_has_the_state_and_the_described_status(garden: Sandbox) -> None:
    added = garden.handle("POST", "/plants", JSON, b'{"name": "fern"}')
    assert added.status == 201
    identifier = added.json()["_id"]
    assert garden.handle("GET", f"/plants/{identifier}").json() == {"_id": identifier, "name": "fern"}
    deleted = garden.handle("DELETE", f"/plants/{identifier}")
    assert (deleted.status, deleted.body) == (204, b"")
    assert refused(garden.handle("GET", f"/plants/{identifier}"), 404) == "No such plant"


def test_a_handler_is_given_only_what_passes_the_checks(garden: Sandbox) -> None:
    assert refused(garden.handle("POST", "/plants", JSON, b"{}"), 422) == ["name is required"]


def test_a_reset_keeps_handlers_and_forgets_what_they_kept(garden: Sandbox) -> None:
    first = garden.handle("POST", "/plants", JSON, b'{"name": "fern"}').json()
    garden.reset()
    assert garden.handle("GET", f"/plants/{first['_id']}").status == 404
    assert garden.handle("POST", "/plants", JSON, b'{"name": "moss"}').json() == {**first, "name": "moss"}


def test_one_of_the_five_can_be_replaced_and_used(sandbox: Sandbox) -> None:
    @sandbox.register("invoices.delete")
    def delete(call: Call) -> object:
        invoice = sandbox.invoices[call.path["invoiceId"]]  # a handler may use the sandbox
        return json_response({**invoice, "deleted": False}, 202)

    response = delete_invoice(sandbox)
    assert (response.status, response.json()["deleted"]) == (202, False)
    assert DRAFT in sandbox.invoices
    other = Sandbox()
    assert delete_invoice(other).status == 200


def test_the_described_response_is_at_hand(garden: Sandbox) -> None:
    garden.register("get-plant", lambda call: {**call.described().json(), "id": call.path["id"]})
    assert garden.handle("GET", "/plants/5").json() == {"name": "string", "id": "5"}


def test_a_handler_says_all_of_a_response(garden: Sandbox) -> None:
    whole = Response(status=299, headers=(("X-A", "b"), ("content-type", "text/x")), body=b"\xff", drop=True)
    garden.register("get-plant", lambda _: whole)
    response = garden.handle("GET", "/plants/5")
    assert (response.status, response.body, response.drop) == (299, b"\xff", True)
    assert dict(response.headers)["X-A"] == "b"


def test_what_a_handler_raises_is_raised(garden: Sandbox) -> None:
    garden.register("get-plant", lambda call: call.body["x"])
    with pytest.raises(TypeError):
        garden.handle("GET", "/plants/5")
    assert garden.requests[-1].path == "/plants/5"


def test_an_unknown_operation_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match=r"operation='invoices\.make' is none of invoices\.delete, invoices\.update"):
        sandbox.register("invoices.make", get_schedule)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"status": 99}, "status=99"),
        ({"status": 200, "headers": (("X", "a\r\nb"),)}, "the value of X holds a character"),
        ({"status": 200, "headers": (("X Y", "a"),)}, "'X Y' is not the name of a header"),
        ({"status": 200, "headers": (("X", "ä€"),)}, "the value of X holds a character"),
        ({"status": 200, "headers": (("Content-Length", "5"),)}, "Content-Length is set by the transport"),
        ({"status": 200, "headers": (("X", "a" * 20_000),)}, "headers: 20001 bytes, more than 16384"),
    ],
)
def test_what_http_can_not_carry_is_no_response(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Response(**arguments)


def test_an_empty_list_of_items_is_refused_and_no_phone_is_not(sandbox: Sandbox) -> None:
    """Facts of the wire that the description has."""
    assert update_invoice(sandbox, body=update_body(sandbox, invoiceItems=[])).status == 422
    contact = {"id": "c", "name": "Ada", "email": "ada@customer.example"}
    assert update_invoice(sandbox, body=update_body(sandbox, contactDetails=contact)).status == 200


@pytest.mark.parametrize(
    "rrule",
    [
        {"endType": "never", "count": 3, "endDate": "2026-12-31"},
        {"endType": "count", "count": 3, "endDate": "2026-12-31"},
        {"endType": "by", "endDate": "2026-12-31", "endTime": "00:00:00"},
        {"daysBefore": ...},
    ],
)
def test_a_rule_ends_as_its_end_type_says(sandbox: Sandbox, rrule: dict[str, Any]) -> None:
    body = schedule_body(sandbox)
    merged = {**body["schedule"]["rrule"], **rrule}
    body["schedule"]["rrule"] = {name: value for name, value in merged.items() if value is not ...}
    response = update_and_schedule(sandbox, SCHEDULE, body=body)
    assert response.status == 200, response.body
    assert response.json()["schedule"]["rrule"] == body["schedule"]["rrule"]


def test_a_handler_can_act_on_a_copy_of_the_state(sandbox: Sandbox) -> None:
    sandbox.register("schedules.cancel", lambda call: cancel_schedule(replace(call, state=deepcopy(call.state))))
    assert cancel(sandbox).json()["status"] == "cancelled"
    assert sandbox.schedules[SCHEDULE]["status"] == "active"
