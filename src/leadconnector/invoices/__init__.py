"""What a person adds to the generated invoice models, which inherit from these classes by name."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadconnector.invoices.invoice_ids import InvoiceIds as InvoiceIds
    from leadconnector.invoices.payment_plan import PaymentPlan as PaymentPlan
    from leadconnector.invoices.recurrence import Recurrence as Recurrence
    from leadconnector.invoices.update_invoice import UpdateInvoiceBehaviour as UpdateInvoiceBehaviour
    from leadconnector.invoices.update_schedule import UpdateScheduleBehaviour as UpdateScheduleBehaviour

from leadconnector.lazy import lazy_attributes

__all__ = ("InvoiceIds", "PaymentPlan", "Recurrence", "UpdateInvoiceBehaviour", "UpdateScheduleBehaviour")

__getattr__, __dir__ = lazy_attributes(
    __name__,
    {
        "InvoiceIds": "leadconnector.invoices.invoice_ids",
        "PaymentPlan": "leadconnector.invoices.payment_plan",
        "Recurrence": "leadconnector.invoices.recurrence",
        "UpdateInvoiceBehaviour": "leadconnector.invoices.update_invoice",
        "UpdateScheduleBehaviour": "leadconnector.invoices.update_schedule",
    },
)
