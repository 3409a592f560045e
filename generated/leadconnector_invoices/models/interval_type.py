from leadconnector.codec.enums import OpenStrEnum


class IntervalType(OpenStrEnum):
    """Unit of the interval between two occurrences."""

    YEARLY = "yearly"
    """Every `interval` years."""
    MONTHLY = "monthly"
    """Every `interval` months."""
    WEEKLY = "weekly"
    """Every `interval` weeks."""
    DAILY = "daily"
    """Every `interval` days."""
    HOURLY = "hourly"
    """Every `interval` hours; not known to be accepted."""
    MINUTELY = "minutely"
    """Every `interval` minutes; not known to be accepted."""
    SECONDLY = "secondly"
    """Every `interval` seconds; not known to be accepted."""
