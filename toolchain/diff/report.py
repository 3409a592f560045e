"""A finished comparison, and the three forms in which it is given out: for terminals, in Markdown, as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from toolchain.diff.classify import Bump, Change, ChangeClass, bump, next_version
from toolchain.diff.values import code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolchain.openapi.json_values import JSON

MOST_ENTRIES = 20
"""Entries for the accept file that a report shows."""

_CLASSES = {
    ChangeClass.BREAKING: ("Breaking", 100, "bold red"),
    ChangeClass.MAYBE: ("Perhaps breaking", 50, "bold yellow"),
    ChangeClass.SURFACE: ("Names and types in Python", 30, "bold magenta"),
    ChangeClass.COMPATIBLE: ("Compatible", 30, "bold green"),
    ChangeClass.DOCS: ("Explanations", 10, "bold cyan"),
}
"""Of each class its title in Markdown, how many are written out there (a summary holds a megabyte), and its style."""

_REFUSED = {"breaking": (ChangeClass.BREAKING,), "maybe": (ChangeClass.BREAKING, ChangeClass.MAYBE)}
_CODE = re.compile(r"(`[^`]*`)")
_MARKUP = re.compile(r"([\\<>&*_\[\]#|~@!])")


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
            lines += [f'  - id: "{change.id}"  # {change.message.replace("`", "")}', '    reason: ""']
        more = len(self.refused) - MOST_ENTRIES
        return "\n".join([*lines, *([f"  # and {more} more"] if more > 0 else [])])

    def by_class(self) -> Iterator[tuple[ChangeClass, list[Change]]]:
        """Yield the changes by class, the worst first, without classes that have none."""
        for each in ChangeClass:
            if found := [change for change in self.changes if change.change_class is each]:
                yield each, found


def as_json(report: Report) -> str:
    """Return the report as JSON, in the form that docs/diff.md describes."""
    changes: list[JSON] = []
    for change in report.changes:
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
    content: dict[str, JSON] = {"bump": report.bump.part, "why": report.bump.why, "changes": changes}
    content |= {"version": report.next_version} if report.version else {}
    content |= {"failed": report.verdict} if report.verdict else {}
    content |= {"warnings": [*report.warnings]} if report.warnings else {}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def as_markdown(report: Report) -> str:
    """Return the report as Markdown whose text can't be taken for markup, whatever the descriptions hold."""
    parts = [f"Warning: {_escaped(warning)}" for warning in report.warnings]
    parts += [f"**Failed**: {_escaped(report.verdict)}"] if report.verdict else []
    parts.append(f"**Next version: {report.next_version}** ({report.bump.why})")
    for change_class, changes in report.by_class():
        title, most, _ = _CLASSES[change_class]
        entries: list[str] = []
        for change in changes[:most]:
            where = f"`{_plain(change.location or change.pointer)}` {change.id}"
            details = [where, *_details(change, 8, lambda name: f"`{_plain(name)}`", _escaped)]
            entries.append("\n  <br>".join([f"- {_escaped(change.message)}", *details]))
        entries += [f"- and {len(changes) - most} more"] if len(changes) > most else []
        parts += [f"### {title} ({len(changes)})", "\n".join(entries)]
    if report.stale:
        parts.append(f"Accepted, but nothing matches: {', '.join(f'`{each}`' for each in report.stale)}")
    if report.verdict:
        parts.append("To accept what is meant, give the reason in `openapi/accepted-changes.yaml`:")
        entry_lines = "\n".join(map(_plain, report.entries.splitlines()))
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

    def line(text: str, style: str = "", bullet: str = "", bullet_style: str = "") -> None:
        console.print(Text(bullet, bullet_style) + Text(text, style), soft_wrap=True)

    line(f"{report.old} → {report.new}")
    for warning in report.warnings:
        line(f"warning: {warning}", "yellow")
    line("")
    for change_class, changes in report.by_class():
        style = _CLASSES[change_class][2]
        line(f"{change_class.value} ({len(changes)})", style)
        for change in changes:
            line(_bare(change.message), bullet="  ● ", bullet_style=style)
            line(f"    {change.id}  {change.location or change.pointer}", "dim")
            for detail in _details(change, 4, str, _bare):
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


def _details(change: Change, most: int, name: Callable[[str], str], text: Callable[[str], str]) -> Iterator[str]:
    """Yield what is told of a change beside its message: whom it concerns, a value, reasons."""
    names = change.python or change.operations
    if names:
        shown = [name(each) for each in names[:most]]
        yield ", ".join([*shown, *([f"and {len(names) - most} more"] if len(names) > most else [])])
    if change.witness is not None:
        yield text(f"for example {code(change.witness.value)}")
    if change.reason:
        yield text(f"undecided: {change.reason}")
    if change.accepted:
        yield text(f"accepted: {change.accepted}")


def _bare(text: str) -> str:
    """Return text without the backticks that are for Markdown."""
    return text.replace("`", "")


def _escaped(text: str) -> str:
    """Escape all but the code spans, within which nothing is markup."""
    return "".join(part if _CODE.fullmatch(part) else _MARKUP.sub(r"\\\1", part) for part in _CODE.split(text))


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).replace("`", "'")
