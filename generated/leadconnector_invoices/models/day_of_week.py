from leadconnector.codec.enums import OpenStrEnum


class DayOfWeek(OpenStrEnum):
    """Day of the week."""

    MO = "mo"
    """Monday."""
    TU = "tu"
    """Tuesday."""
    WE = "we"
    """Wednesday."""
    TH = "th"
    """Thursday."""
    FR = "fr"
    """Friday."""
    SA = "sa"
    """Saturday."""
    SU = "su"
    """Sunday."""
