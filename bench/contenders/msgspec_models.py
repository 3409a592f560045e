"""msgspec.Struct of the same shapes, decoded and encoded in C: the limit. It drops what a class does not name."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from bench.contender import Contender, attribute
from bench.shapes import Shape, ShapeField, answer_shape

_SCALARS: dict[str, Any] = {
    "text": str,
    "enum": str,  # an enum of msgspec's is closed
    "number": Decimal,
    "integer": int,
    "boolean": bool,
    "timestamp": datetime,
    "date or timestamp": str,  # msgspec refuses a union of the two
    "anything": Any,
}


def make(name: str) -> Contender:
    """Return the contender."""
    built: dict[str, type[msgspec.Struct]] = {}
    for shape in answer_shape().below():
        built[shape.name] = _model(shape, built)
    return Contender(
        name=name,
        decode_invoice=msgspec.json.Decoder(built["Invoice"]).decode,
        decode_schedule=msgspec.json.Decoder(built[answer_shape().name]).decode,
        encode=msgspec.json.Encoder(decimal_format="number").encode,
        access=attribute,
        keeps_unknown=False,
        keeps_nulls=False,
    )


def _model(shape: Shape, built: dict[str, type[msgspec.Struct]]) -> type[msgspec.Struct]:
    return msgspec.defstruct(
        shape.name,
        [(field.name, _type(field, built) | None, None) for field in shape.fields],
        rename={field.name: field.wire_name for field in shape.fields},
        omit_defaults=True,
        kw_only=True,
    )


def _type(field: ShapeField, built: dict[str, type[msgspec.Struct]]) -> Any:
    kind: Any = built[field.shape.name] if field.shape else _SCALARS[field.kind]
    return list[kind] if field.is_list else kind
