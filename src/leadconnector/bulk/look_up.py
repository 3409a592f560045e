"""What became of a call whose response was lost: the look-up that its operation names, and what that shows."""

from collections.abc import Mapping
from typing import Any, Final

from leadconnector.client.request import PreparedRequest
from leadconnector.client.response import Response

_SHOWN: Final[Mapping[str, Mapping[str, bool]]] = {
    "schedules.cancel": {"cancelled": True, "canceled": True, "draft": False, "scheduled": False, "active": False},
    "schedules.update_and_schedule": {"scheduled": True, "active": True, "draft": False},
}
"""By operation: the statuses that show that it happened, and those that show that it didn't. Others show nothing."""


def look_up_of(client: Any, prepared: PreparedRequest[Any]) -> PreparedRequest[Any] | None:
    """The request that shows what became of another one; None where there is none whose response tells."""
    operation = prepared.operation
    if operation.outcome_check is None or operation.name not in _SHOWN:
        return None
    resource, _, method = operation.outcome_check.partition(".")
    prepare = getattr(getattr(getattr(client, resource, None), "prepare", None), method, None)
    if prepare is None:
        return None
    arguments = {operation.arguments.get(name, name): value for name, value in prepared.path_params.items()}
    request: PreparedRequest[Any] = prepare(**arguments, location_id=prepared.location)
    return request


def verdict(prepared: PreparedRequest[Any], response: Response[Any]) -> tuple[bool | None, str]:
    """Whether the call happened, by the look-up's response (None: that doesn't tell), and what it showed."""
    status: object = response.json().get("status")
    shown = _SHOWN[prepared.operation.name].get(status.lower()) if isinstance(status, str) else None
    # That a schedule is in force says nothing of what was to be changed in it.
    if shown and prepared.operation.name == "schedules.update_and_schedule" and prepared.content is not None:
        shown = None
    return shown, f"status {status}"[:100]
