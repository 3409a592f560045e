from leadconnector.runtime.codec.enums import OpenStrEnum


class InvoiceStatus(OpenStrEnum):
    """Where an invoice stands between draft and payment."""

    DRAFT = "draft"
    """Not sent yet; the only state in which an invoice can be deleted."""
    PAID = "paid"
    """Paid in full."""
    PARTIALLY_PAID = "partially_paid"
    """Paid in part."""
    PAYMENT_PROCESSING = "payment_processing"
    """A payment is under way."""
    SENT = "sent"
    """With the customer, nothing paid yet."""
    VOID = "void"
    """Withdrawn; nothing is due any more."""


documented_invoice_status = InvoiceStatus.documented()
