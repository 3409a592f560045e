"""Makes a model of what another kind of model holds: of the fields that it has too, at every depth."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from leadconnector.codec.copying import escaped, is_array, is_mapping
from leadconnector.codec.dates import Date, read_timestamp, write_date
from leadconnector.codec.model import Model
from leadconnector.codec.model_fields import ModelField, fields_of

Data = Mapping[str, Any]


class Projection:
    """One such undertaking: what it came upon.

    The fields are those of the generated classes, so a new one needs nothing here. A value of another kind than the
    field's stays as it is: left out, it would be lost unnoticed. A number in a field of text becomes its text. Left out
    are nulls, and objects that lack all that is asked for in them: in a whole, they say no more than absence.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self.left_out: list[str] = []
        """JSON pointers of what there is no field for, or what says nothing."""
        self.missing: list[str] = []
        """JSON pointers of the fields that the new model can't be without."""
        self.undated: list[str] = []
        """JSON pointers of moments where a day is due, as there is no `zone`."""
        self._zone = zone

    def project(self, kind: type[Model], data: Data, place: str = "", but: Collection[str] = ()) -> dict[str, Any]:
        """Return the JSON object of what `kind` has fields for, but for the attributes `but`."""
        fields = {field.wire_name: field for field in fields_of(kind)}
        projected: dict[str, Any] = {}
        for name, value in data.items():
            field = fields.get(name)
            pointer = f"{place}/{escaped(name)}"
            if field is None or (field.name not in but and _says_nothing(field, value)):
                self.left_out.append(pointer)
            elif field.name not in but:
                projected[name] = self._projected(field, value, pointer)
        for name, field in fields.items():
            pointer = f"{place}/{escaped(name)}"
            if field.required and field.name not in but and not fits(field, projected.get(name)):
                self._lacks(pointer)
        return projected

    def _lacks(self, pointer: str) -> None:
        if pointer not in self.undated:
            self.missing.append(pointer)

    def _projected(self, field: ModelField, value: Any, place: str) -> Any:
        if field.is_list:
            if not is_array(value):
                return value
            return [self._element(field, element, f"{place}/{index}") for index, element in enumerate(value)]
        return self._element(field, value, place)

    def _element(self, field: ModelField, value: Any, place: str) -> Any:
        if field.model and is_mapping(value):
            return self.project(field.model, value, place)
        if field.date is Date and _reads(read_timestamp, value):
            return self._day(read_timestamp(value), value, place)
        is_number = isinstance(value, (int, Decimal, float)) and not isinstance(value, bool)
        if is_number and field.types == (str,) and not field.date:
            return str(value)
        return Decimal(repr(value)) if Decimal in field.types and isinstance(value, float) else value

    def _day(self, moment: datetime, text: str, place: str) -> str:
        if self._zone is None:
            self.undated.append(place)
            return text
        try:
            return write_date(moment.astimezone(self._zone).date())
        except OverflowError:
            return text  # no day that Python knows


def arguments(kind: type[Model], projected: Data) -> dict[str, Any]:
    """Return the arguments with which the constructor of `kind` makes a model of a projection with nothing missing."""
    values: dict[str, Any] = {}
    extra = dict(projected)
    for field in fields_of(kind):
        if fits(field, extra.get(field.wire_name)):
            values[field.name] = _decoded(field, extra.pop(field.wire_name))
    return {**values, "extra": extra}


def _says_nothing(field: ModelField, value: object) -> bool:
    """Whether a value is no more than absence: a null, or an object, such as ``{}``, with nothing that is asked for."""
    if value is None:
        return True
    if field.required or field.is_list or not field.model or not is_mapping(value):
        return False
    asked_for = fields_of(field.model)
    return any(part.required for part in asked_for) and all(value.get(part.wire_name) is None for part in asked_for)


def fits(field: ModelField, value: object) -> bool:
    """Whether a JSON value is of the field's kind."""
    if field.is_list:
        return is_array(value) and all(_fits(field, element) for element in value)
    return value is not None and _fits(field, value)


def _fits(field: ModelField, value: object) -> bool:
    if field.model:
        return is_mapping(value)
    if field.date:
        return _reads(field.date.read, value)
    if field.enum:
        return isinstance(value, str)
    return field.holds(value) or (Decimal in field.types and type(value) is int)


def _decoded(field: ModelField, value: Any) -> Any:
    if field.is_list:
        return [_decoded_element(field, element) for element in value]
    return _decoded_element(field, value)


def _decoded_element(field: ModelField, value: Any) -> Any:
    if field.model:
        return field.model.decode(value)
    return field.enum(value) if field.enum else value


def _reads(read: Callable[[str], object], value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        read(value)
    except ValueError:
        return False
    return True
