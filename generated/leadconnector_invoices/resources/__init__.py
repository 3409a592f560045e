"""The operations of the description, a module for each resource. Each loads on first use."""

from typing import TYPE_CHECKING

from leadconnector.lazy import lazy_attributes

if TYPE_CHECKING:
    from leadconnector_invoices.resources import invoices as invoices
    from leadconnector_invoices.resources import schedules as schedules

_MODULES: dict[str, str] = {
    "invoices": "leadconnector_invoices.resources.invoices",
    "schedules": "leadconnector_invoices.resources.schedules",
}

__all__ = ["invoices", "schedules"]

__getattr__, __dir__ = lazy_attributes(__name__, _MODULES)
