"""A client on the stage: it makes calls, and each becomes a row of the table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from leadconnector.client.events import ResponseEvent
from leadconnector.codec.model import Model
from leadconnector_invoices import AsyncClient, Client
from leadconnector_invoices.models import InvoiceSchedule

T = TypeVar("T", bound=Model)


class DemoError(Exception):
    """A call did not do what it should, told in one line."""


@dataclass(frozen=True)
class Row:
    """One call: by which client, the answer's status, what it changed, and the milliseconds that it took."""

    client: str
    operation: str
    status: int
    changed: str
    milliseconds: float


class Stage:
    """A client and a schedule, with a paid and a draft invoice, for it to act on; `events` is where its hook writes."""

    def __init__(self, name: str, client: Client | AsyncClient, schedule_id: str, events: list[ResponseEvent]) -> None:
        self.client = client
        self.schedule_id = schedule_id
        self.rows: list[Row] = []
        self._name = name
        self._events = events
        self._event: ResponseEvent | None = None

    async def call(self, make: Callable[[], T | Awaitable[T]]) -> T:
        """Make a call with either client and return its result; remember it for `note`, even where it fails."""
        try:
            return await _finished(make())
        finally:
            self._event = self._events[-1] if self._events else None

    async def look(self) -> InvoiceSchedule:
        """Return the schedule as it is now, as a look behind the scene that gets no row."""
        return await _finished(self.client.schedules.get(self.schedule_id))

    def note(self, changed: str) -> None:
        """Add the row of the call that was made last."""
        self.rows.append(self.last_row(changed))

    def last_row(self, changed: str) -> Row:
        """Return the row of the call that was made last."""
        event = self._event
        if event is None or event.status is None:
            raise DemoError("a call ended without an answer")
        return Row(self._name, event.operation, event.status, changed, event.elapsed * 1000)


async def _finished(result: T | Awaitable[T]) -> T:
    return result if isinstance(result, Model) else await result


def expect(holds: bool, what: str, got: object) -> None:
    """Raise DemoError unless `holds`; `what` says what should have been."""
    if not holds:
        raise DemoError(f"expected {what}, got {got!r}"[:400])
