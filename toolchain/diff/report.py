"""A finished comparison, and the three forms in which it is given out: for terminals, in Markdown, as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from toolchain.diff.classify import Bump, Change, ChangeClass, bump, next_version
from toolchain.diff.values import FENCED, code, fenced, without_fences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.openapi.json_values import JSON

MOST_ENTRIES = 20
"""Entries for the accept file that a report shows."""

MOST_CHANGES = 100
"""Changes of a class that Markdown shows: a job's summary holds a megabyte."""

MOST_OPERATIONS = 8
"""Operations of a change that are named."""

_STYLES = {
    ChangeClass.BREAKING: "bold red",
    ChangeClass.MAYBE: "bold yellow",
    ChangeClass.SURFACE: "bold magenta",
    ChangeClass.COMPATIBLE: "bold green",
    ChangeClass.DOCS: "bold cyan",
}

_REFUSED = {"breaking": (ChangeClass.BREAKING,), "maybe": (ChangeClass.BREAKING, ChangeClass.MAYBE)}
_MARKUP = re.compile(rf"{FENCED.pattern}|[\\<>&*_\[\]#|~@!`]")


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
        """The part of the version that has to be raised."""
        return bump(self.changes)

    @property
    def next_version(self) -> str:
        """The version that follows, as far as the present one is known."""
        return next_version(self.version, self.bump.part) if self.version else self.bump.part

    @property
    def refused(self) -> list[Change]:
        """The changes that nobody has accepted and that the command fails on."""
        classes = _REFUSED.get(self.fail_on, ())
        return [change for change in self.changes if change.change_class in classes and not change.accepted]

    @property
    def verdict(self) -> str:
        """That the command fails, and why; empty where it doesn't."""
        found = [change.change_class for change in self.refused]
        if not found:
            return ""
        counts = " and ".join(f"{found.count(each)} {each.value}" for each in ChangeClass if each in found)
        many = "changes aren't" if len(found) > 1 else "change isn't"
        return f"failed: {counts} {many} accepted (--fail-on {self.fail_on})"

    @property
    def entries(self) -> str:
        """What to put into the accept file, once somebody has thought of the reasons."""
        lines = ["accepted:"]
        for change in self.refused[:MOST_ENTRIES]:
            lines += [f'  - id: "{change.id}"  # {without_fences(change.message)}', '    reason: ""']
        more = len(self.refused) - MOST_ENTRIES
        return "\n".join([*lines, *([f"  # and {more} more"] if more > 0 else [])])

    def by_class(self) -> Iterator[tuple[ChangeClass, list[Change]]]:
        """Yield the changes by class, the worst first, without classes that have none."""
        for each in ChangeClass:
            if found := [change for change in self.changes if change.change_class is each]:
                yield each, found


def as_json(report: Report) -> str:
    """Return the report as JSON, in the form that docs/diff.md describes."""
    changes: list[JSON] = [
        {
            "id": change.id,
            "class": change.change_class.value,
            "operations": [*change.operations],
            "pointer": change.pointer,
            "message": change.message,
            "python": [*change.python],
            "location": change.location,
            **({"witness": change.witness.value} if change.witness is not None else {}),
            "reason": change.reason,
            "accepted": change.accepted,
        }
        for change in report.changes
    ]
    content: dict[str, JSON] = {
        "bump": report.bump.part,
        "why": report.bump.why,
        "version": report.next_version,
        "failed": report.verdict,
        "warnings": [*report.warnings],
        "changes": changes,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def as_markdown(report: Report) -> str:
    """Return the report as Markdown whose text can't be taken for markup, whatever the descriptions hold."""
    parts = [f"Warning: {_escaped(warning)}" for warning in report.warnings]
    parts += [f"**Failed**: {_escaped(report.verdict)}"] if report.verdict else []
    parts.append(f"**Next version: {report.next_version}** ({report.bump.why})")
    for change_class, changes in report.by_class():
        shown = changes[:MOST_CHANGES]
        entries = ["\n  <br>".join(map(_escaped, (change.message, *_details(change)))) for change in shown]
        entries += [f"and {len(changes) - len(shown)} more"] if len(changes) > len(shown) else []
        parts += [f"### {change_class.value} ({len(changes)})", "\n".join(f"- {entry}" for entry in entries)]
    if report.stale:
        parts.append(f"Accepted, but nothing matches: {', '.join(map(_code, report.stale))}")
    if report.verdict:
        parts.append("To accept what is meant, give the reason in `openapi/accepted-changes.yaml`:")
        entry_lines = "\n".join(_plain(each).replace("`", "'") for each in report.entries.splitlines())
        parts.append(f"```yaml\n{entry_lines}\n```")
    return "\n\n".join(parts) + "\n"


def as_text(report: Report) -> str:
    """Return the report as text, with colours where standard output is a terminal that shows them."""
    from rich.console import Console
    from rich.text import Text

    stream = StringIO()
    outside = Console()
    console = Console(file=stream, width=10_000, force_terminal=outside.is_terminal, highlight=False, markup=False,
                      no_color=outside.no_color, emoji=False)  # fmt: skip

    def line(text: str, style: str = "", bullet: str = "") -> None:
        # Backticks are for Markdown.
        shown = Text(without_fences(text), "" if bullet else style)
        console.print(Text(bullet, style) + shown, soft_wrap=True)

    line(f"{report.old} → {report.new}")
    for warning in report.warnings:
        line(f"warning: {warning}", "yellow")
    line("")
    for change_class, changes in report.by_class():
        line(f"{change_class.value} ({len(changes)})", _STYLES[change_class])
        for change in changes:
            line(change.message, _STYLES[change_class], bullet="  ● ")
            for detail in _details(change):
                line(f"    {detail}", "dim")
        line("")
    for fingerprint in report.stale:
        line(f"note: nothing matches {fingerprint}, which the accept file lists")
    line(f"next version: {report.next_version} ({report.bump.why})", "bold")
    if report.verdict:
        line(report.verdict, "bold red")
        line("to accept what is meant, give the reason in openapi/accepted-changes.yaml:")
        line(report.entries)
    return stream.getvalue()


def _details(change: Change) -> Iterator[str]:
    """Yield what is told of a change beside its message: where it stands, whom it concerns, a value, reasons."""
    yield f"{_code(change.location or change.pointer)} {change.id}"
    if names := change.python or change.operations:
        more = len(names) - MOST_OPERATIONS
        yield ", ".join([*map(_code, names[:MOST_OPERATIONS]), *([f"and {more} more"] if more > 0 else [])])
    if change.witness is not None:
        yield f"for example {code(change.witness.value)}"
    if change.reason:
        yield f"undecided: {change.reason}"
    if change.accepted:
        yield f"accepted: {change.accepted}"


def _escaped(text: str) -> str:
    """Escape all but the code spans, within which nothing is markup."""
    return _MARKUP.sub(lambda found: found[0] if found[1] or found[3] else f"\\{found[0]}", text)


def _code(text: str) -> str:
    return fenced(_plain(text))


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable())
