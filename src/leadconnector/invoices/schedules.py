"""What schedules can do: list the ids of their invoices, and tell whether payment in parts makes up the whole."""

from collections.abc import Iterable, Iterator
from decimal import Context, Decimal, Inexact
from typing import Any, Final, cast

from leadconnector.codec.json import exact, is_array, is_mapping
from leadconnector.codec.model import Model

WHOLE: Final = Decimal(100)
_EXACT: Final = Context(prec=1_000, traps=[Inexact])


class InvoiceIds(Model):
    """What `InvoiceSchedule` can do beyond its fields."""

    __slots__ = ()

    @property
    def invoice_ids(self) -> list[str]:
        """The ids of the invoices created from the schedule so far, in the order in which they came.

        The service may send the invoices themselves, which `invoices` has, or their ids alone, which stay in `extra`.
        """
        invoices = getattr(self, "invoices", None)
        if invoices is not None:
            return [invoice.id for invoice in invoices]
        came = (self._overflow() or {}).get("invoices")
        elements = came if is_array(came) else []
        ids = [cast("dict[str, Any]", each).get("_id") if isinstance(each, dict) else each for each in elements]
        return [each for each in ids if isinstance(each, str)]


class PaymentPlan(Model):
    """What `PaymentSchedule` and `PaymentScheduleInput` can do beyond their fields."""

    __slots__ = ()

    def difference(self, total: Decimal | int | str | None = None) -> Decimal:
        """Return the sum of the parts less what it must be, exactly: negative where they fall short.

        Percentages must sum to 100, fixed parts to `total`, the invoice's total in major units of its currency. An
        empty payment schedule, as the service sends where there is none, lacks nothing.

        Raises:
            ValueError: if it can't be told: a part without a value, a type other than percentage and fixed, or fixed
                parts and no `total`. It says where.
            TypeError: for a binary float.
        """
        plan = self.encode()
        if not plan.get("type") and not plan.get("schedules"):
            return Decimal(0)
        return _added([*_values(plan), _due(plan.get("type"), total).copy_negate()])

    def check(self, total: Decimal | int | str | None = None) -> None:
        """Raise ValueError where the parts don't make up the whole, by how much; otherwise as `difference`."""
        difference = self.difference(total)
        if difference:
            due = _due(self.encode().get("type"), total)
            amount = f"{difference.copy_abs():f} {'too much' if difference > 0 else 'short'}"
            raise ValueError(f"the parts must sum to {due:f}, but sum to {_added([due, difference]):f}: {amount}")


def _due(kind: object, total: Decimal | int | str | None) -> Decimal:
    if kind == "percentage":
        return WHOLE
    if kind != "fixed":
        raise ValueError(f"type must be percentage or fixed, not {kind!r}")
    if total is None:
        raise ValueError("fixed parts sum to the invoice's total: give total=")
    return exact(total)


def _values(plan: dict[str, Any]) -> Iterator[Decimal]:
    parts = plan.get("schedules")
    if not is_array(parts):
        raise ValueError(f"schedules must be a list of parts, not {parts!r}")
    for index, part in enumerate(parts):
        value = part.get("value") if is_mapping(part) else None
        if not isinstance(value, (Decimal, int)) or isinstance(value, bool):
            raise ValueError(f"schedules[{index}].value must be a number, not {value!r}")
        yield exact(value)


def _added(values: Iterable[Decimal]) -> Decimal:
    """Return the sum. Decimal's own operators round to 28 digits, even a minus sign does."""
    added = Decimal(0)
    try:
        for value in values:
            added = _EXACT.add(added, value)
    except Inexact:
        raise ValueError("the amounts have too many digits to be added exactly") from None
    return added
