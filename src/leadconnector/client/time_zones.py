"""Time zones by their IANA name."""

from datetime import tzinfo


def time_zone(name: str) -> tzinfo:
    """Return the time zone called `name`, such as ``Europe/Berlin``.

    Raises:
        ValueError: if there is none of that name on this machine.
    """
    # Imported here: few programs need it, and it is not free.
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError):  # unknown, outside the database, a folder of it, no text
        raise ValueError(f"timezone={name!r} is no IANA time zone name, such as 'Europe/Berlin'") from None
