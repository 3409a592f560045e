"""The operations of the description, a module for each resource. Each loads on first use."""

TYPE_CHECKING = False  # as type checkers take it; `typing` would be most of the time that importing this takes
if TYPE_CHECKING:
    from leadconnector_invoices.resources import invoices as invoices
    from leadconnector_invoices.resources import schedules as schedules

from leadconnector.lazy import lazy_attributes

__all__ = ["invoices", "schedules"]

__getattr__, __dir__ = lazy_attributes(
    __name__,
    {
        "invoices": "leadconnector_invoices.resources.invoices",
        "schedules": "leadconnector_invoices.resources.schedules",
    },
)
