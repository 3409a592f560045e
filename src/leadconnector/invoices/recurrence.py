"""The dates that a recurrence rule gives."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from leadconnector.codec.model import Model


class Recurrence(Model):
    """What `Rrule` and `RruleInput` can do beyond their fields.

    Both methods are a preview, not the service's promise: they read the rule as RFC 5545, which is consistent with all
    that the vendor shows, but inferred. Two things are not known and assumed: that an end date without an end time,
    or at midnight, still counts, and that the dates are those of the location's time zone.
    """

    __slots__ = ()

    def occurrences(self, limit: int | None = None, *, timezone: str | None = None) -> Iterator[date]:
        """Yield the days on which invoices are due: at most `limit`, else up to the rule's end or the year 9999.

        They are worked out as they are asked for. A rule of hours or less yields a day for each of its occurrences.

        Args:
            limit: How many days at most.
            timezone: The location's time zone by its IANA name, such as ``Europe/Berlin``. Needed only where the rule
                has a moment in place of a day, as the day depends on it.

        Raises:
            ValueError: at once, if the rule lacks what it needs or contradicts itself, with the fields that do.
        """
        from leadconnector.invoices.rule import Rule  # dateutil is loaded with it

        if limit is not None and limit < 0:
            raise ValueError(f"limit is to be 0 or more, not {limit}")
        return islice(Rule.read(self.encode(), timezone).days(), limit)

    def send_dates(self, limit: int | None = None, *, timezone: str | None = None) -> Iterator[date]:
        """Yield the days on which invoices go out: `daysBefore` days before each occurrence. As `occurrences`.

        Raises:
            ValueError: as for `occurrences`, and if `daysBefore` is missing.
        """
        from leadconnector.invoices.rule import days_before

        before = days_before(self.encode())
        return (_earlier(day, before) for day in self.occurrences(limit, timezone=timezone))


def _earlier(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError:
        raise ValueError(f"daysBefore is to be a sensible number of days: {days} lead from {day} to no date") from None
