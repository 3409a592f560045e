"""Check one page: read it, find the operation that it documents, compare the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import capture, readers
from toolchain.docs_check.compare import compare
from toolchain.docs_check.errors import PageError
from toolchain.docs_check.facts import Kind, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from toolchain.docs_check.capture import Capture
    from toolchain.docs_check.coverage import Coverage
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.operation import Operation
    from toolchain.docs_check.page import Page

_SURE_FIT: Final = 0.97
_GOOD_FIT: Final = 0.9
"""Shares of facts that agree: an operation that a page names isn't doubted, one that it doesn't name is believed."""
_CUT_FIELDS: Final = 4
_CUT_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a page. With an `error` it could not be used, and the facts, if any, are those of what is left."""

    page: str
    operation: str | None = None
    layout: str | None = None
    capture: Capture | None = None
    facts: tuple[Fact, ...] = ()
    error: str | None = None

    def count(self) -> dict[str, int]:
        """Return the number of facts for each verdict."""
        return {verdict.value: sum(fact.verdict is verdict for fact in self.facts) for verdict in Verdict}

    def is_wrong(self) -> bool:
        """Return whether the page contradicts the description, or says what the description doesn't."""
        return any(fact.verdict.is_wrong for fact in self.facts)


def check(path: Path, description: Description, coverage: Coverage) -> Checked:
    """Return what came of the page in the file `path`, each quirk with the overlay actions that cover it."""
    page_name = str(path).encode(errors="backslashreplace").decode()
    try:
        captured = capture.read(path)
        page = readers.read(captured.lines)
        operation, facts = identify(page, description)
    except PageError as error:
        return Checked(page=page_name, error=str(error))
    return Checked(
        page=page_name, operation=operation.name, layout=page.layout, capture=captured, facts=coverage.named(facts),
        error=_cut(page, facts),
    )  # fmt: skip


def identify(page: Page, description: Description) -> tuple[Operation, list[Fact]]:
    """Return the operation that a page documents, and the facts of comparing the two.

    That is the one it names, unless what the page says fits another one much better: then the name is what is wrong.
    """
    named = {(endpoint.method.text, endpoint.path) for endpoint in page.endpoints}
    stated = [operation for key, operation in description.operations.items() if key in named]
    best = max(((op, compare(page, op)) for op in stated), key=lambda found: _fit(found[1]), default=None)
    if best is None or _fit(best[1]) < _SURE_FIT:
        others = [(op, compare(page, op)) for op in description.operations.values() if op not in stated]
        other = max(others, key=lambda found: _fit(found[1]), default=None)
        if other and _fit(other[1]) >= _GOOD_FIT and (best is None or _fit(other[1]) > _fit(best[1])):
            best = other
    return best or _unknown(page, description)


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
