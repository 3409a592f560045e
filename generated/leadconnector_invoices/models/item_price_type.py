from leadconnector.codec.enums import OpenStrEnum


class ItemPriceType(OpenStrEnum):
    """Whether an item's price is charged once or again and again."""

    ONE_TIME = "one_time"
    """Charged once."""
    RECURRING = "recurring"
    """Charged on every invoice of a series."""
