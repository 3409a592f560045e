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
    """The function of `leadconnector.codec.decoding` that reads it, and what it takes besides key and value."""
    reads: str = "{0}"
    """What becomes in an answer of ``{0}``, the attribute of the record, which msgspec has checked; or, where it can't,
    of ``{1}``: the overflow mapping, the JSON name, and that."""
    written: str = "{0}"
    """What ``{0}``, the attribute, becomes on the wire."""
    converter: str = ""
    """The suffix of its constructor's converter in `leadconnector.codec.converters`."""
    given: str = ""
    """What that converter takes, None and `UNSET` apart."""
    descriptor: str = ""
    """The class in `leadconnector.codec.dates` through which the text in its slot is read and set."""
    accepts: str = ""
    """The attribute's type in requests, where it takes more than it gives."""
    needs: tuple[str, ...] = ()
    """Names that the snippets use, as ``module:name``."""


DECODING: Final = "leadconnector.codec.decoding:"
REQUESTS: Final = "leadconnector.codec.requests:"
ENCODING: Final = "leadconnector.codec.encoding:"
DATES: Final = "leadconnector.codec.dates:"
DECIMAL: Final = "decimal:Decimal"
ANY: Final = "typing:Any"


def _date(annotation: str, take: str, descriptor: str, converter: str) -> Kind:
    """A kind whose slot keeps the wire's text."""
    names = annotation.split(" | ")
    needs = (DECODING + take, DATES + descriptor, *(f"datetime:{name}" for name in names))
    return Kind(
        annotation,
        take,
        reads=f"{take}({{1}})",
        converter=converter,
        given=f"{annotation} | str",
        descriptor=descriptor,
        needs=needs,
    )


def _plain(annotation: str, take: str) -> Kind:
    needs = tuple(DECODING + name for name in take.split(", "))
    return Kind(annotation, take, needs=(*needs, ANY) if "Any" in annotation else needs)


KINDS: Final[dict[str, Kind]] = {
    "text": _plain("str", "text"),
    "text or number": Kind("str | int | Decimal", "text", reads="text({1})", needs=(DECODING + "text", DECIMAL)),
    "boolean": _plain("bool", "boolean"),
    "integer": _plain("int", "integer"),
    "object": _plain("dict[str, Any]", "mapping"),
    "array": _plain("list[Any]", "array"),
    "anything": Kind("Any", "anything", reads="anything({1})", needs=(DECODING + "anything", ANY)),
    "number": Kind(
        "Decimal",
        "number",
        reads="number({1})",
        written="{0} if {0}.__class__ is Decimal else exact_number({0})",
        converter="decimal",
        given="Decimal | int | str",
        needs=(DECODING + "number", ENCODING + "exact_number", DECIMAL),
    ),
    "numbers": Kind(
        "list[Decimal]",
        "scalars, number",
        reads="scalars({1}, number)",
        written="exact_numbers({0})",
        converter="decimals",
        given="Iterable[Decimal | int | str]",
        needs=(DECODING + "scalars", DECODING + "number", ENCODING + "exact_numbers", DECIMAL),
    ),
    "timestamp": _date("datetime", "timestamp", "Timestamp", "timestamp"),
    "date": _date("date", "calendar_date", "Date", "date"),
    "date or timestamp": _date("date | datetime", "date_or_timestamp", "DateOrTimestamp", "date_or_timestamp"),
    "enum": Kind(
        "@",
        "enum, @",
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
        "model, @.decode",
        reads="{0} and read_@({0})",
        written="encode_@({0})",
        needs=(REQUESTS + "model",),
    ),
    "models": Kind(
        "list[@]",
        "models, @.decode",
        reads="{0} and parts({0}, read_@)",
        written="[encode_@(element) for element in {0}]",
        needs=(REQUESTS + "models", DECODING + "parts"),
    ),
    "texts": _plain("list[str]", "scalars, text"),
    "integers": _plain("list[int]", "scalars, integer"),
    "booleans": _plain("list[bool]", "scalars, boolean"),
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
