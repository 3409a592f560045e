from leadconnector.codec.enums import OpenStrEnum


class ScheduleStatus(OpenStrEnum):
    """State of a schedule."""

    DRAFT = "draft"
    """Not in force yet; creates no invoices."""
    SCHEDULED = "scheduled"
    """In force; waits for its first date."""
    ACTIVE = "active"
    """In force; has begun to create invoices."""
    CANCELLED = "cancelled"
    """Cancelled; creates no more invoices."""
    CANCELED = "canceled"
    """The same as `cancelled`, in its other spelling."""
    COMPLETED = "completed"
    """Has created its last invoice."""
