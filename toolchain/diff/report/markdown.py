"""A report for a review, a job summary or a changelog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import Change, ChangeClass
from toolchain.diff.values import code

if TYPE_CHECKING:
    from toolchain.diff.report.report import Report

_TITLES = {
    ChangeClass.BREAKING: "Breaking",
    ChangeClass.MAYBE: "Perhaps breaking",
    ChangeClass.SURFACE: "Names and types in Python",
    ChangeClass.COMPATIBLE: "Compatible",
    ChangeClass.DOCS: "Explanations",
}
MOST_SHOWN = {
    ChangeClass.BREAKING: 100,
    ChangeClass.MAYBE: 50,
    ChangeClass.SURFACE: 30,
    ChangeClass.COMPATIBLE: 30,
    ChangeClass.DOCS: 10,
}
"""Changes of each class that are written out; a job summary holds a megabyte."""

_OPERATIONS = 8
_CODE = re.compile(r"(`[^`]*`)")
_SPECIAL = re.compile(r"([\\<>&*_\[\]#|~@!])")


def as_markdown(found: Report) -> str:
    """Return the report as Markdown whose text can't be taken for markup, whatever the descriptions hold."""
    parts = [f"Warning: {_escaped(warning)}" for warning in found.warnings]
    parts += [f"**Failed**: {_escaped(found.verdict)}"] if found.verdict else []
    parts.append(f"**Next version: {found.next_version}** ({found.bump.why})")
    for change_class, changes in found.by_class():
        most = MOST_SHOWN[change_class]
        entries = [_entry(change) for change in changes[:most]]
        entries += [f"- and {len(changes) - most} more"] if len(changes) > most else []
        parts += [f"### {_TITLES[change_class]} ({len(changes)})", "\n".join(entries)]
    if found.stale:
        parts.append(f"Accepted, but nothing matches: {', '.join(f'`{each}`' for each in found.stale)}")
    if found.verdict:
        parts.append("To accept what is meant, give the reason in `openapi/accepted-changes.yaml`:")
        parts.append(f"```yaml\n{_plain_lines(found.entries)}\n```")
    return "\n\n".join(parts) + "\n"


def _entry(change: Change) -> str:
    names = change.python or change.operations
    shown = [f"`{_plain(name)}`" for name in names[:_OPERATIONS]]
    if len(names) > _OPERATIONS:
        shown.append(f"{len(names) - _OPERATIONS} more")
    lines = [f"- {_escaped(change.message)}"]
    lines.append(f"  <br>`{_plain(change.location or change.pointer)}` {change.id}")
    lines += [f"  <br>{', '.join(shown)}"] if shown else []
    lines += [f"  <br>For example {code(change.witness.value)}"] if change.witness is not None else []
    lines += [f"  <br>Undecided: {_escaped(change.reason)}"] if change.reason else []
    lines += [f"  <br>Accepted: {_escaped(change.accepted)}"] if change.accepted else []
    return "\n".join(lines)


def _plain_lines(text: str) -> str:
    return "\n".join(_plain(line) for line in text.splitlines())


def _escaped(text: str) -> str:
    """Escape all but the code spans, within which nothing is markup."""
    return "".join(part if _CODE.fullmatch(part) else _SPECIAL.sub(r"\\\1", part) for part in _CODE.split(text))


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).replace("`", "'")
