"""The base of all generated models: the overflow mapping, JSON in both directions, repr and constructor errors."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import tzinfo
from decimal import Decimal
from threading import RLock
from typing import Any, ClassVar, Literal, Self, TypeVar

from leadconnector.codec.containers import Part
from leadconnector.codec.dates import DATE_LENGTH, ZonedText, time_zone
from leadconnector.codec.enums import UNSET
from leadconnector.codec.errors import TOO_DEEP, Fault, InvalidDataError, short_repr
from leadconnector.codec.json import (
    Encodable,
    JSONObject,
    excerpt,
    is_array,
    is_mapping,
    is_object,
    json_copy,
    members,
    parse_json,
    write_json,
)
from leadconnector.codec.kinds import DAY, MisfitError
from leadconnector.codec.validation import attribute_faults, data_faults

AnyModel = TypeVar("AnyModel", bound="Model")


class Model(Part):
    """A JSON object of the service, its fields as attributes. Equal by value, mutable, not hashable."""

    __slots__ = ("_extra",)
    _extra: JSONObject | None

    OPEN: ClassVar[bool] = False
    """Whether the description allows fields beside its own."""
    PATTERNS: ClassVar[tuple[str, ...]] = ()
    """Regular expressions for the JSON names of fields that the description allows beside its own."""
    UNTYPED: ClassVar[frozenset[str]] = frozenset()
    """JSON names of fields that are known to come without a described type: they are in `extra`, and no drift."""

    @property
    def extra(self) -> JSONObject:
        """What the attributes don't hold, by JSON name, as it came.

        Unknown fields, explicit nulls, and values of another kind than declared. All of it is written back, except
        where the attribute of that name has been set.
        """
        extra = self._overflow()
        if extra is None:
            extra = self._extra = {}
        return extra

    @extra.setter
    def extra(self, value: JSONObject) -> None:
        self._overflow()
        self._extra = value

    def _overflow(self) -> JSONObject | None:
        """Return `extra`, or None, where reading `extra` would leave an empty one behind."""
        return getattr(self, "_extra", None)  # `__new__` alone sets nothing

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, timezone: str | None = None) -> Self:
        """Build a model from what `json.loads` gives. `data` itself is left as it is.

        Args:
            data: The JSON object.
            timezone: The IANA name of the time zone whose days the dates are that came as moments; else UTC.

        Raises:
            InvalidDataError: a ValueError, if `data` is no JSON object, or lacks what the model can't be without. It
                lists every fault.
            ValueError: if there is no such time zone.
        """
        given: object = data
        return _built(cls, json_copy(given) if is_mapping(given) else given, given, timezone)

    @classmethod
    def from_json(cls, content: bytes | str, *, timezone: str | None = None) -> Self:
        """Build a model from JSON text. Numbers keep all their digits.

        Args:
            content: The text of a JSON object, in UTF-8.
            timezone: The IANA name of the time zone whose days the dates are that came as moments; else UTC.

        Raises:
            InvalidDataError: a ValueError, if `content` is no JSON object, or lacks what the model can't be without.
            ValueError: if there is no such time zone.
        """
        encoded = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else bytes(content)
        return _built(cls, parse_json(encoded), encoded, timezone)

    def to_dict(
        self, *, mode: Literal["python", "json"] = "python", numbers: Literal["float", "str"] = "float"
    ) -> JSONObject:
        """Return the JSON object without what is absent. It shares nothing with the model.

        Args:
            mode: ``"python"`` gives numbers as Decimal; ``"json"`` gives what `json.dumps` takes.
            numbers: What ``mode="json"`` makes of a Decimal: an int or float, or its exact text.

        Raises:
            InvalidDataError: as `to_json`.
        """
        data = self._encoded()
        if mode == "json":
            _make_plain(data, _number if numbers == "float" else str)
        return data

    def to_json(self) -> bytes:
        """Return the JSON text in UTF-8. Numbers keep all their digits.

        Raises:
            InvalidDataError: a ValueError, if attributes were set to what they can't hold, such as a binary float for
                an amount. It names each by its path.
        """
        return write_json(self._encoded())

    def _encoded(self) -> JSONObject:
        try:
            return self.encode()
        except (AttributeError, TypeError, ValueError, RecursionError) as error:
            faults = attribute_faults(self) or [Fault((), "", "", f"{type(error).__name__}: {error}")]
            raise InvalidDataError(faults, type(self).__name__, builder_hint(type(self), faults)) from None

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__ or not isinstance(other, Model):
            return NotImplemented
        if (self._overflow() or None) != (other._overflow() or None):  # an empty overflow mapping and none are the same
            return False
        return all(getattr(self, field.slot) == getattr(other, field.slot) for field in self.FIELDS)

    def __replace__(self, /, **changes: Any) -> Self:
        """Return a copy with other attributes: what `copy.replace` calls."""
        values = {field.name: getattr(self, field.slot) for field in self.FIELDS}
        return type(self)(**{**values, "extra": self._overflow(), **changes})

    def __repr__(self) -> str:
        return short_repr(self, 2_000)

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        for field in self.FIELDS:
            value = getattr(self, field.name)
            if value is not None and value is not UNSET:
                yield field.name, value
        if extra := self._overflow():
            yield "extra", extra

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from leadconnector.codec.pydantic import core_schema  # loaded by pydantic only

        return core_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        from leadconnector.codec.pydantic import json_schema

        return json_schema(cls)


def overflow_of(model: Model) -> JSONObject | None:
    """Return a model's `extra`, or None, where reading it would leave an empty one behind."""
    return model._overflow()  # pyright: ignore[reportPrivateUsage]


