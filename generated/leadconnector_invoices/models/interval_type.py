from leadconnector.runtime.codec.enums import OpenStrEnum


class IntervalType(OpenStrEnum):
    """Unit of the interval between two occurrences."""

    DAILY = "daily"
    """Every `interval` days."""
    HOURLY = "hourly"
    """Every `interval` hours; not known to be accepted."""
    MINUTELY = "minutely"
    """Every `interval` minutes; not known to be accepted."""
    MONTHLY = "monthly"
    """Every `interval` months."""
    SECONDLY = "secondly"
    """Every `interval` seconds; not known to be accepted."""
    WEEKLY = "weekly"
    """Every `interval` weeks."""
    YEARLY = "yearly"
    """Every `interval` years."""


documented_interval_type = IntervalType.documented()
