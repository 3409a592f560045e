"""The report: for the terminal, as Markdown, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.coverage import NONE
from toolchain.docs_check.facts import Verdict
from toolchain.openapi.report import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolchain.docs_check.check import Checked
    from toolchain.docs_check.facts import Fact
    from toolchain.openapi.json_values import JSON

_LONGEST: Final = 120
_QUIET: Final = (Verdict.AGREES, Verdict.PAGE_SILENT)


def as_json(checked: Sequence[Checked]) -> str:
    """Return all facts of all pages; with an `error` for each page that could not be used, and one over all."""
    errors = [f"{page.page}: {page.error}" for page in checked if page.error]
    pages: list[JSON] = []
    for page in checked:
        facts: list[JSON] = [_fact(fact) for fact in page.facts]
        entry: dict[str, JSON] = {"page": page.page, "operation": page.operation, "facts": facts}
        pages.append(entry | {"error": page.error} if page.error else entry)
    return dump({"pages": pages, "error": "; ".join(errors)} if errors else {"pages": pages})


def _fact(fact: Fact) -> JSON:
    return {
        "line": fact.line, "pointer": fact.pointer, "kind": fact.kind.value, "verdict": fact.verdict.value,
        "page_says": fact.page_says, "description_says": fact.description_says, "quirk": fact.quirk_of is not None,
        "overlay": None if fact.overlay == NONE else fact.overlay,
    }  # fmt: skip


def as_text(checked: Sequence[Checked], *, everything: bool) -> str:
    """Return what disagrees and what is a quirk, or `everything`; each fact as file:line, so that editors find it."""
    lines: list[str] = []
    for page in _usable(checked):
        lines += [f"{page.operation}", f"  {page.page} ({page.layout}): {_summary(page)}"]
        for fact in _shown(page, everything):
            lines.append(f"  {page.page}:{fact.line}: {_title(fact)}: {fact.pointer}")
            lines.append(f"    {_says(fact)}")
        lines.append("")
    return "\n".join(map(_printable, lines))


def as_markdown(checked: Sequence[Checked], *, everything: bool) -> str:
    """Return the same as `as_text`, as a table for each page."""
    lines: list[str] = []
    for page in _usable(checked):
        lines += [f"## {_cell(str(page.operation))}", "", f"{_cell(page.page)} ({page.layout}): {_summary(page)}", ""]
        rows = [(str(fact.line), _title(fact), fact.pointer, _says(fact)) for fact in _shown(page, everything)]
        if rows:
            lines += ["| line | verdict | pointer | what they say |", "|--:|---|---|---|"]
            lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows] + [""]
    return "\n".join(lines)


def _usable(checked: Sequence[Checked]) -> Iterator[Checked]:
    return (page for page in checked if page.facts)


def _shown(page: Checked, everything: bool) -> list[Fact]:
    return [fact for fact in page.facts if everything or fact.quirk_of or fact.verdict not in _QUIET]


def _summary(page: Checked) -> str:
    counts = [f"{number} {verdict}" for verdict, number in page.count().items() if number]
    quirks = sum(fact.quirk_of is not None for fact in page.facts)
    return ", ".join(counts) + (f"; {quirks} of them quirks" if quirks else "")


def _title(fact: Fact) -> str:
    return f"{fact.verdict}{', a quirk' if fact.quirk_of else ''}: {fact.kind}"


def _says(fact: Fact) -> str:
    parts: list[str] = []
    if fact.verdict not in (Verdict.DESCRIPTION_ONLY, Verdict.PAGE_SILENT):
        parts.append(f"page: {_value(fact.page_says)}")
    if fact.verdict is not Verdict.PAGE_ONLY:
        parts.append(f"description: {_value(fact.description_says)}")
    if fact.quirk_of:
        parts.append(f"the page's own type refuses it; put right by: {fact.overlay}")
    return "; ".join(parts)


def _value(value: JSON) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _cell(text: str) -> str:
    # What a page says may hold Markdown and HTML; in a table it must stay what it is.
    text = _printable(text)
    for character in "\\`*_[]<>|":
        text = text.replace(character, f"\\{character}")
    return text


def _printable(text: str) -> str:
    """Return `text` with escapes for what a terminal would obey, or show as something else."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
