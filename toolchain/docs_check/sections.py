"""Find out which group of the description each section of a page is about, and pair their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import alignment, remnants, types
from toolchain.docs_check.model import Group, Section
from toolchain.docs_check.text import PageError

if TYPE_CHECKING:
    from toolchain.docs_check.alignment import Pair
    from toolchain.docs_check.model import Operation, Page, Subject

MAX_SECTIONS: Final = 200
"""Sections of a page; a page of one operation has some twenty."""
REQUEST = ("authorization", "header", "path", "query", "cookie", "body")
"""The places of what is sent, in the order in which most pages list them."""


@dataclass(slots=True)
class Part:
    """A section of the page and the group of the description that it is about, with their fields paired."""

    section: Section
    group: Group
    is_described: bool
    pairs: list[Pair]

    @property
    def is_response(self) -> bool:
        """Whether this is about a response."""
        return self.section.place == "response"

    def subject(self, pair: Pair) -> Subject:
        """Return what the facts of a field are about; the one part of a page without names is about all places."""
        return (pair.entry.place if pair.entry and not self.is_response else self.group.key, *pair.path)


def align(page: Page, operation: Operation) -> list[Part]:
    """Return the page's sections with their fields paired; PageError for far too many."""
    if not page.is_named:
        return _align_remnants(page, operation)
    for section in page.sections[MAX_SECTIONS:]:
        problem = f"has more than {MAX_SECTIONS} headings of fields, which no page of one operation does"
        raise PageError(problem, section.heading.line)
    parts: list[Part] = []
    sections = list(zip(page.sections, _keys(page, operation), strict=True))
    for index, (section, key) in enumerate(sections):
        if section.place == "response" and not section.blocks and key in (key for _, key in sections[index + 1 :]):
            continue  # the tab of a response, whose fields come under another heading
        pointer = operation.missing(key) if section.place in ("body", "response") else operation.parameters
        names = {entry.name for entry in operation.entries(key)}
        alike = [one for one, its_key in sections if its_key == key]
        nearest = max(alike, key=lambda one: sum(block.names[-1] in names for block in one.blocks))
        found = operation.group(key) if section is nearest else None
        group = found or Group(key=key, pointer=pointer, home=pointer)
        pairs = alignment.pair(section.blocks, group.entries, group.home, section.end, page.nesting)
        parts.append(Part(section, group, found is not None, pairs))
    return parts


def _align_remnants(page: Page, operation: Operation) -> list[Part]:
    """Return the one list of all fields as a part of the request and one of the response."""
    home, heading = operation.parameters, page.endpoints[0].method
    success = operation.success() or Group(key="200", pointer=operation.pointer, home=operation.pointer)
    listed = [entry for key in REQUEST for entry in operation.entries(key)]
    request = [entry for entry in listed if not operation.is_credential(entry)]
    pairs = remnants.pair(page.tokens, request, success.entries, home, page.end + 1)
    first = next((n for n, pair in enumerate(pairs) if pair.entry and pair.entry.place == "response"), len(pairs))
    sent = Group(key="parameters", pointer=home, home=home)
    return [
        Part(Section("body", heading), sent, True, pairs[:first]),
        Part(Section("response", heading), success, True, pairs[first:]),
    ]


def _keys(page: Page, operation: Operation) -> list[str]:
    """Return the key of the group that each section is about.

    A response is known by its heading. The first one may be headed by any text if no other one is that of success.
    """
    named = [types.status_of(section.heading.text) if section.place == "response" else "" for section in page.sections]
    if not any(status and status[0] in "2s" for status in named) and None in named:
        first = next(n for n, status in enumerate(named) if status != "")
        named[first] = named[first] or types.SUCCESS
    return [
        section.place
        if section.place != "response"
        else operation.success_key
        if status == types.SUCCESS
        else status or section.heading.text
        for section, status in zip(page.sections, named, strict=True)
    ]
