"""The alternatives of a schema: what each demands of properties, items and values, ready to be compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from toolchain.diff.normalize.keywords import TYPES, is_valid, judge
from toolchain.diff.values import array
from toolchain.openapi.json_values import as_list

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

T = TypeVar("T")
PLAIN_TYPES = TYPES - {"null", "integer"}


class Direction(StrEnum):
    """Who sends what a schema describes.

    What callers sent must be taken still: of requests the old side is the inner one, whose values the outer one must
    admit. Of responses it is the outer one.
    """

    REQUEST = "requests"
    RESPONSE = "responses"

    @property
    def hidden(self) -> str:
        """The keyword of properties that are not sent this way."""
        return "readOnly" if self is Direction.REQUEST else "writeOnly"

    def ordered(self, old: T, new: T) -> tuple[T, T]:
        """Return what belongs to the inner and to the outer side; given these, what belongs to the old and the new."""
        return (old, new) if self is Direction.REQUEST else (new, old)


class Piece(NamedTuple):
    """A keyword with its value, where it stands, and what it shares with the same one elsewhere."""

    keyword: str
    value: JSON
    place: Pointer
    key: str

    @property
    def values(self) -> list[JSON]:
        """The values that an `enum` or `const` lists."""
        return [self.value] if self.keyword == "const" else as_list(self.value)


class Closer(NamedTuple):
    """`additionalProperties` or `unevaluatedProperties`: `value` is a bool, or None for the schema at `place`."""

    value: bool | None
    place: Pointer
    names: frozenset[str]
    patterns: tuple[str, ...]

    def concerns(self, name: str) -> bool:
        """Whether a property of that name is one of the others."""
        return name not in self.names and not any(matches(name, pattern) for pattern in self.patterns)


class Items(NamedTuple):
    """What one schema demands of the items of an array: of those told apart by index, and of the rest."""

    prefix: tuple[Pointer, ...]
    rest: Pointer | None


@dataclass(slots=True, eq=False)
class Alternative:
    """One way to meet a schema, null left out. Lists of places are schemas that all apply."""

    direction: Direction
    origin: Pointer
    choices: dict[Pointer, int] = field(default_factory=dict["Pointer", int])
    """Which branch was taken of each union, by its place."""
    pieces: dict[str, list[Piece]] = field(default_factory=dict[str, list[Piece]])
    """Keywords without schemas in them, by family; `type` without null."""
    notes: dict[str, list[Piece]] = field(default_factory=dict[str, list[Piece]])
    """What decides the Python type of a value or how to read it, but not which values there are."""
    opaque: list[Piece] = field(default_factory=list[Piece])
    properties: dict[str, list[Pointer]] = field(default_factory=dict[str, "list[Pointer]"])
    hidden: set[str] = field(default_factory=set[str])
    required: dict[str, Pointer] = field(default_factory=dict[str, "Pointer"])
    patterns: dict[str, list[Pointer]] = field(default_factory=dict[str, "list[Pointer]"])
    closers: list[Closer] = field(default_factory=list[Closer])
    arrays: list[Items] = field(default_factory=list[Items])
    declares: bool = False
    """Whether it names properties at all; an object that doesn't is free-form."""
    types: frozenset[str] = PLAIN_TYPES
    alone: Pointer | None = None
    """The one schema that says all of it, where it was reached through references and unions of nothing else."""

    def of_name(self, name: str, *, lenient: bool) -> list[Pointer] | None:
        """Return the schemas that apply to a property; None if it is not allowed.

        `lenient` is whether `additionalProperties: true` counts; without it, it is the same as nothing said.
        """
        found = list(self.properties.get(name, ())) if name not in self.hidden else []
        for pattern, places in self.patterns.items():
            if matches(name, pattern):
                found += [place for place in places if place not in found]
        closers = [closer for closer in self.closers if closer.concerns(name)]
        return self._closed(found, closers, lenient=lenient)

    def of_others(self, *, lenient: bool) -> list[Pointer] | None:
        """Return the schemas that apply to properties that nothing names; None if there may be none."""
        return self._closed([], self.closers, lenient=lenient)

    def _closed(self, found: list[Pointer], closers: list[Closer], *, lenient: bool) -> list[Pointer] | None:
        is_open = bool(found) or not self.declares or self.direction is Direction.RESPONSE
        for closer in closers:
            if closer.value is False and self.direction is Direction.REQUEST:
                return None
            if closer.value is None:
                found.append(closer.place)
                is_open = True
            is_open = is_open or (closer.value is True and lenient)
        return found if is_open else None

    def of_item(self, index: int | None) -> list[Pointer]:
        """Return the schemas that apply to the item at an index; None is for those behind all that are told apart."""
        found: list[Pointer] = []
        for items in self.arrays:
            if index is not None and index < len(items.prefix):
                found.append(items.prefix[index])
            elif items.rest is not None:
                found.append(items.rest)
        return found

    @property
    def prefix_length(self) -> int:
        """How many items are told apart by their index."""
        return max((len(items.prefix) for items in self.arrays), default=0)

    def flat(self, family: str = "") -> JSON:
        """Return the keywords without schemas in them, or those of one family, as a JSON Schema."""
        families = [family] if family else sorted(self.pieces)
        parts = [_sound({piece.keyword: piece.value}) for name in families for piece in self.pieces.get(name, [])]
        if not family:
            parts.append({"type": array(sorted(self.types)) or ["null"]})
            if self.required:
                parts.append({"required": array(sorted(self.required))})
        return {"allOf": array(parts)} if parts else True

    def keys(self, family: str) -> frozenset[str]:
        """Return what identifies the keywords of a family, whatever their places."""
        return frozenset(piece.key for piece in self.pieces.get(family, []))

    def values(self) -> list[JSON] | None:
        """Return the values, where an `enum` or `const` counts them; None where there is no end to them."""
        if self.types == frozenset({"boolean"}):
            return [*filter(judge(self.flat()), (False, True))]
        for piece in self.pieces.get("enum", []):
            return [*filter(judge(self.flat()), piece.values)]
        return None


@dataclass(slots=True)
class Alternatives:
    """All ways to meet a schema.

    Attributes:
        null: whether null is one.
        found: the others.
        exclusive: the places of unions of which a value must meet exactly one branch (`oneOf`).
        too_many: whether there are more than can be written out, in which case there are none in `found`, and `null`
            isn't known.
    """

    null: bool
    found: list[Alternative]
    exclusive: frozenset[Pointer] = frozenset()
    too_many: bool = False


def _sound(fragment: dict[str, JSON]) -> JSON:
    """What admitted only null has no values left once null is counted apart."""
    return {"not": {}} if fragment in ({"type": []}, {"enum": []}, {"const": None}) else fragment


def matches(name: str, pattern: str) -> bool:
    """Whether a name matches a pattern; one that no engine can run matches nothing."""
    return is_valid({"pattern": pattern}, name)
