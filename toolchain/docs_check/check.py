"""Check pages: find the operation that each documents, compare the two, and bring the changes of all together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import changes, readers
from toolchain.docs_check.changes import Change, Edit
from toolchain.docs_check.compare import compare
from toolchain.docs_check.coverage import NONE
from toolchain.docs_check.draft import Drafts
from toolchain.docs_check.record import Checked, digest, may_be_settled
from toolchain.docs_check.text import PageError, capture
from toolchain.openapi.pointer import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from toolchain.docs_check.coverage import Coverage
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.model import Fact, Operation, Page
    from toolchain.docs_check.record import Entry

_SURE_FIT: Final = 0.97
_GOOD_FIT: Final = 0.9
"""Shares of facts that agree: an operation that a page names isn't doubted, one that it doesn't name is believed."""
_CUT_FIELDS: Final = 4
_CUT_SHARE: Final = 0.05
_MOST: Final = 0.5
"""A folder with a page for more than this share of the recorded operations is taken for all pages there are."""


# -- one page ---------------------------------------------------------------------------------------------------------


def check(path: Path, description: Description, coverage: Coverage, entries: Sequence[Entry] = ()) -> Checked:
    """Return what came of the page in a file, quirks with the actions that cover them; `entries` is the record."""
    name = str(path).encode(errors="backslashreplace").decode()
    try:
        lines, sha256 = capture(path)
        page = readers.read(lines)
        operation, found = identify(page, description)
    except PageError as error:
        return Checked(name=name, error=str(error))
    facts = coverage.named(found)
    for entry in entries:
        if entry.key == (operation.name, page.layout):
            facts = entry.recall(facts)
    return Checked(name=name, sha256=sha256, page=page, operation=operation, facts=facts, error=_cut(page, found))


def identify(page: Page, description: Description) -> tuple[Operation, list[Fact]]:
    """Return the operation that a page documents, and the facts of comparing the two.

    That is the one it names, unless what the page says fits another one much better: then the name is what is wrong. A
    name that the description lacks is that of a new operation, however much it resembles others. PageError if the
    page's server is another one too.
    """
    first, operations = page.endpoints[0], list(description.operations.values())
    found = [description.find(endpoint.method.text, endpoint.path.text) for endpoint in page.endpoints]
    named = [(operation, compare(page, operation)) for operation in operations if operation in found]
    if not named:
        servers = [endpoint.server for endpoint in page.endpoints if endpoint.server]
        if servers and description.servers and not any(server.text in description.servers for server in servers):
            raise PageError(
                f"is a page of another API: {servers[0].text[:80]} and {first.method.text} {first.path.text[:80]} are "
                f"not in the description, whose server is {description.servers[0]}",
                servers[0].line,
            )
        operation = description.unknown(first.method.text, first.path.text)
        return operation, compare(page, operation)
    best = max(named, key=_fit)
    # Another operation must have enough fields for most of the page's to be among them.
    fields = _GOOD_FIT * sum(len(section.blocks) for section in page.sections)
    others = [
        (other, compare(page, other))
        for other in (operations if _fit(best) < _SURE_FIT else ())
        if other not in found and fields <= sum(len(group.entries) for group in other.groups)
    ]
    other = max(others, key=_fit, default=best)
    return other if _fit(other) >= max(_GOOD_FIT, _fit(best)) else best


def _fit(compared: tuple[Operation, Sequence[Fact]]) -> float:
    spoken = [fact.verdict for fact in compared[1] if fact.verdict != "page silent"]
    return spoken.count("agrees") / (len(spoken) or 1)


def _cut(page: Page, facts: Sequence[Fact]) -> str | None:
    """Return the problem of a page of which the end is missing: all that should come last isn't there."""
    # What lacks its footer may end anywhere: there the last line is no better known than those after it.
    first, few = page.end + (page.is_whole is not False), 1
    lost = [fact for fact in facts if fact.verdict == "description only" and fact.line >= first]
    if page.is_whole is None:
        # Without a footer to tell, only the number of fields does.
        lost = [fact for fact in lost if fact.kind == "presence"]
        few = max(_CUT_FIELDS, round(_CUT_SHARE * sum(fact.kind == "presence" for fact in facts)))
    if page.is_whole or len(lost) < few:
        return None
    return f"line {page.end}: the page seems to be cut off here: {len(lost)} facts that should follow are missing; " \
        "save the whole page"  # fmt: skip


