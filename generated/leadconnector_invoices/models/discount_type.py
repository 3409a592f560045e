from leadconnector.codec.enums import OpenStrEnum


class DiscountType(OpenStrEnum):
    """How the value of a discount is meant."""

    PERCENTAGE = "percentage"
    """The value is a percentage of the price."""
    FIXED = "fixed"
    """The value is an amount in major units of the currency."""
