"""JSON values: reading and writing them exactly, and what kind of value a value is."""

from typing import Any

from leadconnector.codec.json import is_array, is_object, parse_json, write_json

__all__ = ["is_array", "is_object", "json_copy", "objects", "parse_json", "write_json"]


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in an array; none if `value` is not an array."""
    return [each for each in value if is_object(each)] if is_array(value) else []


def json_copy(value: object) -> Any:
    """Return a copy that shares nothing with `value`, and in which a float is the exact decimal that it prints as."""
    return parse_json(write_json(value))
