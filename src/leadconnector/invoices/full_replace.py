"""The bodies of full replaces, made from the invoice or schedule as it is."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, Unpack

from leadconnector.codec.model import Model, refuse_unknown

if TYPE_CHECKING:
    from leadconnector_invoices.models.invoice import Invoice
    from leadconnector_invoices.models.invoice_schedule import InvoiceSchedule
    from leadconnector_invoices.models.update_invoice import UpdateInvoiceArguments
    from leadconnector_invoices.models.update_schedule import UpdateScheduleArguments


class FullReplace(Model):
    """A body that replaces the whole of what a response shows, and is made of that."""

    __slots__ = ("_left_out",)
    _left_out: tuple[str, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was not taken over from the response, as JSON pointers into it, such as ``/invoiceItems/0/_id``.

        Fields that the request does not have, nulls, and objects without anything that the request has, such as an
        empty payment schedule. Nothing for a body that was made in another way.
        """
        return getattr(self, "_left_out", ())

    @classmethod
    def _of(cls, response: Model, timezone: str | None, changes: Mapping[str, Any]) -> Self:
        # Imported here: whoever only writes bodies by hand needs none of it.
        from leadconnector.codec.convert import request_data

        refuse_unknown(cls, changes)
        data, left_out = request_data(cls, response, timezone, changes)
        made = cls.decode(data)
        body = made.__replace__(**{**changes, "extra": {**made.extra, **changes.get("extra", {})}})
        body._left_out = left_out
        return body


class UpdateInvoiceBehaviour(FullReplace):
    """What `UpdateInvoice` can do beyond its fields."""

    __slots__ = ()

    @classmethod
    def from_invoice(
        cls, invoice: "Invoice", *, timezone: str | None = None, **changes: "Unpack[UpdateInvoiceArguments]"
    ) -> Self:
        """Build the body from an invoice out of a schedule or an earlier update, so that replacing it loses nothing.

        The body holds every field that the request has, at every depth, and nothing else of the invoice; a field of
        the request that the invoice's class does not have is taken from its `extra`. `left_out` tells the rest.

        Args:
            invoice: The invoice as it is.
            timezone: The location's time zone by its IANA name, such as ``Europe/Berlin``; else that in which the
                invoice was read. Needed where it has a moment other than midnight UTC in place of a day
                (``issueDate``, ``dueDate``).
            changes: Attributes of the body, with the values they get instead of the invoice's.

        Raises:
            ValueError: if the invoice lacks what the request can't do without (each is named), or has a moment in
                place of a day and the time zone is not known, or if there is no such time zone.
            TypeError: for a change that is no attribute of the body, or a binary float for an amount.
        """
        return cls._of(invoice, timezone, changes)


class UpdateScheduleBehaviour(FullReplace):
    """What `UpdateSchedule` can do beyond its fields."""

    __slots__ = ()

    @classmethod
    def from_schedule(
        cls,
        schedule: "InvoiceSchedule",
        /,
        *,
        timezone: str | None = None,
        **changes: "Unpack[UpdateScheduleArguments]",
    ) -> Self:
        """Build the body from a schedule as it was read, so that updating it loses nothing that the body can hold.

        As `UpdateInvoice.from_invoice` does of an invoice, errors included; the days are the rule's (``startDate``,
        ``endDate``).
        """
        return cls._of(schedule, timezone, changes)
