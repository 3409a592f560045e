"""A report for people at a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import Change, ChangeClass

if TYPE_CHECKING:
    from toolchain.diff.report.report import Report

_COLOURS = {
    ChangeClass.BREAKING: "1;31",
    ChangeClass.MAYBE: "1;33",
    ChangeClass.SURFACE: "1;35",
    ChangeClass.COMPATIBLE: "1;32",
    ChangeClass.DOCS: "1;36",
}
_PART = {"major": "1;31", "minor": "1;33", "patch": "1;32", "none": "1;32"}
_OPERATIONS = 4


def wants_colour() -> bool:
    """Whether standard output is a terminal that shows colours and whose user hasn't declined them (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def as_text(found: Report, *, colour: bool = False) -> str:
    """Return the report in plain text, or with ANSI colours."""

    def paint(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if colour else text

    lines = [f"{found.old} → {found.new}", ""]
    for change_class, changes in found.by_class():
        lines.append(paint(f"{change_class.value} ({len(changes)})", _COLOURS[change_class]))
        for change in changes:
            lines += [f"  {_message(change, paint('●', _COLOURS[change_class]))}"]
            lines += [paint(f"    {line}", "2") for line in _details(change)]
        lines.append("")
    lines += [f"note: nothing matches {fingerprint}, which the accept file lists" for fingerprint in found.stale]
    part = found.bump.part
    lines.append(f"next version: {paint(part, _PART[part])} ({found.bump.why})")
    if found.refused:
        lines.append(f"{len(found.refused)} breaking and not accepted; to accept one, list its id with the reason")
    return "\n".join(lines) + "\n"


def _message(change: Change, bullet: str) -> str:
    # Backticks are for Markdown.
    return f"{bullet} {change.message.replace('`', '')}"


def _details(change: Change) -> list[str]:
    lines = [f"{change.id}  {change.pointer}"]
    shown = list(change.operations[:_OPERATIONS])
    if len(change.operations) > _OPERATIONS:
        shown.append(f"and {len(change.operations) - _OPERATIONS} more")
    lines += [", ".join(shown)] if shown else []
    return [*lines, f"accepted: {change.accepted}"] if change.accepted else lines
