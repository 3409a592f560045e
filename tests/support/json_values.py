"""JSON for tests, written and compared without the code under test."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any


def text_of(value: Any) -> str:
    """The JSON text of a value whose numbers may be Decimals."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{text_of(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text_of, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, allow_nan=False)


def parsed(text: str | bytes) -> Any:
    """What a JSON text says, numbers with all their digits."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def comparable(value: Any) -> Any:
    """A value in a form in which JSON's kinds are never equal to each other, as True and 1 are to Python."""
    if isinstance(value, dict):
        return {name: comparable(member) for name, member in value.items()}
    if isinstance(value, list):
        return [comparable(element) for element in value]
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return (type(value).__name__, value)
    return ("number", value)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON."""
    return bool(comparable(one) == comparable(other))
