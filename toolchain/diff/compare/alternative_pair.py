"""Two alternatives side by side: what differs between them, one atomic change at a time, and what to compare within."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.diff.classify import ChangeClass
from toolchain.diff.classify.witness import Step
from toolchain.diff.compare.findings import type_words
from toolchain.diff.normalize.alternatives import PLAIN_TYPES, matches
from toolchain.diff.normalize.keywords import ENCODINGS, is_valid
from toolchain.diff.values import array, code, codes, key_of, only_pairs
from toolchain.openapi.json_values import as_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolchain.diff.classify.containment import Containment
    from toolchain.diff.normalize.alternatives import Alternative, Piece
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

UNNAMED = ("x-other", "x", "a", "A", "1", "x-a", "en", "X_A")
"""Names of properties that nothing declares, one of which a pattern may match."""


@dataclass(slots=True)
class AtomicChange:
    """A change that could be made alone.

    Attributes:
        why: why it isn't proven that no caller is harmed; empty if it is.
        rule: whether docs/diff.md itself calls it breaking, whatever values there are.
        fails: what a value must fail for this change to be to blame.
        lenient: whether what `additionalProperties: true` admits counts as promised.
        harmless: its class where it harms nobody.
    """

    kind: str
    place: Pointer
    message: str
    detail: JSON = None
    gone: bool = False
    why: str = ""
    rule: bool = False
    fails: Callable[[JSON], bool] | None = None
    lenient: bool = False
    harmless: ChangeClass = ChangeClass.COMPATIBLE


@dataclass(frozen=True, slots=True)
class Within:
    """Schemas of both sides to compare for themselves, and how their values stand within these."""

    old: tuple[Pointer, ...]
    new: tuple[Pointer, ...]
    step: Step


class AlternativePair:
    """Compares an alternative of the old side with one of the new side."""

    def __init__(self, containment: Containment, old: Alternative, new: Alternative) -> None:
        self._containment = containment
        self.old, self.new = old, new
        self.inner, self.outer = (old, new) if containment.is_request else (new, old)
        self.within: list[Within] = []

    def changes(self) -> Iterator[AtomicChange]:
        """Yield what differs here, and collect what must be compared `within`."""
        shared = self.old.types & self.new.types
        if not shared and not {"integer", "number"} <= self.old.types | self.new.types:
            # Whatever else differs between a string and an object follows from that.
            yield from self._family("type")
            return
        for family in sorted(self.old.pieces.keys() | self.new.pieces.keys()):
            yield from self._family(family)
        yield from self._notes()
        yield from self._conditions()
        if "object" in shared:
            yield from self._objects()
        if "array" in shared:
            self._items()

    def _family(self, family: str) -> Iterator[AtomicChange]:
        old, new = self.old.pieces.get(family, []), self.new.pieces.get(family, [])
        if [piece.key for piece in old] == [piece.key for piece in new]:
            return
        is_open = family == "enum" and not new and "x-open-enum" in self.new.notes
        message = "the enum is open now" if is_open else keyword_words(family, old, new)
        change = AtomicChange(f"{family}-changed", (new or old)[0].place, message, gone=not new)
        change.detail = [family, _values(old), _values(new)]
        if family in self.outer.pieces and not self._containment.flat_holds(self.inner, self.outer, family):
            change.why = f"`{(new or old)[0].keyword}` can't be compared"
            demand = self.outer.flat(family)
            change.fails = lambda value: not is_valid(demand, value)
        yield change

    def _notes(self) -> Iterator[AtomicChange]:
        """Yield what decides how a value is read, but not which values there are."""
        for family in sorted((self.old.notes.keys() | self.new.notes.keys()) - {"x-open-enum"}):
            old, new = self.old.notes.get(family, []), self.new.notes.get(family, [])
            was, now = _values(old), _values(new)
            if key_of(was) == key_of(now):
                continue
            change = AtomicChange(f"{family}-changed", (new or old)[0].place, "", [was, now], not new)
            if family == "open enum":
                if "enum" in self.old.pieces or "enum" in self.new.pieces:
                    continue
                change.kind, change.detail = "enum-changed", [family, was, now]
                change.message = keyword_words("enum" if old and new else family, old, new)
            else:
                shown = [code(values[0]) if values else "none" for values in (was, now)]
                change.message, change.harmless = f"`{family}` {shown[0]} → {shown[1]}", ChangeClass.SURFACE
            if family == "contentEncoding" or (family in ENCODINGS and self.outer.notes.get(family)):
                change.why, change.rule = "the same text means something else", True
            yield change

    def _conditions(self) -> Iterator[AtomicChange]:
        old, new = self.old.opaque, self.new.opaque
        keys = [array(sorted(piece.key for piece in pieces)) for pieces in (old, new)]
        why = self._containment.why_not_opaque(self.inner, self.outer)
        if why or keys[0] != keys[1]:
            message = f"conditions {_verb(bool(old), bool(new))}"
            yield AtomicChange("conditions", (new or old)[0].place, message, array(keys), not new, why)

    def _items(self) -> None:
        length = max(self.old.prefix_length, self.new.prefix_length)
        for index in (*range(length), None):
            old, new = tuple(self.old.of_item(index)), tuple(self.new.of_item(index))
            if old or new:
                self.within.append(Within(old, new, Step(self.inner, at=index if index is not None else length)))

    def _objects(self) -> Iterator[AtomicChange]:
        names = {*self.old.properties, *self.new.properties, *self.old.required, *self.new.required}
        for old, new in self._renamed():
            names -= {old, new}
            change = self._presence(old, True, False)
            kind = type_words(self._containment.new.document, self.new.properties[new])
            change.kind, change.message = "property-renamed", f"property {code(old)} is now {code(new)} ({kind})"
            change.place, change.gone, change.detail = self.new.properties[new][0], False, [old, new]
            yield change
        for name in sorted(names):
            yield from self._property(name)
        yield from self._others()
        yield from self._patterns()

    def _renamed(self) -> list[tuple[str, str]]:
        """Return the properties that are only called something else: the same otherwise, and no other one is."""
        old = {name: self.old.of_name(name, lenient=False) for name in self.old.properties.keys() - self.old.hidden}
        new = {name: self.new.of_name(name, lenient=False) for name in self.new.properties.keys() - self.new.hidden}
        return only_pairs(
            [name for name in sorted(old) if name not in self.new.properties],
            [name for name in sorted(new) if name not in self.old.properties],
            lambda was, now: (
                (was in self.old.required) == (now in self.new.required)
                and self._containment.are_unchanged(tuple(old[was] or ()), tuple(new[now] or ()))
            ),
        )

    def _property(self, name: str) -> Iterator[AtomicChange]:
        was = name in self.old.properties and name not in self.old.hidden
        now = name in self.new.properties and name not in self.new.hidden
        if was and now:
            old, new = self.old.of_name(name, lenient=False), self.new.of_name(name, lenient=False)
            if old is not None and new is not None:
                self.within.append(Within(tuple(old), tuple(new), Step(self.inner, name)))
            elif (old is None) != (new is None):
                yield self._presence(name, old is not None, new is not None)
        elif was or now:
            yield self._presence(name, was, now)
        required = name in self.new.required
        if was == now and (name in self.old.required) != required:
            message = f"property {code(name)} is {'now' if required else 'no longer'} required"
            kind, side = f"property-{'required' if required else 'optional'}", self.new if required else self.old
            change = AtomicChange(kind, side.required[name], message, [name, not required, required], not required)
            self._blame(change, name)
            yield change

    def _blame(self, change: AtomicChange, name: str) -> bool:
        """Say of a change that what it demands may be missing, if that is so."""
        if name not in self.outer.required or name in self.inner.required:
            return False
        change.why = f"{code(name)} may be missing"
        change.fails = lambda value: isinstance(value, dict) and name not in value
        return True

    def _presence(self, name: str, was: bool, now: bool) -> AtomicChange:
        side, other = (self.old, self.new) if was else (self.new, self.old)
        required = name in side.required
        kind = type_words((self._containment.old if was else self._containment.new).document, side.properties[name])
        message = f"property {code(name)} ({kind}) is gone"
        if not was:
            message = f"new {'required ' * required}property {code(name)} ({kind})"
        change = AtomicChange(
            "property-removed" if was else "property-added", side.properties[name][0], message, gone=was
        )
        change.detail = [name, was, now, required]
        if name in other.hidden:
            keyword = self._containment.direction.hidden
            change.message = f"property {code(name)} is {'now' if was else 'no longer'} `{keyword}`"
            change.place, change.gone = other.properties[name][0].below(keyword), not was
        change.why = self._containment.why_name_not_in(name, self.inner, self.outer)
        if was:
            change.harmless = ChangeClass.SURFACE
            if self._containment.is_request:
                change.rule = self.outer.of_name(name, lenient=True) is None and bool(change.why)
            elif not self.new.of_name(name, lenient=True) or change.why:
                # What a client reads by name is not there, whatever else may be.
                change.rule, change.why = True, change.why or "it was promised"
        if not self._blame(change, name) and change.why:
            change.fails = lambda value: isinstance(value, dict) and name in value
        return change

    def _others(self) -> Iterator[AtomicChange]:
        was, now = _word(self.old), _word(self.new)
        if any(side.types == PLAIN_TYPES and not side.declares and not side.closers for side in (self.old, self.new)):
            return
        if was == now == "held to a schema":
            old, new = self.old.of_others(lenient=True), self.new.of_others(lenient=True)
            known = {*self.old.properties, *self.new.properties, *self.old.required, *self.new.required}
            name = next(each for each in (*UNNAMED, *map("x{}".format, range(len(known) + 1))) if each not in known)
            self.within.append(Within(tuple(old or ()), tuple(new or ()), Step(self.inner, name)))
        if was == now:
            return
        places = [closer.place for side in (self.new, self.old) for closer in side.closers]
        message = f"additional properties were {was}, are {now}"
        place = places[0] if places else self.new.origin
        change = AtomicChange(
            "additional-properties", place, message, [was, now], bool(places) and not self.new.closers
        )
        change.why = self._containment.why_others_not_in(self.inner, self.outer)
        if self._containment.is_request and was == "allowed" and now != "left open" and self.old.declares:
            # `true` beside named properties is the same as nothing said, unless the other side says otherwise.
            change.rule, change.why, change.lenient = True, change.why or "they were allowed", True
        yield change

    def _patterns(self) -> Iterator[AtomicChange]:
        for pattern in sorted(self.old.patterns.keys() | self.new.patterns.keys()):
            old, new = self.old.patterns.get(pattern), self.new.patterns.get(pattern)
            if old is not None and new is not None:
                name = next((each for each in UNNAMED if matches(each, pattern)), "x")
                self.within.append(Within(tuple(old), tuple(new), Step(self.inner, name)))
                continue
            place = (new or old or [self.new.origin])[0]
            message = f"properties by pattern {code(pattern)} {_verb(old is not None, new is not None)}"
            change = AtomicChange("pattern", place, message, [pattern, old is None], new is None)
            change.why = self._containment.why_others_not_in(self.inner, self.outer)
            yield change


def _values(pieces: list[Piece]) -> list[JSON]:
    return [piece.value for piece in pieces]


def _verb(was: bool, now: bool) -> str:
    return "changed" if was and now else "added" if now else "removed"


def _word(side: Alternative) -> str:
    values = [closer.value for closer in side.closers]
    if False in values:
        return "forbidden"
    if None in values:
        return "held to a schema"
    return "allowed" if True in values or not side.declares else "left open"


def keyword_words(family: str, old: list[Piece], new: list[Piece]) -> str:
    """Return what became of the keywords of one family, of an enum which values came and went."""
    if family == "type" and old and new:
        types = [" or ".join(code(name) for piece in pieces for name in as_list(piece.value)) for pieces in (old, new)]
        return f"type {types[0] or '`null`'} → {types[1] or '`null`'}"
    if family == "enum" and old and new:
        listed = [
            {key_of(value): value for piece in pieces for value in _alone_or_listed(piece)} for pieces in (old, new)
        ]
        added = [value for key, value in listed[1].items() if key not in listed[0]]
        gone = [value for key, value in listed[0].items() if key not in listed[1]]
        parts = [f"+ {codes(added)}"] * bool(added) + [f"- {codes(gone)}"] * bool(gone)
        return f"values {', '.join(parts)}" if parts else "the values are given in another way"
    shown = [", ".join(f"`{piece.keyword}` {code(_single(piece.value))}" for piece in pieces) for pieces in (old, new)]
    if not old or not new:
        return f"{''.join(shown)} {'added' if new else 'removed'}"
    if len(old) == len(new) == 1 and old[0].keyword == new[0].keyword:
        return f"{shown[0]} → {code(_single(new[0].value))}"
    return " → ".join(shown)


def _alone_or_listed(piece: Piece) -> list[JSON]:
    return [piece.value] if piece.keyword == "const" else as_list(piece.value)


def _single(value: JSON) -> JSON:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
