"""The report: for the terminal, as Markdown, as JSON."""

from __future__ import annotations

import io
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from rich.console import Console
from rich.text import Text

from toolchain.docs_check.changes import short
from toolchain.docs_check.coverage import NONE
from toolchain.docs_check.draft import as_yaml
from toolchain.openapi.pointer import find, parse
from toolchain.openapi.report import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolchain.docs_check.changes import Change, Edit
    from toolchain.docs_check.check import Results
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.model import Fact
    from toolchain.openapi.json_values import JSON

FORMATS: Final = ("terminal", "markdown", "json")


@dataclass(frozen=True, slots=True)
class Report:
    """Writes results. `source` is what the description's file is called, `lines` where its places stand."""

    results: Results
    description: Description
    source: str
    lines: Mapping[tuple[str, ...], int]

    def json(self) -> str:
        """Return all facts and changes; with an `error` for each page that could not be used, and one over all."""
        pages: list[JSON] = []
        for page in self.results.pages:
            facts: list[JSON] = [_fact(fact) for fact in page.facts]
            entry: dict[str, JSON] = {"page": page.page, "operation": page.operation, "facts": facts}
            pages.append(entry | {"error": page.error} if page.error else entry)
        notes: list[JSON] = [f"{page}: {text}" for page, text in (*self.results.work, *self.results.notes)]
        found: list[JSON] = [self._change(change) for change in self.results.findings]
        errors = "; ".join(f"{page.page}: {page.error}" for page in self.results.pages if page.error)
        result: dict[str, JSON] = {"pages": pages, "changes": found, "notes": notes}
        return dump(result | {"error": errors} if errors else result)

    def _change(self, change: Change) -> JSON:
        main = change.main
        page, line = change.places[0] if change.places else (None, None)
        return {
            "kind": change.kind, "name": change.name, "summary": change.says,
            "operation": change.operation.name, "page": page, "line": line,
            "places": [{"page": where, "line": number} for where, number in change.places],
            "pointer": change.pointer, "description": f"{self.source}:{change.line}",
            "page_says": main.page_says if main else None,
            "description_says": main.description_says if main else None, "hint": change.hint,
            "draft": self._draft(change),
            "edits": [{"op": edit.op, "pointer": edit.pointer, "value": edit.value} for edit in change.edits],
        }  # fmt: skip

    def terminal(self, *, everything: bool, drafts: bool) -> str:
        """Return the changes, each as file:line so that editors find it; `everything`: every fact as well."""
        out = io.StringIO()
        is_terminal = bool(sys.stdout and sys.stdout.isatty())
        console = Console(file=out, force_terminal=is_terminal, highlight=False, soft_wrap=True)

        def write(text: str, style: str) -> None:
            console.print(Text(_printable(text), style))

        for change in self.results.findings:
            kind = change.kind
            colour = "green" if kind.endswith("added") else "red" if kind.endswith(("gone", "removed")) else "yellow"
            line = Text(f"{self._where(change)}: ", "cyan")
            line.append(kind, f"bold {colour}").append(_printable(f": {_title(change)}"), "default")
            console.print(line.append(f"  [{self.source}:{change.line}]", "cyan"))
            for text in _more(change):
                write(f"    {text}", "dim")
            if drafts:
                console.print(Text(self._draft(change), "green"), end="")
        for style, sentences in (("yellow", self.results.work), ("dim", self.results.notes)):
            for page, text in sentences:
                write(f"{page}: {text}", style)
        for checked in self.results.pages if everything else ():
            if checked.match:
                write(f"{checked.operation}  {checked.page} ({checked.match.page.layout})", "bold")
            for fact in checked.facts:
                write(f"  {checked.page}:{fact.line}: {_verdict(fact)}: {fact.pointer}", "")
                write(f"    {_says(fact)}", "dim")
        console.print(Text(self.closing(drafts=drafts), "bold"))
        return out.getvalue()

    def markdown(self, *, everything: bool, drafts: bool) -> str:
        """Return the same as `terminal`, as tables."""
        findings = self.results.findings
        rows = [(self._where(one), f"{self.source}:{one.line}", one.kind, _title(one)) for one in findings]
        lines = list(_table(("page", "description", "change", "what"), rows))
        for one in findings if drafts else ():
            lines += [f"### {_cell(one.kind)}: {_cell(one.name)}", "", "~~~yaml"]
            lines += [self._draft(one) + "~~~", ""]
        lines += [f"- {_cell(page)}: {_cell(text)}" for page, text in (*self.results.work, *self.results.notes)]
        for page in self.results.pages if everything else ():
            facts = [(str(fact.line), _verdict(fact), fact.pointer, _says(fact)) for fact in page.facts]
            if facts:
                lines += ["", f"## {_cell(str(page.operation))}", "", _cell(page.page), ""]
                lines += _table(("line", "verdict", "pointer", "what they say"), facts)
        return "\n".join([*lines, "", _cell(self.closing(drafts=drafts)), ""]).lstrip("\n")

    def closing(self, *, drafts: bool = True) -> str:
        """Return one line that sums up."""
        found, pages = self.results.findings, self.results.pages
        used = sum(page.error is None for page in pages)
        agrees = sum(page.count("agrees") for page in pages)
        settled = sum(fact.is_settled for page in pages for fact in page.facts)
        known = f", {settled} known disagreement{'s' * (settled != 1)}" if settled else ""
        of = f"{agrees} facts of {used} page{'s' * (used != 1)} agree{known}"
        if not found:
            return f"{'nothing to edit' if self.results.work else 'no changes'}: {of}"
        kinds = Counter(change.kind for change in found)
        counts = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
        hint = "" if drafts else " (--draft prints the YAML)"
        return f"{len(found)} change{'s' * (len(found) != 1)}: {counts}{hint}; {of}"

    def _where(self, change: Change) -> str:
        return _printable("{}:{}".format(*change.places[0])) if change.places else self.source

    def _draft(self, change: Change) -> str:
        return "".join(map(self._edit, change.edits))

    def _edit(self, edit: Edit) -> str:
        keys, root = parse(edit.pointer) or (), self.description.document.root
        at = next((keys[:n] for n in range(len(keys), -1, -1) if keys[:n] in self.lines), ())
        where = f"# {self.source}:{self.lines.get(at, 1)}: "
        if edit.op == "set":
            path, text = as_yaml(edit, root)
            verb = "replace" if at == keys else "add"
            if verb == "replace" and isinstance(find(root, keys[:-1]), list):
                verb += f" {short(cast('JSON', find(root, keys)))}"
            return f"{where}in {path or 'the document'} {verb}\n{text}"
        if edit.op == "rename":
            return f"{where}rename to {edit.value}: {'.'.join(keys)}\n"
        element = f"{'.'.join(keys[:-1])}: {short(edit.value)}" if edit.value else ".".join(keys)
        return f"{where}delete: {element}\n"


