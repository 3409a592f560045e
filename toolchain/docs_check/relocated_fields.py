"""Recognise fields that a page has in another place than the description: in the query, say, and not in the body."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolchain.docs_check import field_alignment
from toolchain.docs_check.page import Stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolchain.docs_check.field_alignment import Pair
    from toolchain.docs_check.operation import Entry, Group, Subject
    from toolchain.docs_check.page import Nesting, Section


@dataclass(slots=True)
class Part:
    """A section of the page and the group of the description that it is about, with their fields paired.

    `moved` are fields of the section that the description has in another place.
    """

    section: Section
    group: Group
    is_described: bool
    pairs: list[Pair]
    moved: list[Pair] = field(default_factory=list["Pair"])

    @property
    def is_response(self) -> bool:
        """Whether this is about a response."""
        return self.section.place == "response"

    def places(self) -> set[str]:
        """Return where the description has the fields of this section."""
        return {pair.entry.place for pair in (*self.pairs, *self.moved) if pair.block and pair.entry}

    def types(self) -> dict[Subject, Stated]:
        """Return the types that the page gives, by field."""
        key = self.group.key
        return {(key, *pair.path): Stated(pair.block.type, pair.pointer) for pair in self.pairs if pair.block}


def find(parts: Sequence[Part], absent: dict[str, Group], nesting: Nesting) -> None:
    """Pair what parts have too much with what others, or groups without a section, lack; both lose what is found."""
    requests = [part for part in parts if not part.is_response]
    for part in requests:
        for other in requests:
            if other is not part:
                lost = [pair.entry for pair in other.pairs if pair.entry and not pair.block]
                found = _take(part, lost, other.group, nesting)
                other.pairs = [pair for pair in other.pairs if pair.block or pair.entry not in found]
        for key, group in absent.items():
            if not group.is_response:
                found = _take(part, group.entries, group, nesting)
                absent[key] = replace(group, entries=tuple(entry for entry in group.entries if entry not in found))


def _take(part: Part, lost: Sequence[Entry], group: Group, nesting: Nesting) -> list[Entry]:
    """Pair the new fields of a part with `lost` entries of a group, and return those that are found."""
    new = [pair.block for pair in part.pairs if pair.block and not pair.entry]
    if not new or not lost:
        return []
    pairs = field_alignment.pair(new, lost, group.home, part.section.end, nesting)
    found = [pair for pair in pairs if pair.block and pair.entry]
    blocks = [id(pair.block) for pair in found]
    part.pairs = [pair for pair in part.pairs if pair.entry or id(pair.block) not in blocks]
    part.moved += found
    return [pair.entry for pair in found if pair.entry]
