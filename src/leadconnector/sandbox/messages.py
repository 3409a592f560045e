"""Findings of the schema validator in words that name the field, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from leadconnector.sandbox.jsonvalues import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadconnector.sandbox.formats import Finding

LIMIT: Final = 200  # characters: what was sent may be quoted, and may be long

_TYPES = {
    "array": "an array",
    "boolean": "a boolean",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
_FORMATS = {
    "date": "a date, YYYY-MM-DD",
    "date-time": "an ISO 8601 date-time with its offset, as 2025-01-31T09:00:00.000Z",
    "date-or-date-time": "a date or an ISO 8601 date-time",
}
_BOUNDS = {
    "minimum": "must not be less than",
    "maximum": "must not be greater than",
    "exclusiveMinimum": "must be greater than",
    "exclusiveMaximum": "must be less than",
    "const": "must be",
}


def messages(error: Finding, name: str) -> Iterator[str]:
    """Say what is wrong with the field `name`, or with a field inside of it."""
    field = ".".join([*filter(None, [name]), *(str(step) for step in error.absolute_path)])
    if error.validator == "required":
        missing = [each for each in error.validator_value if each not in error.instance]
        yield from (f"{field}.{each} is required" if field else f"{each} is required" for each in missing)
    else:
        yield f"{field or 'the body'} {_finding(error)}"[:LIMIT]


def _finding(error: Finding) -> str:
    keyword, value = error.validator, error.validator_value
    if keyword == "type":
        return f"must be {_types(value)}"
    if keyword == "enum":
        return f"must be one of: {', '.join(map(str, value))}"
    if keyword == "format":
        return f"must be {_FORMATS.get(value, value)}"
    if keyword in _BOUNDS:
        return f"{_BOUNDS[keyword]} {value}"
    if keyword == "not" and is_object(value) and "const" in value:
        return f"must not be {value['const']}"
    return f"is refused: {error.message}"


def _types(value: Any) -> str:
    names: list[str] = [value] if isinstance(value, str) else value
    return " or ".join(_TYPES.get(each, each) for each in names)
