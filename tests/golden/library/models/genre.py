from leadconnector.codec.enums import OpenStrEnum


class Genre(OpenStrEnum):
    """What kind of book."""

    NOVEL = "novel"
    POETRY = "poetry"
    OTHER = "other"
    """All the rest."""
