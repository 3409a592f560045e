"""Responses whose parts are made when they are first read: most parts of most responses never are.

A part is a described object, or an array of such. Decoding a response takes its own fields alone. The parsed JSON of
its parts waits until one of them, or `extra`, is read; then all are made, with what is in them. A part that has parts
of its own, as each invoice of a schedule has, waits with those again.
"""

import os
from operator import attrgetter
from threading import RLock
from typing import Any, Final, TypeVar

from leadconnector.codec.attribute import Attribute
from leadconnector.codec.json import JSONObject
from leadconnector.codec.model import ResponseModel

T = TypeVar("T")

UNREAD: Final[Any] = object()
"""What the slot of a part holds until the parts are made."""
_lock = RLock()


def _renew_lock() -> None:
    global _lock
    _lock = RLock()


if hasattr(os, "register_at_fork"):  # a thread of the parent may hold it, and nobody in the child would let go of it
    os.register_at_fork(after_in_child=_renew_lock)


class ResponseWithParts(ResponseModel):
    """A response that stands by itself, as it has an id."""

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


class OnDemand(Attribute[T]):
    """An attribute of a part, over the slot `slot`."""

    def __init__(self, slot: str) -> None:
        held = attrgetter(slot)

        def read(model: ResponseWithParts) -> Any:
            value = held(model)
            if value is not UNREAD:
                return value
            model._read_parts()  # pyright: ignore[reportPrivateUsage]
            return held(model)

        def write(model: ResponseWithParts, value: object) -> None:
            # else the part as it came would take this one's place
            model._read_parts()  # pyright: ignore[reportPrivateUsage]
            setattr(model, slot, value)

        def delete(model: ResponseWithParts) -> None:
            model._read_parts()  # pyright: ignore[reportPrivateUsage]
            delattr(model, slot)

        super().__init__(read, write, delete)
