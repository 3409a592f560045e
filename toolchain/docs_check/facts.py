"""A fact: one statement about one thing, as the page has it and as the description has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolchain.docs_check.operation import Subject
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


def compared(
    line: int,
    pointer: str,
    kind: Kind,
    subject: Subject,
    page_says: JSON,
    description_says: JSON,
    *,
    agrees: bool,
    quirk_of: str | None = None,
) -> Fact:
    """Return a fact of which both sides say something."""
    verdict = Verdict.AGREES if agrees else Verdict.CONTRADICTS
    return Fact(line, pointer, kind, verdict, subject, page_says, description_says, quirk_of)


def page_only(
    line: int, pointer: str, kind: Kind, subject: Subject, page_says: JSON, *, quirk_of: str | None = None
) -> Fact:
    """Return a fact that only the page has."""
    return Fact(line, pointer, kind, Verdict.PAGE_ONLY, subject, page_says, None, quirk_of)


def description_only(line: int, pointer: str, kind: Kind, subject: Subject, description_says: JSON) -> Fact:
    """Return a fact that the page should show at `line` and doesn't."""
    return Fact(line, pointer, kind, Verdict.DESCRIPTION_ONLY, subject, None, description_says)


def silent(line: int, pointer: str, kind: Kind, subject: Subject, description_says: JSON) -> Fact:
    """Return a fact on which this layout, or this capture, says nothing."""
    return Fact(line, pointer, kind, Verdict.PAGE_SILENT, subject, None, description_says)
