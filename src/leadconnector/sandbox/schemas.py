"""JSON Schema as OpenAPI 3.1 uses it (exact numbers, its formats, a direction), and what it finds in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from leadconnector.codec.json import is_array, is_object
from leadconnector.sandbox.document import Document, DocumentError, MissingExtraError, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jsonschema.exceptions import ValidationError

_LONGEST: Final = 200  # characters of a message: what was sent may be quoted, and may be long
_NOT_SENT: Final = {"request": "readOnly", "response": "writeOnly"}
_DATE: Final = (date.fromisoformat, re.compile(r"\d{4}-\d\d-\d\d", re.ASCII))
_FORMATS: Final = {
    "date": _DATE,
    "date-time": (
        datetime.fromisoformat,
        re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII),
    ),
    "date-or-date-time": _DATE,  # only requests are checked, and only responses may hold a moment for a day
}
_NAMES: Final = {
    "date": "a date, YYYY-MM-DD",
    "date-time": "an ISO 8601 date-time with its offset, as 2025-01-31T09:00:00.000Z",
    "date-or-date-time": "a date, YYYY-MM-DD",
    "array": "an array",
    "integer": "an integer",
    "null": "null",
    "object": "an object",
}
_WORDS: Final = {
    "type": "must be",
    "format": "must be",
    "const": "must be",
    "enum": "must be one of:",
    "minimum": "must not be less than",
    "maximum": "must not be greater than",
    "exclusiveMinimum": "must be greater than",
    "exclusiveMaximum": "must be less than",
    "multipleOf": "must be a multiple of",
    "not": "must not be",
}


class Schemas:
    """Checks values against the schemas of a document, in one direction.

    Raises:
        MissingExtraError: if jsonschema is not installed.
    """

    def __init__(self, document: Document, direction: Literal["request", "response"]) -> None:
        try:
            import jsonschema
            from referencing import Registry

            untyped: Any = jsonschema
            formats = untyped.FormatChecker(formats=())
            for name in _FORMATS:
                formats.checks(name, raises=ValueError)(_format(name))
            # The document is the root, so that `#/components/…` leads where it leads there. The empty registry keeps
            # jsonschema from fetching what lies outside of the document.
            kind = _kind(document, _NOT_SENT[direction])
            self._root = kind(document.contents, registry=Registry[Any](), format_checker=formats)
        except ModuleNotFoundError as error:
            raise MissingExtraError(error.name or "jsonschema") from None

    def findings(self, schema: Any, value: object) -> list[ValidationError]:
        """Return what of `value` is not as `schema` says; DocumentError if the schema itself is unusable."""
        from jsonschema.exceptions import UnknownType
        from referencing.exceptions import Unresolvable

        try:
            return list(self._root.evolve(schema=schema).iter_errors(value))
        except Unresolvable as error:
            raise DocumentError(f"$ref {error.ref} leads nowhere in the document") from None
        except RecursionError:
            raise DocumentError("a schema leads back to itself, or a value is nested too deeply for it") from None
        except UnknownType as error:
            raise DocumentError(f"a schema has an unknown type, {error.type!r}") from None
        except (TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as error:
            raise DocumentError(f"a schema is not as JSON Schema has it: {error!r}") from error


def message(finding: ValidationError, name: str) -> str:
    """Say in one line what is wrong with the field `name`, or with a field inside of it."""
    if is_of_wrong_type(finding) and finding.context:
        return f"{name or 'the body'} must be {' or '.join(dict.fromkeys(_types(finding)))}"
    if finding.validator in ("anyOf", "oneOf") and finding.context:
        return " or ".join(dict.fromkeys(message(each, name) for each in finding.context))[:_LONGEST]
    field = ".".join([*filter(None, [name]), *map(str, finding.absolute_path)])
    keyword, value = str(finding.validator), finding.validator_value
    if keyword == "required":
        return f"{field}.{value} is required" if field else f"{value} is required"
    if keyword not in _WORDS:
        return f"{field or 'the body'} is refused: {finding.message}"[:_LONGEST]
    shown: Any = ", ".join(map(str, value)) if is_array(value) else value
    if keyword == "type":
        shown = " or ".join(_types(finding))
    elif keyword == "format":
        shown = _NAMES.get(str(value), value)
    elif keyword == "not":
        shown = value.get("const", "as it is") if is_object(value) else "as it is"
    return f"{field or 'the body'} {_WORDS[keyword]} {shown}"[:_LONGEST]


def is_of_wrong_type(finding: ValidationError) -> bool:
    """Whether a value as a whole, not something inside of it, has a type that its schema doesn't take."""
    in_all = bool(finding.context) and all(map(is_of_wrong_type, finding.context or ()))
    return not finding.absolute_path and (finding.validator == "type" or in_all)


def _types(finding: ValidationError) -> list[str]:
    named: Any = finding.validator_value
    if finding.context:
        return [name for each in finding.context for name in _types(each)]
    return [_NAMES.get(each, f"a {each}") for each in (named if is_array(named) else [named])]


def _format(name: str) -> Any:
    """Return the check of a format, which is about text only."""
    read, pattern = _FORMATS[name]

    def check(value: object) -> bool:
        if not isinstance(value, str):
            return True
        read(value)
        return bool(pattern.fullmatch(value))

    return check


def _kind(document: Document, not_sent: str) -> Any:
    from jsonschema import Draft202012Validator, ValidationError, validators

    untyped: Any = validators  # its stubs have no types for `extend`
    types: Any = Draft202012Validator.TYPE_CHECKER
    check_pattern: Any = Draft202012Validator.VALIDATORS["pattern"]

    def required(_: object, names: list[str], instance: object, schema: Mapping[str, Any]) -> Iterator[Any]:
        # Of properties that are only sent in the other direction none is missing: no request has what is readOnly.
        described: Mapping[str, Any] = schema.get("properties", {})
        present: Any = instance if is_object(instance) else names
        for name in names:
            if name not in present and not document.has_flag(described.get(name), not_sent):
                yield ValidationError(f"{name} is required", validator_value=name)

    def pattern(validator: Any, text: str, instance: object, schema: object) -> Iterable[Any]:
        # Those of ECMA 262 that Python's `re` can't read are not checked.
        return check_pattern(validator, text, instance, schema) or () if _compiles(text) else ()

    def multiple_of(validator: Any, divisor: Any, instance: Any, _: object) -> Iterator[Any]:
        if validator.is_type(instance, "number") and Fraction(instance) % Fraction(divisor):
            yield ValidationError(f"{instance} is not a multiple of {divisor}")

    return untyped.extend(
        Draft202012Validator,
        validators={"multipleOf": multiple_of, "pattern": pattern, "required": required},
        type_checker=types.redefine_many({"number": _is_number, "integer": _is_integer}),
    )


@cache
def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _is_number(_: object, value: object) -> bool:
    return is_number(value)


def _is_integer(_: object, value: Any) -> bool:
    return is_number(value) and value == int(value)  # 2.0 is an integer to JSON Schema
