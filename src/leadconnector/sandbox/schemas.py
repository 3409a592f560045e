"""JSON Schema as OpenAPI 3.1 uses it: exact numbers, its formats, and properties that go in one direction only."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from leadconnector.codec.json import is_array, is_object, write_json
from leadconnector.sandbox.document import Document, DocumentError, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema.exceptions import ValidationError

_LONGEST: Final = 200  # characters of a message: what was sent may be quoted, and may be long
_NOT_SENT: Final = {"request": "readOnly", "response": "writeOnly"}
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Schemas:
    """Checks values against the schemas of a document, in one direction."""

    def __init__(self, document: Document, direction: Literal["request", "response"]) -> None:
        import jsonschema
        from referencing import Registry

        untyped: Any = jsonschema
        formats = untyped.FormatChecker(formats=())
        formats.checks("date-time", raises=ValueError)(_is_moment)
        # Only requests are checked, and only responses may hold a moment for a day.
        for name in ("date", "date-or-date-time"):
            formats.checks(name, raises=ValueError)(_is_date)
        # The document is the root, so that `#/components/…` leads where it leads there. The empty registry keeps
        # jsonschema from fetching what lies outside of the document.
        kind = _kind(document, _NOT_SENT[direction])
        self._root = kind(document.contents, registry=Registry[Any](), format_checker=formats)

    def findings(self, schema: Any, value: object) -> list[ValidationError]:
        """Return what of `value` is not as `schema` says; DocumentError if the schema itself is unusable."""
        try:
            return list(self._root.evolve(schema=schema).iter_errors(value))
        except Exception as error:  # jsonschema takes a schema to be one, and raises whatever comes of it
            raise DocumentError(f"a schema can't be used: {error!r}"[:_LONGEST]) from error


def message(finding: ValidationError, name: str) -> str:
    """Say in one line what is wrong with the parameter `name`, or with a field of the body, and where."""
    from jsonschema import exceptions

    untyped: Any = exceptions
    nearest = untyped.best_match([finding])  # of several alternatives
    field = ".".join([*filter(None, [name]), *map(str, nearest.absolute_path)])
    # jsonschema writes what was sent, with which most messages begin, and what the schema wants as Python does.
    sent, wanted = repr(nearest.instance), nearest.validator_value
    is_first = nearest.message.startswith(sent)
    text: str = nearest.message[len(sent) if is_first else 0 :]
    for value in wanted if nearest.validator == "type" and is_array(wanted) else [wanted]:
        text = text.replace(repr(value), _json(value))
    text = f"{_json(nearest.instance)}{text}" if is_first else text
    return f"{field}: {text}".removeprefix(": ")[:_LONGEST]


def _json(value: object) -> str:
    return write_json(value).decode()


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(_DATE.fullmatch(value) and date.fromisoformat(value))


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(_MOMENT.fullmatch(value) and datetime.fromisoformat(value))


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
                yield ValidationError(f"{name} is required")

    def pattern(*arguments: Any) -> Iterator[Any]:
        with suppress(re.error):  # those of ECMA 262 that Python can't read are not checked
            yield from check_pattern(*arguments)

    def multiple_of(validator: Any, divisor: Any, instance: Any, _: object) -> Iterator[Any]:
        if validator.is_type(instance, "number") and Fraction(instance) % Fraction(divisor):
            yield ValidationError(f"{instance} is not a multiple of {divisor}")

    return untyped.extend(
        Draft202012Validator,
        validators={"multipleOf": multiple_of, "pattern": pattern, "required": required},
        type_checker=types.redefine_many({"number": _is_number, "integer": _is_integer}),
    )


def _is_number(_: object, value: object) -> bool:
    return is_number(value)


def _is_integer(_: object, value: Any) -> bool:
    return is_number(value) and value == int(value)  # 2.0 is an integer to JSON Schema
