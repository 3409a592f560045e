"""Compares schemas: goes down both sides in step, and reports each change at the deepest place that explains it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.classify.witness import Witness
from toolchain.diff.compare.alternative_pair import AlternativePair, AtomicChange
from toolchain.diff.compare.findings import Finding, Findings, worst_of
from toolchain.diff.compare.models import Models, follow_schema, name_findings
from toolchain.diff.compare.unions import pair_alternatives
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.values import code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolchain.diff.classify.sides import Judge, Sides
    from toolchain.diff.classify.witness import Step
    from toolchain.diff.normalize.alternatives import Alternative, Alternatives
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

Places = tuple["Pointer", ...]
Pair = tuple[Places, Places, Direction, bool]
DEEPEST = 30
"""Steps from the root that a witness is made for."""

MOST_OUTER = 100
"""Alternatives of the outer side that values are made to miss."""

_BAD = (ChangeClass.BREAKING, ChangeClass.MAYBE)


@dataclass(frozen=True, slots=True)
class Trail:
    """How a pair was reached.

    Attributes:
        roots: the old and the new schema of the message as a whole.
        steps: the way from there, through alternatives of the inner side.
        proven: whether an alternative above is known to be harmless.
        confirm: judges a value at the root, where it is not compared as JSON.
    """

    roots: tuple[Places, Places]
    steps: tuple[Step, ...] = ()
    proven: bool = False
    confirm: Callable[[JSON], Witness | None] | None = None

    def below(self, step: Step, *, proven: bool) -> Trail:
        """Return the trail of what lies one step further within."""
        return replace(self, steps=(*self.steps, step), proven=self.proven or proven)


@dataclass(slots=True)
class _Visit:
    """What was found at a pair, and which pairs lie within it."""

    is_told: bool = False
    within: list[Pair] = field(default_factory=list[Pair])


class SchemaComparison:
    """Compares pairs of schemas and all that they refer to, each pair once for each direction.

    With `is_within` this is a comparison at the place of a schema that has been exchanged for another as a whole: names
    are not told then.
    """

    def __init__(self, sides: Sides, models: Models, findings: Findings, *, is_within: bool = False) -> None:
        self.sides = sides
        self.models = models
        self._findings = findings
        self._is_within = is_within
        self._pending: deque[tuple[Pair, Trail]] = deque()
        self._visits: dict[Pair, _Visit] = {}
        self._roots: list[tuple[Pair, Trail]] = []

    def add(
        self,
        old: Sequence[Pointer],
        new: Sequence[Pointer],
        direction: Direction,
        confirm: Callable[[JSON], Witness | None] | None = None,
    ) -> None:
        """Take a pair of roots to compare: on each side the places of schemas that all apply."""
        pair = (tuple(old), tuple(new), direction, False)
        trail = Trail((pair[0], pair[1]), confirm=confirm)
        self._pending.append((pair, trail))
        self._roots.append((pair, trail))

    def run(self) -> None:
        """Compare all that has been added, and what it leads to."""
        while self._pending:
            # The shortest ways first, since a witness has to be made for all of the way.
            pair, trail = self._pending.popleft()
            if pair not in self._visits:
                self._visits[pair] = _Visit()
                self._compare(pair, trail)
        told = self._told()
        for pair, trail in self._roots:
            if pair not in told:
                self._check_root(pair, trail)
        self._roots.clear()

    def _check_root(self, pair: Pair, trail: Trail) -> None:
        """Report what is not proven and was found nowhere further within: nothing unproven may pass for harmless."""
        judge = self.sides.judges[pair[2]]
        inner, outer = self._in_order(pair)
        why = judge.containment.why_not(inner, outer)
        if not why:
            return
        change = AtomicChange("schema-changed", (pair[1] or pair[0])[0], f"the schema changed ({why})", why=why)
        self._judge(judge, pair, trail, change, judge.witnesses.inner.of(inner).found)

    def _told(self) -> set[Pair]:
        """Return the pairs for which something breaking or undecided is reported, at them or within."""
        users: dict[Pair, list[Pair]] = {}
        for pair, visit in self._visits.items():
            for inner in visit.within:
                users.setdefault(inner, []).append(pair)
        pending = [pair for pair, visit in self._visits.items() if visit.is_told]
        found = set(pending)
        while pending:
            fresh = [user for user in users.get(pending.pop(), ()) if user not in found]
            found.update(fresh)
            pending.extend(fresh)
        return found

    @staticmethod
    def _in_order(pair: Pair) -> tuple[Places, Places]:
        """Return the places of the inner side and of the outer one."""
        return (pair[0], pair[1]) if pair[2] is Direction.REQUEST else (pair[1], pair[0])

    def _compare(self, pair: Pair, trail: Trail) -> None:
        judge = self.sides.judges[pair[2]]
        inner, outer = self._in_order(pair)
        if judge.containment.are_same(inner, outer) or self._is_exchanged(pair, trail):
            return
        olds, news = judge.old.of(pair[0]), judge.new.of(pair[1])
        if olds.too_many or news.too_many:
            change = AtomicChange("too-many-alternatives", (pair[1] or pair[0])[0], "the schema changed")
            change.why = judge.containment.why_not(inner, outer)
            self._judge(judge, pair, trail, change, [])
            return
        self._compare_null(judge, pair, trail, olds, news)
        if len(olds.found) == len(news.found) == 1:
            self._compare_alternatives(judge, pair, trail, olds.found[0], news.found[0])
        else:
            self._compare_unions(judge, pair, trail, olds, news)

    def _compare_null(self, judge: Judge, pair: Pair, trail: Trail, old: Alternatives, new: Alternatives) -> None:
        if old.null == new.null or any(_is_anything(side) for side in (old, new)):
            # One side says nothing of types; that is a change of its own.
            return
        place = (pair[1] or pair[0])[0]
        message = "may be null" if new.null else "may no longer be null"
        change = AtomicChange("null", place, message, new.null)
        if new.null == (judge.direction is Direction.RESPONSE):
            change.why = "null"
            change.fails = lambda value: value is None
        self._judge(judge, pair, trail, change, [])

    def _compare_alternatives(
        self, judge: Judge, pair: Pair, trail: Trail, old: Alternative, new: Alternative, *, proven: bool = False
    ) -> None:
        trail = replace(trail, proven=trail.proven or proven)
        both = AlternativePair(judge, old, new)
        for change in both.changes():
            self._judge(judge, pair, trail, change, [both.inner])
        for within in both.within:
            inner = trail.below(within.step, proven=False)
            key = (within.old, within.new, pair[2], inner.proven)
            self._visits[pair].within.append(key)
            self._pending.append((key, inner))

    def _compare_unions(self, judge: Judge, pair: Pair, trail: Trail, olds: Alternatives, news: Alternatives) -> None:
        inner, outer = self._in_order(pair)
        is_request = judge.direction is Direction.REQUEST
        ins = olds if is_request else news
        why = {
            id(one): judge.containment.why_one_is_not_in(one, inner, outer) if not trail.proven else ""
            for one in ins.found
        }
        pairs, old_rest, new_rest = pair_alternatives(self.sides, olds, news, judge.direction)
        for old, new in pairs:
            one, other = (old, new) if is_request else (new, old)
            reason = why[id(one)]
            self._compare_alternatives(judge, pair, trail, old, new, proven=not reason)
            if reason and not judge.containment.why_not_in(one, other):
                self._overlap(judge, pair, trail, one, ins, (pair[1] or pair[0])[0], reason)
        keywords = [sorted({union.name for each in side.found for union in each.choices}) for side in (olds, news)]
        if keywords[0] != keywords[1] and keywords[0] and keywords[1]:
            words = [" and ".join(f"`{keyword}`" for keyword in each) for each in keywords]
            change = AtomicChange("union-keyword", (pair[1] or pair[0])[0], f"{words[0]} is now {words[1]}")
            self._judge(judge, pair, trail, change, [])
        for alternative, side in (*((each, olds) for each in old_rest), *((each, news) for each in new_rest)):
            gone = side is olds
            document = self.sides.old if gone else self.sides.new
            target = follow_schema(document, alternative.origin) if alternative.choices else alternative.origin
            name = f" {code(target.name)}" if target != alternative.origin else ""
            change = AtomicChange(f"alternative-{'removed' if gone else 'added'}", alternative.origin, "", gone=gone)
            change.message = f"alternative{name} {'removed' if gone else 'added'}"
            change.detail = (
                self.sides.unchanged.old_hashes.of(alternative.origin)
                if gone
                else (self.sides.unchanged.new_hashes.of(alternative.origin))
            )
            change.why = why.get(id(alternative), "")
            self._judge(judge, pair, trail, change, [alternative] if id(alternative) in why else [])

    def _overlap(
        self, judge: Judge, pair: Pair, trail: Trail, one: Alternative, ins: Alternatives, place: Pointer, why: str
    ) -> None:
        change = AtomicChange("alternatives-overlap", place, why, why=why)
        # Where the other side had the same trouble already, a value that meets two branches proves little.
        self._judge(judge, pair, trail, change, [] if ins.exclusive else [one])

    def _judge(self, judge: Judge, pair: Pair, trail: Trail, change: AtomicChange, ones: Sequence[Alternative]) -> None:
        """Report a change in its class: harmless where that is proven, breaking with a witness or by a rule."""
        inner, outer = self._in_order(pair)
        witness: Witness | None = None
        change_class, reason = change.harmless, ""
        if change.why and (change.rule or not trail.proven):
            witness = self._witness(judge, inner, outer, trail, change, ones)
            if witness is not None or change.rule:
                change_class = ChangeClass.BREAKING
            else:
                change_class, reason = ChangeClass.MAYBE, change.why
        self._visits[pair].is_told |= change_class in _BAD
        where = judge.direction.value
        self._findings.add(
            Finding(
                change.kind, change_class, change.place, change.message, change.detail, where, change.gone,
                witness=witness, reason=reason,
            )
        )  # fmt: skip

    def _witness(
        self,
        judge: Judge,
        inner: Places,
        outer: Places,
        trail: Trail,
        change: AtomicChange,
        ones: Sequence[Alternative],
    ) -> Witness | None:
        witnesses = judge.witnesses

        def confirm(value: JSON) -> Witness | None:
            if len(trail.steps) > DEEPEST:
                return None
            for whole in witnesses.embed(value, trail.steps):
                if trail.confirm is not None:
                    return trail.confirm(whole)
                roots = trail.roots if judge.direction is Direction.REQUEST else trail.roots[::-1]
                if witnesses.refuted(roots[0], roots[1], whole, lenient=change.lenient):
                    return Witness(whole)
            return None

        def candidates() -> Iterator[JSON]:
            outs = witnesses.outer.of(outer).found[:MOST_OUTER]
            if not ones:
                yield None
            beside = witnesses.inner.of(inner).found[:MOST_OUTER]
            for one in ones:
                # A value must miss its neighbours too, where a union takes what meets just one.
                others = [*outs, *(each for each in beside if each is not one)]
                for value in witnesses.examples.of_alternative(one, others):
                    if change.fails is None or change.fails(value):
                        yield value
                if change.lenient and (smallest := witnesses.examples.smallest(one)) is not None:
                    yield {**smallest, "x-other": None}
                    yield {**smallest, "x-other": 0}

        return witnesses.find(inner, outer, candidates(), confirm, lenient=change.lenient)

    def _is_exchanged(self, pair: Pair, trail: Trail) -> bool:
        """Whether one schema stands in the place of another one here; if so, it is reported here as a whole."""
        old, new, direction, _ = pair
        if self._is_within or len(old) != 1 or len(new) != 1:
            return False
        names = self.models.compare(old[0], new[0])
        for finding in name_findings(self.sides, names, old[0], new[0]):
            self._findings.add(finding)
        if not names.exchanged:
            return False
        inner = Findings()
        comparison = SchemaComparison(self.sides, self.models, inner, is_within=True)
        comparison.start(pair, trail)
        comparison.run()
        worst = worst_of(inner.found)
        if worst is not None and worst.change_class is not ChangeClass.DOCS:
            self._visits[pair].is_told = worst.change_class in _BAD
            message = f"{names.message}: {worst.message} (at {worst.place.name})" if names.message else worst.message
            detail: JSON = [worst.kind, str(worst.place.name), worst.detail]
            self._findings.add(
                replace(worst, kind="schema-exchanged", place=new[0], message=message, detail=detail,
                        where=direction.value, gone=False, everywhere=True)
            )  # fmt: skip
        return True

    def start(self, pair: Pair, trail: Trail) -> None:
        """Take a pair that is reached from another comparison."""
        self._pending.append((pair, trail))
        self._roots.append((pair, trail))


def _is_anything(side: Alternatives) -> bool:
    return side.null and len(side.found) == 1 and not side.found[0].pieces and not side.found[0].declares
