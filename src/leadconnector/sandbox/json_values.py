"""What kind of JSON value a value is."""

from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in an array; none of what is no array."""
    return [each for each in value if is_object(each)] if is_array(value) else []
