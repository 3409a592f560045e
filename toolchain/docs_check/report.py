"""The report: for the terminal, as Markdown, as JSON."""

from __future__ import annotations

import io
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final, cast

from rich.console import Console
from rich.text import Text

from toolchain.docs_check import changes
from toolchain.docs_check.changes import ChangeKind, short
from toolchain.docs_check.coverage import NONE
from toolchain.docs_check.draft import as_yaml
from toolchain.docs_check.facts import Verdict
from toolchain.openapi.pointer import find, parse
from toolchain.openapi.report import dump

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolchain.docs_check.check import Checked
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.results import Finding, Results
    from toolchain.openapi.json_values import JSON

FORMATS: Final = ("terminal", "markdown", "json")

_COLOURS: Final = {
    ChangeKind.OPERATION_ADDED: "green", ChangeKind.ADDED: "green", ChangeKind.RESPONSE_ADDED: "green",
    ChangeKind.OPERATION_GONE: "red", ChangeKind.REMOVED: "red", ChangeKind.RESPONSE_REMOVED: "red",
}  # fmt: skip
_VERBS: Final = {"set": "write", "remove": "delete", "rename": "rename to"}


class Report:
    """Writes results. `source` is what the description's file is called, `lines` where its places stand."""

    def __init__(
        self, results: Results, description: Description, source: str, lines: Mapping[tuple[str, ...], int]
    ) -> None:
        self._results = results
        self._description = description
        self._source = source
        self._lines = lines

    # -- JSON ---------------------------------------------------------------------------------------------------------

    def json(self) -> str:
        """Return all facts and changes; with an `error` for each page that could not be used, and one over all."""
        pages: list[JSON] = []
        for page in self._results.pages:
            facts: list[JSON] = [_fact(fact) for fact in page.facts]
            entry: dict[str, JSON] = {"page": page.page, "operation": page.operation, "facts": facts}
            pages.append(entry | {"error": page.error} if page.error else entry)
        notes: list[JSON] = [f"{page}: {text}" for page, text in (*self._results.work, *self._results.notes)]
        found: list[JSON] = [self._change(finding) for finding in self._results.findings]
        errors = "; ".join(f"{page.page}: {page.error}" for page in self._results.pages if page.error)
        result: dict[str, JSON] = {"pages": pages, "changes": found, "notes": notes}
        return dump(result | {"error": errors} if errors else result)

    def _change(self, finding: Finding) -> JSON:
        change, main = finding.change, finding.change.main
        page, line = finding.places[0] if finding.places else (None, None)
        places: list[JSON] = [{"page": where, "line": number} for where, number in finding.places]
        edits: list[JSON] = [{"op": edit.op, "pointer": edit.pointer, "value": edit.value} for edit in finding.edits]
        return {
            "kind": change.kind.value, "name": change.name, "summary": changes.says(change),
            "operation": change.operation.name, "page": page, "line": line, "places": places,
            "pointer": change.pointer, "description": f"{self._source}:{finding.line}",
            "page_says": main.page_says if main else None,
            "description_says": main.description_says if main else None, "hint": finding.hint,
            "draft": "".join(self._draft(finding)), "edits": edits,
        }  # fmt: skip

    # -- terminal -----------------------------------------------------------------------------------------------------

    def terminal(self, *, everything: bool, drafts: bool) -> str:
        """Return the changes, each as file:line so that editors find it; `everything`: every fact as well."""
        out = io.StringIO()
        is_terminal = bool(sys.stdout and sys.stdout.isatty())
        console = Console(file=out, force_terminal=is_terminal, highlight=False, soft_wrap=True)
        for finding in self._results.findings:
            line = Text(f"{self._where(finding)}: ", "cyan")
            line.append(f"{finding.change.kind}", f"bold {_COLOURS.get(finding.change.kind, 'yellow')}")
            line.append(_printable(f": {self._title(finding)}"), "default")
            line.append(f"  [{self._source}:{finding.line}]", "cyan")
            console.print(line)
            for text in self._more(finding):
                console.print(Text(_printable(f"    {text}"), "dim"))
            if drafts:
                console.print(Text("".join(self._draft(finding)), "green"), end="")
        for style, notes in (("yellow", self._results.work), ("dim", self._results.notes)):
            for page, text in notes:
                console.print(Text(_printable(f"{page}: {text}"), style))
        if everything:
            self._all_facts(console)
        console.print(Text(self.closing(drafts=drafts), "bold"))
        return out.getvalue()

    def _all_facts(self, console: Console) -> None:
        for page in self._results.pages:
            if not page.facts or not page.match:
                continue
            console.print(Text(_printable(f"{page.operation}  {page.page} ({page.match.page.layout})"), "bold"))
            for fact in page.facts:
                console.print(Text(_printable(f"  {page.page}:{fact.line}: {_title(fact)}: {fact.pointer}")))
                console.print(Text(_printable(f"    {_says(fact)}"), "dim"))

    def _where(self, finding: Finding) -> str:
        if not finding.places:
            return self._source
        return _printable("{}:{}".format(*finding.places[0]))

    @staticmethod
    def _title(finding: Finding) -> str:
        says = changes.says(finding.change)
        return f"{finding.change.name}: {says}" if says else finding.change.name

    @staticmethod
    def _more(finding: Finding) -> list[str]:
        """Return what stands under a change: its other places, and notes on it."""
        lines: dict[str, list[str]] = {}
        for page, line in finding.places[1:]:
            lines.setdefault(page, []).append(str(line))
        also = [f"{page}:{','.join(numbers[:8])}{'…' if len(numbers) > 8 else ''}" for page, numbers in lines.items()]
        return ([f"also {'; '.join(also)}"] if also else []) + ([finding.hint] if finding.hint else [])

    def _draft(self, finding: Finding) -> list[str]:
        """Return the draft of a change: comments that say where, and the YAML as it stands there."""
        result: list[str] = []
        for edit in finding.edits:
            keys = parse(edit.pointer) or ()
            at = next((keys[:n] for n in range(len(keys), -1, -1) if keys[:n] in self._lines), ())
            where = f"{self._source}:{self._lines.get(at, 1)}"
            if edit.op == "set":
                path, text = as_yaml(edit, self._description.document.root)
                verb = "replace" if at == keys else "add"
                if isinstance(find(self._description.document.root, keys[:-1]), list) and verb == "replace":
                    verb += f" {short(cast('JSON', find(self._description.document.root, keys)))}"
                result.append(f"# {where}: in {path or 'the document'} {verb}\n{text}")
            else:
                name = f" {edit.value}" if edit.op == "rename" else ""
                what = (
                    f"{'.'.join(keys[:-1])}: {short(edit.value)}"
                    if edit.op == "remove" and edit.value
                    else ".".join(keys)
                )
                result.append(f"# {where}: {_VERBS[edit.op]}{name}: {what}\n")
        return result

    def closing(self, *, drafts: bool = True) -> str:
        """Return one line that sums up."""
        found = self._results.findings
        agrees = sum(fact.verdict is Verdict.AGREES for page in self._results.pages for fact in page.facts)
        pages = sum(page.error is None for page in self._results.pages)
        of = f"{agrees} facts of {pages} page{'s' * (pages != 1)} agree"
        settled = sum(fact.is_settled for page in self._results.pages for fact in page.facts)
        known = f", {settled} known disagreement{'s' * (settled != 1)}" if settled else ""
        if not found:
            return f"{'nothing to edit' if self._results.work else 'no changes'}: {of}{known}"
        kinds = Counter(finding.change.kind.value for finding in found)
        counts = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
        hint = "" if drafts else " (--draft prints the YAML)"
        return f"{len(found)} change{'s' * (len(found) != 1)}: {counts}{hint}; {of}{known}"

    # -- Markdown -----------------------------------------------------------------------------------------------------

    def markdown(self, *, everything: bool, drafts: bool) -> str:
        """Return the same as `terminal`, as tables."""
        lines: list[str] = []
        rows = [
            (self._where(finding), f"{self._source}:{finding.line}", finding.change.kind.value, self._title(finding))
            for finding in self._results.findings
        ]
        lines += _table(("page", "description", "change", "what"), rows)
        if drafts:
            for finding in self._results.findings:
                lines += [f"### {_cell(finding.change.kind.value)}: {_cell(finding.change.name)}", ""]
                lines += ["~~~yaml", *"".join(self._draft(finding)).splitlines(), "~~~", ""]
        lines += [f"- {_cell(page)}: {_cell(text)}" for page, text in (*self._results.work, *self._results.notes)]
        for page in self._results.pages if everything else ():
            if page.facts:
                lines += ["", f"## {_cell(str(page.operation))}", "", _cell(page.page), ""]
                lines += _table(("line", "verdict", "pointer", "what they say"), _rows(page))
        return "\n".join([*lines, "", _cell(self.closing(drafts=drafts)), ""]).lstrip("\n")