def _title(change: Change) -> str:
    return f"{change.name}: {change.says}".removesuffix(": ")


def _more(change: Change) -> Iterator[str]:
    lines: dict[str, list[str]] = {}
    for page, line in change.places[1:]:
        lines.setdefault(page, []).append(str(line))
    if lines:
        also = [f"{page}:{','.join(numbers[:8])}{'…' * (len(numbers) > 8)}" for page, numbers in lines.items()]
        yield f"also {'; '.join(also)}"
    if change.hint:
        yield change.hint


def _table(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if rows:
        yield from (f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}")
        yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows)
        yield ""


def _fact(fact: Fact) -> JSON:
    return {
        "line": fact.line, "pointer": fact.pointer, "kind": fact.kind, "verdict": fact.verdict,
        "page_says": fact.page_says, "description_says": fact.description_says, "quirk": fact.quirk_of is not None,
        "overlay": None if fact.overlay == NONE else fact.overlay,
    }  # fmt: skip


def _verdict(fact: Fact) -> str:
    known = ", known" if fact.is_settled else ", withdrawn" if fact.is_withdrawn else ""
    return f"{fact.verdict}{known}{', a quirk' if fact.quirk_of else ''}: {fact.kind}"


def _says(fact: Fact) -> str:
    parts: list[str] = []
    if fact.verdict not in ("description only", "page silent"):
        parts.append(f"page: {short(fact.page_says)}")
    if fact.verdict != "page only":
        parts.append(f"description: {short(fact.description_says)}")
    if fact.quirk_of:
        parts.append(f"the page's own type refuses it; put right by: {fact.overlay}")
    return "; ".join(parts)


def _cell(text: str) -> str:
    # What a page says may hold Markdown and HTML; in a table it must stay what it is.
    return "".join(f"\\{c}" if c in "\\`*_[]<>|" else c for c in _printable(text))


def _printable(text: str) -> str:
    """Return `text` with escapes for what a terminal would obey, or show as something else."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
