from leadconnector.runtime.codec.enums import OpenStrEnum


class DayOfWeek(OpenStrEnum):
    """Day of the week."""

    FR = "fr"
    """Friday."""
    MO = "mo"
    """Monday."""
    SA = "sa"
    """Saturday."""
    SU = "su"
    """Sunday."""
    TH = "th"
    """Thursday."""
    TU = "tu"
    """Tuesday."""
    WE = "we"
    """Wednesday."""


documented_day_of_week = DayOfWeek.documented()
