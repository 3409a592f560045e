"""Two alternatives side by side: which belong together, what differs between them, and what to compare within."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.diff.classify import ChangeClass
from toolchain.diff.classify.containment import OTHER_TEXT
from toolchain.diff.classify.witness import Step
from toolchain.diff.compare.findings import Finding, type_words
from toolchain.diff.normalize.alternatives import PLAIN_TYPES, matches
from toolchain.diff.normalize.keywords import ENCODINGS, JUDGED, SCALARS, judge, listed
from toolchain.diff.values import array, code, codes, key_of, only_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolchain.diff.classify.containment import Containment
    from toolchain.diff.normalize import Normalizer
    from toolchain.diff.normalize.alternatives import Alternative, Alternatives, Piece
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

UNNAMED = ("x-other", "x", "a", "A", "1", "x-a", "en", "X_A")
"""Names of properties that nothing declares, one of which a pattern may match."""

Pairs = list[tuple["Alternative", "Alternative"]]
_HARMLESS = ChangeClass.COMPATIBLE


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
        self.inner, self.outer = containment.direction.ordered(old, new)
        self._olds, self._news = (side.properties.keys() - side.hidden for side in (old, new))
        self.within: list[Within] = []

    def differences(self, *, is_text: bool) -> Iterator[Finding]:
        """Yield what differs here, each as if it were made alone, and collect what must be compared `within`."""
        shared = self.old.types & self.new.types
        if not shared and not {"integer", "number"} <= self.old.types | self.new.types:
            # Whatever else differs between a string and an object follows from that.
            yield from self._family("type")
            # But for how a text is read that was a number, where all is text.
            if is_text and (self.old.types | self.new.types) <= SCALARS:
                yield from (found for found in self._notes() if found.rule)
            return
        for family in sorted(self.old.pieces.keys() | self.new.pieces.keys()):
            yield from self._family(family)
        yield from self._notes()
        yield from self._conditions()
        if "object" in shared:
            yield from self._objects()
        if "array" in shared:
            length = max(self.old.prefix_length, self.new.prefix_length)
            for index in range(length + 1):
                at = index if index < length else None
                self._compare_within(self.old.of_item(at), self.new.of_item(at), Step(self.inner, at=index))

    def _compare_within(self, old: list[Pointer] | None, new: list[Pointer] | None, step: Step) -> None:
        if old or new:
            self.within.append(Within(tuple(old or ()), tuple(new or ()), step))

    def _family(self, family: str) -> Iterator[Finding]:
        old, new = self.old.pieces.get(family, []), self.new.pieces.get(family, [])
        if [piece.key for piece in old] == [piece.key for piece in new]:
            return
        is_open = family == "enum" and not new and "x-open-enum" in self.new.notes
        message = "the enum is open now" if is_open else keyword_words(family, old, new)
        detail: JSON = [family, _values(old), _values(new)]
        found = Finding(f"{family}-changed", _HARMLESS, (new or old)[0].place, message, detail, gone=not new)
        if family in self.outer.pieces and not self._containment.flat_holds(self.inner, self.outer, family):
            found.doubt = f"`{(new or old)[0].keyword}` can't be compared"
            meets = judge(self.outer.flat(family))
            found.fails = lambda value: not meets(value)
        yield found

    def _notes(self) -> Iterator[Finding]:
        """Yield what decides how a value is read, but not which values there are."""
        for family in sorted((self.old.notes.keys() | self.new.notes.keys()) - {"x-open-enum"}):
            old, new = self.old.notes.get(family, []), self.new.notes.get(family, [])
            was, now = _values(old), _values(new)
            if key_of(was) == key_of(now):
                continue
            kind, harmless, detail = f"{family}-changed", ChangeClass.SURFACE, array([was, now])
            message = f"`{family}` {code(was[0]) if was else 'none'} → {code(now[0]) if now else 'none'}"
            if family == "open enum":
                if "enum" in self.old.pieces or "enum" in self.new.pieces:
                    continue
                kind, harmless, detail = "enum-changed", _HARMLESS, array([family, was, now])
                message = keyword_words("enum" if old and new else family, old, new)
            found = Finding(kind, harmless, (new or old)[0].place, message, detail, gone=not new)
            if family == "contentEncoding" or (family in ENCODINGS and self.outer.notes.get(family)):
                found.doubt, found.rule = OTHER_TEXT, True
            yield found

    def _conditions(self) -> Iterator[Finding]:
        old, new = self.old.opaque, self.new.opaque
        keys = array(array(sorted(piece.key for piece in pieces)) for pieces in (old, new))
        doubt = self._containment.why_not_opaque(self.inner, self.outer)
        if doubt or keys[0] != keys[1]:
            message = f"conditions {_verb(bool(old), bool(new))}"
            yield Finding("conditions", _HARMLESS, (new or old)[0].place, message, keys, gone=not new, doubt=doubt)

    def _objects(self) -> Iterator[Finding]:
        names = {*self.old.properties, *self.new.properties, *self.old.required, *self.new.required}
        for old, new in self._renamed():
            names -= {old, new}
            found = self._presence(old, True, False)
            kind = type_words(self._containment.new.document, self.new.properties[new])
            found.kind, found.message = "property-renamed", f"property {code(old)} is now {code(new)} ({kind})"
            found.place, found.gone, found.detail = self.new.properties[new][0], False, [old, new]
            yield found
        for name in sorted(names):
            yield from self._property(name)
        yield from self._others()
        yield from self._patterns()

    def _renamed(self) -> list[tuple[str, str]]:
        """Return the properties that are only called something else: the same otherwise, and no other one is."""
        unchanged = self._containment.unchanged
        olds = {
            name: tuple(self.old.of_name(name, lenient=False) or ()) for name in self._olds - self.new.properties.keys()
        }
        news = {
            name: tuple(self.new.of_name(name, lenient=False) or ()) for name in self._news - self.old.properties.keys()
        }
        pairs = only_pairs(
            (((name in self.old.required, *map(unchanged.old_hashes.of, olds[name])), name) for name in sorted(olds)),
            (((name in self.new.required, *map(unchanged.new_hashes.of, news[name])), name) for name in sorted(news)),
        )
        return [(was, now) for was, now in pairs if self._containment.are_unchanged(olds[was], news[now])]

    def _property(self, name: str) -> Iterator[Finding]:
        was, now = name in self._olds, name in self._news
        if was and now:
            old, new = self.old.of_name(name, lenient=False), self.new.of_name(name, lenient=False)
            if old is not None and new is not None:
                self._compare_within(old, new, Step(self.inner, name))
            elif (old is None) != (new is None):
                yield self._presence(name, old is not None, new is not None)
        elif was or now:
            yield self._presence(name, was, now)
        required = name in self.new.required
        if was == now and (name in self.old.required) != required:
            message = f"property {code(name)} is {'now' if required else 'no longer'} required"
            kind, side = f"property-{'required' if required else 'optional'}", self.new if required else self.old
            detail: list[JSON] = [name, not required, required]
            found = Finding(kind, _HARMLESS, side.required[name], message, detail, gone=not required)
            self._blame(found, name)
            yield found

    def _blame(self, found: Finding, name: str) -> bool:
        """Say of a finding that what it demands may be missing, if that is so."""
        if name not in self.outer.required or name in self.inner.required:
            return False
        found.doubt = f"{code(name)} may be missing"
        found.fails = lambda value: isinstance(value, dict) and name not in value
        return True

    def _presence(self, name: str, was: bool, now: bool) -> Finding:
        side, other = (self.old, self.new) if was else (self.new, self.old)
        required = name in side.required
        kind = type_words((self._containment.old if was else self._containment.new).document, side.properties[name])
        message = f"property {code(name)} ({kind}) is gone"
        if not was:
            message = f"new {'required ' * required}property {code(name)} ({kind})"
        found = Finding(
            "property-removed" if was else "property-added", _HARMLESS, side.properties[name][0], message, gone=was
        )
        found.detail = [name, was, now, required]
        if name in other.hidden:
            keyword = self._containment.direction.hidden
            found.message = f"property {code(name)} is {'now' if was else 'no longer'} `{keyword}`"
            found.place, found.gone = other.properties[name][0].below(keyword), not was
        found.doubt = self._containment.why_name_not_in(name, self.inner, self.outer)
        if was:
            found.change_class = ChangeClass.SURFACE
            if self._containment.is_request:
                found.rule = self.outer.of_name(name, lenient=True) is None and bool(found.doubt)
            elif not self.new.of_name(name, lenient=True) or found.doubt:
                # What a client reads by name is not there, whatever else may be.
                found.rule, found.doubt = True, found.doubt or "it was promised"
        if not self._blame(found, name) and found.doubt:
            found.fails = lambda value: isinstance(value, dict) and name in value
        return found

    def _others(self) -> Iterator[Finding]:
        was, now = _word(self.old), _word(self.new)
        if any(side.types == PLAIN_TYPES and not side.declares and not side.closers for side in (self.old, self.new)):
            return
        if was == now == "held to a schema":
            known = {*self.old.properties, *self.new.properties, *self.old.required, *self.new.required}
            name = next(each for each in (*UNNAMED, *map("x{}".format, range(len(known) + 1))) if each not in known)
            sides = self.old.of_others(lenient=True), self.new.of_others(lenient=True)
            self._compare_within(*sides, Step(self.inner, name))
        if was == now:
            return
        places = [closer.place for side in (self.new, self.old) for closer in side.closers]
        message = f"additional properties were {was}, are {now}"
        place, gone = places[0] if places else self.new.origin, bool(places) and not self.new.closers
        found = Finding("additional-properties", _HARMLESS, place, message, [was, now], gone=gone)
        found.doubt = self._containment.why_others_not_in(self.inner, self.outer)
        if self._containment.is_request and was == "allowed" and now != "left open" and self.old.declares:
            # `true` beside named properties is the same as nothing said, unless the other side says otherwise.
            found.rule, found.doubt = True, found.doubt or "they were allowed"
        yield found

    def _patterns(self) -> Iterator[Finding]:
        for pattern in sorted(self.old.patterns.keys() | self.new.patterns.keys()):
            old, new = self.old.patterns.get(pattern), self.new.patterns.get(pattern)
            if old is not None and new is not None:
                name = next((each for each in UNNAMED if matches(each, pattern)), "x")
                self._compare_within(old, new, Step(self.inner, name))
                continue
            place = (new or old or [self.new.origin])[0]
            message = f"properties by pattern {code(pattern)} {_verb(old is not None, new is not None)}"
            found = Finding("pattern", _HARMLESS, place, message, [pattern, old is None], gone=new is None)
            found.doubt = self._containment.why_others_not_in(self.inner, self.outer)
            yield found


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
    if family == "enum" and old and new:
        was, now = ({key_of(value): value for piece in pieces for value in piece.values} for pieces in (old, new))
        added = [value for key, value in now.items() if key not in was]
        gone = [value for key, value in was.items() if key not in now]
        parts = [f"+ {codes(added)}"] * bool(added) + [f"- {codes(gone)}"] * bool(gone)
        return f"values {', '.join(parts)}" if parts else "the values are given in another way"
    shown = [", ".join(f"`{piece.keyword}` {code(_single(piece.value))}" for piece in pieces) for pieces in (old, new)]
    if not old or not new:
        return f"{''.join(shown)} {'added' if new else 'removed'}"
    if len(old) == len(new) == 1 and old[0].keyword == new[0].keyword:
        return f"{shown[0]} → {code(_single(new[0].value))}"
    return " → ".join(shown)


def _single(value: JSON) -> JSON:
    # Null is counted apart, and may be all that there was.
    return (value or [None])[0] if isinstance(value, list) and len(value) < 2 else value


def pair_alternatives(
    containment: Containment, old: Alternatives, new: Alternatives
) -> tuple[Pairs, list[Alternative], list[Alternative]]:
    """Return the alternatives that belong together, and those of each side that are left over.

    They belong together if they are the same, are called the same, have the same tag (values of required properties),
    are the only ones of their types, or are alike.
    """
    olds, news, pairs = list(old.found), list(new.found), Pairs()

    def take(found: Pairs) -> None:
        pairs.extend(found)
        for was, now in found:
            olds.remove(was)
            news.remove(now)

    def take_by(key: Callable[[Alternative, Normalizer], str]) -> None:
        waiting: dict[str, list[Alternative]] = {}
        for now in news:
            waiting.setdefault(key(now, containment.new), []).append(now)
        known = ((was, key(was, containment.old)) for was in olds)
        take([(was, waiting[name].pop(0)) for was, name in known if name and waiting.get(name)])

    def signature(one: Alternative, normalizer: Normalizer) -> str:
        unchanged = containment.unchanged
        return (unchanged.old_hashes if normalizer is containment.old else unchanged.new_hashes).of(one.origin)

    take_by(lambda one, normalizer: f"{_name(one, normalizer)} {signature(one, normalizer)}")
    for key in (_name, signature, _tag):
        take_by(key)
    take(only_pairs(((one.types, one) for one in olds), ((one.types, one) for one in news)))
    take(_similar(olds, news))
    # What was one and is several now is told of each of these, unless another one stands for it.
    singles, rest = (old.found, news) if len(old.found) == 1 else (new.found, olds)
    is_inner = (singles is old.found) == containment.is_request
    if len(singles) == 1 and rest and not pairs and not is_inner and all(one.types & singles[0].types for one in rest):
        return [(singles[0], one) if singles is old.found else (one, singles[0]) for one in rest], [], []
    return pairs, olds, news


def _similar(olds: list[Alternative], news: list[Alternative]) -> Pairs:
    """Pair objects that share more than half of their properties, the most similar first."""
    ranked = sorted(
        (-len(one.properties.keys() & two.properties.keys()) / len(names), position, other)
        for position, one in enumerate(olds)
        for other, two in enumerate(news)
        if (names := one.properties.keys() | two.properties.keys()) and one.types == two.types
    )
    taken: dict[int, int] = {}
    for score, position, other in ranked:
        if score < -0.5 and position not in taken and other not in taken.values():
            taken[position] = other
    return [(olds[position], news[other]) for position, other in taken.items()]


def _name(one: Alternative, normalizer: Normalizer) -> str:
    if not one.choices:
        target = named(normalizer.document, one.origin)
        return target.name if target else one.origin.name if one.origin.keys[:2] == ("components", "schemas") else ""
    names = [named(normalizer.document, union.below(index)) for union, index in one.choices.items()]
    return " ".join(name.name for name in names if name is not None)


def _tag(one: Alternative, normalizer: Normalizer) -> str:
    found: dict[str, JSON] = {}
    for name in one.required:
        alternatives = normalizer.of(one.of_name(name, lenient=True) or ())
        if len(alternatives.found) == 1 and (values := alternatives.found[0].values()) and len(values) == 1:
            found[name] = values[0]
    return key_of(found) if found else ""


def named(document: Document, place: Pointer) -> Pointer | None:
    """Return where the schema at a place is defined under a name: by `$ref`, alone or only wrapped; else None."""
    for _ in range(8):
        node = document.schema(place)
        keywords = JUDGED.intersection(node) - {"nullable"}
        if set(keywords) == {"$ref"}:
            return document.follow(place)
        wrapper = next(iter(keywords)) if len(keywords) == 1 else ""
        if wrapper not in ("allOf", "anyOf", "oneOf"):
            return None
        branches = [each for each in listed(document, place, wrapper) if document.schema(each).get("type") != "null"]
        if len(branches) != 1:
            return None
        place = branches[0]
    return None
