"""Compares schemas: goes down both sides in step, and reports each change at the deepest place that explains it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from toolchain.diff.classify import ChangeClass
from toolchain.diff.compare.alternative_pair import AlternativePair
from toolchain.diff.compare.findings import Finding, worst_of
from toolchain.diff.compare.models import Models, named
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.values import code, key_of, only_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolchain.diff.classify.containment import Containment, Sides
    from toolchain.diff.classify.witness import Step, Witness
    from toolchain.diff.normalize import Normalizer
    from toolchain.diff.normalize.alternatives import Alternative, Alternatives
    from toolchain.diff.normalize.schema_hash import Unchanged
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

Places = tuple["Pointer", ...]
Pairs = list[tuple["Alternative", "Alternative"]]
MOST_OUTER = 100
"""Alternatives of the outer side that values are made to miss."""

_BAD = (ChangeClass.BREAKING, ChangeClass.MAYBE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Schemas of both sides that stand in the same place; on each side all apply.

    Attributes:
        proven: whether an alternative above is known to be harmless.
        is_text: whether values are compared as the text that they are.
    """

    old: Places
    new: Places
    direction: Direction
    proven: bool = False
    is_text: bool = False

    @property
    def ordered(self) -> tuple[Places, Places]:
        """The schemas of the inner side, and of the outer one."""
        return (self.old, self.new) if self.direction is Direction.REQUEST else (self.new, self.old)

    @property
    def place(self) -> Pointer:
        """Where a change of the whole stands."""
        return (self.new or self.old)[0]


@dataclass(slots=True)
class Visit:
    """How a pair was reached, and what was found at it.

    Attributes:
        is_proof: whether a value of the message as a whole proves that something breaks.
        steps: the way from there, through alternatives of the inner side.
        is_told: whether something breaking or undecided is reported here.
        within: the pairs that lie within it.
    """

    is_proof: Callable[[JSON], bool]
    steps: tuple[Step, ...] = ()
    is_told: bool = False
    within: list[Pair] = field(default_factory=list[Pair])