class ResponseModel(Model):
    """A JSON object that the service sends. An attribute that is absent reads None."""

    __slots__ = ()

    OF_RESPONSE = True


_lock = RLock()


def _renew_lock() -> None:
    global _lock
    _lock = RLock()


if hasattr(os, "register_at_fork"):  # a thread of the parent may hold it, and nobody in the child would let go of it
    os.register_at_fork(after_in_child=_renew_lock)


class ResponseWithParts(ResponseModel):
    """A response that stands by itself, as it has an id; its parts are made when they are first read: most never are.

    A part is a described object, or an array of such. Decoding takes the response's own fields alone. The parsed JSON
    of its parts waits until one of them, or `extra`, is read; then all are made, with what is in them. A part that has
    parts of its own, as each invoice of a schedule has, waits with those again.
    """

    __slots__ = ("_unread",)
    _unread: JSONObject | None
    """The parsed object without the response's own fields, until its parts are made."""

    def _take_parts(self, data: JSONObject) -> None:
        """Make the parts of a parsed object, what is left of which becomes `extra`, unless they are made by then.

        The objects within it stay as they are. The parts are kept by stores in a row at the end, without a call or a
        jump back, where no exception from without, such as KeyboardInterrupt, can come between: half a response must
        not pass for a whole one, which a full replace would write back.
        """
        raise NotImplementedError

    def _read_parts(self) -> None:
        """Make the parts unless they are made. Safe for threads; where it is interrupted, the next one does it."""
        with _lock:
            data = getattr(self, "_unread", None)  # missing where a pickle of 0.1.0 or `__new__` alone made the object
            if data is not None:
                self._take_parts(data.copy())

    def _overflow(self) -> JSONObject | None:
        self._read_parts()
        return super()._overflow()

    def __getstate__(self) -> object:
        self._read_parts()
        return super().__getstate__()


