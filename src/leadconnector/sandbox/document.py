"""The OpenAPI document: where it comes from, what its references point to, and whether values are as its schemas say.

Its JSON Schema has exact numbers, the formats of OpenAPI 3.1, and properties that go in one direction only.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeGuard, TypeVar

from leadconnector.codec.json import is_array, is_object, parse_json, write_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from jsonschema.exceptions import ValidationError

PACKAGE = "leadconnector_invoices"
PACKAGE_DATA = "openapi.json"
CHECKOUT = Path(__file__).resolve().parents[3] / "openapi" / "resolved" / "invoices.json"

_EXTRA: Final = ("jsonschema", "referencing", "rstr")
_LARGEST_EXPONENT: Final = 308
_NOT_SENT: Final = {"request": "readOnly", "response": "writeOnly"}
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_LONGEST: Final = 200  # characters of a message about a schema

T = TypeVar("T")
Source = Mapping[str, Any] | str | os.PathLike[str]


class MissingExtraError(ImportError):
    """A package of the ``[sandbox]`` extra is not installed; the message says how to install it."""

    def __init__(self, package: str) -> None:
        super().__init__(package, name=package)
        self.msg = f"the sandbox needs {package}: pip install 'leadconnector-invoices[sandbox]'"


class DocumentError(ValueError):
    """The OpenAPI document is missing, unreadable, or not one that the sandbox can serve; the message says which."""


class Document:
    """An OpenAPI document whose ``$ref`` can be followed, and by whose schemas values can be checked."""

    def __init__(self, contents: dict[str, Any]) -> None:
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        self.contents = contents
        self._resolver = Registry[Any]().resolver_with_root(DRAFT202012.create_resource(contents))
        self._validators = {direction: _validator(self, keyword) for direction, keyword in _NOT_SENT.items()}

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Follow the ``$ref`` of an object to one that has none."""
        seen: list[str] = []
        while "$ref" in node:
            reference = node["$ref"]
            if reference in seen:
                raise DocumentError(f"$ref {reference} leads back to itself")
            seen.append(reference)
            node = self._lookup(reference)
            if not is_object(node):
                raise DocumentError(f"$ref {reference} leads to what is not an object")
        return node

    def parts(self, schema: object, *keywords: str) -> list[dict[str, Any]]:
        """Return a schema and all that it is made of by ``$ref``, ``allOf`` and other `keywords`."""
        found: list[dict[str, Any]] = []
        pending = [schema]
        while pending:
            part = pending.pop(0)
            if is_object(part) and not any(part is each for each in found):
                found.append(part)
                pending += [self._lookup(part["$ref"])] if "$ref" in part else []
                pending += [each for keyword in ("allOf", *keywords) for each in objects(part.get(keyword))]
        return found

    def properties(self, schema: object) -> dict[str, Any]:
        """Return the properties that a schema describes, those of its ``allOf`` included."""
        merged: dict[str, Any] = {}
        for part in self.parts(schema):
            merged = {**part.get("properties", {}), **merged}
        return merged

    def has_flag(self, schema: object, keyword: str) -> bool:
        """Whether a schema, or what it refers to, has a keyword such as ``readOnly`` set to true."""
        return any(part.get(keyword) is True for part in self.parts(schema))

    def findings(self, schema: Any, value: object, direction: Literal["request", "response"]) -> list[ValidationError]:
        """Return what of `value` is not as `schema` says; DocumentError if the schema itself is unusable."""
        try:
            return list(self._validators[direction].evolve(schema=schema).iter_errors(value))
        except Exception as error:  # jsonschema takes a schema to be one, and raises whatever comes of it
            raise DocumentError(f"a schema can't be used: {error!r}"[:_LONGEST]) from error

    def _lookup(self, reference: object) -> Any:
        from referencing.exceptions import Unresolvable

        try:
            return self._resolver.lookup(str(reference)).contents
        except (Unresolvable, ValueError):
            raise DocumentError(f"$ref {reference} leads nowhere in the document") from None


