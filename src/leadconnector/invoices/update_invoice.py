"""The body of a full replace, made from the invoice as it is."""

from typing import TYPE_CHECKING, Any, Self, Unpack

from leadconnector.codec.model import Model, refuse_unknown

if TYPE_CHECKING:
    from leadconnector.codec.projection import Projection
    from leadconnector_invoices.models.invoice import Invoice
    from leadconnector_invoices.models.update_invoice import UpdateInvoiceArguments


class UpdateInvoiceBehaviour(Model):
    """What `UpdateInvoice` can do beyond its fields."""

    __slots__ = ("_left_out",)
    _left_out: tuple[str, ...]

    @classmethod
    def from_invoice(
        cls, invoice: "Invoice", *, timezone: str | None = None, **changes: "Unpack[UpdateInvoiceArguments]"
    ) -> Self:
        """Build the body from an invoice out of a schedule or an earlier update, so that replacing it loses nothing.

        The body holds every field that the request has, at every depth, and nothing else of the invoice; a field of
        the request that the invoice's class does not have is taken from its `extra`. `left_out` tells the rest.

        Args:
            invoice: The invoice as it is.
            timezone: The location's time zone by its IANA name, such as ``Europe/Berlin``. Needed where the invoice
                has a moment in place of a day (``issueDate``, ``dueDate``), as the day depends on it.
            changes: Attributes of the body that differ from the invoice's.

        Raises:
            ValueError: if the invoice lacks what the request can't do without (each is named), or has a moment in
                place of a day and there is no `timezone`, or if that is none.
            TypeError: for a change that is no attribute of the body, or a binary float for an amount.
        """
        # Imported here: whoever only writes bodies by hand needs none of it.
        from leadconnector.client.time_zones import time_zone
        from leadconnector.codec.projection import Projection, arguments

        refuse_unknown(cls, changes)
        projection = Projection(None if timezone is None else time_zone(timezone))
        projected = projection.project(cls, invoice.to_dict(), but=changes)
        _check(cls, projection)
        values = arguments(cls, projected)
        extra = {**values["extra"], **changes.get("extra", {})}
        given: dict[str, Any] = {**values, **changes, "extra": extra}
        body = cls(**given)
        body._left_out = tuple(projection.left_out)
        return body

    @property
    def left_out(self) -> tuple[str, ...]:
        """What `from_invoice` did not take over, as JSON pointers into the invoice, such as ``/invoiceItems/0/_id``.

        Fields that the request does not have, nulls, and objects without anything that the request has, such as an
        empty payment schedule. Nothing for a body that was made in another way.
        """
        return getattr(self, "_left_out", ())

    def __reduce__(self) -> tuple[Any, ...]:
        # attrs's own way to copy and pickle knows of the generated fields only.
        return type(self)._restored, (self.__getstate__(), self.left_out)

    @classmethod
    def _restored(cls, state: object, left_out: tuple[str, ...]) -> Self:
        body: Any = object.__new__(cls)
        body.__setstate__(state)
        body._left_out = left_out
        restored: Self = body
        return restored


def _check(cls: type[Model], projection: "Projection") -> None:
    """Raise one ValueError for all that stands in the way."""
    faults: list[str] = []
    if projection.missing:
        given = _as_changes(cls, projection.missing)
        faults.append(f"it lacks {', '.join(projection.missing)}, or has no usable value there: give {given}")
    if projection.undated:
        given = _as_changes(cls, projection.undated)
        verb = "is a moment" if len(projection.undated) == 1 else "are moments"
        faults.append(
            f"{', '.join(projection.undated)} {verb}, whose day depends on the time zone: "
            f"give timezone=, such as timezone='Europe/Berlin', or {given}"
        )
    if faults:
        raise ValueError(f"no {cls.__name__} can be made of the invoice as it is: {'; '.join(faults)}")


def _as_changes(cls: type[Model], pointers: list[str]) -> str:
    attributes = {wire_name: name for name, wire_name in cls.wire_names.items()}
    return ", ".join(dict.fromkeys(f"{attributes[pointer.split('/')[1]]}=" for pointer in pointers))
