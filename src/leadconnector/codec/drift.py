"""Drift: what an answer holds that its description does not know of. It breaks nothing; this is where it shows.

Nothing is parsed again for it: a model keeps what did not fit in its overflow mapping, and `report` looks there.
"""

import inspect
import logging
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, Final

from leadconnector.client.errors import ConfigurationError
from leadconnector.client.process_lock import ProcessLock
from leadconnector.codec.copying import escaped, is_array
from leadconnector.codec.enums import OpenStrEnum
from leadconnector.codec.model import Model, overflow_of
from leadconnector.codec.model_fields import ModelField, fields_of
from leadconnector.codec.unset import Unset

logger: Final = logging.getLogger("leadconnector")
MOST_REPORTED: Final = 10_000
"""How many different findings a client reports; names that never repeat must not fill its memory."""


class DriftKind(StrEnum):
    """What differs from the description."""

    UNKNOWN_FIELD = "unknown field"
    """A field that is not described."""
    UNKNOWN_ENUM_VALUE = "unknown enum value"
    """A value that its enum does not document."""
    NULL = "null where required"
    """A null in a described field, where a value is due."""
    WRONG_TYPE = "wrong type"
    """A value of another kind than described, such as text where money is due, or a date that can't be read."""


class DriftReporter:
    """Calls ``callback(operation, pointer, kind)`` for what is new in the answers of a client.

    ``operation`` is the method, such as ``schedules.get``; ``pointer`` the JSON pointer of the place in its answer,
    with ``*`` for the index of an array's element, so that what all of 1,000 invoices have is one finding. Each
    pointer and kind is reported once. Safe for threads; the callback runs in the caller's.
    """

    __slots__ = ("_callback", "_lock", "_seen")

    def __init__(self, callback: Callable[[str, str, DriftKind], object]) -> None:
        given: object = callback
        if not callable(given) or inspect.iscoroutinefunction(given):
            raise ConfigurationError(
                "on_drift is to be a plain function (not an async one), called with operation, pointer and kind"
            )
        self._callback = callback
        self._lock = ProcessLock()
        self._seen: set[tuple[str, DriftKind]] = set()

    def report(self, operation: str, model: object) -> None:
        """Report what is new in a result: a model or a list of models; anything else has no drift. Never raises."""
        try:
            for pointer, kind in _drifts(model, ""):
                if self._is_new(pointer, kind):
                    self._call(operation, pointer, kind)
        except Exception as error:
            logger.warning("drift of %s could not be told: %s", operation, type(error).__name__)

    def _is_new(self, pointer: str, kind: DriftKind) -> bool:
        if (pointer, kind) in self._seen:  # without the lock: nothing is ever taken out
            return False
        with self._lock:
            if (pointer, kind) in self._seen or len(self._seen) >= MOST_REPORTED:
                return False
            self._seen.add((pointer, kind))
            return True

    def _call(self, operation: str, pointer: str, kind: DriftKind) -> None:
        try:
            self._callback(operation, pointer, kind)
        except Exception as error:
            # Only the type: what a callback's error says may hold anything.
            logger.warning("on_drift failed on %s: %s", operation, type(error).__name__)


def _drifts(value: object, place: str) -> Iterator[tuple[str, DriftKind]]:
    if is_array(value):
        for element in value:
            yield from _drifts(element, f"{place}/*")
    elif isinstance(value, Model):
        yield from _overflowed(value, place)
        for field in fields_of(type(value)):
            found = getattr(value, field.slot)
            if found is not None and not isinstance(found, Unset) and not field.date:
                yield from _in_field(field, found, f"{place}/{escaped(field.wire_name)}")


def _overflowed(model: Model, place: str) -> Iterator[tuple[str, DriftKind]]:
    overflow: dict[str, Any] | None = overflow_of(model)
    if overflow:
        described = set(model.wire_names.values())
        for name, value in overflow.items():
            kind = DriftKind.NULL if value is None else DriftKind.WRONG_TYPE
            yield f"{place}/{escaped(name)}", kind if name in described else DriftKind.UNKNOWN_FIELD


def _in_field(field: ModelField, value: object, place: str) -> Iterator[tuple[str, DriftKind]]:
    if field.is_list and is_array(value):
        for element in value:
            yield from _in_value(field, element, f"{place}/*")
    else:
        yield from _in_value(field, value, place)


def _in_value(field: ModelField, value: object, place: str) -> Iterator[tuple[str, DriftKind]]:
    if isinstance(value, Model):
        yield from _drifts(value, place)
    elif isinstance(value, OpenStrEnum):
        if not value.is_known:
            yield place, DriftKind.UNKNOWN_ENUM_VALUE
    elif not field.holds(value):
        yield place, DriftKind.WRONG_TYPE
