from leadconnector.codec.enums import OpenStrEnum


class InvoiceStatus(OpenStrEnum):
    """Where an invoice stands between draft and payment."""

    DRAFT = "draft"
    """Not sent yet; the only state in which an invoice can be deleted."""
    SENT = "sent"
    """With the customer, nothing paid yet."""
    PAYMENT_PROCESSING = "payment_processing"
    """A payment is under way."""
    PAID = "paid"
    """Paid in full."""
    VOID = "void"
    """Withdrawn; nothing is due any more."""
    PARTIALLY_PAID = "partially_paid"
    """Paid in part."""
