"""Check one page: read it, find the operation that it documents, compare the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import readers
from toolchain.docs_check.compare import compare
from toolchain.docs_check.facts import Kind, Verdict
from toolchain.docs_check.text import PageError, capture

if TYPE_CHECKING:
    from pathlib import Path

    from toolchain.docs_check.coverage import Coverage
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.operation import Operation
    from toolchain.docs_check.page import Page
    from toolchain.docs_check.text import Capture

_SURE_FIT: Final = 0.97
_GOOD_FIT: Final = 0.9
"""Shares of facts that agree: an operation that a page names isn't doubted, one that it doesn't name is believed."""
_CUT_FIELDS: Final = 4
_CUT_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Match:
    """A page that could be read, and the operation that it documents."""

    page: Page
    operation: Operation
    capture: Capture

    @property
    def key(self) -> tuple[str, str]:
        """Operation and layout, by which the record knows pages."""
        return self.operation.name, self.page.layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a page. With an `error` it could not be used, and the facts, if any, are those of what is left."""

    page: str
    match: Match | None = None
    facts: tuple[Fact, ...] = ()
    error: str | None = None

    @property
    def operation(self) -> str | None:
        """The name of the operation."""
        return self.match.operation.name if self.match else None

    def count(self) -> dict[str, int]:
        """Return the number of facts for each verdict."""
        return {verdict.value: sum(fact.verdict is verdict for fact in self.facts) for verdict in Verdict}


def check(path: Path, description: Description, coverage: Coverage) -> Checked:
    """Return what came of the page in the file `path`, each quirk with the overlay actions that cover it."""
    page_name = str(path).encode(errors="backslashreplace").decode()
    try:
        captured = capture(path)
        page = readers.read(captured.lines)
        operation, facts = identify(page, description)
    except PageError as error:
        return Checked(page=page_name, error=str(error))
    match = Match(page, operation, captured)
    return Checked(page=page_name, match=match, facts=coverage.named(facts), error=_cut(page, facts))


def identify(page: Page, description: Description) -> tuple[Operation, list[Fact]]:
    """Return the operation that a page documents, and the facts of comparing the two.

    That is the one it names, unless what the page says fits another one much better: then the name is what is wrong. A
    name that the description lacks is that of a new operation, however much it resembles others.
    """
    found = [description.find(endpoint.method.text, endpoint.path) for endpoint in page.endpoints]
    named = [operation for operation in description.operations.values() if operation in found]
    if not named:
        return _unknown(page, description)
    best = max(((operation, compare(page, operation)) for operation in named), key=lambda pair: _fit(pair[1]))
    if _fit(best[1]) < _SURE_FIT:
        others = [
            (other, compare(page, other))
            for other in description.operations.values()
            if other not in named and _could_fit(page, other)
        ]
        other = max(others, key=lambda pair: _fit(pair[1]), default=best)
        if _fit(other[1]) >= _GOOD_FIT and _fit(other[1]) > _fit(best[1]):
            return other
    return best


def _could_fit(page: Page, operation: Operation) -> bool:
    """Return whether the operation has enough fields for most of the page's to be among them."""
    fields = sum(len(section.blocks) for section in page.sections)
    return _GOOD_FIT * fields <= sum(len(group.entries) for group in operation.groups)


def _unknown(page: Page, description: Description) -> tuple[Operation, list[Fact]]:
    """Return an operation that the description lacks; PageError if the page's server is another one too."""
    first = page.endpoints[0]
    servers = [endpoint.server for endpoint in page.endpoints if endpoint.server]
    if servers and description.servers and not any(server.text in description.servers for server in servers):
        raise PageError(
            f"is a page of another API: {servers[0].text[:80]} and {first.method.text} {first.path[:80]} are not in "
            f"the description, whose server is {description.servers[0]}",
            servers[0].line,
        )
    operation = description.unknown(first.method.text, first.path)
    return operation, compare(page, operation)


def _fit(facts: list[Fact]) -> float:
    spoken = [fact for fact in facts if fact.verdict is not Verdict.PAGE_SILENT]
    return sum(fact.verdict is Verdict.AGREES for fact in spoken) / (len(spoken) or 1)


def _cut(page: Page, facts: list[Fact]) -> str | None:
    """Return the problem of a page of which the end is missing: all that should come last isn't there."""
    # What lacks its footer may end anywhere: there the last line is no better known than those after it.
    first = page.end + (page.is_whole is not False)
    lost = [fact for fact in facts if fact.verdict is Verdict.DESCRIPTION_ONLY and fact.line >= first]
    few = 1
    if page.is_whole is None:
        # Without a footer to tell, only the number of fields does.
        lost = [fact for fact in lost if fact.kind is Kind.PRESENCE]
        few = max(_CUT_FIELDS, round(_CUT_SHARE * sum(fact.kind is Kind.PRESENCE for fact in facts)))
    if page.is_whole or len(lost) < few:
        return None
    problem = (
        f"the page seems to be cut off here: {len(lost)} facts that should follow are missing; save the whole page"
    )
    return str(PageError(problem, page.end))