# -- all pages --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Results:
    """All there is to report. `notes` are pairs of a page and a sentence; those in `work` must be acted on."""

    pages: Sequence[Checked]
    findings: list[Change] = field(default_factory=list[Change])
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    work: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def exit_code(self) -> int:
        """0: page and description agree; 1: there is something to do; 2: a page can't be used."""
        return 2 if any(page.error for page in self.pages) else 1 if self.findings or self.work else 0

    def is_recordable(self, description: Description) -> bool:
        """Return whether page and description agree but where the description says that it follows another page."""
        return all(
            page.operation is not None
            and not page.error
            and all(may_be_settled(fact, page.operation, description) for fact in page.facts if fact.is_wrong)
            for page in self.pages
        )


def collect(
    checked: Sequence[Checked], entries: Sequence[Entry], description: Description,
    lines: Mapping[tuple[str, ...], int], *, is_folder: bool,
) -> Results:  # fmt: skip
    """Return the results of the checked pages; `entries` is the record, `lines` where the description's places are."""
    results = Results(checked)
    agreed = [fact for page in checked for fact in page.facts if fact.verdict == "agrees"]
    merged: dict[tuple[object, ...], Change] = {}

    def line(pointer: str) -> int:
        """Return the line of a place in the description; of what isn't there, of what it would stand in."""
        keys = parse(pointer) or ()
        return next((lines[keys[:depth]] for depth in range(len(keys), 0, -1) if keys[:depth] in lines), 1)

    for page in checked:
        if page.error or page.page is None or page.operation is None:
            continue
        found_here = changes.find(page.facts, page.operation)
        drafts = Drafts(page.page, page.operation, description, agreed) if found_here else None
        for change in found_here:
            found = merged.setdefault(change.key(), change)
            if found is change:
                change.line, change.hint = line(change.pointer), _hint(change, description)
                change.edits = drafts.edits(change) if drafts else []
            found.places += [(page.name, at) for at in change.page_lines if (page.name, at) not in found.places]
        entry = next((entry for entry in entries if entry.key == page.key), None)
        results.notes += [(page.name, note) for note in _notes(page.facts, page.operation, entry)]
        for ended in entry.ended(page.facts) if entry else ():
            results.work.append((page.name, f"the known disagreement ({ended}) is over; record the page (--record)"))
    results.findings = list(merged.values())
    seen, recorded = {page.key[0] for page in checked}, {entry.operation for entry in entries}
    known = [operation for operation in description.operations.values() if operation.name in recorded]
    gone = [operation for operation in known if operation.name not in seen]
    # A page that can't be used may be that of an operation that seems to be gone.
    is_complete = is_folder and not any(page.error for page in checked)
    if is_complete and len(known) - len(gone) > _MOST * len(known):
        for operation in gone:
            at, hint = operation.pointer, "the folder has no page of it"
            edits = [Edit("remove", at)]
            change = Change("operation gone", operation, (), pointer=at, line=line(at), edits=edits, hint=hint)
            results.findings.append(change)
    return results


def _hint(change: Change, description: Description) -> str:
    wrong = [fact for fact in change.facts if fact.is_wrong]
    if not wrong or not all(may_be_settled(fact, change.operation, description) for fact in wrong):
        return ""
    pages = ", ".join(sorted(description.sources(wrong[0].pointer) or ()))
    return f"x-source follows {pages} here: --record makes it a known disagreement"


def _notes(facts: Sequence[Fact], operation: Operation, entry: Entry | None) -> Iterator[str]:
    quirks = {fact.quirk_of: fact for fact in facts if fact.quirk_of}
    for at, fact in sorted(quirks.items()) if operation.is_known else ():
        name = changes.schema_name(at) or at
        if fact.overlay == NONE:
            yield f"a quirk that no overlay puts right: {name}"
        elif entry and entry.is_new(fact):
            yield f"a new quirk: {name}, put right by {fact.overlay}"
    absent = sum(fact.verdict == "description only" for fact in facts)
    if entry is None:
        if absent and operation.is_known:
            yield f"{absent} facts of the description are not on this page (--all lists them)"
    elif new := entry.news(facts):
        yield f"{new} facts are new since the page was recorded, and agree; record it (--record)"
    elif entry.description != digest(operation):
        yield "the description has changed since the page was recorded; record it (--record)"
