"""JSON Schema as OpenAPI 3.1 uses it: exact numbers, the document's formats, and a direction."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, cast

from leadconnector.sandbox.errors import DocumentError, MissingExtraError
from leadconnector.sandbox.json_values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leadconnector.sandbox.document import Document

Direction = Literal["request", "response"]

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_LARGEST_EXPONENT: Final = 308  # what a JSON number may be for a reader that holds it in a double
_NOT_SENT: Final = {"request": "readOnly", "response": "writeOnly"}


class Finding(Protocol):
    """What is used of jsonschema's ValidationError."""

    @property
    def validator(self) -> str: ...
    @property
    def validator_value(self) -> Any: ...
    @property
    def instance(self) -> Any: ...
    @property
    def message(self) -> str: ...
    @property
    def absolute_path(self) -> Sequence[str | int]: ...
    @property
    def context(self) -> Sequence[Finding] | None: ...


class Schemas:
    """Checks values against the schemas of a document, in one direction.

    Raises:
        MissingExtraError: if jsonschema is not installed.
    """

    def __init__(self, document: Document, direction: Direction) -> None:
        try:
            from referencing import Registry

            # The document is the root, so that `#/components/…` leads where it leads there. The empty registry keeps
            # jsonschema from fetching what lies outside of the document.
            kind = _kind(document, _NOT_SENT[direction])
            self._root = kind(document.contents, registry=Registry[Any](), format_checker=_formats())
        except ModuleNotFoundError as error:
            raise MissingExtraError(error.name or "jsonschema") from None

    def findings(self, schema: Any, value: object) -> list[Finding]:
        """Return what of `value` is not as `schema` says; DocumentError if the schema itself is unusable."""
        from jsonschema.exceptions import UnknownType
        from referencing.exceptions import Unresolvable

        try:
            return cast("list[Finding]", list(self._root.evolve(schema=schema).iter_errors(value)))
        except Unresolvable as error:
            raise DocumentError(f"$ref {error.ref} leads nowhere in the document") from None
        except RecursionError:
            raise DocumentError("a schema leads back to itself, or a value is nested too deeply for it") from None
        except UnknownType as error:
            raise DocumentError(f"a schema has an unknown type, {error.type!r}") from None
        except (TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as error:
            raise DocumentError(f"a schema is not as JSON Schema has it: {error!r}") from error


def is_date(value: object) -> bool:
    """Whether `value` is a calendar date, YYYY-MM-DD; formats are about text only."""
    return not isinstance(value, str) or (bool(_DATE.fullmatch(value)) and _reads(date, value))


def is_date_time(value: object) -> bool:
    """Whether `value` is an instant of RFC 3339."""
    return not isinstance(value, str) or (bool(_DATE_TIME.fullmatch(value)) and _reads(datetime, value))


def _reads(kind: type[date], value: str) -> bool:
    try:
        kind.fromisoformat(value)
    except ValueError:
        return False
    return True


def _kind(document: Document, not_sent: str) -> Any:
    from jsonschema import Draft202012Validator, validators

    untyped: Any = validators  # its stubs have no types for `extend`
    types: Any = Draft202012Validator.TYPE_CHECKER
    checks: Any = Draft202012Validator.VALIDATORS
    return untyped.extend(
        Draft202012Validator,
        validators={
            "multipleOf": _multiple_of,
            "pattern": _pattern(checks["pattern"]),
            "required": _required(document, not_sent),
        },
        type_checker=types.redefine_many({"number": _is_number, "integer": _is_integer}),
    )


@cache
def _formats() -> Any:
    from jsonschema import FormatChecker

    formats = FormatChecker(formats=())
    formats.checks("date")(is_date)
    formats.checks("date-time")(is_date_time)
    # Only requests are checked, and only responses may hold a moment for a day.
    formats.checks("date-or-date-time")(is_date)
    return formats


def _required(document: Document, not_sent: str) -> Any:
    """`required`, but for properties that are only sent in the other direction: no request has what is readOnly."""

    def required(_: object, names: list[str], instance: object, schema: dict[str, Any]) -> Iterator[Any]:
        from jsonschema import ValidationError

        described: dict[str, Any] = schema.get("properties", {})
        absent = [name for name in names if name not in instance] if is_object(instance) else []
        for name in absent:
            if not has_flag(document, described.get(name), not_sent):
                yield ValidationError(f"{name} is required", validator_value=name)

    return required


def has_flag(document: Document, schema: object, keyword: str) -> bool:
    """Whether a schema, or what it refers to, has a keyword such as ``readOnly`` set to true."""
    return any(part.get(keyword) is True for part in document.parts(schema))


def _pattern(check: Any) -> Any:
    """`pattern`, but for those of ECMA 262 that Python's `re` can't read, which are not checked."""

    def pattern(validator: Any, text: str, instance: object, schema: dict[str, Any]) -> Iterator[Any]:
        if _compiles(text):
            yield from check(validator, text, instance, schema) or ()

    return pattern


@cache
def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _multiple_of(validator: Any, divisor: Any, instance: Any, _: object) -> Iterable[Any]:
    from jsonschema import ValidationError

    if validator.is_type(instance, "number") and Fraction(instance) % Fraction(divisor):
        yield ValidationError(f"{instance} is not a multiple of {divisor}")


def _is_number(_: object, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    return value == 0 or abs(Decimal(value).adjusted()) <= _LARGEST_EXPONENT


def _is_integer(checker: object, value: object) -> bool:
    if isinstance(value, Decimal):
        # 2.0 is an integer to JSON Schema.
        return _is_number(checker, value) and value == value.to_integral_value()
    return _is_number(checker, value)
