"""Shorthand for the tests: lines of a page in, facts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.docs_check import readers
from toolchain.docs_check.check import identify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolchain.docs_check.description import Description
    from toolchain.docs_check.model import Fact


def facts_of(lines: Sequence[str], description: Description) -> list[Fact]:
    """The facts of a page."""
    return identify(readers.read(lines), description).facts


def wrong(facts: Sequence[Fact]) -> list[tuple[int, str, str, str]]:
    """What is reported: line, verdict, kind and pointer of all facts that don't agree, the silent ones left out."""
    return [
        (fact.line, fact.verdict, fact.kind, str(fact.pointer))
        for fact in facts
        if fact.verdict not in ("agrees", "page silent")
    ]


def with_line(lines: Sequence[str], line: int, *new: str) -> tuple[str, ...]:
    """The page with one line (counted from 1) replaced by others."""
    return (*lines[: line - 1], *new, *lines[line:])


def line_of(lines: Sequence[str], *run: str) -> int:
    """The line, counted from 1, at which a run of lines begins for the first time."""
    return next(at for at in range(1, len(lines) + 1) if tuple(lines[at - 1 : at - 1 + len(run)]) == run)