class RequestModel(Model):
    """A JSON object that is sent to the service. An attribute that is absent is `UNSET`."""

    __slots__ = ()

    @classmethod
    def decode(cls, data: JSONObject) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        self = object.__new__(cls)
        extra = data.copy()
        for field in cls.FIELDS:
            value = data.get(field.json_name, UNSET)
            try:
                value = value if value is None or value is UNSET else field.kind.read(value)
                extra.pop(field.json_name, None)
            except ValueError:
                value = UNSET
            setattr(self, field.slot, value)
        self._extra = extra or None
        return self

    @classmethod
    def from_body(cls, data: Mapping[str, Any]) -> Self:
        """Build the body of a request from a dict of JSON names, all of which must be as the description says.

        Raises:
            InvalidDataError: listing every fault.
        """
        copied: JSONObject = {}
        faults: list[Fault] = []
        for name, value in data.items():
            try:
                copied |= json_copy({name: value}, _encoded_request)
            except InvalidDataError as error:
                faults += error.faults
        wrong = {fault.path[:1] for fault in faults}
        for fault in data_faults(cls, copied, strict=True):
            # Beside a fault without a path it isn't known which of the names did come.
            may_have_come = () in wrong and len(fault.path) == 1 and fault.got == "nothing"
            if fault.path[:1] not in wrong and not may_have_come:
                faults.append(fault)
        if faults:
            raise InvalidDataError(faults, cls.__name__, builder_hint(cls, faults, is_response="_id" in copied))
        return _decoded(cls, copied)


def builder_hint(kind: type[Model], faults: Iterable[Fault] = (), *, is_response: bool = False) -> str:
    """Return how a request is made of a response, where one of them was given in place of the other."""
    if not is_response and not any(fault.from_response for fault in faults):
        return ""
    calls = [f"{kind.__name__}.{name}({name.removeprefix('from_')})" for name in _builders(kind)]
    return f"use {' or '.join(calls or [f'{kind.__name__}.from_dict(…)'])}"


def _builders(kind: type[Model]) -> list[str]:
    """Return the methods that make a request of a response."""
    return [name for name in dir(kind) if name.startswith("from_") and not hasattr(RequestModel, name)]


def _encoded_request(value: Encodable) -> JSONObject:
    if isinstance(value, ResponseModel):
        raise InvalidDataError([Fault((), "a part of a request", short_repr(value), from_response=True)])
    return value.encode()


def _built(kind: type[AnyModel], data: Any, came: object, timezone: str | None) -> AnyModel:
    """Return the model that a JSON object makes."""
    if data.__class__ is not dict:
        got = excerpt(came) if isinstance(came, bytes) else short_repr(came)
        raise InvalidDataError([Fault((), "a JSON object", got)], kind.__name__)
    if issubclass(kind, RequestModel) and (faults := data_faults(kind, data, strict=False)):
        is_response = "_id" in data and bool(_builders(kind))
        raise InvalidDataError(faults, kind.__name__, builder_hint(kind, is_response=is_response))
    model = _decoded(kind, data)
    if timezone is not None:
        set_zone(model, time_zone(timezone))
    return model


def _decoded(kind: type[AnyModel], data: JSONObject) -> AnyModel:
    try:
        return kind.decode(data)
    except RecursionError:
        faults = [TOO_DEEP]
    except MisfitError:
        faults = data_faults(kind, data, strict=False)
    raise InvalidDataError(faults, kind.__name__)


def set_zone(value: Any, zone: tzinfo) -> None:
    """Let the dates of a decoded value that came as moments have the days of a time zone."""
    for model, slot, text in _moments(value):
        setattr(model, slot, ZonedText.of(text, zone))


def zone_of(model: Model) -> tzinfo | None:
    """Return the time zone that the days of a model were given, if any."""
    return next((text.zone for _, _, text in _moments(model) if isinstance(text, ZonedText)), None)


def _moments(value: Any) -> Iterator[tuple[Model, str, str]]:
    """Yield the moments in place of days, at any depth: the model and the slot of each, and its text."""
    if is_array(value) or is_object(value):
        for _, member in members(value):
            yield from _moments(member)
    elif isinstance(value, Model):
        for field in value.FIELDS:
            found = getattr(value, field.slot)
            if field.kind is not DAY:
                yield from _moments(found)
            elif isinstance(found, str) and len(found) != DATE_LENGTH:
                yield value, field.slot, found


def _make_plain(container: Any, number: Callable[[Decimal], object]) -> None:
    """Replace the Decimals of a JSON value, at any depth, in place."""
    for step, member in members(container):
        if is_array(member) or is_object(member):
            _make_plain(member, number)
        elif isinstance(member, Decimal):
            container[step] = number(member)


def _number(value: Decimal) -> int | float:
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and 0 <= exponent < 400 else float(value)
