"""A report for people at a terminal."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from toolchain.diff.classify.changes import Change, ChangeClass
from toolchain.diff.values import code

if TYPE_CHECKING:
    from toolchain.diff.report.report import Report

_STYLES = {
    ChangeClass.BREAKING: "bold red",
    ChangeClass.MAYBE: "bold yellow",
    ChangeClass.SURFACE: "bold magenta",
    ChangeClass.COMPATIBLE: "bold green",
    ChangeClass.DOCS: "bold cyan",
}
_OPERATIONS = 4


def as_text(found: Report) -> str:
    """Return the report as text, with colours where standard output is a terminal that shows them."""
    stream = StringIO()
    outside = Console()
    console = Console(file=stream, width=10_000, force_terminal=outside.is_terminal, highlight=False, markup=False,
                      no_color=outside.no_color, emoji=False)  # fmt: skip

    def line(text: str, style: str = "") -> None:
        console.print(Text(text, style), soft_wrap=True)

    line(f"{found.old} → {found.new}")
    for warning in found.warnings:
        line(f"warning: {warning}", "yellow")
    line("")
    for change_class, changes in found.by_class():
        line(f"{change_class.value} ({len(changes)})", _STYLES[change_class])
        for change in changes:
            # Backticks are for Markdown.
            console.print(Text("  ● ", _STYLES[change_class]) + Text(change.message.replace("`", "")), soft_wrap=True)
            for detail in _details(change):
                line(f"    {detail}", "dim")
        line("")
    for fingerprint in found.stale:
        line(f"note: nothing matches {fingerprint}, which the accept file lists")
    line(f"next version: {found.next_version} ({found.bump.why})", "bold")
    if found.verdict:
        line(found.verdict, "bold red")
        line("to accept what is meant, give the reason in openapi/accepted-changes.yaml:")
        line(found.entries)
    return stream.getvalue()


def _details(change: Change) -> list[str]:
    lines = [f"{change.id}  {change.location or change.pointer}"]
    shown = list(change.python or change.operations)
    if len(shown) > _OPERATIONS:
        shown[_OPERATIONS:] = [f"and {len(shown) - _OPERATIONS} more"]
    lines += [", ".join(shown)] if shown else []
    lines += [f"for example {code(change.witness.value).strip('`')}"] if change.witness is not None else []
    lines += [f"undecided: {change.reason.replace('`', '')}"] if change.reason else []
    return [*lines, f"accepted: {change.accepted}"] if change.accepted else lines
