"""cattrs with its orjson converter on attrs classes of the same shapes; it drops what a class does not name."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.orjson import OrjsonConverter, make_converter

from bench.contender import Contender, attribute
from bench.contenders.enums import documented
from bench.shapes import Shape, ShapeField, answer_shape

_SCALARS: dict[str, Any] = {
    "text": str,
    "number": Decimal,
    "integer": int,
    "boolean": bool,
    "timestamp": datetime,
    "date or timestamp": date,
    "anything": Any,
}


def make(name: str) -> Contender:
    """Return the contender."""
    converter = make_converter()
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(repr(value)))
    converter.register_unstructure_hook(Decimal, float)
    converter.register_structure_hook(date, _date)
    built: dict[str, type] = {}
    for shape in answer_shape().below():
        built[shape.name] = _model(shape, built, converter)
    invoice, schedule = built["Invoice"], built[answer_shape().name]
    return Contender(
        name=name,
        decode_invoice=lambda content: converter.loads(content, invoice),
        decode_schedule=lambda content: converter.loads(content, schedule),
        encode=converter.dumps,
        access=attribute,
        keeps_unknown=False,
        keeps_nulls=False,
    )


def _date(text: str, _: object) -> date:
    return date.fromisoformat(text) if len(text) == len("2024-01-31") else datetime.fromisoformat(text)


def _model(shape: Shape, built: dict[str, type], converter: OrjsonConverter) -> type:
    fields = {field.name: attrs.field(type=_type(field, built) | None, default=None) for field in shape.fields}
    model = attrs.make_class(shape.name, fields, kw_only=True, slots=True)
    renamed: dict[str, Any] = {field.name: override(rename=field.wire_name) for field in shape.fields}
    converter.register_structure_hook(model, make_dict_structure_fn(model, converter, **renamed))
    sparse: Any = make_dict_unstructure_fn(model, converter, _cattrs_omit_if_default=True, **renamed)
    converter.register_unstructure_hook(model, sparse)
    return model


def _type(field: ShapeField, built: dict[str, type]) -> Any:
    kind: Any
    if field.shape:
        kind = built[field.shape.name]
    elif field.kind == "enum":
        kind = documented(field)
    else:
        kind = _SCALARS[field.kind]
    return list[kind] if field.is_list else kind
