"""Check pages: find what each documents, compare the two, name what overlays put right, bring all changes together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from toolchain import overlay
from toolchain.docs_check import changes, readers
from toolchain.docs_check.changes import Change, Edit
from toolchain.docs_check.compare import Comparison
from toolchain.docs_check.description import Description, View
from toolchain.docs_check.draft import Drafts
from toolchain.docs_check.model import Fact, Operation, Page, Said
from toolchain.docs_check.record import Entry, digest, may_be_settled
from toolchain.docs_check.text import PageError, capture
from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import JSON
from toolchain.openapi.pointer import MISSING, Pointer, find

NONE: Final = "none"
"""What is reported of a quirk that no overlay action puts right."""
_SURE_FIT: Final = 0.97
_GOOD_FIT: Final = 0.9
"""Shares of facts that agree: an operation that a page names isn't doubted, one that it doesn't name is believed."""
_CUT_FIELDS: Final = 4
_CUT_SHARE: Final = 0.05
_MOST: Final = 0.5
"""A folder with a page for more than this share of the recorded operations is taken for all pages there are."""


# -- quirks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """The description after each overlay action; the actions are applied when the first quirk asks for them."""

    document: dict[str, JSON]
    overlays: Sequence[tuple[str, JSON]]

    def covering(self, field: Pointer) -> str:
        """Return the actions that put a quirk right: they change type or example of its field; else `NONE`."""

        def seen(root: dict[str, JSON]) -> object:
            schema = _schema(root, field)
            return schema and (str(schema.type()), schema.home, schema.value.get("example", MISSING))

        last = _schema(self._steps[-1][1], field)
        if last and "example" in last.value and last.type().refuses(last.value["example"]):
            return NONE
        return self._changing(seen)

    def touching(self, pointer: Pointer) -> str:
        """Return the actions that change what stands at a place, or `NONE`."""
        return self._changing(lambda root: find(root, pointer.keys))

    def _changing(self, see: Callable[[dict[str, JSON]], object]) -> str:
        seen = [see(root) for _, root in self._steps]
        changing = (n for n in range(1, len(seen)) if seen[n - 1] != seen[n])
        return ", ".join(self._steps[n][0] for n in changing) or NONE

    @cached_property
    def _steps(self) -> list[tuple[str, dict[str, JSON]]]:
        """The description, and what each action makes of it."""
        steps = [("", self.document)]
        for name, index, action in overlay.one_by_one(self.overlays):
            try:
                steps.append((f"{name} action {index + 1}", overlay.apply(steps[-1][1], [(name, action)])))
            except ToolchainError:
                # It covers nothing until it can be applied again; `resolve --strict` says why it cannot.
                continue
        return steps


def _schema(root: dict[str, JSON], field: Pointer) -> View | None:
    """Return the schema of a field or parameter; None while there is none, or one that refers to nothing."""
    if find(root, field.keys) is MISSING:
        return None
    try:
        place = View(Document("the description", root), field)
        return place.below("schema") if "schema" in place.value else place
    except ToolchainError:
        return None


# -- one page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of the page `name`: its digest, what it says beside its operation, and what is recorded of it.

    With an `error` it could not be used, and the facts, if any, are those of what is left.
    """

    name: str
    sha256: str = ""
    compared: Comparison | None = None
    entry: Entry | None = None
    error: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Operation and layout, by which the record knows pages; a page that can't be used has none."""
        return (self.compared.operation.name, self.compared.page.layout) if self.compared else ("", "")

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts of comparing the two."""
        return self.compared.facts if self.compared else ()

    def count(self, verdict: str) -> int:
        """Return the number of facts with a verdict."""
        return sum(fact.verdict == verdict for fact in self.facts)


def check(path: Path, description: Description, coverage: Coverage, entries: Sequence[Entry] = ()) -> Checked:
    """Return what came of the page in a file, quirks with the actions that cover them; `entries` is the record."""
    name = str(path).encode(errors="backslashreplace").decode()
    try:
        lines, sha256 = capture(path)
        found = identify(readers.read(lines), description)
    except PageError as error:
        return Checked(name=name, error=str(error))
    for fact in found.facts:
        fact.overlay = coverage.covering(fact.quirk_of) if fact.quirk_of else None
    entry = next((entry for entry in entries if entry.key == (found.operation.name, found.page.layout)), None)
    if entry:
        entry.recall(found.facts)
    problem = _cut(found.page, found.facts)
    return Checked(name=name, sha256=sha256, compared=found, entry=entry, error=problem)


def identify(page: Page, description: Description) -> Comparison:
    """Return the page compared with the operation that it documents.

    That is the one it names, unless what the page says fits another one much better: then the name is what is wrong. A
    name that the description lacks is that of a new operation, however much it resembles others. PageError if the
    page's server is another one too.
    """
    page = replace(page, endpoints=tuple(map(description.split, page.endpoints)))
    for block in (block for section in page.sections for block in section.blocks if block.is_glued):
        if values := description.run_together(block.allowed[0].text):
            block.allowed_glued, line = False, block.allowed[0].line
            block.allowed = tuple(Said(value, line) for value in values)
    first, operations = page.endpoints[0], list(description.operations.values())
    found = [description.find(endpoint.method.text, endpoint.path.text) for endpoint in page.endpoints]
    named = [Comparison(page, operation) for operation in operations if operation in found]
    if not named:
        servers = [endpoint.server for endpoint in page.endpoints if endpoint.server]
        if servers and description.servers and not any(server.text in description.servers for server in servers):
            raise PageError(
                f"is a page of another API: {servers[0].text[:80]} and {first.method.text} {first.path.text[:80]} are "
                f"not in the description, whose server is {description.servers[0]}",
                servers[0].line,
            )
        return Comparison(page, description.unknown(first.method.text, first.path.text))
    best = max(named, key=_fit)
    # Another operation must have enough fields for most of the page's to be among them.
    fields = _GOOD_FIT * sum(len(section.blocks) for section in page.sections)
    others = [
        Comparison(page, other)
        for other in (operations if _fit(best) < _SURE_FIT else ())
        if other not in found and fields <= sum(len(group.entries) for group in other.groups)
    ]
    other = max(others, key=_fit, default=best)
    return other if _fit(other) >= max(_GOOD_FIT, _fit(best)) else best


def _fit(compared: Comparison) -> float:
    """Return the share of what the page says that agrees."""
    spoken = [fact.verdict for fact in compared.facts if fact.verdict != "page silent"]
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
            page.compared is not None
            and not page.error
            and all(may_be_settled(fact, page.compared.operation, description) for fact in page.facts if fact.is_wrong)
            for page in self.pages
        )


def collect(
    checked: Sequence[Checked], entries: Sequence[Entry], description: Description, *, is_folder: bool
) -> Results:
    """Return the results of the checked pages; `entries` is the record."""
    results = Results(checked)
    agreed = [fact for page in checked for fact in page.facts if fact.verdict == "agrees"]
    moved = {
        (page.compared.operation.pointer, fact.page_says)
        for page in checked
        if page.compared
        for fact in page.facts
        if fact.kind == "path" and fact.verdict == "contradicts"
    }
    merged: dict[tuple[object, ...], Change] = {}

    for page in checked:
        if page.error or page.compared is None:
            continue
        operation, entry = page.compared.operation, page.entry
        drafts = Drafts(page.compared, description, agreed, moved)
        for change in changes.find(page.facts, operation):
            found = merged.setdefault(change.key(), change)
            if found is change:
                change.line, change.hint = description.line(change.pointer), _hint(change, description)
                change.edits = drafts.edits(change)
                change.hint = change.hint or drafts.hint(change)
            found.places += [(page.name, at) for at in change.page_lines if (page.name, at) not in found.places]
        results.notes += [(page.name, note) for note in _notes(page.facts, operation, entry)]
        for ended in entry.ended(page.facts) if entry else ():
            results.work.append((page.name, f"the known disagreement ({ended}) is over; record the page (--record)"))
    results.findings = list(merged.values())
    seen, recorded = {page.key[0] for page in checked}, {entry.operation for entry in entries}
    known = [operation for name, operation in description.operations.items() if name in recorded]
    gone = [operation for operation in known if operation.name not in seen]
    # A page that can't be used may be that of an operation that seems to be gone.
    is_complete = is_folder and not any(page.error for page in checked)
    if is_complete and len(known) - len(gone) > _MOST * len(known):
        for operation in gone:
            change = Change("operation gone", operation, (), pointer=operation.pointer)
            change.line, change.hint = description.line(operation.pointer), "the folder has no page of it"
            change.edits = [Edit("remove", operation.pointer)]
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
    for at, fact in sorted(quirks.items(), key=lambda item: str(item[0])) if operation.is_known else ():
        name = changes.schema_name(at) or str(at)
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