def _rows(page: Checked) -> list[tuple[str, ...]]:
    return [(str(fact.line), _title(fact), fact.pointer, _says(fact)) for fact in page.facts]


def _table(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return [*lines, *(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows), ""]


def _fact(fact: Fact) -> JSON:
    return {
        "line": fact.line, "pointer": fact.pointer, "kind": fact.kind.value, "verdict": fact.verdict.value,
        "page_says": fact.page_says, "description_says": fact.description_says, "quirk": fact.quirk_of is not None,
        "overlay": None if fact.overlay == NONE else fact.overlay,
    }  # fmt: skip


def _title(fact: Fact) -> str:
    known = ", known" if fact.is_settled else ", withdrawn" if fact.is_withdrawn else ""
    return f"{fact.verdict}{known}{', a quirk' if fact.quirk_of else ''}: {fact.kind}"


def _says(fact: Fact) -> str:
    parts: list[str] = []
    if fact.verdict not in (Verdict.DESCRIPTION_ONLY, Verdict.PAGE_SILENT):
        parts.append(f"page: {short(fact.page_says)}")
    if fact.verdict is not Verdict.PAGE_ONLY:
        parts.append(f"description: {short(fact.description_says)}")
    if fact.quirk_of:
        parts.append(f"the page's own type refuses it; put right by: {fact.overlay}")
    return "; ".join(parts)


def _cell(text: str) -> str:
    # What a page says may hold Markdown and HTML; in a table it must stay what it is.
    text = _printable(text)
    for character in "\\`*_[]<>|":
        text = text.replace(character, f"\\{character}")
    return text


def _printable(text: str) -> str:
    """Return `text` with escapes for what a terminal would obey, or show as something else."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
