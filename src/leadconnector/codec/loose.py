"""The careful way to take a parsed object apart: slower than msgspec, but with a place for everything.

It makes of an object what msgspec makes of its text: something with the attributes of a record. What can't be the value
of one, and what no field is known for, goes to the model's overflow mapping, as it came.
"""

from itertools import takewhile
from typing import TYPE_CHECKING, Any

import msgspec

from leadconnector.codec.decoding import JSONObject, lacking, misfit
from leadconnector.codec.slots import Slot, slots_of
from leadconnector.codec.unset import UNSET

if TYPE_CHECKING:
    from leadconnector.codec.findings import Findings
    from leadconnector.codec.model import Model


class Loose:
    """A record that can hold anything."""

    def __init__(self, attributes: JSONObject, extra: JSONObject) -> None:
        self.__dict__ = attributes
        self._extra = extra

    def extra(self) -> JSONObject:
        """Return what the attributes don't hold."""
        return self._extra


def loosen(model: "type[Model]", data: JSONObject, found: "Findings | None" = None) -> Loose:
    """Take an object apart that nobody else holds.

    Raises:
        DecodeError: if it lacks what the model can't be without.
    """
    attributes: JSONObject = {}
    misfits: JSONObject = {}
    for slot in slots_of(model):
        value = data.pop(slot.wire_name, UNSET)
        if value.__class__ is slot.kind:
            attributes[slot.name] = value
        elif slot.required:
            lacking(slot.wire_name, value, "text")
        elif value is UNSET:
            attributes[slot.name] = slot.absent
        else:
            if found and _is_refused(slot, value):
                found.doubtful.setdefault(model, set()).add(slot.name)
            attributes[slot.name] = taken(slot, misfits, slot.wire_name, value, found)
    if found and data:
        found.others.setdefault(model, set()).update(data)
    data.update(misfits)
    return Loose(attributes, data)


def taken(slot: Slot, extra: JSONObject, name: str, value: Any, found: "Findings | None" = None) -> Any:
    """Make of any value what a slot may hold, or leave it to `extra`."""
    if slot.part is None:
        return slot.take(extra, name, value) if slot.take else value
    if slot.is_list and value.__class__ is list and all(_fits(slot.part, element) for element in value):
        return [loosen(slot.part, element, found) for element in value]
    if not slot.is_list and _fits(slot.part, value):
        return loosen(slot.part, value, found)
    return misfit(extra, name, value)


def _fits(model: "type[Model]", value: Any) -> bool:
    if value.__class__ is not dict:
        return False
    required = takewhile(lambda slot: slot.required, slots_of(model))
    return all(value.get(slot.wire_name).__class__ is str for slot in required)


def _is_refused(slot: Slot, value: Any) -> bool:
    if slot.part:
        return value is None  # anything else than that comes too rarely to be prepared for
    try:
        msgspec.convert(value, slot.kind)
    except msgspec.ValidationError:
        return True
    except UnicodeError:  # half a surrogate pair, which msgspec can't parse in any field
        return False
    return False
