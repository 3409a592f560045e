"""What comes back: models for each 2xx, a typed error for everything else, with both clients over a real socket."""

import json
from typing import Any

import pytest

from leadconnector_invoices import errors
from leadconnector_invoices.models import Invoice, InvoiceSchedule
from tests.support.scenes import respond
from tests.support.server import Server
from tests.generated.calls import TOKEN, Call, Runner, both_clients
from tests.generated.test_requests import ID, update_body

CALLS: dict[str, tuple[Call, type]] = {
    "schedules.get": (lambda c: c.schedules.get(ID), InvoiceSchedule),
    "schedules.cancel": (lambda c: c.schedules.cancel(ID), InvoiceSchedule),
    "schedules.update_and_schedule": (lambda c: c.schedules.update_and_schedule(ID), InvoiceSchedule),
    "invoices.update": (lambda c: c.invoices.update(ID, body=update_body()), Invoice),
    "invoices.delete": (lambda c: c.invoices.delete(ID), Invoice),
}
REFUSALS: list[tuple[int, type[errors.APIStatusError], Any, list[str]]] = [
    (400, errors.BadRequestError, {"statusCode": 400, "message": "not a draft"}, ["not a draft"]),
    (401, errors.AuthenticationError, {"status": 401, "message": "bad token", "error": "Unauthorized"}, ["bad token"]),
    (403, errors.PermissionDeniedError, {"message": "another location", "traceId": "t-1"}, ["another location"]),
    (404, errors.NotFoundError, {"message": "no schedule"}, ["no schedule"]),
    (409, errors.APIStatusError, {}, []),
    (422, errors.UnprocessableEntityError, {"message": ["name is due", "qty is due"]}, ["name is due", "qty is due"]),
    (429, errors.RateLimitError, {"message": "slow down"}, ["slow down"]),
    (500, errors.ServerError, {"message": "oops", "name": "InternalError"}, ["oops"]),
    (520, errors.ServerError, None, []),
]


@both_clients
@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize("name", CALLS)
def test_201_is_as_good_as_200(name: str, status: int, run: Runner) -> None:
    call, kind = CALLS[name]
    with Server([respond(status, b'{"_id": "%s", "status": "brand-new", "odd": [1]}' % ID.encode())]) as server:
        result = run(call, base_url=server.url)
    assert type(result) is kind
    assert (result.id, result.status, result.extra) == (ID, "brand-new", {"odd": [1]})


@both_clients
@pytest.mark.parametrize(("status", "kind", "body", "messages"), REFUSALS, ids=[str(row[0]) for row in REFUSALS])
@pytest.mark.parametrize("name", CALLS)
def test_every_refusal_is_a_typed_error(
    name: str, status: int, kind: type[errors.APIStatusError], body: Any, messages: list[str], run: Runner
) -> None:
    content = b"<html>Web server is returning an unknown error" if body is None else json.dumps(body).encode()
    with Server([respond(status, content)]) as server, pytest.raises(errors.APIStatusError) as caught:
        run(CALLS[name][0], base_url=server.url, max_retries=0)
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.operation, error.messages) == (status, name, messages)
    assert error.error == ("Unauthorized" if status == 401 else error.error)
    assert error.trace_id == ("t-1" if status == 403 else None)
    assert error.applied is (None if status >= 500 else False)
    assert name in str(error)
    assert TOKEN not in f"{error}{error!r}{vars(error)}"


@both_clients
@pytest.mark.parametrize(
    "content",
    [b"", b"<html></html>", b"[]", b"null", b'"x"', b"{}", b'{"_id": 5}', b'{"_id": null}', b"\xff", b"[" * 100_000],
    ids=lambda content: repr(content[:12]),
)
@pytest.mark.parametrize("name", CALLS)
def test_a_success_that_is_none_is_a_decode_error(name: str, content: bytes, run: Runner) -> None:
    with Server([respond(200, content)]) as server, pytest.raises(errors.DecodeError) as caught:
        run(CALLS[name][0], base_url=server.url)
    error = caught.value
    assert (error.operation, error.status, error.applied) == (name, 200, True)
    assert len(error.got) <= 200
    assert len(server.requests) == 1


def test_the_errors_are_one_family() -> None:
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), errors.LeadConnectorError)
    import leadconnector.errors as runtime

    own = {n for n, v in vars(runtime).items() if isinstance(v, type) and issubclass(v, Exception)}
    assert own == set(errors.__all__)
