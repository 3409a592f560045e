from leadconnector.runtime.codec.enums import OpenStrEnum


class ScheduleStatus(OpenStrEnum):
    """State of a schedule."""

    ACTIVE = "active"
    """In force; has begun to create invoices."""
    CANCELED = "canceled"
    """The same as `cancelled`, in its other spelling."""
    CANCELLED = "cancelled"
    """Cancelled; creates no more invoices."""
    COMPLETED = "completed"
    """Has created its last invoice."""
    DRAFT = "draft"
    """Not in force yet; creates no invoices."""
    SCHEDULED = "scheduled"
    """In force; waits for its first date."""


documented_schedule_status = ScheduleStatus.documented()
