"""A finished comparison, and the three forms in which it is given out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import Change, ChangeClass, ordered
from toolchain.diff.classify.semver import Bump, bump

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON


@dataclass(frozen=True, slots=True)
class Report:
    """What has been found.

    Attributes:
        old: what the sides are called.
        changes: in the order in which they are shown.
        stale: what the accept file lists and nothing matches.
    """

    old: str
    new: str
    changes: list[Change]
    stale: tuple[str, ...] = ()

    @property
    def bump(self) -> Bump:
        """The version that follows."""
        return bump(self.changes)

    @property
    def refused(self) -> list[Change]:
        """The breaking changes that nobody has accepted."""
        return [
            change for change in self.changes if change.change_class is ChangeClass.BREAKING and not change.accepted
        ]

    def by_class(self) -> list[tuple[ChangeClass, list[Change]]]:
        """Return the changes by class, the worst first, without classes that have none."""
        found = [(each, [change for change in self.changes if change.change_class is each]) for each in ChangeClass]
        return [(each, changes) for each, changes in found if changes]


def report(old: str, new: str, changes: list[Change], reasons: dict[str, str]) -> Report:
    """Return the report on some changes; `reasons` are those of the accept file."""
    stale = tuple(sorted(reasons.keys() - {change.id for change in changes}))
    return Report(old, new, ordered(changes), stale)


def as_json(found: Report) -> str:
    """Return the report as JSON, in the form that docs/diff.md describes."""
    changes: list[JSON] = []
    for change in found.changes:
        entry: dict[str, JSON] = {
            "id": change.id,
            "class": change.change_class.value,
            "operations": [*change.operations],
            "pointer": change.pointer,
            "message": change.message,
        }
        changes.append(entry | ({"accepted": change.accepted} if change.accepted else {}))
    content: dict[str, JSON] = {"bump": found.bump.part, "why": found.bump.why, "changes": changes}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
