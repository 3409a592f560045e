"""Makes a request of what a response holds: of the fields that the request has too, at every depth."""

from collections.abc import Collection, Mapping
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from leadconnector.codec.containers import Field, ListOf, ModelOf, Part, UnionOf
from leadconnector.codec.dates import day_of, is_midnight, read_timestamp, time_zone
from leadconnector.codec.errors import escape
from leadconnector.codec.json import is_mapping, members
from leadconnector.codec.kinds import DATE, TEXT, TIMESTAMP, Kind
from leadconnector.codec.model import Model, zone_of
from leadconnector.codec.validation import data_faults

Data = Mapping[str, Any]


def request_data(
    kind: type[Model], response: Model, timezone: str | None, but: Collection[str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the JSON object of a request of class `kind` made of a response, but for the attributes `but`.

    And JSON pointers of what is left out of the response.

    Raises:
        ValueError: if the response lacks what the request can't do without (each is named), or has a moment in place
            of a day whose time zone is not known, or if `timezone` is none.
    """
    projection = Projection(zone_of(response) if timezone is None else time_zone(timezone))
    projected = projection.project(kind, response.to_dict(), but=but)
    names = {escape(field.json_name): f"{field.name}=" for field in kind.FIELDS if field.name not in but}
    pointers = [fault.pointer for fault in data_faults(kind, projected, strict=False)]
    undated = projection.undated
    lacking = [each for each in pointers if _top(each) in names and each not in undated]

    def arguments(places: list[str]) -> str:
        return ", ".join(dict.fromkeys(names[_top(each)] for each in places))

    faults: list[str] = []
    if lacking:
        faults.append(f"it lacks {', '.join(lacking)}, or has no usable value there: give {arguments(lacking)}")
    if undated:
        faults.append(
            f"{', '.join(undated)} {'is a moment' if len(undated) == 1 else 'are moments'}, whose day depends on the "
            f"time zone: give timezone=, such as 'Europe/Berlin', or {arguments(undated)}"
        )
    if faults:
        name = type(response).__name__
        raise ValueError(f"no {kind.__name__} can be made of the {name} as it is: {'; '.join(faults)}")
    return projected, tuple(projection.left_out)


def _top(pointer: str) -> str:
    return pointer.split("/")[1]


class Projection:
    """One such undertaking: what it came upon.

    The fields are those of the generated classes, so a new one needs nothing here. A value of another kind than the
    field's stays as it is: left out, it would be lost unnoticed. A number in a field of text becomes its text. Left out
    are nulls, and objects that lack all that is asked for in them: in a whole, they say no more than absence. Elements
    of a required array stay, as the request is about them.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self.left_out: list[str] = []
        """JSON pointers of what there is no field for, or what says nothing."""
        self.undated: list[str] = []
        """JSON pointers of moments where a day is due, as there is no `zone`."""
        self._zone = zone

    def project(self, kind: type[Part], data: Data, place: str = "", but: Collection[str] = ()) -> dict[str, Any]:
        """Return the JSON object of what `kind` has fields for, but for the attributes `but`."""
        fields = {field.json_name: field for field in kind.FIELDS}
        projected: dict[str, Any] = {}
        for name, value in data.items():
            field = fields.get(name)
            pointer = f"{place}/{escape(name)}"
            if field is None or (field.name not in but and _says_nothing(field, value)):
                self.left_out.append(pointer)
            elif field.name not in but:
                projected[name] = self._projected(field.kind, value, pointer, may_be_less=not field.required)
        return projected

    def _projected(self, kind: Kind, value: Any, place: str, *, may_be_less: bool = False) -> Any:
        """Return what is sent of a value; elements that say nothing stay, unless there `may_be_less` of them."""
        if isinstance(kind, UnionOf):
            kind = kind.reader(value) or kind
        if isinstance(kind, ListOf) and isinstance(value, kind.classes):
            made: dict[str | int, Any] = {}
            for step, each in members(value):
                pointer = f"{place}/{escape(step)}"
                if may_be_less and _is_empty(kind.element, each):
                    self.left_out.append(pointer)
                else:
                    made[step] = self._projected(kind.element, each, pointer)
            return made if is_mapping(value) else [*made.values()]
        if isinstance(kind, ModelOf) and is_mapping(value):
            return self.project(kind.part, value, place)
        if kind is DATE and isinstance(value, str) and TIMESTAMP.fits(value):
            return self._day(value, place)
        is_number = isinstance(value, (int, Decimal, float)) and not isinstance(value, bool)
        return str(value) if is_number and kind is TEXT else value

    def _day(self, text: str, place: str) -> str:
        moment = read_timestamp(text)
        if self._zone is None and not is_midnight(moment):
            self.undated.append(place)
            return text
        try:
            return day_of(moment, self._zone).isoformat()
        except OverflowError:
            return text  # no day that Python knows


def _says_nothing(field: Field, value: object) -> bool:
    """Whether a value is no more than absence: a null, or an object, such as ``{}``, with nothing that is asked for."""
    return value is None or (not field.required and _is_empty(field.kind, value))


def _is_empty(kind: Kind, value: object) -> bool:
    """Whether an object of which something is asked has nothing in its fields but nulls, empty arrays and such."""
    if not isinstance(kind, ModelOf) or not is_mapping(value):
        return False
    fields = kind.part.FIELDS
    held = [(field.kind, value.get(field.json_name)) for field in fields]
    return any(field.required for field in fields) and all(
        each in (None, []) or _is_empty(kind, each) for kind, each in held
    )
