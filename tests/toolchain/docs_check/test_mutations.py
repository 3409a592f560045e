"""Every single change of a page is reported where it was made: the share that is, over all facts of all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.long import EACH, LONG
from tests.support.pages import pages
from tests.toolchain.docs_check.checking import facts_of
from tests.toolchain.docs_check.mutations import mutations
from tests.toolchain.docs_check.render import LAYOUTS
from toolchain.docs_check.text import PageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.toolchain.docs_check.edits import Lines, Mutation
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.model import Fact

GREENHOUSE = [("get", "/beds/{bedId}"), ("put", "/beds/{bedId}"), ("post", "/beds/{bedId}/water")]


def is_reported(mutation: Mutation, description: Description) -> bool:
    """Whether a change is reported at its place, by a fact or as what makes the page unusable."""
    try:
        facts = facts_of(mutation.lines, description)
        lines = {fact.line for fact in facts if fact.verdict not in ("agrees", "page silent")}
    except PageError as error:
        lines = {error.line or 0}
    return any(mutation.first <= line <= mutation.last for line in lines)


def missed(
    lines: Sequence[str], description: Description, seen: set[Lines] | None = None
) -> tuple[int, list[Mutation]]:
    """How many mutations a page has, and those tried that aren't reported; no fact may be without a mutation."""
    facts = facts_of(lines, description)
    assert all(fact.verdict in ("agrees", "page silent") for fact in facts)
    found = list(mutations(tuple(lines), facts, seen))
    assert untouched(facts, found) == []
    return len(found), [mutation for mutation in found[::EACH] if not is_reported(mutation, description)]


def untouched(facts: Sequence[Fact], found: Sequence[Mutation]) -> list[Fact]:
    """The facts on lines that no mutation changes."""
    touched = {line for mutation in found for line in range(mutation.first, mutation.last + 1)}
    return [fact for fact in facts if fact.verdict == "agrees" and fact.line not in touched]


@pytest.mark.parametrize(("method", "path"), GREENHOUSE)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_change_of_a_page_of_our_own_is_reported_at_its_line(
    greenhouse: dict[str, Any], planted: Description, layout: str, method: str, path: str
) -> None:
    count, unreported = missed(LAYOUTS[layout](greenhouse, method, path), planted)
    assert count > 100
    assert unreported == []


# A field of which only a text is left, put where the page has a field without one: the text may be that one's. Two
# pages have such a place, before the allowed values of `altType`.
UNDECIDABLE = [("field added", "Nick name")] * 2


def test_every_change_of_the_captured_pages_is_reported_at_its_line(described: Description) -> None:
    seen: set[Lines] = set()
    results = [missed(page.text.split("\n"), described, seen) for page in pages()]
    count = sum(number for number, _ in results)
    unreported = [(found.kind, found.lines[found.first - 1]) for _, missing in results for found in missing]
    assert set(unreported) <= set(UNDECIDABLE)
    assert len(unreported) == len(UNDECIDABLE) or not LONG
    assert count > 4500
    assert 1 - len(unreported) / count > 0.9995
