"""Before anything is timed: what each contender reads and writes is what the answer says."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from bench.contender import Contender
from bench.payloads import JSONObject, Payloads
from bench.shapes import Shape, ShapeField, answer_shape, invoice_shape

_DATE_LENGTH: Final = len("2024-01-31")
Get = Callable[[Any, ShapeField], Any]


def check(contender: Contender) -> None:
    """AssertionError if a contender reads or writes anything wrong, but for what it says it loses."""
    for new in (False, True):
        _check_invoice(contender, Payloads(new=new).invoice())
        _check_schedule(contender, Payloads(new=new).schedule(3))


def to_bytes(payload: object) -> bytes:
    """Return JSON text as the service writes it."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def _check_invoice(contender: Contender, payload: JSONObject) -> None:
    _check_read(contender, invoice_shape(), contender.decode_invoice(to_bytes(payload)), payload)


def _check_schedule(contender: Contender, payload: JSONObject) -> None:
    schedule = contender.decode_schedule(to_bytes(payload))
    _check_read(contender, answer_shape(), schedule, payload)
    written = _written(contender, answer_shape(), json.loads(contender.encode(schedule)))
    assert written == _written(contender, answer_shape(), payload), f"{contender.name} writes another schedule"


def _check_read(contender: Contender, shape: Shape, model: object, payload: JSONObject) -> None:
    read = {
        field.wire_name: eval(f"lambda it: {contender.access('it', field)}")  # what `reader` is made of
        for part in shape.below()
        for field in part.fields
    }

    def get(it: Any, field: ShapeField) -> Any:
        value = read[field.wire_name](it)
        _check_kind(contender, field, value)
        return value

    due = _tree(shape, payload, lambda it, field: it.get(field.wire_name))
    assert _tree(shape, model, get) == due, f"{contender.name} reads another {shape.name}"


def _check_kind(contender: Contender, field: ShapeField, value: object) -> None:
    promised: dict[str, type] = {"number": Decimal} if contender.exact else {}
    promised |= {"timestamp": datetime} if contender.dates else {}
    if not _is_absent(value) and field.kind in promised:
        assert isinstance(value, promised[field.kind]), f"{contender.name} reads {field.wire_name} as {value!r}"


def _tree(shape: Shape, it: Any, get: Get) -> dict[str, Any]:
    """Return the documented values of an object, comparable whatever it is made of, without what is absent."""
    tree: dict[str, Any] = {}
    for field in shape.fields:
        value = get(it, field)
        if _is_absent(value):
            continue
        tree[field.wire_name] = (
            [_value(field, part, get) for part in value] if field.is_list else _value(field, value, get)
        )
    return tree


def _is_absent(value: object) -> bool:
    return value is None or type(value).__name__ == "Unset"  # the stock generator's


def _value(field: ShapeField, value: Any, get: Get) -> Any:
    return _tree(field.shape, value, get) if field.shape else _comparable(field.kind, value)


def _comparable(kind: str, value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, str) and kind in ("timestamp", "date or timestamp"):
        return date.fromisoformat(value) if len(value) == _DATE_LENGTH else datetime.fromisoformat(value)
    return value


def _written(contender: Contender, shape: Shape, data: JSONObject) -> JSONObject:
    """Return what of a JSON object the contender has to keep, comparable."""
    fields = {field.wire_name: field for field in shape.fields}
    kept: JSONObject = {}
    for name, value in data.items():
        field = fields.get(name)
        if value is None:
            if contender.keeps_nulls and (field or contender.keeps_unknown):
                kept[name] = None
        elif field is None:
            if contender.keeps_unknown:
                kept[name] = _comparable("anything", value)
        elif field.is_list:
            kept[name] = [_written_value(contender, field, part) for part in value]
        else:
            kept[name] = _written_value(contender, field, value)
    return kept


def _written_value(contender: Contender, field: ShapeField, value: Any) -> Any:
    return _written(contender, field.shape, value) if field.shape else _comparable(field.kind, value)
