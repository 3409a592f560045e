"""How each kind of parameter is typed, by what openapi-python-client made of its schema."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of parameter. ``@`` stands for the generated class of its value, or of its elements."""

    annotation: str
    accepts: str = ""
    """Its type in calls, where it takes more than it gives."""
    needs: tuple[str, ...] = ()
    """Names that the annotation uses, as ``module:name``."""


KINDS: Final[dict[str, Kind]] = {
    "text": Kind("str"),
    "text or number": Kind("str | int | Decimal", needs=("decimal:Decimal",)),
    "boolean": Kind("bool"),
    "integer": Kind("int"),
    "object": Kind("dict[str, Any]", needs=("typing:Any",)),
    "array": Kind("list[Any]", needs=("typing:Any",)),
    "anything": Kind("Any", needs=("typing:Any",)),
    "number": Kind("Decimal", needs=("decimal:Decimal",)),
    "numbers": Kind("list[Decimal]", needs=("decimal:Decimal",)),
    "timestamp": Kind("datetime", needs=("datetime:datetime",)),
    "date": Kind("date", needs=("datetime:date",)),
    "date or timestamp": Kind("date | datetime", needs=("datetime:date", "datetime:datetime")),
    "enum": Kind("@", "@ | str"),
    "enums": Kind("list[@]", "list[@ | str]"),
    "model": Kind("@"),
    "models": Kind("list[@]"),
    "texts": Kind("list[str]"),
    "integers": Kind("list[int]"),
    "booleans": Kind("list[bool]"),
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
