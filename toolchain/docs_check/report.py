"""The report: for the terminal, as Markdown, as JSON."""

import io
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, cast

from rich.console import Console
from rich.text import Text

from toolchain.docs_check.changes import Change, Edit, short
from toolchain.docs_check.check import NONE, Results
from toolchain.docs_check.description import Description
from toolchain.docs_check.draft import add_holders, as_yaml
from toolchain.docs_check.model import Fact
from toolchain.openapi.json_values import JSON, as_object, copy_json
from toolchain.openapi.pointer import MISSING, find
from toolchain.openapi.report import dump

FORMATS: Final = ("terminal", "markdown", "json")
_DRAFT: Final = "green on default"
_MOST: Final = 8
"""Further lines of a page that a change lists."""


@dataclass(frozen=True, slots=True)
class Report:
    """Writes results."""

    results: Results
    description: Description

    @property
    def source(self) -> str:
        """What the description's file is called."""
        return self.description.document.name

    def json(self) -> str:
        """Return all facts and changes; with an `error` for each page that could not be used, and one over all."""
        pages: list[JSON] = []
        for page in self.results.pages:
            facts: list[JSON] = [_fact(fact) for fact in page.facts]
            entry: dict[str, JSON] = {"page": page.name, "operation": page.key[0] or None, "facts": facts}
            pages.append(entry | {"error": page.error} if page.error else entry)
        notes: list[JSON] = [f"{page}: {text}" for page, text in (*self.results.work, *self.results.notes)]
        root = as_object(copy_json(self.description.document.root))
        found: list[JSON] = [self._change(change, root) for change in self.results.findings]
        errors = "; ".join(f"{page.name}: {page.error}" for page in self.results.pages if page.error)
        result: dict[str, JSON] = {"pages": pages, "changes": found, "notes": notes}
        return dump(result | {"error": errors} if errors else result)

    def _change(self, change: Change, root: dict[str, JSON]) -> JSON:
        main = change.main
        page, line = change.places[0] if change.places else (None, None)
        return {
            "kind": change.kind, "name": change.name, "summary": change.says,
            "operation": change.operation.name, "page": page, "line": line,
            "places": [{"page": where, "line": number} for where, number in change.places],
            "pointer": str(change.pointer), "description": f"{self.source}:{change.line}",
            "page_says": main.page_says if main else None,
            "description_says": main.description_says if main else None, "hint": change.hint,
            "draft": self._draft(change, root),
            "edits": [{"op": edit.op, "pointer": str(edit.pointer), "value": edit.value} for edit in change.edits],
        }  # fmt: skip

    def terminal(self, *, everything: bool, drafts: bool) -> str:
        """Return the changes, each as file:line so that editors find it; `everything`: every fact as well."""
        out = io.StringIO()
        is_terminal = bool(sys.stdout and sys.stdout.isatty())
        console = Console(file=out, force_terminal=is_terminal, highlight=False, soft_wrap=True)
        for style, text in self._lines(everything=everything, drafts=drafts):
            console.print(Text(text if style == _DRAFT else _printable(text), style))
        return out.getvalue()

    def markdown(self, *, everything: bool, drafts: bool) -> str:
        """Return the same as `terminal`, as a list."""
        lines: list[str] = []
        for style, text in self._lines(everything=everything, drafts=drafts):
            bullet = "  - " if text.startswith(" ") else "- "
            lines.append(f"\n~~~yaml\n{text}\n~~~\n" if style == _DRAFT else bullet + _escaped(text.strip()))
        return "\n".join([*lines, ""])

    def _lines(self, *, everything: bool, drafts: bool) -> Iterator[tuple[str, str]]:
        """Yield the lines of the report, each with its style; a draft has several lines."""
        results, root = self.results, as_object(copy_json(self.description.document.root))
        for change in results.findings:
            kind = change.kind
            style = "green" if kind.endswith("added") else "red" if kind.endswith(("gone", "removed")) else "yellow"
            where = "{}:{}".format(*change.places[0]) if change.places else self.source
            title = f"{kind}: {change.name}: {change.says}".removesuffix(": ")
            yield style, f"{where}: {title}  [{self.source}:{change.line}]"
            also: dict[str, list[str]] = {}
            for page, line in change.places[1:]:
                also.setdefault(page, []).append(str(line))
            places = [f"{page}:{','.join(lines[:_MOST])}{'…' * (len(lines) > _MOST)}" for page, lines in also.items()]
            for text in (f"also {'; '.join(places)}" * bool(places), change.hint):
                if text:
                    yield "dim", f"    {text}"
            if drafts and change.edits:
                yield _DRAFT, self._draft(change, root).removesuffix("\n")
        for style, sentences in (("yellow", results.work), ("dim", results.notes)):
            yield from ((style, f"{page}: {text}") for page, text in sentences)
        for checked in (page for page in results.pages if everything and page.compared):
            yield "bold", f"{checked.key[0]}  {checked.name} ({checked.key[1]})"
            for fact in checked.facts:
                yield "", f"  {checked.name}:{fact.line}: {_verdict(fact)}: {fact.pointer}; {_says(fact)}"
        yield "bold", self.closing(drafts=drafts)

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

    def _draft(self, change: Change, root: dict[str, JSON]) -> str:
        """Return the edits as text; `root` is what the description has, and keys that drafts above have put there."""
        return "".join(self._edit(edit, root) for edit in change.edits)

    def _edit(self, edit: Edit, root: dict[str, JSON]) -> str:
        keys = edit.pointer.keys
        where = f"# {self.source}:{self.description.line(edit.pointer)}: "
        if edit.op == "set":
            path, text = as_yaml(edit, root)
            old = find(root, keys)
            add_holders(root, keys)
            verb = "add" if old is MISSING else "replace"
            if verb == "replace" and isinstance(find(root, keys[:-1]), list):
                verb += f" {short(cast('JSON', old))}"
            return f"{where}in {path or 'the document'} {verb}\n{text}"
        if edit.op == "rename":
            return f"{where}rename to {edit.value}: {'.'.join(keys)}\n"
        element = f"{'.'.join(keys[:-1])}: {short(edit.value)}" if edit.value else ".".join(keys)
        return f"{where}delete: {element}\n"


def _fact(fact: Fact) -> JSON:
    return {
        "line": fact.line, "pointer": str(fact.pointer), "kind": fact.kind, "verdict": fact.verdict,
        "page_says": fact.page_says, "description_says": fact.description_says, "quirk": fact.quirk_of is not None,
        "overlay": None if fact.overlay == NONE else fact.overlay,
    }  # fmt: skip


def _verdict(fact: Fact) -> str:
    known = ", known" if fact.is_settled else ", withdrawn" if fact.is_withdrawn else ""
    return f"{fact.verdict}{known}{', a quirk' if fact.quirk_of else ''}: {fact.kind}"


def _says(fact: Fact) -> str:
    quirk = f"; the page's own type refuses it; put right by: {fact.overlay}" if fact.quirk_of else ""
    return f"page: {short(fact.page_says)}; description: {short(fact.description_says)}{quirk}"


def _escaped(text: str) -> str:
    # What a page says may hold Markdown and HTML; it must stay what it is.
    return "".join(f"\\{c}" if c in "\\`*_[]<>|" else c for c in _printable(text))


def _printable(text: str) -> str:
    """Return `text` with escapes for what a terminal would obey, or show as something else."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
