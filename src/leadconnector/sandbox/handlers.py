"""What the operations do to the state. Where the service's behaviour is not known, the least surprising is chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leadconnector.codec.unset import UNSET
from leadconnector.sandbox.description import Operation
from leadconnector.sandbox.errors import RefusalError
from leadconnector.sandbox.state import State
from leadconnector.sandbox.wire import settle_invoice, settle_schedule

# The two of DELETE are documented word by word; the service answers an unknown invoice with 400, not 404.
NO_INVOICE: Final = "Unable to find an invoice with the given invoice id"
NO_DRAFT: Final = "Invoice status need to be draft to delete an invoice"
NO_SCHEDULE: Final = "Unable to find a schedule with the given schedule id"
OTHER_LOCATION: Final = "The token does not belong to this location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that has passed all checks."""

    operation: Operation
    path: Mapping[str, str]
    body: Any
    """The parsed JSON; UNSET where there is none."""
    location: str | None
    """The location that the request names."""
    allowed: frozenset[str] | None
    """The locations that its token is good for; None for all."""

    def sees(self, thing: Mapping[str, Any]) -> bool:
        """Whether a schedule or invoice is of the location that the request names; what names none is everyone's."""
        location = thing.get("altId")
        if location is None:
            return True
        if self.location is not None:
            return bool(self.location == location)
        if self.allowed is not None and location not in self.allowed:
            raise RefusalError(403, OTHER_LOCATION)
        return True


Behaviour = Callable[[Call, State], tuple[int, Any]]


def get_schedule(call: Call, state: State) -> tuple[int, Any]:
    """Return the schedule."""
    return 200, state.schedule_with_invoices(_schedule(call, state)["_id"])


def cancel_schedule(call: Call, state: State) -> tuple[int, Any]:
    """Set the status; its invoices stay as they are. Once more changes nothing but the time."""
    schedule = _schedule(call, state)
    schedule["status"] = "cancelled"
    state.touch(schedule)
    return 201, state.schedule_with_invoices(schedule["_id"])


def update_and_schedule(call: Call, state: State) -> tuple[int, Any]:
    """Replace the schedule where there is a body, and put it into force, whatever its status; no invoice is created."""
    schedule = _schedule(call, state)
    if call.body is not UNSET:
        _replace(schedule, call)
        settle_schedule(schedule, state.new_part_id)
    schedule["status"] = "active" if state.created_by(schedule["_id"]) else "scheduled"
    state.touch(schedule)
    return 200, state.schedule_with_invoices(schedule["_id"])


def update_invoice(call: Call, state: State) -> tuple[int, Any]:
    """Replace all that the request's schema names; the rest, such as status and payments, is the service's own."""
    invoice = _invoice(call, state)
    _replace(invoice, call)
    settle_invoice(invoice, state.new_part_id)
    state.touch(invoice)
    return 200, invoice


def delete_invoice(call: Call, state: State) -> tuple[int, Any]:
    """Remove a draft; the answer is its last state."""
    invoice = _invoice(call, state)
    if invoice.get("status") != "draft":
        raise RefusalError(400, NO_DRAFT)
    state.touch(invoice)
    return 200, {**state.remove_invoice(invoice["_id"]), "deleted": True}


BEHAVIOURS: Final[Mapping[str, Behaviour]] = {
    "get-invoice-schedule": get_schedule,
    "cancel-invoice-schedule": cancel_schedule,
    "update-and-schedule-invoice-schedule": update_and_schedule,
    "update-invoice": update_invoice,
    "delete-invoice": delete_invoice,
}


def _schedule(call: Call, state: State) -> dict[str, Any]:
    schedule = state.schedules.get(call.path["scheduleId"])
    if schedule is None or not call.sees(schedule):
        raise RefusalError(404, NO_SCHEDULE)
    return schedule


def _invoice(call: Call, state: State) -> dict[str, Any]:
    invoice = state.invoices.get(call.path["invoiceId"])
    if invoice is None or not call.sees(invoice):
        raise RefusalError(400, NO_INVOICE)
    return invoice


def _replace(thing: dict[str, Any], call: Call) -> None:
    for name in call.operation.body_fields:
        thing.pop(name, None)
        if name in call.body:
            thing[name] = call.body[name]
