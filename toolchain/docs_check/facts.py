"""A fact: one statement about one thing, as the page has it and as the description has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolchain.openapi.json_values import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.model import Subject
    from toolchain.openapi.json_values import JSON


class Verdict(StrEnum):
    """How page and description stand to each other in one fact."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    PAGE_ONLY = "page only"
    DESCRIPTION_ONLY = "description only"
    PAGE_SILENT = "page silent"

    @property
    def is_wrong(self) -> bool:
        """Whether the description must be edited: it says something else than the page, or lacks what the page has."""
        return self in (Verdict.CONTRADICTS, Verdict.PAGE_ONLY)


class Kind(StrEnum):
    """What a fact is about."""

    METHOD = "method"
    SERVER = "server"
    PATH = "path"
    SCOPES = "scopes"
    PLACE = "place"
    PRESENCE = "presence"
    NAME = "name"
    MEDIA_TYPE = "media type"
    TYPE = "type"
    REQUIRED = "required"
    ALLOWED = "allowed values"
    CONSTRAINT = "constraint"
    DEFAULT = "default"
    EXAMPLE = "example"
    EXAMPLE_KEY = "example key"
    EXAMPLE_KIND = "example kind"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `pointer` is a JSON pointer into the description; `line` the page's, counted from 1.

    A fact that the page lacks has the line where it would stand. A quirk is an example or default that the type which
    the page itself gives refuses: `quirk_of` is the pointer of the field that has this type, and `overlay` names the
    actions that put it right, if any do. The record decides on `is_withdrawn` (the page once said it) and `is_settled`
    (a disagreement that is recorded).
    """

    line: int
    pointer: str
    kind: Kind
    verdict: Verdict
    subject: Subject
    page_says: JSON = None
    description_says: JSON = None
    quirk_of: str | None = None
    overlay: str | None = None
    is_withdrawn: bool = False
    is_settled: bool = False

    @property
    def needs_work(self) -> bool:
        """Whether page and description must be brought together."""
        return self.is_withdrawn or (self.verdict.is_wrong and not self.is_settled)


class Unsaid:
    """In the place of a value: one of the sides says nothing."""


UNSAID = Unsaid()


def judge(
    kind: Kind,
    subject: Subject,
    line: int,
    pointer: str,
    page: JSON | Unsaid,
    described: JSON | Unsaid,
    *,
    agrees: bool | None = None,
    is_shown: bool = True,
    quirk_of: str | None = None,
) -> Iterator[Fact]:
    """Yield the fact of what page and description say; nothing if neither says anything.

    The two agree if they are the same JSON, unless `agrees` says it. `is_shown`: pages like this one show such a thing.
    """
    says: JSON = None if isinstance(page, Unsaid) else page
    description_says: JSON = None if isinstance(described, Unsaid) else described
    if isinstance(page, Unsaid):
        if isinstance(described, Unsaid):
            return
        verdict = Verdict.DESCRIPTION_ONLY if is_shown else Verdict.PAGE_SILENT
    elif isinstance(described, Unsaid):
        verdict = Verdict.PAGE_ONLY
    else:
        verdict = Verdict.AGREES if (is_same(page, described) if agrees is None else agrees) else Verdict.CONTRADICTS
    yield Fact(line, pointer, kind, verdict, subject, says, description_says, quirk_of)


def is_same(found: JSON, expected: JSON) -> bool:
    """Return whether two values are one and the same JSON, so that 1, 1.0, true and "1" all differ."""
    if isinstance(found, dict | list):
        return canonical_json(found) == canonical_json(expected)
    return type(found) is type(expected) and found == expected
