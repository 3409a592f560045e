"""A small service of the tests' own: one operation for each way in which a call may be repeated."""

import json
from typing import Any, cast

from msgspec import structs

from leadconnector.client.async_client import AsyncClient
from leadconnector.client.operation import AlreadyGone, Operation, PassingFault, RetryPolicy, Service
from leadconnector.client.sync_client import SyncClient
from leadconnector.errors import DecodeError

TOKEN = "pit-0123456789-secret"
SERVICE = Service(package="things-client", version="1.2.3", base_url="https://things.example", api_version="v7")

GET = Operation(
    name="things.get", operation_id="get-thing", method="GET", path="/things/{id}", retry=RetryPolicy.ALWAYS
)
PUT = Operation(
    name="things.update",
    operation_id="update-thing",
    method="PUT",
    path="/things/{id}",
    retry=RetryPolicy.ALWAYS,
    outcome_check="things.get",
)
DELETE = Operation(
    name="things.delete",
    operation_id="delete-thing",
    method="DELETE",
    path="/things/{id}",
    retry=RetryPolicy.ALWAYS,
    outcome_check="things.get",
    already_gone=AlreadyGone(status=400, message="unable to find", response={"id": "{id}", "deleted": True}),
)
POST = Operation(
    name="things.cancel",
    operation_id="cancel-thing",
    method="POST",
    path="/things/{id}/cancel",
    retry=RetryPolicy.UNLESS_APPLIED,
    outcome_check="things.get",
)
ONCE = Operation(
    name="things.poke", operation_id="poke-thing", method="POST", path="/things/{id}/poke", retry=RetryPolicy.NEVER
)
PASSING = (PassingFault(status=401, message="Command timed out"),)
GET, PUT, DELETE, POST, ONCE = (
    structs.replace(each, passing_faults=PASSING, echoes={"id": "id"}) for each in (GET, PUT, DELETE, POST, ONCE)
)
OPERATIONS = {"GET": GET, "PUT": PUT, "DELETE": DELETE, "POST": POST, "ONCE": ONCE}


class Things(SyncClient):
    _service = SERVICE


class AsyncThings(AsyncClient):
    _service = SERVICE


def decode(content: bytes) -> dict[str, Any]:
    """A JSON object, or DecodeError, as a generated model does it."""
    try:
        value: object = json.loads(content)
    except ValueError:
        raise DecodeError(expected="JSON", got=repr(content[:300])) from None
    if not isinstance(value, dict):
        raise DecodeError(expected="an object", got=type(value).__name__)
    return cast("dict[str, Any]", value)
