"""Finds what is wrong with what was assigned to a model: before a request is written, and where an answer can't be."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeGuard

from leadconnector.client.errors import DecodeError
from leadconnector.codec.copying import copied_json
from leadconnector.codec.decimals import exact
from leadconnector.codec.model import Model, overflow_of
from leadconnector.codec.model_fields import ModelField, fields_of
from leadconnector.codec.shown import an, shown
from leadconnector.codec.unset import UNSET


def explained(model: Model, error: Exception) -> TypeError:
    """Return the error to raise for a model that could not be written: the first wrong attribute, else `error`'s words.

    It is named as Python reaches it, such as ``UpdateInvoice.invoice_items[1].amount``.
    """
    return TypeError(next(faults(model), f"{type(model).__name__}: {error}"))


def faults(model: Model) -> Iterator[str]:
    """Yield what is wrong with a model's attributes, and those of its parts, each with its place."""
    return _faults(model, type(model).__name__)


def _faults(model: Model, place: str) -> Iterator[str]:
    for field in fields_of(type(model)):
        value = getattr(model, field.slot)
        where = f"{place}.{field.name}"
        if value is None or value is UNSET:
            if field.required and not (value is None and field.nullable):
                yield f"{where}: {value!r}, but it can't be left out"
        elif field.is_list and _is_series(value):
            for index, element in enumerate(value):
                yield from _in_value(field, element, f"{where}[{index}]")
        elif field.is_list:
            yield f"{where}: expected a list, got {shown(value)}"
        else:
            yield from _in_value(field, value, where)
    if overflow_of(model):
        yield from _not_json(model.extra, f"{place}.extra")


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
    elif field.date is None and not field.holds(value) and not _is_kept(field, value):
        names = " or ".join(an(kind.__name__) for kind in field.types)
        yield f"{where}: expected {names}, got {shown(value)}"
    else:
        yield from _not_json(value, where)


def _is_series(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, (list, tuple))  # not what can be read only once


def _not_json(value: object, where: str) -> Iterator[str]:
    try:
        copied_json(value)
    except DecodeError as error:
        at = f" at {error.pointer!r}" if error.pointer else ""
        yield f"{where}: expected {error.expected}, got {error.got}{at}"


def _is_kept(field: ModelField, value: object) -> bool:
    """Whether it is a number or boolean in a field of text, which stays as it came."""
    return isinstance(value, (int, Decimal, float)) and str in field.types and not field.enum
