"""Whether one schema admits all that another one does: proven over their alternatives, or not."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import jsonschema_rs
from jsonschema_rs.canonical import Containment as Verdict

from toolchain.diff.classify.witness import Witnesses
from toolchain.diff.normalize import Normalizer
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.normalize.keywords import ENCODINGS, judge
from toolchain.diff.normalize.schema_hash import Unchanged
from toolchain.diff.values import key_of
from toolchain.openapi.json_values import as_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolchain.diff.normalize.alternatives import Alternative, Alternatives
    from toolchain.openapi.document import Document
    from toolchain.openapi.pointer import Pointer

MOST_STEPS = 3_500
"""Pairs of alternatives that one proof may look at."""

MOST_IN_ALL = 6_000
"""Pairs of alternatives that all proofs of one direction may look at; what is not proven by then is `maybe`."""

DEEPEST = 2_000
"""Schemas within one another that a proof follows."""

DEEPEST_APART = 2
"""Values within values that are looked into for what tells alternatives apart."""

Places = tuple["Pointer", ...]
OTHER_TEXT = "the same text means something else"
_TOO_MANY = "there are too many alternatives to compare"
_DEEP = frozenset({"$ref", "allOf", "anyOf", "oneOf", "properties", "items", "additionalProperties"})


class Sides:
    """The two documents, and what is known of containment between their schemas in each direction."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self.unchanged = Unchanged(old, new)
        self.containments = {direction: Containment(self, direction) for direction in Direction}


