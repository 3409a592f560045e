from leadconnector.codec.enums import OpenStrEnum


class EndType(OpenStrEnum):
    """What ends a recurrence."""

    NEVER = "never"
    """It goes on until the schedule is cancelled."""
    BY = "by"
    """It ends on `endDate`."""
    COUNT = "count"
    """It ends after `count` occurrences."""
    AFTER = "after"
    """It ends after a number of occurrences; seen beside `count`, its difference is not known."""
    DATE = "date"
    """It ends on `endDate`; seen beside `by`, its difference is not known."""