def _validator(document: Document, not_sent: str) -> Any:
    import jsonschema
    from referencing import Registry

    untyped: Any = jsonschema  # its stubs are not complete
    formats = untyped.FormatChecker(formats=())
    formats.checks("date-time", raises=ValueError)(_is_moment)
    # Only requests are checked, and only responses may hold a moment for a day.
    for name in ("date", "date-or-date-time"):
        formats.checks(name, raises=ValueError)(_is_date)
    draft = untyped.Draft202012Validator
    check_pattern = draft.VALIDATORS["pattern"]

    def required(_: object, names: list[str], instance: object, schema: Mapping[str, Any]) -> Iterator[Any]:
        # Of properties that are only sent in the other direction none is missing: no request has what is readOnly.
        described: Mapping[str, Any] = schema.get("properties", {})
        present: Any = instance if is_object(instance) else names
        for name in names:
            if name not in present and not document.has_flag(described.get(name), not_sent):
                yield untyped.ValidationError(f"{name} is required")

    def pattern(*arguments: Any) -> Iterator[Any]:
        with contextlib.suppress(re.error):  # those of ECMA 262 that Python can't read are not checked
            yield from check_pattern(*arguments)

    def multiple_of(validator: Any, divisor: Any, instance: Any, _: object) -> Iterator[Any]:
        if validator.is_type(instance, "number") and Fraction(instance) % Fraction(divisor):
            yield untyped.ValidationError(f"{instance} is not a multiple of {divisor}")

    def number(_: object, value: object) -> bool:
        return is_number(value)

    def integer(_: object, value: Any) -> bool:
        return is_number(value) and value == int(value)  # 2.0 is an integer to JSON Schema

    kind = untyped.validators.extend(
        draft,
        validators={"multipleOf": multiple_of, "pattern": pattern, "required": required},
        type_checker=draft.TYPE_CHECKER.redefine_many({"number": number, "integer": integer}),
    )
    # The document is the root, so that `#/components/…` leads where it leads there. The empty registry keeps
    # jsonschema from fetching what lies outside of the document.
    return kind(document.contents, registry=Registry[Any](), format_checker=formats)


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(_DATE.fullmatch(value) and date.fromisoformat(value))


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(_MOMENT.fullmatch(value) and datetime.fromisoformat(value))


def load_document(source: Source | None = None) -> Document:
    """Return the OpenAPI document: `source` itself, read from the JSON file that it names, or the one that ships.

    Raises:
        MissingExtraError: if a package of the extra is not installed.
        DocumentError: if there is none, or it is not an OpenAPI 3.1 document.
    """
    for package in _EXTRA:
        if find_spec(package) is None:
            raise MissingExtraError(package)
    place: Any = "the document" if isinstance(source, Mapping) else _shipped() if source is None else Path(source)
    name = str(place)
    try:
        # A mapping is written first: with exact numbers, and text for what YAML readers make of dates and statuses.
        parsed = parse_json(write_json(dict(source)) if isinstance(source, Mapping) else place.read_bytes())
    except OSError as error:
        raise DocumentError(f"{name}: {error.strerror or error}") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise DocumentError(f"{name} is not JSON: {error}") from None
    if not is_object(parsed) or not str(parsed.get("openapi")).startswith("3.1."):
        raise DocumentError(f"{name} is not an OpenAPI 3.1 document: it has no `openapi: 3.1.…`")
    if not is_object(parsed.get("paths")):
        raise DocumentError(f"{name} has no `paths`")
    return Document(parsed)


def _shipped() -> Traversable:
    candidates: list[Traversable] = [CHECKOUT]
    with contextlib.suppress(ModuleNotFoundError):
        # Package data first: beside an installed package, a checkout is there by chance.
        candidates.insert(0, files(PACKAGE).joinpath(PACKAGE_DATA))
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise DocumentError(
        f"neither {PACKAGE}/{PACKAGE_DATA} (in an installation) nor {CHECKOUT} (in a checkout; `make generate` writes "
        "it) exists: install the package again, or pass document="
    )


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in an array; none if `value` is not an array."""
    return [each for each in value if is_object(each)] if is_array(value) else []


def is_number(value: object) -> TypeGuard[int | Decimal]:
    """Whether `value` is a JSON number, and one of a size that readers can hold in a double."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    return value == 0 or abs(Decimal(value).adjusted()) <= _LARGEST_EXPONENT


def json_copy(value: T) -> T:
    """Return a copy that shares nothing with `value`, and in which a float is the exact decimal that it prints as."""
    copy: T = parse_json(write_json(value))
    return copy
