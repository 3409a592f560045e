"""The ids of a schedule's invoices, however they came."""

from typing import Any, cast

from leadconnector.codec.json import is_array
from leadconnector.codec.model import Model, overflow_of


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
        came = (overflow_of(self) or {}).get("invoices")
        elements = came if is_array(came) else []
        ids = [cast("dict[str, Any]", each).get("_id") if isinstance(each, dict) else each for each in elements]
        return [each for each in ids if isinstance(each, str)]
