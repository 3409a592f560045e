"""Compares schemas: goes down both sides in step, and reports each change at the deepest place that explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.changes import ChangeClass
from toolchain.diff.findings import Finding, Findings, worst_of
from toolchain.diff.formats import format_findings
from toolchain.diff.levels import Sides, level
from toolchain.diff.models import Models, name_findings
from toolchain.diff.signature import inner_references
from toolchain.diff.verdicts import judge

if TYPE_CHECKING:
    from toolchain.diff.places import Place
    from toolchain.diff.shape import Direction


class SchemaComparison:
    """Compares pairs of schemas and all that they refer to, each pair once for each direction.

    With `within` this is a comparison at the place of a schema that has been exchanged for another as a whole: names
    are not told then.
    """

    def __init__(self, sides: Sides, models: Models, findings: Findings, *, within: bool = False) -> None:
        self.sides = sides
        self._models = models
        self._findings = findings
        self._within = within
        self._pending: list[tuple[list[Place], list[Place], Direction]] = []
        self._seen: set[tuple[tuple[Place, ...], tuple[Place, ...], Direction]] = set()

    def add(self, old: list[Place], new: list[Place], direction: Direction) -> None:
        """Take a pair to compare: on each side the places of schemas that all apply."""
        self._pending.append((old, new, direction))

    def run(self) -> None:
        """Compare all that has been added, and what it leads to."""
        while self._pending:
            old, new, direction = self._pending.pop()
            if self._is_exchanged(old, new, direction):
                continue
            old = [self.sides.old.follow_schema(place) for place in old]
            new = [self.sides.new.follow_schema(place) for place in new]
            key = (tuple(old), tuple(new), direction)
            if key not in self._seen:
                self._seen.add(key)
                self._compare(old, new, direction)

    def _compare(self, old: list[Place], new: list[Place], direction: Direction) -> None:
        if len(old) == len(new) == 1:
            unchanged = self.sides.say_the_same(old[0], new[0])
            targets, in_place = inner_references(self.sides.new, new[0]) if unchanged else ([], True)
            if not in_place:
                # Nothing differs here, so only what is referred to can.
                for target in targets:
                    self.add([target], [target], direction)
                return
        found = level(self.sides, old, new, direction)
        for pair in found.pairs:
            self.add(*pair, direction)
        for finding in [*judge(found), *format_findings(found)]:
            self._findings.add(finding)

    def _is_exchanged(self, old: list[Place], new: list[Place], direction: Direction) -> bool:
        """Whether one schema stands in the place of another one here; if so, it is reported here as a whole."""
        if self._within or len(old) != 1 or len(new) != 1:
            return False
        names = self._models.compare(old[0], new[0])
        for finding in name_findings(self.sides, names, old[0], new[0]):
            self._findings.add(finding)
        if not names.exchanged:
            return False
        inner = Findings()
        comparison = SchemaComparison(self.sides, self._models, inner, within=True)
        comparison.add(old, new, direction)
        comparison.run()
        worst = worst_of(inner.found)
        if worst is not None and worst.change_class is not ChangeClass.DOCS:
            message = f"{names.message}: {worst.message} (at {worst.place.name})" if names.message else worst.message
            detail = [worst.kind, str(worst.place.name), worst.detail]
            self._findings.add(
                Finding("schema-exchanged", worst.change_class, new[0], message, detail, direction.value)
            )
        return True
