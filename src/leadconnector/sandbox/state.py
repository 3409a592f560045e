"""What the played service knows: schedules, invoices, which schedule created which invoice, and the time."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from time import monotonic, sleep
from typing import Any, Final

from leadconnector.client.retry_policy import SYSTEM_CLOCK, Clock

_ID_PREFIX: Final = "6578278e879ad26467"
_FIRST_ID: Final = 0x15BA9C  # with the prefix, the id of the documentation's examples
_FIRST_PART_ID: Final = 0x800000


class SandboxClock:
    """Tells the time. With a `source` of time, a pause ends at once, and all later times are later by its length."""

    def __init__(self, source: Callable[[], datetime] | None) -> None:
        self._source = source
        self._skipped = 0.0
        self.now()  # so that a source without a time zone is refused at once

    def now(self) -> datetime:
        """Return the time in UTC; ValueError where the source names no time zone."""
        moment = datetime.now(UTC) if self._source is None else self._source()
        if moment.tzinfo is None:
            raise ValueError(f"clock= returned {moment!r}, which has no time zone: datetime.now(UTC) has one")
        return moment.astimezone(UTC) + timedelta(seconds=self._skipped)

    def sleep(self, seconds: float, *_: object) -> None:
        """Pause."""
        if self._source is None:
            sleep(seconds)
        else:
            self._skipped += max(0.0, seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Pause; other tasks go on."""
        import anyio

        if self._source is not None:
            self.sleep(seconds)
        await anyio.sleep(seconds if self._source is None else 0)  # also lets other tasks run, and be cancelled

    def for_client(self) -> Clock:
        """Return the clock for a client of this sandbox: its pauses between attempts are skipped too."""
        if self._source is None:
            return SYSTEM_CLOCK
        return Clock(
            monotonic=lambda: monotonic() + self._skipped,
            wall=lambda: self.now().timestamp(),
            sleep=self.sleep,
            sleep_async=self.sleep_async,
        )


class State:
    """Schedules and invoices by id, as JSON objects, and the time. Not thread-safe: the sandbox has the lock.

    Attributes:
        other: For handlers of your own: anything by any name, gone with `Sandbox.reset`.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.schedules: dict[str, dict[str, Any]] = {}
        self.invoices: dict[str, dict[str, Any]] = {}
        self.other: dict[str, Any] = {}
        self.now = now
        self.invoice_numbers = count(19)
        self.schedule_numbers = count(1)
        self._created_by: dict[str, str] = {}
        self._ids = count(_FIRST_ID)
        self._part_ids = count(_FIRST_PART_ID)

    def timestamp(self) -> str:
        """Return the time as the service writes it: in UTC, with milliseconds and Z."""
        return self.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def touch(self, thing: dict[str, Any]) -> None:
        """Note that a schedule or invoice was changed now."""
        thing["updatedAt"] = self.timestamp()

    def new_id(self) -> str:
        """Return an id for a schedule, an invoice or the like."""
        return f"{_ID_PREFIX}{next(self._ids):06x}"

    def new_part_id(self) -> str:
        """Return an id for a part, such as an item; parts count apart, so that they don't shift the ids of the rest."""
        return f"{_ID_PREFIX}{next(self._part_ids):06x}"

    def add_invoice(self, invoice: dict[str, Any], schedule_id: str | None) -> str:
        """Keep an invoice, which `schedule_id` has created, and return its id; ValueError if that is impossible."""
        if schedule_id is not None and schedule_id not in self.schedules:
            raise ValueError(f"schedule_id={schedule_id!r}: there is no such schedule")
        identifier = self._identify(invoice, self.invoices, "an invoice")
        self.invoices[identifier] = {"_id": identifier, **invoice}
        if schedule_id is not None:
            self._created_by[identifier] = schedule_id
        return identifier

    def add_schedule(self, schedule: dict[str, Any]) -> str:
        """Keep a schedule and return its id; ValueError if that is impossible."""
        identifier = self._identify(schedule, self.schedules, "a schedule")
        self.schedules[identifier] = {"_id": identifier, **schedule}
        return identifier

    def remove_invoice(self, invoice_id: str) -> dict[str, Any]:
        """Forget an invoice and return it."""
        self._created_by.pop(invoice_id, None)
        return self.invoices.pop(invoice_id)

    def created_by(self, schedule_id: str) -> list[dict[str, Any]]:
        """Return the invoices of a schedule, as they are now."""
        return [self.invoices[each] for each, creator in self._created_by.items() if creator == schedule_id]

    def schedule_with_invoices(self, schedule_id: str) -> dict[str, Any]:
        """Return a schedule as the service sends it; without any invoices, `invoices` are as they were given."""
        created = self.created_by(schedule_id)
        return {**self.schedules[schedule_id], **({"invoices": created} if created else {})}

    def _identify(self, thing: dict[str, Any], kept: Mapping[str, object], kind: str) -> str:
        identifier = thing["_id"] if "_id" in thing else self.new_id()
        if not isinstance(identifier, str) or not identifier:
            raise ValueError(f"_id={identifier!r}: {kind} is kept by its id, which must be a non-empty str")
        if identifier in kept:
            raise ValueError(f"there is {kind} {identifier!r} already")
        return identifier
