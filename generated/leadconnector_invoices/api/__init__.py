"""The operations of the description, a package per resource. Each loads on first use."""

from typing import TYPE_CHECKING

from leadconnector.client.lazy import lazy_attributes

if TYPE_CHECKING:
    from leadconnector_invoices.api import invoices as invoices
    from leadconnector_invoices.api import schedules as schedules

__all__ = (
    "invoices",
    "schedules",
)

__getattr__, __dir__ = lazy_attributes(
    __name__,
    {
        "invoices": "leadconnector_invoices.api.invoices",
        "schedules": "leadconnector_invoices.api.schedules",
    },
)
