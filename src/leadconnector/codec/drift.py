"""Drift: what a response holds that its description does not know of. It breaks nothing; this is where it shows.

Nothing is parsed again for it: a model keeps what did not fit in its overflow mapping, and `report` looks there.
"""

import inspect
import logging
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

from leadconnector.codec.containers import Choice, ListOf, UnionOf
from leadconnector.codec.enums import OpenIntEnum, OpenStrEnum, Unset
from leadconnector.codec.errors import escape
from leadconnector.codec.json import is_array, is_object, members
from leadconnector.codec.kinds import LENIENT_TEXT, EnumOf, Kind, Literals, NumberOf
from leadconnector.codec.model import Model, overflow_of

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
    """Calls ``callback(operation, pointer, kind)`` for what is new in the responses of a client.

    ``operation`` is the method, such as ``schedules.get``; ``pointer`` the JSON pointer of the place in its response,
    with ``*`` for the index of an array's element, so that what all of 1,000 invoices have is one finding. Each
    pointer and kind is reported once. Safe for threads; the callback runs in the caller's.
    """

    __slots__ = ("_callback", "_seen")

    def __init__(self, callback: Callable[[str, str, DriftKind], object]) -> None:
        given: object = callback
        if not callable(given) or inspect.iscoroutinefunction(given):
            raise TypeError("on_drift must be a plain function (not an async one) of operation, pointer and kind")
        self._callback = callback
        self._seen: dict[tuple[str, DriftKind], object] = {}

    def report(self, operation: str, model: object, is_described: bool = True) -> None:
        """Report what is new in a result: a model, or lists and dicts of such; else there is none. Never raises.

        A result that is not described at all is new as a whole.
        """
        try:
            whole = [] if is_described or model is None else [("", DriftKind.UNKNOWN_FIELD)]
            for pointer, kind in (*whole, *_drifts(model, "")):
                mine = object()
                is_room = len(self._seen) < MOST_REPORTED
                # `setdefault` is atomic: of two threads one reports.
                if is_room and self._seen.setdefault((pointer or operation, kind), mine) is mine:
                    self._call(operation, pointer, kind)
        except Exception as error:
            logger.warning("drift of %s could not be reported: %s", operation, type(error).__name__)

    def _call(self, operation: str, pointer: str, kind: DriftKind) -> None:
        try:
            self._callback(operation, pointer, kind)
        except Exception as error:
            # Only the type: what a callback's error says may hold anything.
            logger.warning("on_drift failed on %s: %s", operation, type(error).__name__)


def _drifts(value: object, place: str, kind: Kind | None = None) -> Iterator[tuple[str, DriftKind]]:
    """Yield what is new in a value, of a described kind or a result as a whole, at any depth."""
    if isinstance(kind, UnionOf):
        if isinstance(value, Model) and kind.reads_otherwise(value.encode()):
            return
        kind = _member(kind, value)
        if kind is None and not isinstance(value, Model):
            yield place, DriftKind.WRONG_TYPE
            return
    if isinstance(value, Model):
        yield from _overflowed(value, place)
        for field in value.FIELDS:
            found = getattr(value, field.slot)
            if found is not None and not isinstance(found, Unset):
                yield from _drifts(found, f"{place}/{escape(field.json_name)}", field.kind)
    elif isinstance(value, (OpenStrEnum, OpenIntEnum)):
        if not value.is_known and (kind is None or isinstance(kind, EnumOf)):
            yield place, DriftKind.UNKNOWN_ENUM_VALUE
    elif isinstance(kind, ListOf) or (kind is None and (is_array(value) or is_object(value))):
        element, steps = (kind.element, kind.members(value)) if kind else (None, members(value))
        for step, each in steps:
            yield from _drifts(each, f"{place}/{'*' if isinstance(step, int) else escape(step)}", element)
    elif kind is LENIENT_TEXT and not isinstance(value, str):
        yield place, DriftKind.WRONG_TYPE
    elif isinstance(kind, NumberOf) and value not in kind.values:
        yield place, DriftKind.UNKNOWN_ENUM_VALUE


def _member(kind: UnionOf, value: object) -> Kind | None:
    """Return which of several kinds describes a value that is no model: none, where an object stays as it came."""
    try:
        member = kind.reader(kind.write(value))
    except (TypeError, ValueError):
        return None
    return _member(member, value) if isinstance(member, UnionOf) else None if isinstance(member, Choice) else member


def _overflowed(model: Model, place: str) -> Iterator[tuple[str, DriftKind]]:
    fields = {field.json_name: field for field in model.FIELDS}
    for name, value in (overflow_of(model) or {}).items():
        field = fields.get(name)
        is_allowed = model.OPEN or any(re.search(pattern, name) for pattern in model.PATTERNS)
        if name in model.UNTYPED or (field is None and is_allowed) or (value is None and field and field.nullable):
            continue
        kind = DriftKind.WRONG_TYPE
        if field is None:
            kind = DriftKind.UNKNOWN_FIELD
        elif value is None:
            kind = DriftKind.NULL
        elif isinstance(field.kind, Literals) and type(value) in map(type, field.kind.values):
            kind = DriftKind.UNKNOWN_ENUM_VALUE
        yield f"{place}/{escape(name)}", kind
