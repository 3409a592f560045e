"""What came of all pages together: the changes, each once with its draft, and what else there is to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolchain.docs_check import changes, record
from toolchain.docs_check.changes import Change, ChangeKind
from toolchain.docs_check.coverage import NONE
from toolchain.docs_check.draft import Drafts, Edit
from toolchain.docs_check.facts import Verdict
from toolchain.openapi.pointer import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolchain.docs_check.check import Checked
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.record import Entry

_MOST: float = 0.5
"""A folder with a page for more than this share of the recorded operations is taken for all pages there are."""


@dataclass(slots=True)
class Finding:
    """A change with every page and line that shows it, its line in the description, and its draft."""

    change: Change
    places: list[tuple[str, int]]
    line: int
    edits: list[Edit] = field(default_factory=list["Edit"])
    hint: str = ""


@dataclass(slots=True)
class Results:
    """All there is to report. `notes` are pairs of a page and a sentence; those in `work` must be acted on."""

    pages: list[Checked]
    findings: list[Finding] = field(default_factory=list[Finding])
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    work: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def exit_code(self) -> int:
        """0: page and description agree; 1: there is something to do; 2: a page can't be used."""
        if any(page.error for page in self.pages):
            return 2
        return 1 if self.findings or self.work else 0

    def is_recordable(self, description: Description) -> bool:
        """Return whether page and description agree but where the description says that it follows another page."""
        facts = [
            (fact, page.match.operation)
            for page in self.pages
            if page.match
            for fact in page.facts
            if fact.verdict.is_wrong
        ]
        return all(record.may_be_settled(fact, operation, description) for fact, operation in facts)


def collect(
    checked: Sequence[Checked],
    entries: Iterable[Entry],
    description: Description,
    lines: Mapping[tuple[str, ...], int],
    *,
    is_folder: bool,
) -> Results:
    """Return the results of the checked pages, whose facts have been recalled from the record's `entries`."""
    recorded = {entry.key: entry for entry in entries}
    results = Results(list(checked))
    agreed = [fact for page in checked for fact in page.facts if fact.verdict is Verdict.AGREES]
    merged: dict[tuple[object, ...], Finding] = {}
    for page in checked:
        if page.error or page.match is None:
            continue
        found_here = changes.find(page.facts, page.match.operation)
        drafts = Drafts(page.match.page, page.match.operation, description, agreed) if found_here else None
        for change in found_here:
            found = merged.get(change.key())
            if found is None:
                edits = drafts.edits(change) if drafts else []
                found = Finding(change, [], _line(change.pointer, lines), edits, _hint(change, description))
                merged[change.key()] = found
            found.places += [(page.page, line) for line in _lines(change) if (page.page, line) not in found.places]
        _note(page, recorded.get(page.match.key), results)
    results.findings = list(merged.values())
    if is_folder:
        results.findings += _gone(checked, {key[0] for key in recorded}, description, lines)
    return results


def _lines(change: Change) -> list[int]:
    """Return the lines of a change: that which shows it best, then the others."""
    others = sorted({fact.line for fact in change.facts} - {change.line})
    return [change.line, *([] if change.kind is ChangeKind.OPERATION_ADDED else others)]


def _line(pointer: str, lines: Mapping[tuple[str, ...], int]) -> int:
    """Return the line of a place in the description; of what isn't there, of what it would stand in."""
    keys = parse(pointer) or ()
    while keys and keys not in lines:
        keys = keys[:-1]
    return lines.get(keys, 1)


def _hint(change: Change, description: Description) -> str:
    wrong = [fact for fact in change.facts if fact.verdict.is_wrong]
    if wrong and all(record.may_be_settled(fact, change.operation, description) for fact in wrong):
        pages = ", ".join(sorted(description.sources(wrong[0].pointer) or ()))
        return f"x-source follows {pages} here: --record makes it a known disagreement"
    return ""


def _note(page: Checked, entry: Entry | None, results: Results) -> None:
    facts = page.facts
    quirks = {fact.quirk_of: fact for fact in facts if fact.quirk_of}
    is_new = page.match is not None and not page.match.operation.is_known  # its examples have no types by now
    for at, fact in () if is_new else sorted(quirks.items()):
        name = changes.schema_name(at) or at
        if fact.overlay == NONE:
            results.notes.append((page.page, f"a quirk that no overlay puts right: {name}"))
        elif entry and record.is_new(fact, entry):
            results.notes.append((page.page, f"a new quirk: {name}, put right by {fact.overlay}"))
    if entry is None:
        absent = sum(fact.verdict is Verdict.DESCRIPTION_ONLY for fact in facts)
        if absent and page.match and page.match.operation.is_known:
            results.notes.append(
                (page.page, f"{absent} facts of the description are not on this page (--all lists them)")
            )
        return
    for known in record.ended(facts, entry):
        text = f"the known disagreement ({known.kind} of {known.subject}) is over; record the page (--record)"
        results.work.append((page.page, text))
    new = record.news(facts, entry)
    if page.match and new:
        results.notes.append(
            (page.page, f"{new} facts are new since the page was recorded, and agree; record it (--record)")
        )
    elif page.match and entry.description != record.digest(page.match.operation):
        results.notes.append(
            (page.page, "the description has changed since the page was recorded; record it (--record)")
        )


def _gone(
    checked: Sequence[Checked], recorded: set[str], description: Description, lines: Mapping[tuple[str, ...], int]
) -> list[Finding]:
    """Return the recorded operations that a folder with most of the pages has no page of."""
    seen = {page.operation for page in checked}
    known = {operation.name: operation for operation in description.operations.values() if operation.name in recorded}
    if len(seen & known.keys()) <= _MOST * len(known):
        return []
    return [
        Finding(
            Change(ChangeKind.OPERATION_GONE, operation, (), [], operation.pointer), [],
            _line(operation.pointer, lines), [Edit("remove", operation.pointer)], "the folder has no page of it",
        )
        for name, operation in known.items()
        if name not in seen
    ]  # fmt: skip
