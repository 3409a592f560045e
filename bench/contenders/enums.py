"""The enums of peers that have none of their own."""

from enum import StrEnum
from typing import Any

from bench.shapes import ShapeField


def documented(field: ShapeField) -> Any:
    """Return an enum of the values that are documented for a field."""
    make: Any = StrEnum  # type checkers take an enum's members from source code only
    return make(field.enum, {value.upper(): value for value in field.values})
