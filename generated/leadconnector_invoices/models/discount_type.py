from leadconnector.runtime.codec.enums import OpenStrEnum


class DiscountType(OpenStrEnum):
    """How the value of a discount is meant."""

    FIXED = "fixed"
    """The value is an amount in major units of the currency."""
    PERCENTAGE = "percentage"
    """The value is a percentage of the price."""


documented_discount_type = DiscountType.documented()
