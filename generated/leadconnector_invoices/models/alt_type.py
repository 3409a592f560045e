from leadconnector.codec.enums import OpenStrEnum


class AltType(OpenStrEnum):
    """Kind of owner that an `altId` names."""

    LOCATION = "location"
    """A location, also called sub-account."""