class SchemaComparison:
    """Compares pairs of schemas and all that they refer to, each pair once for each direction.

    With `outer` this is a comparison at the place of a schema that has been exchanged for another as a whole: names are
    not told then, and what stands in the same place on both sides is left to the outer comparison.
    """

    def __init__(
        self, sides: Sides, models: Models, findings: list[Finding], outer: SchemaComparison | None = None
    ) -> None:
        self.sides = sides
        self.findings = findings
        self._models = models
        self._outer = outer
        self._pending: deque[Pair] = deque()
        self._visits: dict[Pair, Visit] = {}
        self._roots: list[tuple[Pair, Visit]] = []
        self._left: list[tuple[Pair, Visit]] = []
        """What this one leaves to the outer one, or inner ones have left to it."""

    def add(
        self,
        old: Sequence[Pointer],
        new: Sequence[Pointer],
        direction: Direction,
        is_proof: Callable[[JSON], bool] | None = None,
    ) -> None:
        """Take a pair of roots to compare: on each side the places of schemas that all apply.

        `is_proof` judges a value that is not compared as JSON.
        """
        pair = Pair(tuple(old), tuple(new), direction, is_text=is_proof is not None)
        self._start(pair, Visit(is_proof or partial(self._containment(pair).witnesses.refutes, *pair.ordered)))

    def _start(self, pair: Pair, visit: Visit) -> None:
        self._roots.append((self._enter(pair, visit), visit))

    def _enter(self, pair: Pair, visit: Visit) -> Pair:
        """Take a pair to compare, unless it has been reached in a shorter way; return that of the models themselves."""
        own = self._own(pair)
        if self._outer is not None and self._visits and own.old == own.new:
            self._left.append((pair, visit))
            return own
        if pair in self._visits:
            return pair
        if self._is_exchanged(pair, visit):
            self._visits[pair] = visit
            return pair
        if own not in self._visits:
            # The shortest ways first, since a witness has to be made for all of the way.
            self._visits[own] = visit
            self._pending.append(own)
        return own

    def _own(self, pair: Pair) -> Pair:
        """Return the pair of the models that both sides refer to; where but one does, it is there that they differ."""
        containment = self._containment(pair)
        old, new = containment.old.own(pair.old), containment.new.own(pair.new)
        return replace(pair, old=old, new=new) if old != pair.old and new != pair.new else pair

    def run(self) -> None:
        """Compare all that has been added, and what it leads to."""
        while self._pending or (self._left and self._outer is None):
            if self._pending:
                pair = self._pending.popleft()
                self._compare(pair, self._visits[pair])
            else:
                self._enter(*self._left.pop())
        told = self._told()
        for pair, visit in self._roots:
            # What is not proven and was found nowhere further within must not pass for harmless.
            if pair not in told and not self._left and (why := self._containment(pair).why_not(*pair.ordered)):
                finding = _finding("schema-changed", pair, f"the schema changed ({why})", doubt=why)
                self._judge(pair, visit, finding, self._containment(pair).inner.of(pair.ordered[0]).found)
        self._roots.clear()

    def _containment(self, pair: Pair) -> Containment:
        return self.sides.containments[pair.direction]

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

    def _compare(self, pair: Pair, visit: Visit) -> None:
        containment = self._containment(pair)
        if containment.are_same(*pair.ordered):
            return
        olds, news = containment.old.of(pair.old), containment.new.of(pair.new)
        if olds.too_many or news.too_many:
            why = containment.why_not(*pair.ordered)
            self._judge(pair, visit, _finding("too-many-alternatives", pair, "the schema changed", doubt=why))
            return
        # Where one side says nothing of types, that is a change of its own.
        if olds.null != news.null and not any(_is_anything(side) for side in (olds, news)):
            message = "may be null" if news.null else "may no longer be null"
            finding = _finding("null", pair, message, news.null)
            if news.null != containment.is_request:
                finding.doubt, finding.fails = "null", lambda value: value is None
            self._judge(pair, visit, finding)
        if len(olds.found) == len(news.found) == 1:
            self._compare_alternatives(pair, visit, olds.found[0], news.found[0], proven=pair.proven)
        else:
            self._compare_unions(pair, visit, olds, news)

    def _compare_alternatives(
        self, pair: Pair, visit: Visit, old: Alternative, new: Alternative, *, proven: bool
    ) -> None:
        if old.alone is not None and new.alone is not None:
            # The same wherever it is an alternative, and compared once.
            inner = replace(pair, old=(old.alone,), new=(new.alone,), proven=proven)
            visit.within.append(self._enter(inner, Visit(visit.is_proof, visit.steps)))
            return
        both = AlternativePair(self._containment(pair), old, new)
        for finding in both.differences():
            self._judge(replace(pair, proven=proven), visit, finding, [both.inner])
        for within in both.within:
            inner = replace(pair, old=within.old, new=within.new, proven=proven)
            visit.within.append(self._enter(inner, Visit(visit.is_proof, (*visit.steps, within.step))))

    def _compare_unions(self, pair: Pair, visit: Visit, olds: Alternatives, news: Alternatives) -> None:
        containment = self._containment(pair)
        ins = olds if containment.is_request else news
        why = {one: containment.why_one_is_not_in(one, *pair.ordered) if not pair.proven else "" for one in ins.found}
        pairs, old_rest, new_rest = pair_alternatives(containment, self.sides.unchanged, olds, news)
        for old, new in pairs:
            one, other = (old, new) if containment.is_request else (new, old)
            self._compare_alternatives(pair, visit, old, new, proven=pair.proven or not why[one])
            if why[one] and not containment.why_not_in(one, other):
                finding = _finding("alternatives-overlap", pair, why[one], doubt=why[one])
                # Where the other side had the same trouble already, a value that meets two branches proves little.
                self._judge(pair, visit, finding, [] if ins.exclusive else [one])
        words = [
            " and ".join(
                f"`{keyword}`" for keyword in sorted({union.name for each in side.found for union in each.choices})
            )
            for side in (olds, news)
        ]
        if words[0] != words[1] and all(words):
            self._judge(pair, visit, _finding("union-keyword", pair, f"{words[0]} is now {words[1]}"))
        for one in (*old_rest, *new_rest):
            gone = one in old_rest
            hashes = self.sides.unchanged.old_hashes if gone else self.sides.unchanged.new_hashes
            target = (containment.old if gone else containment.new).own([one.origin])[0] if one.choices else one.origin
            name = f" {code(target.name)}" if target != one.origin else ""
            verb = "removed" if gone else "added"
            finding = _finding(f"alternative-{verb}", pair, f"alternative{name} {verb}", hashes.of(one.origin))
            finding.place, finding.gone, finding.doubt = one.origin, gone, why.get(one, "")
            self._judge(pair, visit, finding, [one] if one in why else [])

    def _judge(self, pair: Pair, visit: Visit, finding: Finding, ones: Sequence[Alternative] = ()) -> None:
        """Report a finding in its class: harmless where that is proven, breaking with a witness or by a rule."""
        finding.where = pair.direction.value
        if finding.doubt and (finding.rule or not pair.proven):
            witnesses = self._containment(pair).witnesses
            finding.witness = self._witness(pair, visit, finding, ones)
            finding.change_class = ChangeClass.BREAKING
            if finding.witness is None and not finding.rule:
                finding.change_class, finding.reason = ChangeClass.MAYBE, finding.doubt
                if witnesses.is_spent:
                    finding.reason += "; there are too many changes to look for a value that shows it"
        visit.is_told |= finding.change_class in _BAD
        self.findings.append(finding)

    def _witness(self, pair: Pair, visit: Visit, finding: Finding, ones: Sequence[Alternative]) -> Witness | None:
        containment = self._containment(pair)
        witnesses, (inner, outer) = containment.witnesses, pair.ordered

        def candidates() -> Iterator[JSON]:
            if not ones:
                yield None
            outs = containment.outer.of(outer).found[:MOST_OUTER]
            beside = containment.inner.of(inner).found[:MOST_OUTER]
            for one in ones:
                # A value must miss its neighbours too, where a union takes what meets just one.
                others = [*outs, *(each for each in beside if each is not one)]
                for value in witnesses.examples.of_alternative(one, others):
                    if finding.fails is None or finding.fails(value):
                        yield value

        return witnesses.find(inner, outer, candidates(), visit.steps, visit.is_proof)

    def _is_exchanged(self, pair: Pair, visit: Visit) -> bool:
        """Whether one schema stands in the place of another one here; if so, it is reported here as a whole."""
        if self._outer is not None or len(pair.old) != 1 or len(pair.new) != 1:
            return False
        taken = self._models.exchanged(pair.old[0], pair.new[0])
        if not taken:
            return False
        inner = SchemaComparison(self.sides, self._models, [], outer=self)
        inner._start(pair, Visit(visit.is_proof, visit.steps))
        inner.run()
        self._left += inner._left
        # Exchanged itself, or one of the same place.
        visit.within += [each for left, _ in inner._left for each in (left, self._own(left))]
        found = [finding for finding in inner.findings if finding.change_class is not ChangeClass.DOCS]
        if found:
            worst = worst_of(found)
            visit.is_told = worst.change_class in _BAD
            message = f"{taken}: {worst.message} (at {worst.place.name})"
            detail: JSON = [worst.kind, str(worst.place.name), worst.detail]
            self.findings.append(
                replace(worst, kind="schema-exchanged", place=pair.new[0], message=message, detail=detail,
                        where=pair.direction.value, gone=False, everywhere=True)
            )  # fmt: skip
        return True


def _finding(kind: str, pair: Pair, message: str, detail: JSON = None, doubt: str = "") -> Finding:
    """Return a finding that concerns the whole of a pair."""
    return Finding(kind, ChangeClass.COMPATIBLE, pair.place, message, detail, doubt=doubt)


def _is_anything(side: Alternatives) -> bool:
    return side.null and len(side.found) == 1 and not side.found[0].pieces and not side.found[0].declares


def pair_alternatives(
    containment: Containment, unchanged: Unchanged, old: Alternatives, new: Alternatives
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
        hashes = unchanged.old_hashes if normalizer is containment.old else unchanged.new_hashes
        return hashes.of(one.origin)

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
