"""What the fields of a model hold, read off its generated class: for code that treats all models alike."""

from inspect import getattr_static
from types import NoneType, UnionType
from typing import Any, Final, NamedTuple, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields

from leadconnector.codec.dates import Date, DateOrTimestamp, Timestamp
from leadconnector.codec.enums import OpenStrEnum
from leadconnector.codec.model import Model
from leadconnector.codec.unset import Unset

DATES: Final = (Date, DateOrTimestamp, Timestamp)


class ModelField(NamedTuple):
    """One field of a model."""

    name: str
    """The attribute."""
    slot: str
    """Where its value is: read here, a date is the text that it is kept as."""
    wire_name: str
    required: bool
    nullable: bool
    is_list: bool
    types: tuple[type, ...]
    """The classes of its value, or of the list's elements; `object` where anything goes."""
    date: type[Date[Any] | DateOrTimestamp[Any] | Timestamp[Any]] | None
    """The descriptor of a date."""

    @property
    def model(self) -> type[Model] | None:
        """The class of its value or elements, where that is a model."""
        return next((kind for kind in self.types if issubclass(kind, Model)), None)

    @property
    def enum(self) -> type[OpenStrEnum] | None:
        """The class of its value or elements, where that is an enum."""
        return next((kind for kind in self.types if issubclass(kind, OpenStrEnum)), None)

    def holds(self, value: object) -> bool:
        """Whether `value`, which may be an element of the list, is of a declared class."""
        if isinstance(value, bool):
            return bool in self.types or object in self.types  # though to Python it is an int
        return isinstance(value, self.types)


_KNOWN: Final[dict[type, tuple[ModelField, ...]]] = {}


def fields_of(model: type[Model]) -> tuple[ModelField, ...]:
    """Return the fields of a model class, in its order."""
    if model not in _KNOWN:
        hints = get_type_hints(_generated(model))
        attributes = {attribute.alias: attribute for attribute in fields(model)}
        _KNOWN[model] = tuple(
            _field(model, name, wire_name, attributes[name], hints[attributes[name].name])
            for name, wire_name in model.wire_names.items()
        )
    return _KNOWN[model]


def _generated(model: type[Model]) -> type[Model]:
    """Return the generated class: annotations of one made from it may name what exists for type checkers only."""
    return next(kind for kind in model.__mro__ if "wire_names" in vars(kind))


def _field(model: type[Model], name: str, wire_name: str, attribute: Any, hint: Any) -> ModelField:
    kinds = _alternatives(hint)
    lists = [kind for kind in kinds if get_origin(kind) is list]
    return ModelField(
        name=name,
        slot=attribute.name,
        wire_name=wire_name,
        required=attribute.default is NOTHING,
        nullable=NoneType in get_args(hint),
        is_list=bool(lists),
        types=tuple(map(_class, _alternatives(get_args(lists[0])[0]) if lists else kinds)),
        date=next((kind for kind in DATES if isinstance(getattr_static(model, name), kind)), None),
    )


def _alternatives(hint: Any) -> list[Any]:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return [kind for kind in kinds if kind not in (NoneType, Unset)]


def _class(kind: Any) -> type:
    return object if kind is Any else get_origin(kind) or kind
