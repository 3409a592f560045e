"""Find out which group of the description each section of a page is about, and pair their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.docs_check import alignment, remnants, types
from toolchain.docs_check.model import Group, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolchain.docs_check.alignment import Pair
    from toolchain.docs_check.model import Operation, Page, Subject

REQUEST = ("authorization", "header", "path", "query", "cookie", "body")
"""The places of what is sent, in the order in which most pages list them."""


@dataclass(slots=True)
class Part:
    """A section of the page and the group of the description that it is about, with their fields paired.

    `key` is that of the group that the page's heading names, which may be another one.
    """

    section: Section
    key: str
    group: Group
    is_described: bool
    pairs: list[Pair]

    @property
    def is_response(self) -> bool:
        """Whether this is about a response."""
        return self.section.place == "response"

    def subject(self, pair: Pair) -> Subject:
        """Return what the facts of a field are about."""
        place = pair.entry.place if pair.entry else "response"
        return (self.group.key if place == "response" else place, *pair.path)


def align(page: Page, operation: Operation) -> tuple[list[Part], dict[str, Group]]:
    """Return the page's sections with their fields paired, and the groups that no section is about."""
    free = {group.key: group for group in operation.groups}
    if not page.is_named:
        return _align_remnants(page, operation, free), {}
    keys = _keys(page, operation)
    parts: list[Part] = []
    for index, (section, key) in enumerate(zip(page.sections, keys, strict=True)):
        if section.place == "response" and not section.blocks and key in keys[index + 1 :]:
            continue  # the tab of a response, whose fields come under another heading
        group = free.pop(_most_alike(section, key, free, keys), None)
        pointer = operation.missing(key) if section.place in ("body", "response") else operation.parameters
        found = group or Group(key=key, pointer=pointer, home=pointer)
        pairs = alignment.pair(section.blocks, found.entries, found.home, section.end, page.nesting)
        parts.append(Part(section, key, found, group is not None, pairs))
    _find_moved([part for part in parts if not part.is_response])
    return parts, free


def _align_remnants(page: Page, operation: Operation, groups: Mapping[str, Group]) -> list[Part]:
    """Return the one list of all fields as a part of the request and one of the response."""
    success = operation.success() or Group(key="200", pointer=operation.pointer, home=operation.pointer)
    listed = [entry for key in REQUEST if key in groups for entry in groups[key].entries]
    request = [entry for entry in listed if not operation.is_credential(entry)]
    home, heading = operation.parameters, page.endpoints[0].method
    pairs = remnants.pair(page.tokens, request, success.entries, home, page.end + 1)
    first = next((n for n, pair in enumerate(pairs) if pair.entry and pair.entry.place == "response"), len(pairs))
    sent = Group(key="parameters", pointer=home, home=home)
    return [
        Part(Section("body", heading), sent.key, sent, True, pairs[:first]),
        Part(Section("response", heading), success.key, success, True, pairs[first:]),
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


def _most_alike(section: Section, key: str, free: Mapping[str, Group], claimed: Sequence[str]) -> str:
    """Return the key of the group whose fields a section lists: another one than its heading says may be."""
    names = {block.names[-1] for block in section.blocks}

    def shared(other: str) -> int:
        return len(names & {entry.name for entry in free[other].entries}) if other in free else 0

    others = [other for other in free if other in REQUEST and other not in claimed and section.place in REQUEST]
    return max([key, *others], key=shared)


def _find_moved(parts: Sequence[Part]) -> None:
    """Pair what one part of the request has too much and another one lacks."""
    for part in parts:
        for other in parts:
            lost = {pair.path: pair for pair in other.pairs if not pair.block}
            for index, pair in enumerate(part.pairs):
                old = lost.get(pair.path) if other is not part and not pair.entry else None
                if old:
                    part.pairs[index] = alignment.Pair(pair.block, old.entry, old.pointer, old.path, pair.due)
                    other.pairs.remove(old)
