"""A finished comparison, and the three forms in which it is given out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import Change, ChangeClass, ordered
from toolchain.diff.classify.semver import Bump, bump, next_version

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

MOST_ENTRIES = 20
"""Entries for the accept file that a report shows."""


@dataclass(frozen=True, slots=True)
class Report:
    """What has been found.

    Attributes:
        old: what the sides are called.
        changes: in the order in which they are shown.
        stale: what the accept file lists and nothing matches.
        fail_on: breaking, maybe or never.
        version: that of the old side, if it has one.
        warnings: what is wrong with the descriptions themselves.
    """

    old: str
    new: str
    changes: list[Change]
    stale: tuple[str, ...] = ()
    fail_on: str = "breaking"
    version: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def bump(self) -> Bump:
        """The version that follows."""
        return bump(self.changes)

    @property
    def next_version(self) -> str:
        """The version that follows, as far as the present one is known."""
        return next_version(self.version, self.bump.part) if self.version else self.bump.part

    @property
    def refused(self) -> list[Change]:
        """The changes that nobody has accepted and that the command fails on."""
        classes = {"breaking": (ChangeClass.BREAKING,), "maybe": (ChangeClass.BREAKING, ChangeClass.MAYBE)}
        return [
            change
            for change in self.changes
            if change.change_class in classes.get(self.fail_on, ()) and not change.accepted
        ]

    @property
    def verdict(self) -> str:
        """That the command fails, and why; empty where it doesn't."""
        if not self.refused:
            return ""
        counts = [
            f"{count} {each.value}"
            for each in (ChangeClass.BREAKING, ChangeClass.MAYBE)
            if (count := sum(change.change_class is each for change in self.refused))
        ]
        many = "changes aren't" if len(self.refused) > 1 else "change isn't"
        return f"failed: {' and '.join(counts)} {many} accepted (--fail-on {self.fail_on})"

    @property
    def entries(self) -> str:
        """What to put into the accept file, once somebody has thought of the reasons."""
        lines = [
            f'  - id: "{change.id}"  # {change.message.replace("`", "")}\n    reason: ""'
            for change in self.refused[:MOST_ENTRIES]
        ]
        more = len(self.refused) - MOST_ENTRIES
        return "\n".join(["accepted:", *lines, *([f"  # and {more} more"] if more > 0 else [])])

    def by_class(self) -> list[tuple[ChangeClass, list[Change]]]:
        """Return the changes by class, the worst first, without classes that have none."""
        found = [(each, [change for change in self.changes if change.change_class is each]) for each in ChangeClass]
        return [(each, changes) for each, changes in found if changes]


def report(
    old: str,
    new: str,
    changes: list[Change],
    reasons: dict[str, str],
    *,
    fail_on: str = "breaking",
    version: str = "",
    warnings: tuple[str, ...] = (),
) -> Report:
    """Return the report on some changes; `reasons` are those of the accept file."""
    stale = tuple(sorted(reasons.keys() - {change.id for change in changes}))
    return Report(old, new, ordered(changes), stale, fail_on, version, warnings)


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
            "python": [*change.python],
        }
        entry |= {"location": change.location} if change.location else {}
        entry |= {"witness": change.witness.value} if change.witness is not None else {}
        entry |= {"reason": change.reason} if change.reason else {}
        changes.append(entry | ({"accepted": change.accepted} if change.accepted else {}))
    content: dict[str, JSON] = {"bump": found.bump.part, "why": found.bump.why, "changes": changes}
    content |= {"version": found.next_version} if found.version else {}
    content |= {"failed": found.verdict} if found.verdict else {}
    content |= {"warnings": [*found.warnings]} if found.warnings else {}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
