"""Attributes that aren't just what their slot holds: dates, kept as text, and parts that are made on first read."""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, Self, TypeVar, overload

from leadconnector.codec.enums import UNSET

T = TypeVar("T")

UNREAD: Final[Any] = object()
"""What the slot of a part holds until the parts are made."""


class Attribute(property, Generic[T]):
    """An attribute that reads and takes a `T`: a property calls its functions sooner than a descriptor its methods."""

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: type | None = None, /) -> Self: ...
        @overload
        def __get__(self, instance: object, owner: type | None = None, /) -> T: ...
        def __get__(self, instance: object, owner: type | None = None, /) -> Any: ...
        def __set__(self, instance: object, value: T, /) -> None: ...


class Dated(Attribute[T]):
    """An attribute over the slot `slot`, which holds the text of a `T` (or None or UNSET).

    Args:
        slot: The attribute that holds the text.
        read: Parses text that has been looked at: when it came, or when it was set.
        write: Returns the text of what is assigned: the kind's `convert`.
    """

    def __init__(self, slot: str, read: Callable[[str], object], write: Callable[[object], str]) -> None:
        text_of = attrgetter(slot)

        def read_slot(model: object) -> Any:
            text = text_of(model)
            return text if text is None or text is UNSET else read(text)

        def write_slot(model: object, value: object) -> None:
            setattr(model, slot, value if value is None or value is UNSET else write(value))

        super().__init__(read_slot, write_slot, lambda model: delattr(model, slot))


class _Parted(Protocol):
    """A `leadconnector.codec.model.ResponseWithParts`, which this module can't import."""

    def _read_parts(self) -> None: ...


class OnDemand(Attribute[T]):
    """An attribute of a part, over the slot `slot` of a `leadconnector.codec.model.ResponseWithParts`."""

    def __init__(self, slot: str) -> None:
        held = attrgetter(slot)

        def read(model: _Parted) -> Any:
            value = held(model)
            if value is UNREAD:
                model._read_parts()  # pyright: ignore[reportPrivateUsage]
                return held(model)
            return value

        def write(model: _Parted, value: object) -> None:
            # Else the part as it came would take this one's place.
            model._read_parts()  # pyright: ignore[reportPrivateUsage]
            setattr(model, slot, value)

        def delete(model: _Parted) -> None:
            model._read_parts()  # pyright: ignore[reportPrivateUsage]
            delattr(model, slot)

        super().__init__(read, write, delete)
