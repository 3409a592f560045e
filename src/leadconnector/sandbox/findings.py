"""Findings of the schema validator in words that name the field, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from leadconnector.sandbox.json_values import is_object

if TYPE_CHECKING:
    from leadconnector.sandbox.schemas import Finding

LIMIT: Final = 200  # characters: what was sent may be quoted, and may be long

_TYPES: Final = {
    "array": "an array",
    "boolean": "a boolean",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
_FORMATS: Final = {
    "date": "a date, YYYY-MM-DD",
    "date-time": "an ISO 8601 date-time with its offset, as 2025-01-31T09:00:00.000Z",
    "date-or-date-time": "a date, YYYY-MM-DD",
}
_BOUNDS: Final = {
    "minimum": "must not be less than",
    "maximum": "must not be greater than",
    "exclusiveMinimum": "must be greater than",
    "exclusiveMaximum": "must be less than",
    "multipleOf": "must be a multiple of",
    "const": "must be",
}


def message(finding: Finding, name: str) -> str:
    """Say what is wrong with the field `name`, or with a field inside of it."""
    alternatives = _alternatives(finding)
    if alternatives:
        return " or ".join(dict.fromkeys(message(each, name) for each in alternatives))[:LIMIT]
    field = ".".join([*filter(None, [name]), *(str(step) for step in finding.absolute_path)])
    if finding.validator == "required":
        return f"{field}.{finding.validator_value} is required" if field else f"{finding.validator_value} is required"
    return f"{field or 'the body'} {_words(finding)}"[:LIMIT]


def is_of_wrong_type(finding: Finding) -> bool:
    """Whether a value as a whole, not something inside of it, has a type that its schema doesn't take."""
    return not finding.absolute_path and (finding.validator == "type" or bool(_alternative_types(finding)))


def _alternatives(finding: Finding) -> list[Finding]:
    """Return what to say in place of `anyOf` or `oneOf`: of the nearest alternative, else of all."""
    if finding.validator not in ("anyOf", "oneOf") or not finding.context or _alternative_types(finding):
        return []
    from jsonschema import exceptions

    untyped: Any = exceptions  # its stubs have half a type for `best_match`
    best: Finding = untyped.best_match([finding])
    return [*finding.context] if best is finding else [best]


def _words(finding: Finding) -> str:
    keyword, value = finding.validator, finding.validator_value
    if keyword == "type":
        return f"must be {_types(value)}"
    if types := _alternative_types(finding):
        return f"must be {_types(types)}"
    if keyword == "enum":
        return f"must be one of: {', '.join(map(str, value))}"
    if keyword == "format":
        return f"must be {_FORMATS.get(value, value)}"
    if keyword == "minItems" and value == 1:
        return "must not be empty"
    if keyword in _BOUNDS:
        return f"{_BOUNDS[keyword]} {value}"
    if keyword == "not" and is_object(value) and "const" in value:
        return f"must not be {value['const']}"
    return f"is refused: {finding.message}"


def _alternative_types(finding: Finding) -> list[str]:
    """Return the types of all alternatives, if the value has none of them."""
    types: list[str] = []
    for each in finding.context or ():
        if each.validator != "type" or each.absolute_path != finding.absolute_path:
            return []
        types += [each.validator_value] if isinstance(each.validator_value, str) else each.validator_value
    return types


def _types(value: Any) -> str:
    names: list[str] = [value] if isinstance(value, str) else value
    return " or ".join(_TYPES.get(each, each) for each in dict.fromkeys(names))
