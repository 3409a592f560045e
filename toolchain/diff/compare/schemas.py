"""Compares schemas: goes down both sides in step, and reports each change at the deepest place that explains it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from toolchain.diff.classify import ChangeClass
from toolchain.diff.classify.containment import OTHER_TEXT
from toolchain.diff.classify.witness import MOST_STEPS
from toolchain.diff.compare.alternative_pair import AlternativePair, named, pair_alternatives
from toolchain.diff.compare.findings import Finding, worst_of
from toolchain.diff.values import code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolchain.diff.classify.containment import Containment, Sides
    from toolchain.diff.classify.witness import Step, Witness
    from toolchain.diff.normalize.alternatives import Alternative, Alternatives, Direction
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

Places = tuple["Pointer", ...]
MOST_OUTER = 100
"""Alternatives of the outer side that values are made to miss."""

_MODEL_KEYWORDS = frozenset({"properties", "enum", "allOf", "anyOf", "oneOf"})
_BAD = (ChangeClass.BREAKING, ChangeClass.MAYBE)


class Models:
    """Which model has been renamed to which, as it turns out from where they are used."""

    def __init__(self, sides: Sides, findings: list[Finding]) -> None:
        self._sides, self._findings = sides, findings
        self.renamed: dict[Pointer, Pointer] = {}
        """The new place of each schema that is only called something else."""
        self._replaced: dict[Pointer, Pointer] = {}
        """What stands in the place of a schema somewhere."""

    def exchanged(self, old: Pointer, new: Pointer) -> str:
        """Report what two schemas in the same place are called; return how one took the other's place, if it did.

        The same model under another name is none that took its place.
        """
        was, now = named(self._sides.old, old), named(self._sides.new, new)
        if (was and was.name) == (now and now.name):
            return ""
        message = f"now the model {code(now.name)}" if now else f"no longer the model {code(was.name if was else '')}"
        if was is not None and now is not None:
            message = f"{code(was.name)} is now {code(now.name)}"
            self._replaced[was] = now
            is_free = not self._sides.new.has(was) and not self._sides.old.has(now)
            if is_free and self.renamed.setdefault(was, now) == now:
                self._findings.append(Finding("model-renamed", ChangeClass.SURFACE, now, f"model {message}"))
                return ""
        schemas = self._sides.old.schema(was or old), self._sides.new.schema(now or new)
        if any(map(_MODEL_KEYWORDS.intersection, schemas)):
            found = Finding("model-exchanged", ChangeClass.SURFACE, new, message, message, everywhere=True)
            self._findings.append(found)
        return message

    def component_findings(self, is_compared: Callable[[Pointer], bool]) -> Iterator[Finding]:
        """Yield what has become of the named schemas themselves.

        `is_compared` tells of a place in the old document whether an operation that both sides have uses it.
        """
        old = self._sides.old.entries("components", "schemas")
        new = self._sides.new.entries("components", "schemas")
        hashes, new_hashes = self._sides.unchanged.old_hashes, self._sides.unchanged.new_hashes
        added = {name: place for name, place in new.items() if name not in old}
        for name, place in old.items():
            if name in new:
                # Nothing is sent by it, but the generated package has its class.
                if not self._sides.unchanged.says_the_same(place, new[name]) and not is_compared(place):
                    message = f"model {code(name)} changed; no request or response that both sides have uses it"
                    detail = [hashes.of(place), new_hashes.of(new[name])]
                    yield Finding("model-changed", ChangeClass.SURFACE, new[name], message, [*detail])
                continue
            if place in self._replaced:
                added.pop(self._replaced[place].name, None)
            else:
                yield Finding("model-removed", ChangeClass.SURFACE, place, f"model {code(name)} is gone", gone=True)
        for name, place in added.items():
            yield Finding("model-added", ChangeClass.COMPATIBLE, place, f"new model {code(name)}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Schemas of both sides that stand in the same place; on each side all apply.

    Attributes:
        proven: whether an alternative above is known to be harmless.
        is_text: whether values are compared as the text that they are.
        texts: the properties whose text is the same, of which that is told already.
    """

    old: Places
    new: Places
    direction: Direction
    proven: bool = False
    is_text: bool = False
    texts: frozenset[str] = frozenset()

    @property
    def ordered(self) -> tuple[Places, Places]:
        """The schemas of the inner side, and of the outer one."""
        return self.direction.ordered(self.old, self.new)

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
        texts: frozenset[str] = frozenset(),
    ) -> None:
        """Take a pair of roots to compare: on each side the places of schemas that all apply.

        `is_proof` judges a value that is not compared as JSON, of which the properties in `texts` are told already.
        """
        pair = Pair(tuple(old), tuple(new), direction, is_text=is_proof is not None, texts=texts)
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
            if pair not in told and not self._left and (why := self._why_not(pair)):
                finding = _finding("schema-changed", pair, f"the schema changed ({why})", doubt=why)
                self._judge(pair, visit, finding, self._containment(pair).inner.of(pair.ordered[0]).found)
        self._roots.clear()

    def _why_not(self, pair: Pair) -> str:
        containment, (inner, outer) = self._containment(pair), pair.ordered
        if not pair.texts:
            return containment.why_not(inner, outer)
        [one], [other] = containment.inner.of(inner).found, containment.outer.of(outer).found
        return containment.why_not_in(one, other, pair.texts)

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
        for finding in both.differences(is_text=pair.is_text):
            self._judge(replace(pair, proven=proven), visit, finding, [both.inner])
        for within in both.within:
            if within.step.name in pair.texts:
                continue
            inner = replace(pair, old=within.old, new=within.new, proven=proven, texts=frozenset())
            visit.within.append(self._enter(inner, Visit(visit.is_proof, (*visit.steps, within.step))))

    def _compare_unions(self, pair: Pair, visit: Visit, olds: Alternatives, news: Alternatives) -> None:
        containment = self._containment(pair)
        ins, _ = pair.direction.ordered(olds, news)
        why = {one: containment.why_one_is_not_in(one, *pair.ordered) if not pair.proven else "" for one in ins.found}
        pairs, old_rest, new_rest = pair_alternatives(containment, olds, news)
        for old, new in pairs:
            one, other = pair.direction.ordered(old, new)
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
            finding.rule = finding.doubt.endswith(OTHER_TEXT)
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
                elif len(visit.steps) > MOST_STEPS:
                    finding.reason += "; it stands too deep to look for a value that shows it"
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
