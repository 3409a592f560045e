"""What the attributes of a record may hold: what msgspec is told of a field, and what is made of anything else."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from leadconnector.codec.decoding import (
    JSONObject,
    array,
    boolean,
    enum,
    integer,
    mapping,
    plain_text,
    scalars,
    text,
)
from leadconnector.codec.enums import OpenStrEnum
from leadconnector.codec.model_fields import ModelField, fields_of
from leadconnector.codec.unset import UNSET

if TYPE_CHECKING:
    from leadconnector.codec.model import Model

Take = Callable[[JSONObject, str, Any], Any]
"""Takes a value that is there: what it can't take it leaves to the overflow mapping, and gives None."""

_TAKES: Final[dict[type, Take]] = {str: text, bool: boolean, int: integer, dict: mapping}


class Slot(NamedTuple):
    """An attribute of a record."""

    name: str
    wire_name: str
    kind: Any = Any
    """The one kind of value that msgspec is to take; where it is to take any, the model's decoder looks itself."""
    take: Take | None = None
    """What is made of a value that the parser has not checked."""
    absent: Any = UNSET
    required: bool = False
    part: "type[Model] | None" = None
    """The model that its value is of, or the elements of its array."""
    is_list: bool = False


_KNOWN: Final[dict[type, tuple[Slot, ...]]] = {}


def slots_of(model: "type[Model]") -> tuple[Slot, ...]:
    """Return the slots for a model's fields, those that it can't be without first."""
    if model not in _KNOWN:
        _KNOWN[model] = tuple(sorted(map(_slot, fields_of(model)), key=lambda slot: not slot.required))
    return _KNOWN[model]


def _slot(field: ModelField) -> Slot:
    slot = partial(Slot, name=field.name, wire_name=field.wire_name)
    if field.model:
        return slot(part=field.model, is_list=field.is_list, absent=None)
    if field.required:
        return slot(kind=str, required=True)
    if field.is_list and field.types == (object,):
        return slot(kind=list, take=array, absent=None)
    if object in field.types or Decimal in field.types:
        return slot()
    [kind] = field.types
    take = _take(field, kind)
    if field.is_list:
        return slot(kind=GenericAlias(list, kind), take=partial(scalars, take=take), absent=None)
    return slot(kind=str if field.date else kind, take=take, absent=None)


def _take(field: ModelField, kind: type) -> Take:
    if field.date:
        return plain_text
    return partial(enum, kind=kind) if issubclass(kind, OpenStrEnum) else _TAKES[kind]
