from leadconnector.runtime.codec.enums import OpenStrEnum


class EndType(OpenStrEnum):
    """What ends a recurrence."""

    AFTER = "after"
    """It ends after a number of occurrences; seen beside `count`, its difference is not known."""
    BY = "by"
    """It ends on `endDate`."""
    COUNT = "count"
    """It ends after `count` occurrences."""
    NEVER = "never"
    """It goes on until the schedule is cancelled."""


documented_end_type = EndType.documented()
