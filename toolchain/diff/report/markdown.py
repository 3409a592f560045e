"""A report for a review, a job summary or a changelog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import Change, ChangeClass

if TYPE_CHECKING:
    from toolchain.diff.report.report import Report

_TITLES = {
    ChangeClass.BREAKING: "Breaking",
    ChangeClass.MAYBE: "Perhaps breaking",
    ChangeClass.SURFACE: "Names and types in Python",
    ChangeClass.COMPATIBLE: "Compatible",
    ChangeClass.DOCS: "Explanations",
}
_OPERATIONS = 8
_CODE = re.compile(r"(`[^`]*`)")
_SPECIAL = re.compile(r"([\\<>&*_\[\]#|~@!])")


def as_markdown(found: Report) -> str:
    """Return the report as Markdown whose text can't be taken for markup, whatever the descriptions hold."""
    parts = [f"**Next version: {found.bump.part}** ({found.bump.why})"]
    for change_class, changes in found.by_class():
        parts += [f"### {_TITLES[change_class]} ({len(changes)})", "\n".join(_entry(change) for change in changes)]
    if found.stale:
        parts.append(f"Accepted, but nothing matches: {', '.join(f'`{each}`' for each in found.stale)}")
    return "\n\n".join(parts) + "\n"


def _entry(change: Change) -> str:
    shown = [f"`{operation}`" for operation in change.operations[:_OPERATIONS]]
    if len(change.operations) > _OPERATIONS:
        shown.append(f"{len(change.operations) - _OPERATIONS} more")
    lines = [f"- {_escaped(change.message)}"]
    lines.append(f"  <br>`{_plain(change.pointer)}` {change.id}")
    lines += [f"  <br>{', '.join(shown)}"] if shown else []
    lines += [f"  <br>Accepted: {_escaped(change.accepted)}"] if change.accepted else []
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Escape all but the code spans, within which nothing is markup."""
    return "".join(part if _CODE.fullmatch(part) else _SPECIAL.sub(r"\\\1", part) for part in _CODE.split(text))


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).replace("`", "'")
