"""The types of the records that msgspec makes of objects: what it is told to expect in them."""

from collections.abc import Callable, Sequence
from functools import partial
from types import GenericAlias
from typing import TYPE_CHECKING, Any

import msgspec

from leadconnector.codec.decoding import JSONObject
from leadconnector.codec.loose import taken
from leadconnector.codec.slots import Slot, Take, slots_of
from leadconnector.codec.unset import UNSET

if TYPE_CHECKING:
    from leadconnector.codec.findings import Findings
    from leadconnector.codec.model import Model

_Doubtful = tuple[str, str, Take | None]
"""Attribute and JSON name of a field that may hold more than it should, and what makes of that what it should."""


class Record(msgspec.Struct):
    """A parsed object. Its attributes are those of the model; what is absent is None, or UNSET where null is taken."""

    def extra(self) -> JSONObject:
        """Return what the attributes don't hold, once they hold nothing but what they should."""
        return {}


def record_type(model: "type[Model]", known: "Findings", made: "dict[type[Model], Any] | None" = None) -> Any:
    """Make the record type of a model and, before it, those of its parts, with room for all that is `known`."""
    made = {} if made is None else made
    made[model] = None  # in the making: it can't refer to itself
    fields: list[Any] = []
    doubtful: list[_Doubtful] = []
    for slot in slots_of(model):
        kind = _part_type(slot, known, made) if slot.part else slot.kind
        if slot.required:
            fields.append((slot.name, kind))
        elif kind is not None and slot.name not in known.doubtful.get(model, ()):
            fields.append((slot.name, kind, slot.absent))
        elif kind is not None and slot.part:
            fields.append((slot.name, kind | None, UNSET))
            doubtful.append((slot.name, slot.wire_name, None))
        else:
            fields.append((slot.name, Any, UNSET))
            doubtful.append((slot.name, slot.wire_name, partial(taken, slot)))
    others = [(f"_{index}", name) for index, name in enumerate(sorted(known.others.get(model, ())))]
    made[model] = msgspec.defstruct(
        f"{model.__name__}Record",
        [*fields, *((attribute, Any, UNSET) for attribute, _ in others)],
        bases=(Record,),
        namespace={"extra": _extra_of(others, doubtful)} if others or doubtful else {},
        rename={**{slot.name: slot.wire_name for slot in slots_of(model)}, **dict(others)},
        forbid_unknown_fields=True,
        gc=False,  # JSON has no cycles
        kw_only=True,
    )
    return made[model]


def _part_type(slot: Slot, known: "Findings", made: "dict[type[Model], Any]") -> Any:
    assert slot.part
    part = made[slot.part] if slot.part in made else record_type(slot.part, known, made)
    return GenericAlias(list, part) if slot.is_list and part else part


def _extra_of(others: Sequence[tuple[str, str]], doubtful: Sequence[_Doubtful]) -> Callable[[Record], JSONObject]:
    """Return `Record.extra` for a type with attributes for `others`, and some that may hold more than they should."""

    def extra(self: Record) -> JSONObject:
        extra: JSONObject = {}
        for attribute, name in others:
            value = getattr(self, attribute)
            if value is not UNSET:
                extra[name] = value
        for attribute, name, take in doubtful:
            value = getattr(self, attribute)
            if value is None:
                extra[name] = None
            elif value is UNSET:
                setattr(self, attribute, None)
            elif take:
                setattr(self, attribute, take(extra, name, value))
        return extra

    return extra