class Containment:
    """Proves that what the inner side of a comparison admits is admitted by the outer one, or finds what isn't.

    A pair of schemas that comes back to itself within a value holds if all else does: values are finite.
    """

    def __init__(self, sides: Sides, direction: Direction) -> None:
        self.direction = direction
        self.is_request = direction is Direction.REQUEST
        self.old, self.new = Normalizer(sides.old, direction), Normalizer(sides.new, direction)
        self.inner, self.outer = direction.ordered(self.old, self.new)
        self.witnesses = Witnesses(self.inner, self.outer)
        self.unchanged = sides.unchanged
        self._proven: dict[tuple[Places, Places], None] = {}
        self._failed: dict[tuple[Places, Places], str] = {}
        self._left = 0
        self._budget = MOST_IN_ALL
        self._depth = 0

    def why_not(self, inner: Sequence[Pointer], outer: Sequence[Pointer]) -> str:
        """Return why there is no proof for the schemas at two places; empty if there is one."""
        key = (self.inner.own(inner), self.outer.own(outer))
        if key in self._proven:
            return ""
        if key in self._failed:
            return self._failed[key]
        if self._depth == 0:
            self._left = min(MOST_STEPS, self._budget)
        if self._depth >= DEEPEST:
            return "schemas are nested too deeply to compare"
        mark = len(self._proven)
        self._proven[key] = None
        self._depth += 1
        # Proofs follow models that hold models; plain calls of Python need no more than memory for that.
        limit = sys.getrecursionlimit()
        if self._depth == 1:
            sys.setrecursionlimit(max(limit, DEEPEST * 12))
        try:
            reason = self._schemas(*key)
        finally:
            self._depth -= 1
            if self._depth == 0:
                sys.setrecursionlimit(limit)
        if reason:
            self._forget(mark)
            # That steps or depth ran out says nothing of the pair itself.
            if self._left > 0 and "too " not in reason:
                self._failed[key] = reason
        return reason

    def _forget(self, mark: int) -> None:
        """Drop what was proven with the help of something that turned out wrong."""
        while len(self._proven) > mark:
            self._proven.popitem()

    def are_same(self, inner: Places, outer: Places) -> bool:
        """Whether the schemas at two places are unchanged, with all that they refer to."""
        return self.are_unchanged(*self.direction.ordered(inner, outer))

    def are_unchanged(self, old: Places, new: Places) -> bool:
        """Whether schemas of the old side are the same on the new one."""
        return len(old) == len(new) and all(map(self.unchanged.is_unchanged, old, new))

    def _schemas(self, inner: Places, outer: Places) -> str:
        if not outer or (inner and self.are_same(inner, outer)):
            return ""
        ins, outs = self.inner.of(inner), self.outer.of(outer)
        if ins.too_many or outs.too_many:
            return _TOO_MANY
        if ins.null and not outs.null:
            return "null"
        reasons = (self._one_in_all(one, ins, outer, outs) for one in ins.found)
        return next((reason for reason in reasons if reason), "")

    def why_one_is_not_in(self, alternative: Alternative, inner: Places, outer: Places) -> str:
        """Return why there is no proof that the schemas at `outer` admit one alternative of those at `inner`."""
        self._left = min(MOST_STEPS, self._budget)
        ins, outs = self.inner.of(inner), self.outer.of(outer)
        return _TOO_MANY if outs.too_many else self._one_in_all(alternative, ins, outer, outs)

    def _one_in_all(self, one: Alternative, ins: Alternatives, outer: Places, outs: Alternatives) -> str:
        reason = "no alternative admits it"
        texts = [each for each in outs.found if "string" in each.types]
        if texts and one.types == frozenset({"string"}) and not any(reads_alike(one, each) for each in texts):
            return OTHER_TEXT
        # Most have a partner of the same name, which is tried first.
        name = _label(one, self.inner)
        for candidate in sorted(outs.found, key=lambda each: _label(each, self.outer) != name):
            mark = len(self._proven)
            found = self.why_not_in(one, candidate) or self._overlap(one, ins, candidate, outs)
            if not found:
                return ""
            self._forget(mark)
            # The reason of the alternative that is nearest, as far as that can be told.
            if len(outs.found) == 1 or "overlap" in found or "too many" in found:
                reason = found
        values = one.values()
        if values is not None and not one.opaque and len(values) <= 200:
            refused = [value for value in values if not self.witnesses.accepted(outer, value)]
            if refused:
                return f"value {json.dumps(refused[0], ensure_ascii=False)}"
            if all(reads_alike(one, each) for each in outs.found):
                return ""
        if len(outs.found) < 2 or len(one.types) < 2:
            return reason
        parts = [replace(one, types=frozenset({kind}), alone=None) for kind in sorted(one.types)]
        reasons = (self._one_in_all(part, ins, outer, outs) for part in parts if part.values() != [])
        return next((why for why in reasons if why), "")

    def _overlap(self, one: Alternative, ins: Alternatives, chosen: Alternative, outs: Alternatives) -> str:
        """Whether a value of `one` might meet another branch of a `oneOf` too, and then would be refused."""
        for union in outs.exclusive & chosen.choices.keys():
            by_branch: dict[int, list[Alternative]] = {}
            for other in outs.found:
                if union in other.choices and other.choices[union] != chosen.choices[union]:
                    by_branch.setdefault(other.choices[union], []).append(other)
            for index, others in by_branch.items():
                if all(_are_disjoint(one, self.inner, other, self.outer) for other in others):
                    continue
                if not self._is_refused_already(one, ins, union.below(index)):
                    return "alternatives of `oneOf` overlap, and a value must meet exactly one"
        return ""

    def _is_refused_already(self, one: Alternative, ins: Alternatives, branch: Pointer) -> bool:
        """Whether no value of `one` meets a branch, since the inner side tells the same one apart from it."""
        return any(
            index != one.choices[union] and self.are_same((union.below(index),), (branch,))
            for union in ins.exclusive & one.choices.keys()
            for index, _ in enumerate(as_list(self.inner.document.value(union)))
        )

    def why_not_in(self, one: Alternative, other: Alternative, besides: frozenset[str] = frozenset()) -> str:
        """Return why there is no proof that one alternative is contained in another, `besides` some properties."""
        self._left -= 1
        self._budget -= 1
        if self._left <= 0:
            return _TOO_MANY
        if one.alone is not None and other.alone is not None:
            return self.why_not((one.alone,), (other.alone,))
        for family in other.pieces:
            if not self.flat_holds(one, other, family):
                return f"`{other.pieces[family][0].keyword}` can't be compared"
        if "string" in one.types & other.types and not reads_alike(one, other):
            return OTHER_TEXT
        return (
            self.why_not_opaque(one, other)
            or self._why_not_object(one, other, besides)
            or self._why_not_array(one, other)
        )

    def flat_holds(self, one: Alternative, other: Alternative, family: str) -> bool:
        """Whether all values of one alternative meet the keywords of a family that another one has."""
        if one.keys(family) >= other.keys(family):
            return True
        if (values := one.values()) is not None:
            return all(map(judge(other.flat(family)), values))
        return _covers(key_of(other.flat(family)), key_of(one.flat()))

    def why_not_opaque(self, one: Alternative, other: Alternative) -> str:
        """Return why there is no proof that one alternative meets the conditions that another one has."""
        mine = list(_groups(one).values())
        for group in _groups(other).values():
            if not any(self._same_conditions(each, group) for each in mine):
                return f"{', '.join(f'`{keyword}`' for keyword in group)} can't be compared"
        return ""

    def _same_conditions(self, inner: dict[str, Pointer], outer: dict[str, Pointer]) -> bool:
        """Whether conditions that stand together are the same, `unevaluatedItems` with all items beside it."""
        if inner.keys() != outer.keys() or "unevaluatedItems" in outer:
            return False
        if "$ref" in outer:  # leads nowhere
            return inner["$ref"] == outer["$ref"]
        pairs = (self.direction.ordered(inner[keyword], outer[keyword]) for keyword in outer)
        return all(self.unchanged.is_unchanged_value(*pair) for pair in pairs)

    def _why_not_object(self, one: Alternative, other: Alternative, besides: frozenset[str]) -> str:
        if "object" not in one.types:
            return ""
        if missing := sorted(other.required.keys() - one.required.keys()):
            return f"property `{missing[0]}` is required"
        names = one.properties.keys() | other.properties.keys() | one.required.keys() | other.required.keys()
        # What can be told at once goes first, before what leads into other schemas.
        for name in sorted(names - besides, key=lambda each: (self._is_deep(one.properties.get(each, ())), each)):
            if reason := self.why_name_not_in(name, one, other):
                return f"`{name}`: {reason}"
        return self.why_others_not_in(one, other)

    def _is_deep(self, places: Sequence[Pointer]) -> bool:
        return any(not _DEEP.isdisjoint(self.inner.document.schema(place)) for place in places)

    def why_name_not_in(self, name: str, one: Alternative, other: Alternative) -> str:
        """Return why there is no proof that another alternative takes the values of a property that one has."""
        inner = one.of_name(name, lenient=False)
        if inner is None:
            return ""
        outer = other.of_name(name, lenient=True)
        reason = "it is not allowed" if outer is None else self.why_not(inner, outer)
        return "" if reason and self._is_empty(inner) else reason

    def why_others_not_in(self, one: Alternative, other: Alternative) -> str:
        """Return why there is no proof for the properties that neither alternative names."""
        inner, outer = one.of_others(lenient=False), other.of_others(lenient=True)
        for pattern, places in one.patterns.items():
            beyond = [*other.patterns.get(pattern, ())] or outer
            if beyond is None:
                return "properties by pattern are not allowed"
            if (other.patterns.keys() - {pattern}) - one.patterns.keys():
                return "patterns of names can't be compared"
            if reason := self.why_not(places, beyond):
                return f"`{pattern}`: {reason}"
        for pattern in other.patterns.keys() - one.patterns.keys() if inner is not None else ():
            if reason := self.why_not(inner or (), other.patterns[pattern]):
                return f"`{pattern}`: {reason}"
        if inner is None or self._is_empty(inner):
            return ""
        if outer is None:
            return "other properties are not allowed"
        reason = self.why_not(inner, outer)
        return f"other properties: {reason}" if reason else ""

    def _why_not_array(self, one: Alternative, other: Alternative) -> str:
        if "array" not in one.types or not other.arrays:
            return ""
        for index in (*range(max(one.prefix_length, other.prefix_length)), None):
            inner, outer = one.of_item(index), other.of_item(index)
            if (reason := self.why_not(inner, outer)) and not self._is_empty(inner):
                return f"items: {reason}"
        return ""

    def _is_empty(self, inner: Sequence[Pointer]) -> bool:
        """Whether no value at all meets the schemas at some places of the inner side, as far as is seen at once."""
        found = self.inner.of(inner)
        return not (found.null or found.too_many or found.found)


