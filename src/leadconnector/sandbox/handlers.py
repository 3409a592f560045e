"""What the operations do to the state. Where the service's behaviour is not known, the least surprising is chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leadconnector.codec.enums import UNSET
from leadconnector.sandbox.messages import RefusalError, Request, Response, json_response
from leadconnector.sandbox.operations import Operation
from leadconnector.sandbox.state import ITEMS, Kind, State, set_amounts

# The two of DELETE are documented word by word; the service says 400 of an unknown invoice, not 404.
NO_INVOICE: Final = "Unable to find an invoice with the given invoice id"
NO_DRAFT: Final = "Invoice status need to be draft to delete an invoice"
NO_SCHEDULE: Final = "Unable to find a schedule with the given schedule id"
OTHER_LOCATION: Final = "The token does not belong to this location"


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has passed all checks."""

    operation: Operation
    request: Request
    state: State
    path: Mapping[str, str]
    """The parameters in the path, decoded."""
    body: Any
    """The parsed JSON; UNSET where there is none."""
    location: str | None
    """The id of the location that the request names."""
    allowed: frozenset[str] | None
    """The locations that its token is good for; None for all."""

    def described(self) -> Response:
        """Return the response that the description has: its example, else one made from its schema."""
        return self.operation.respond(self.path, self.request)

    def sees(self, thing: Mapping[str, Any]) -> bool:
        """Whether a schedule or invoice belongs to the request's location; one without a location is everyone's."""
        owner = thing.get("altId")
        if owner is not None and self.location is None and self.allowed is not None and owner not in self.allowed:
            raise RefusalError(403, OTHER_LOCATION)
        return owner is None or self.location in (None, owner)


Handler = Callable[[Call], object]
"""Returns a `Response`, or the JSON value of the described successful one; may raise `RefusalError`."""


def get_schedule(call: Call) -> object:
    """Return the schedule."""
    return call.state.schedule_with_invoices(_schedule(call)["_id"])


def cancel_schedule(call: Call) -> object:
    """Set the status; its invoices stay as they are. Once more changes nothing but the time."""
    schedule = _schedule(call)
    schedule["status"] = "cancelled"
    call.state.touch(schedule)
    return json_response(call.state.schedule_with_invoices(schedule["_id"]), 201)


def update_and_schedule(call: Call) -> object:
    """Replace the schedule where there is a body, and put it into force, whatever its status; no invoice is created."""
    schedule = _schedule(call)
    if call.body is not UNSET:
        _replace("schedule", schedule, call)
        schedule["compiledTermsNotes"] = schedule.setdefault("termsNotes", "")
    schedule["status"] = "active" if call.state.created_by(schedule["_id"]) else "scheduled"
    call.state.touch(schedule)
    return call.state.schedule_with_invoices(schedule["_id"])


def update_invoice(call: Call) -> object:
    """Replace all that the request's schema names; the rest, such as status and payments, is the service's own."""
    invoice = _invoice(call)
    _replace("invoice", invoice, call)
    plan = invoice.setdefault("paymentSchedule", {})
    if "schedules" in plan:
        plan["schedules"] = [{"_id": call.state.new_part_id(), **part} for part in plan["schedules"]]
    call.state.touch(invoice)
    return invoice


def delete_invoice(call: Call) -> object:
    """Remove a draft; the response is its last state."""
    invoice = _invoice(call)
    if invoice.get("status") != "draft":
        raise RefusalError(400, NO_DRAFT)
    call.state.touch(invoice)
    return {**call.state.remove_invoice(invoice["_id"]), "deleted": True}


HANDLERS: Final[Mapping[str, Handler]] = {
    "get-invoice-schedule": get_schedule,
    "cancel-invoice-schedule": cancel_schedule,
    "update-and-schedule-invoice-schedule": update_and_schedule,
    "update-invoice": update_invoice,
    "delete-invoice": delete_invoice,
}


def _schedule(call: Call) -> dict[str, Any]:
    return _found(call, call.state.schedules, RefusalError(404, NO_SCHEDULE))


def _invoice(call: Call) -> dict[str, Any]:
    return _found(call, call.state.invoices, RefusalError(400, NO_INVOICE))


def _found(call: Call, kept: Mapping[str, dict[str, Any]], unknown: RefusalError) -> dict[str, Any]:
    thing = kept.get(next(iter(call.path.values()), ""))
    if thing is None or not call.sees(thing):
        raise unknown
    return thing


def _replace(kind: Kind, thing: dict[str, Any], call: Call) -> None:
    """Put all that the request may hold in the place of what there was; items get ids."""
    for name in call.operation.body_fields:
        thing.pop(name, None)
        if name in call.body:
            thing[name] = call.body[name]
    items = thing[ITEMS[kind]]
    thing[ITEMS[kind]] = [{"_id": call.state.new_part_id(), "taxes": [], **item} for item in items]
    set_amounts(kind, thing)
