"""Which location a call is for."""

from leadconnector.client.operation import Operation
from leadconnector.errors import InvalidRequestError


def location_of(location_id: str | None, alt_id: str | None, operation: Operation) -> str | None:
    """Return a call's own location id, given by our name for it or the service's; None where there is none.

    Raises:
        InvalidRequestError: if both are given, and differ.
    """
    if location_id is not None and alt_id is not None and location_id != alt_id:
        raise InvalidRequestError(
            f"location_id={location_id!r} and alt_id={alt_id!r} are the same argument; give one of them",
            operation=operation.name,
        )
    return alt_id if location_id is None else location_id
