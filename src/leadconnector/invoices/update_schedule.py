"""The body of a schedule's update, made from the schedule as it is."""

from typing import TYPE_CHECKING, Self, Unpack

from leadconnector.invoices.update_invoice import FullReplace

if TYPE_CHECKING:
    from leadconnector_invoices.models.invoice_schedule import InvoiceSchedule
    from leadconnector_invoices.models.update_schedule import UpdateScheduleArguments


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

        The body holds every field that the request has, at every depth, and nothing else of the schedule; a field of
        the request that the schedule's class does not have is taken from its `extra`. `left_out` tells the rest.

        Args:
            schedule: The schedule as it is.
            timezone: The location's time zone by its IANA name, such as ``Europe/Berlin``. Needed where the rule has a
                moment other than midnight UTC in place of a day (``startDate``, ``endDate``).
            changes: Attributes of the body that differ from the schedule's.

        Raises:
            ValueError: if the schedule lacks what the request can't do without (each is named), or has a moment in
                place of a day and there is no `timezone`, or if that is none.
            TypeError: for a change that is no attribute of the body, or a binary float for an amount.
        """
        return cls._of(schedule, timezone, changes)
