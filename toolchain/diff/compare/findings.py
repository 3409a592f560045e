"""Collects what the comparisons find: the same change from several operations and both directions becomes one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import Change, ChangeClass, stable_key
from toolchain.diff.report.labels import subject
from toolchain.diff.values import code, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolchain.diff.classify.affected_operations import Reach
    from toolchain.diff.classify.witness import Witness
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer


@dataclass(slots=True)
class Finding:
    """One thing that one comparison has found.

    Attributes:
        where: "requests" or "responses" if the class holds for these.
        gone: whether the place is in the old document only.
        operations: what it reaches, where the place doesn't tell.
        witness: a value that proves that it breaks.
        reason: why it can't be decided.
        everywhere: whether the same at another place is the same change.
    """

    kind: str
    change_class: ChangeClass
    place: Pointer
    message: str
    detail: JSON = None
    where: str = ""
    gone: bool = False
    operations: frozenset[str] | None = None
    witness: Witness | None = None
    reason: str = ""
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """A document, and what its places reach."""

    document: Document
    reach: Reach


@dataclass(slots=True)
class Findings:
    """All findings of one diff, in no order."""

    found: list[Finding] = field(default_factory=list[Finding])

    def add(self, finding: Finding) -> None:
        """Take a finding."""
        self.found.append(finding)

    def places(self) -> set[str]:
        """Return the pointers of all places that have been found."""
        return {str(finding.place) for finding in self.found}

    def changes(self, old: Sight, new: Sight) -> list[Change]:
        """Return one change for each place, kind and detail: in its worst class, with all operations."""
        groups: dict[tuple[str, str, str], list[Finding]] = {}
        for finding in sorted(self.found, key=lambda each: str(each.place)):
            if finding.everywhere:
                place, key = "", key_of(finding.detail)
            else:
                place = str(finding.place)
                key = stable_key((old if finding.gone else new).document, finding.place, finding.detail)
            groups.setdefault((finding.kind, place, key), []).append(finding)
        changes = [_merge(group, key, old.reach, new.reach) for (_, _, key), group in groups.items()]
        return list(_told_apart(changes))


def _merge(group: list[Finding], key: str, old: Reach, new: Reach) -> Change:
    worst = min((finding.change_class for finding in group), key=lambda each: each.rank)
    deciding = [finding for finding in group if finding.change_class is worst]
    where = " and ".join(sorted({finding.where for finding in deciding if finding.where}, reverse=True))
    about = subject(deciding[0].place, deciding[0].kind)
    message = f"{code(about)}: {deciding[0].message}" if about else deciding[0].message
    places = len({finding.place for finding in group})
    message += f", here and in {places - 1} more places" if places > 2 else ", here and in another place" * (places > 1)
    operations: set[str] = set()
    for finding in group:
        found = finding.operations
        operations |= old.of(finding.place) | new.of(finding.place) if found is None else found
    return Change(
        deciding[0].kind,
        worst,
        str(deciding[0].place),
        f"{message} (in {where})" if where else message,
        key,
        tuple(sorted(operations)),
        witness=next((finding.witness for finding in deciding if finding.witness is not None), None),
        reason=next((finding.reason for finding in deciding if finding.reason), ""),
        gone=deciding[0].gone,
    )


def _told_apart(changes: list[Change]) -> Iterator[Change]:
    """Number the changes that no more than an index tells from each other, so that each has an id of its own."""
    seen: dict[str, int] = {}
    for change in sorted(changes, key=lambda each: each.pointer):
        count = seen[change.id] = seen.get(change.id, 0) + 1
        yield change if count == 1 else replace(change, key=f"{change.key} {count}")


def worst_of(findings: Iterable[Finding]) -> Finding | None:
    """Return the worst finding, the first by place among equals; None if there is none."""
    return min(findings, key=lambda each: (each.change_class.rank, str(each.place), each.kind), default=None)
