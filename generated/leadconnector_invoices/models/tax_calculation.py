from leadconnector.codec.enums import OpenStrEnum


class TaxCalculation(OpenStrEnum):
    """How a tax relates to the price."""

    EXCLUSIVE = "exclusive"
    """The tax comes on top of the price."""
