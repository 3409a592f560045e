"""What the played service knows: the time, schedules and invoices, their amounts, and who created which invoice.

Those that it begins with are as the service sends them, undocumented fields and nulls among them. The ids are the same
in every sandbox: the first schedule has the one of the documentation's examples, 6578278e879ad2646715ba9c.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext
from fractions import Fraction
from functools import cache
from importlib.resources import files
from time import monotonic, sleep
from typing import Any, Final, Literal

from leadconnector.client.retry_policy import SYSTEM_CLOCK, Clock
from leadconnector.codec.json import is_object, parse_json
from leadconnector.sandbox.document import is_number, json_copy, objects

Kind = Literal["invoice", "schedule"]

ITEMS: Final[Mapping[Kind, str]] = {"invoice": "invoiceItems", "schedule": "items"}
_DIGITS: Final = 1500  # more than the product of any two numbers that pass the check of requests has
_CENTS: Final = Decimal("0.01")
_ID_PREFIX: Final = "6578278e879ad26467"
_FIRST_ID: Final = 0x15BA9C  # with the prefix, the id of the documentation's examples
_FIRST_PART_ID: Final = 0x800000
_ONE: Final[Mapping[Kind, str]] = {"invoice": "an invoice", "schedule": "a schedule"}


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
            seconds = 0  # this too lets other tasks run, and be cancelled
        await anyio.sleep(seconds)

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

    def __init__(self, now: Callable[[], datetime], location_id: str) -> None:
        self.schedules: dict[str, dict[str, Any]] = {}
        self.invoices: dict[str, dict[str, Any]] = {}
        self.other: dict[str, Any] = {}
        self.now = now
        self._location_id = location_id
        self._created_by: dict[str, str] = {}
        self._next = {"id": _FIRST_ID, "part": _FIRST_PART_ID, "invoice": 19, "schedule": 1}

    def seed(self) -> None:
        """Add two active schedules with a paid and a draft invoice each, a draft schedule, an invoice paid in parts.

        The service sends the dates of an invoice as plain ones or as midnight UTC: here drafts have the former, the
        others the latter.
        """
        today = self.now().date()
        dates = _dates(today)
        midnight = {name: f"{day}T00:00:00.000Z" for name, day in dates.items()}
        for _ in range(2):
            schedule_id = self.add("schedule")
            paid = {"status": "paid", "amountPaid": Decimal("1280.04"), **midnight}
            self.add("invoice", fields=paid, schedule_id=schedule_id)
            self.add("invoice", schedule_id=schedule_id)
        later = {"executeAt": f"{today + timedelta(days=30)}T09:00:00.000Z"}
        self.add("schedule", fields={"status": "draft", "name": "Spring cleaning", "schedule": later})
        payer = {"userId": "sandboxUser0001"}
        parts = [
            {"_id": self.new_part_id(), "value": 40, "dueDate": dates["issueDate"], "status": "paid", "paidBy": payer},
            {"_id": self.new_part_id(), "value": 60, "dueDate": dates["dueDate"], "status": "unpaid"},
        ]
        plan = {"type": "percentage", "schedules": parts}
        in_parts = {"status": "partially_paid", "amountPaid": 512, "paymentSchedule": plan, **midnight}
        self.add("invoice", fields=in_parts)

    def timestamp(self) -> str:
        """Return the time as the service writes it: in UTC, with milliseconds and Z."""
        return self.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def touch(self, thing: dict[str, Any]) -> None:
        """Note that a schedule or invoice was changed now."""
        thing["updatedAt"] = self.timestamp()

    def new_id(self) -> str:
        """Return an id for a schedule, an invoice or the like."""
        return f"{_ID_PREFIX}{self._number('id'):06x}"

    def new_part_id(self) -> str:
        """Return an id for a part, such as an item; parts count apart, so that they don't shift the ids of the rest."""
        return f"{_ID_PREFIX}{self._number('part'):06x}"

    def _number(self, of: str) -> int:
        number = self._next[of]  # no itertools.count, which can't be copied from Python 3.14 on
        self._next[of] += 1
        return number

    def add(
        self,
        kind: Kind,
        whole: Mapping[str, Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        described: Collection[str] | None = None,
        extra: Mapping[str, Any] | None = None,
        schedule_id: str | None = None,
    ) -> str:
        """Keep `whole`, or a realistic schedule or invoice, with some fields changed; return its id.

        Raises:
            TypeError: for one of `fields` that is neither `described` nor there, unless that is None.
            ValueError: if the ``_id`` is taken, or not a str, or there is no schedule of that id, which created it.
        """
        base = self._realistic(kind) if whole is None else dict(whole)
        fields = fields or {}
        strange = set[str]() if described is None else fields.keys() - {*described, *base}
        if strange:
            name = min(strange)
            raise TypeError(f"{name}= is not a described field: extra={{{name!r}: …}} takes what is not described")
        changes = json_copy({**(extra or {}), **fields})
        made = {**json_copy(base), **changes}
        if whole is None:
            set_amounts(kind, made)
        made |= changes  # an amount that is given stays
        if schedule_id is not None and schedule_id not in self.schedules:
            raise ValueError(f"schedule_id={schedule_id!r}: there is no such schedule")
        identifier = made["_id"] if "_id" in made else self.new_id()
        if not isinstance(identifier, str) or not identifier:
            raise ValueError(f"_id={identifier!r}: {_ONE[kind]} is kept by its id, which must be a non-empty str")
        kept = self.invoices if kind == "invoice" else self.schedules
        if identifier in kept:
            raise ValueError(f"there is {_ONE[kind]} {identifier!r} already")
        kept[identifier] = {"_id": identifier, **made}
        if schedule_id is not None:
            self._created_by[identifier] = schedule_id
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

    def _realistic(self, kind: Kind) -> dict[str, Any]:
        """Return a draft invoice or an active monthly schedule over 1,280.04 US dollars, without its own id."""
        payloads = _payloads()
        now, today = self.timestamp(), self.now().date()
        own = {"altId": self._location_id, "createdAt": now, "updatedAt": now, ITEMS[kind]: payloads["items"]}
        made: dict[str, Any] = json_copy({**payloads["common"], **payloads[kind], **own})
        for line in made[ITEMS[kind]]:
            for part in (line, *line["taxes"]):
                part["_id"] = self.new_part_id()
        if kind == "invoice":
            # Issued today and due in 14 days.
            return made | {"invoiceNumber": f"INV-{self._number('invoice'):06}", **_dates(today)}
        made["schedule"]["rrule"]["startDate"] = f"{today.replace(day=1)}"
        return made | {"name": f"Garden maintenance, plan {self._number('schedule')}"}


@cache
def _payloads() -> dict[str, Any]:
    content: dict[str, Any] = parse_json(files(__package__ or "").joinpath("realistic.json").read_bytes())
    return content


def _dates(today: date) -> dict[str, str]:
    return {"issueDate": f"{today}", "dueDate": f"{today + timedelta(days=14)}"}


def set_amounts(kind: Kind, thing: dict[str, Any]) -> None:
    """Set the amounts of a schedule or invoice by its items."""
    total = thing["total"] = invoice_total(thing.get(ITEMS[kind]), thing.get("discount"))
    if kind == "invoice":
        thing["amountDue"] = _as_number(Fraction(total) - _number(thing.get("amountPaid")))


def invoice_total(items: Any, discount: Any = None) -> Decimal | int:
    """Return price times quantity of all items, less the discount, plus the taxes that the prices don't contain.

    The discount comes off before tax, each item bearing its share. What has no finite decimal fraction is rounded to
    cents, half up. What is no item or number counts as nothing. How the service rounds, in which order it calculates
    and what a discount for some products does is not known.
    """
    base, taxed = Fraction(0), Fraction(0)
    for line in objects(items):
        price = _number(line.get("amount")) * _number(line.get("qty"))
        taxes = [] if line.get("taxInclusive") else objects(line.get("taxes"))
        rate = sum((_number(tax.get("rate")) for tax in taxes), Fraction(0))
        base += price
        taxed += price * (1 + rate / 100)
    terms = discount if is_object(discount) else {}
    value = _number(terms.get("value"))
    off = min(base * value / 100 if terms.get("type") == "percentage" else value, base)
    return _as_number(taxed * (1 - off / base) if base else taxed)


def _number(value: Any) -> Fraction:
    return Fraction(value) if is_number(value) else Fraction(0)


def _as_number(value: Fraction) -> Decimal | int:
    if value.denominator == 1:
        return value.numerator  # the service writes 25, not 25.00
    with localcontext(prec=_DIGITS) as context:
        context.clear_flags()  # it starts with those of the caller's context
        exact = Decimal(value.numerator) / value.denominator
        return exact.quantize(_CENTS, ROUND_HALF_UP) if context.flags[Inexact] else exact
