"""pydantic models of the same shapes: extras kept, amounts as Decimal, dates parsed, enums open."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, create_model

from bench.contender import Contender, attribute
from bench.contenders.enums import documented
from bench.shapes import Shape, ShapeField, answer_shape

# By default pydantic writes a Decimal as text, which the service would not take.
_Number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
_SCALARS: dict[str, Any] = {
    "text": str | int | float,
    "number": _Number,
    "integer": int,
    "boolean": bool,
    "timestamp": datetime,
    "date or timestamp": date | datetime,
    "anything": Any,
}


def make(name: str) -> Contender:
    """Return the contender."""
    built: dict[str, type[BaseModel]] = {}
    for shape in answer_shape().below():
        built[shape.name] = _model(shape, built)
    invoice, schedule = built["Invoice"], built[answer_shape().name]
    return Contender(
        name=name,
        decode_invoice=invoice.model_validate_json,
        decode_schedule=schedule.model_validate_json,
        encode=lambda model: model.model_dump_json(by_alias=True, exclude_unset=True).encode(),
        access=attribute,
    )


def _model(shape: Shape, built: dict[str, type[BaseModel]]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        field.name: (_type(field, built) | None, Field(default=None, alias=field.wire_name)) for field in shape.fields
    }
    return create_model(shape.name, __config__=ConfigDict(extra="allow"), **fields)


def _type(field: ShapeField, built: dict[str, type[BaseModel]]) -> Any:
    kind: Any
    if field.shape:
        kind = built[field.shape.name]
    elif field.kind == "enum":
        kind = documented(field) | str
    else:
        kind = _SCALARS[field.kind]
    return list[kind] if field.is_list else kind
