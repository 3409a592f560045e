from leadconnector.codec.enums import OpenStrEnum


class PaymentScheduleType(OpenStrEnum):
    """How the parts of a payment schedule are measured."""

    FIXED = "fixed"
    """Each part is an amount; the parts sum to the invoice's total."""
    PERCENTAGE = "percentage"
    """Each part is a percentage; the parts sum to 100."""
