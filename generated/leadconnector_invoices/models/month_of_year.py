from leadconnector.runtime.codec.enums import OpenStrEnum


class MonthOfYear(OpenStrEnum):
    """Month of the year."""

    JAN = "jan"
    """January."""
    FEB = "feb"
    """February."""
    MAR = "mar"
    """March."""
    APR = "apr"
    """April."""
    MAY = "may"
    """May."""
    JUN = "jun"
    """June."""
    JUL = "jul"
    """July."""
    AUG = "aug"
    """August."""
    SEP = "sep"
    """September."""
    OCT = "oct"
    """October."""
    NOV = "nov"
    """November."""
    DEC = "dec"
    """December."""


documented_month_of_year = MonthOfYear.documented()