def reads_alike(inner: Alternative, outer: Alternative) -> bool:
    """Whether the text of two alternatives is read in the same way, as far as the outer one says how."""
    return all(
        [piece.key for piece in inner.notes.get(keyword, [])] == [piece.key for piece in outer.notes.get(keyword, [])]
        or (keyword == "contentMediaType" and keyword not in outer.notes)
        for keyword in ENCODINGS
    )


def _are_disjoint(one: Alternative, ones: Normalizer, two: Alternative, twos: Normalizer, depth: int = 0) -> bool:
    """Return whether it is certain that no value meets both alternatives, of these two normalizers."""
    for mine, other in ((one, two), (two, one)):
        values = mine.values()
        if values is not None:
            return not any(map(judge(other.flat()), values))
    types = [each.types.union(["integer"] if "number" in each.types else []) for each in (one, two)]
    if types[0].isdisjoint(types[1]):
        return True
    if types[0] & types[1] != frozenset({"object"}) or depth >= DEEPEST_APART:
        return False
    for name in one.required.keys() | two.required.keys():
        # Whatever each side takes of what it may take at most.
        left, right = one.of_name(name, lenient=True), two.of_name(name, lenient=True)
        if left is None or right is None:
            return True
        lefts, rights = ones.of(left), twos.of(right)
        if lefts.too_many or rights.too_many or (lefts.null and rights.null):
            continue
        if len(lefts.found) * len(rights.found) <= 100 and all(
            _are_disjoint(mine, ones, other, twos, depth + 1) for mine in lefts.found for other in rights.found
        ):
            return True
    return False


def _groups(alternative: Alternative) -> dict[Pointer, dict[str, Pointer]]:
    """Return the conditions of an alternative by the schema that has them: `if` means nothing without its `then`."""
    found: dict[Pointer, dict[str, Pointer]] = {}
    for piece in alternative.opaque:
        parent = piece.place._replace(keys=piece.place.keys[:-1])
        found.setdefault(parent, {})[piece.keyword] = piece.place
    return found


def _label(alternative: Alternative, normalizer: Normalizer) -> str:
    target = normalizer.document.reference(alternative.origin)
    return target.name if target is not None else ""


@lru_cache(maxsize=20_000)
def _covers(outer: str, inner: str) -> bool:
    """Whether each value that `inner` admits is admitted by `outer`, for certain; formats are not looked at."""
    try:
        return _canonical(outer).covers(_canonical(inner)) is Verdict.YES
    except ValueError:
        # Something in it is beyond jsonschema-rs, such as a pattern that no engine can run.
        return False


@lru_cache(maxsize=5_000)
def _canonical(schema: str) -> jsonschema_rs.CanonicalSchema:
    return jsonschema_rs.canonicalize(json.loads(schema), draft=jsonschema_rs.Draft202012, offline=True)
