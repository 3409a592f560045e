"""Finds what is wrong with what was assigned to a model; asked only when it could not be written."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from leadconnector.runtime.codec.copying import is_array
from leadconnector.runtime.codec.decimals import exact
from leadconnector.runtime.codec.model import Model
from leadconnector.runtime.codec.model_fields import ModelField, fields_of
from leadconnector.runtime.codec.shown import an, shown
from leadconnector.runtime.unset import UNSET


def explained(model: Model, error: Exception) -> TypeError:
    """Return the error to raise for a model that could not be written: the first wrong attribute, else `error`'s words.

    It is named as Python reaches it, such as ``UpdateInvoice.invoice_items[1].amount``.
    """
    return TypeError(next(_faults(model, type(model).__name__), f"{type(model).__name__}: {error}"))


def _faults(model: Model, place: str) -> Iterator[str]:
    for field in fields_of(type(model)):
        value = getattr(model, field.slot)
        where = f"{place}.{field.name}"
        if value is None or value is UNSET:
            if field.required:
                yield f"{where}: {value!r}, but it can't be left out"
        elif field.is_list and is_array(value):
            for index, element in enumerate(value):
                yield from _in_value(field, element, f"{where}[{index}]")
        elif field.is_list:
            yield f"{where}: expected a list, got {shown(value)}"
        else:
            yield from _in_value(field, value, where)


def _in_value(field: ModelField, value: Any, where: str) -> Iterator[str]:
    if field.model is not None:
        if isinstance(value, field.model):
            yield from _faults(value, where)
        else:
            yield f"{where}: expected {an(field.model.__name__)}, got {shown(value)}"
    elif field.date is None and field.types == (Decimal,):
        try:
            exact(value)
        except (TypeError, ValueError) as error:
            yield f"{where}: {error}"
    elif field.date is None and not field.holds(value):
        names = " or ".join(an(kind.__name__) for kind in field.types)
        yield f"{where}: expected {names}, got {shown(value)}"
