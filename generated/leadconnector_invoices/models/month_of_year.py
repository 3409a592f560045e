from leadconnector.runtime.codec.enums import OpenStrEnum


class MonthOfYear(OpenStrEnum):
    """Month of the year."""

    APR = "apr"
    """April."""
    AUG = "aug"
    """August."""
    DEC = "dec"
    """December."""
    FEB = "feb"
    """February."""
    JAN = "jan"
    """January."""
    JUL = "jul"
    """July."""
    JUN = "jun"
    """June."""
    MAR = "mar"
    """March."""
    MAY = "may"
    """May."""
    NOV = "nov"
    """November."""
    OCT = "oct"
    """October."""
    SEP = "sep"
    """September."""


documented_month_of_year = MonthOfYear.documented()
