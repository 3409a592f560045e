"""Models as fields of pydantic's and as what FastAPI returns. Loaded for pydantic alone, which is no dependency."""

from decimal import Decimal
from typing import Any, Final

from leadconnector.codec.containers import ListOf, MapOf, ModelOf, UnionOf
from leadconnector.codec.kinds import (
    BOOLEAN,
    DATE,
    INTEGER,
    TIMESTAMP,
    DateText,
    EnumOf,
    Free,
    Kind,
    Literals,
    Number,
    NumberOf,
    Text,
)

_FORMATS: Final = {DATE.expected: {"format": "date"}, TIMESTAMP.expected: {"format": "date-time"}}
"""What a date's kind, in an array too, is in JSON schema."""
_PLAIN: Final = {BOOLEAN: {"type": "boolean"}, INTEGER: {"type": "integer"}}


def core_schema(model: Any) -> Any:
    """Return pydantic's schema: it takes a model or its JSON object, and is written as the latter."""

    def validate(value: object) -> Any:
        return value if isinstance(value, model) else model.from_dict(value)

    def serialize(value: Any) -> Any:
        return value.to_dict(mode="json")

    return {
        "type": "function-plain",
        "function": {"type": "no-info", "function": validate},
        "serialization": {"type": "function-plain", "function": serialize},
    }


def json_schema(model: Any) -> dict[str, Any]:
    """Return the JSON schema of a model, with those of its parts in their places.

    Pydantic has one space of names for definitions, which is its own; so a model within itself is just an object.
    """
    return _object(model, (model,))


def _object(model: Any, above: tuple[Any, ...]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for field in model.FIELDS:
        schema = _or_null(_schema(field.kind, above), field.nullable)
        properties[field.json_name] = {**schema, "deprecated": True} if field.deprecated else schema
    required = [field.json_name for field in model.FIELDS if field.required]
    described = {"title": model.__name__, "type": "object", "properties": properties}
    return {**described, "required": required} if required else described


def _schema(kind: Kind, above: tuple[Any, ...]) -> dict[str, Any]:
    match kind:
        case ModelOf():
            name = {"type": "object", "title": kind.part.__name__}
            return name if kind.part in above else _object(kind.part, (*above, kind.part))
        case MapOf():
            return {"type": "object", "additionalProperties": _or_null(_schema(kind.element, above), kind.nullable)}
        case ListOf():
            return {"type": "array", "items": _or_null(_schema(kind.element, above), kind.nullable)}
        case UnionOf():
            return {"anyOf": [_schema(member, above) for member in kind.members]}
        case EnumOf():
            known = ", ".join(str(member.value) for member in kind.enum)
            return {"type": "string" if kind.base is str else "integer", "description": f"Known values: {known}."}
        case Literals() | NumberOf():
            return {"enum": [float(value) if isinstance(value, Decimal) else value for value in kind.values]}
        case Free() if kind.classes:
            return {"type": "object" if dict in kind.classes else "array"}
        case Number():
            return {"type": "number"}
        case Text() | DateText():
            return {"type": "string", **_FORMATS.get(kind.expected, {})}
        case _:
            return {**_PLAIN.get(kind, {})}


def _or_null(schema: dict[str, Any], nullable: bool) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]} if nullable else schema
