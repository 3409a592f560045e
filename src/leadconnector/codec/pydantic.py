"""Models as fields of pydantic's and as what FastAPI returns. Loaded for pydantic alone, which is no dependency."""

from decimal import Decimal
from typing import Any, Protocol, Self

from leadconnector.codec.kinds import (
    BOOLEAN,
    DATE,
    DATE_VALUE,
    INTEGER,
    TIMESTAMP,
    TIMESTAMP_VALUE,
    EnumOf,
    Free,
    Kind,
    ListOf,
    Literals,
    MapOf,
    ModelOf,
    Number,
    NumberOf,
    Text,
    UnionOf,
)


class Model(Protocol):
    """What pydantic needs of the models' base, which loads this module."""

    @classmethod
    def from_dict(cls, data: Any, /) -> Self: ...
    def to_dict(self, *, mode: Any) -> dict[str, Any]: ...


def core_schema(model: type[Model]) -> Any:
    """Return pydantic's schema: it takes a model or its JSON object, and is written as the latter."""

    def validate(value: object) -> Model:
        return value if isinstance(value, model) else model.from_dict(value)

    def serialize(value: Model) -> dict[str, Any]:
        return value.to_dict(mode="json")

    return {
        "type": "function-plain",
        "function": {"type": "no-info", "function": validate},
        "serialization": {"type": "function-plain", "function": serialize},
    }


def json_schema(model: type[Model]) -> dict[str, Any]:
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
    if isinstance(kind, ModelOf):
        if kind.part in above:
            return {"type": "object", "title": kind.part.__name__}
        return _object(kind.part, (*above, kind.part))
    if isinstance(kind, ListOf):
        return {"type": "array", "items": _or_null(_schema(kind.element, above), kind.nullable)}
    if isinstance(kind, MapOf):
        element = _or_null(_schema(kind.element, above), kind.nullable)
        return {"type": "object", "additionalProperties": element}
    if isinstance(kind, UnionOf):
        return {"anyOf": [_schema(member, above) for member in kind.members]}
    return _scalar(kind)


def _or_null(schema: dict[str, Any], nullable: bool) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]} if nullable else schema


def _scalar(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, EnumOf):
        known = ", ".join(str(member.value) for member in kind.enum)
        return {"type": "string" if kind.base is str else "integer", "description": f"Known values: {known}."}
    if isinstance(kind, (Literals, NumberOf)):
        return {"enum": [float(value) if isinstance(value, Decimal) else value for value in kind.values]}
    if isinstance(kind, Free):
        return {"type": "object" if dict in kind.classes else "array"}
    for types, schema in (
        ((BOOLEAN,), {"type": "boolean"}),
        ((INTEGER,), {"type": "integer"}),
        ((DATE, DATE_VALUE), {"type": "string", "format": "date"}),
        ((TIMESTAMP, TIMESTAMP_VALUE), {"type": "string", "format": "date-time"}),
    ):
        if kind in types:
            return dict(schema)
    if isinstance(kind, Number):
        return {"type": "number"}
    return {"type": "string"} if isinstance(kind, Text) or "date" in kind.expected else {}
