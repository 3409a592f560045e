"""How each kind of field is typed, read and written in generated models: one row a kind."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field. In the code snippets, ``@`` stands for the field's (or its elements') generated class,
    or for its module in the names of functions and tables that go with it."""

    annotation: str
    """The attribute's type."""
    take: str
    """The function of `leadconnector.runtime.codec.decoding` that reads it, and what it takes besides key and value."""
    matches: str = ""
    """The cheap test on ``value`` that answers inline, before `take` is called."""
    matched: str = "value"
    """What a matching value becomes."""
    exact: bool = True
    """Whether a value that does not match is a misfit for sure, so that `take` need not be asked."""
    written: str = "{0}"
    """What ``{0}``, the attribute, becomes on the wire."""
    converter: str = ""
    """The suffix of its constructor's converter in `leadconnector.runtime.codec.converters`."""
    descriptor: str = ""
    """The class in `leadconnector.runtime.codec.dates` through which the text in its slot is read and set."""
    accepts: str = ""
    """The attribute's type in requests, where it takes more than it gives."""
    needs: tuple[str, ...] = ()
    """Names that the snippets use, as ``module:name``."""


DECODING: Final = "leadconnector.runtime.codec.decoding:"
ENCODING: Final = "leadconnector.runtime.codec.encoding:"
DATES: Final = "leadconnector.runtime.codec.dates:"
DECIMAL: Final = "decimal:Decimal"
ANY: Final = "typing:Any"


def _text(name: str, annotation: str, needs: tuple[str, ...] = ()) -> Kind:
    return Kind(annotation, "text", matches="value.__class__ is str", exact=False, needs=(DECODING + "text", *needs))


def _date(annotation: str, take: str, descriptor: str, converter: str) -> Kind:
    """A kind whose slot keeps the wire's text."""
    names = annotation.split(" | ")
    needs = (DECODING + take, DATES + descriptor, *(f"datetime:{name}" for name in names))
    return Kind(annotation, take, converter=converter, descriptor=descriptor, needs=needs)


def _plain(annotation: str, take: str, test: str) -> Kind:
    return Kind(annotation, take, matches=test, needs=(DECODING + take, *((ANY,) if "Any" in annotation else ())))


KINDS: Final[dict[str, Kind]] = {
    "text": _text("text", "str"),
    "text or number": _text("text", "str | int | Decimal", (DECIMAL,)),
    "boolean": _plain("bool", "boolean", "value.__class__ is bool"),
    "integer": _plain("int", "integer", "value.__class__ is int"),
    "object": _plain("dict[str, Any]", "mapping", "value.__class__ is dict"),
    "array": _plain("list[Any]", "array", "value.__class__ is list"),
    "anything": Kind("Any", "anything", needs=(DECODING + "anything", ANY)),
    "number": Kind(
        "Decimal",
        "number",
        matches="value.__class__ is int",
        matched="Decimal(value)",
        exact=False,
        written="{0} if {0}.__class__ is Decimal else exact_number({0})",
        converter="decimal",
        needs=(DECODING + "number", ENCODING + "exact_number", DECIMAL),
    ),
    "numbers": Kind(
        "list[Decimal]",
        "scalars, number",
        written="exact_numbers({0})",
        converter="decimals",
        needs=(DECODING + "scalars", DECODING + "number", ENCODING + "exact_numbers", DECIMAL),
    ),
    "timestamp": _date("datetime", "timestamp", "Timestamp", "timestamp"),
    "date": _date("date", "calendar_date", "Date", "date"),
    "date or timestamp": _date("date | datetime", "date_or_timestamp", "DateOrTimestamp", "date_or_timestamp"),
    "enum": Kind(
        "@",
        "enum, @",
        matches="value.__class__ is str",
        matched="documented_@.get(value) or @(value)",
        written="text_of({0})",
        accepts="@ | str",
        needs=(DECODING + "enum", ENCODING + "text_of"),
    ),
    "enums": Kind(
        "list[@]",
        "scalars, enum, @",
        written="[text_of(element) for element in {0}]",
        accepts="list[@ | str]",
        needs=(DECODING + "scalars", DECODING + "enum", ENCODING + "text_of"),
    ),
    "model": Kind(
        "@",
        "model, decode_@",
        matches="value.__class__ is dict",
        matched="decode_@(value)",
        written="encode_@({0})",
        needs=(DECODING + "model",),
    ),
    "models": Kind(
        "list[@]",
        "models, decode_@",
        written="[encode_@(element) for element in {0}]",
        needs=(DECODING + "models",),
    ),
    "texts": Kind("list[str]", "scalars, text", needs=(DECODING + "scalars", DECODING + "text")),
    "integers": Kind("list[int]", "scalars, integer", needs=(DECODING + "scalars", DECODING + "integer")),
    "booleans": Kind("list[bool]", "scalars, boolean", needs=(DECODING + "scalars", DECODING + "boolean")),
}

ARRAY_OF: Final = {
    "text": "texts",
    "integer": "integers",
    "boolean": "booleans",
    "number": "numbers",
    "enum": "enums",
    "model": "models",
}
"""The kind of an array by the kind of its elements; arrays of anything else stay as JSON arrays."""
