"""Find out which group of the description each section of a page is about, and which field each of its fields is.

A page may list the fields of nested objects one after the other. So does the description once it is flattened, and the
two sequences are aligned: a field that is missing, new, renamed or of another type leaves all others where they are. A
field that the description doesn't have is placed by its neighbours.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, TypeAlias, TypeVar

from toolchain.docs_check.model import Block, Entry, Group, Nesting, Operation, Page, Said, Section, Subject
from toolchain.docs_check.text import PageError
from toolchain.docs_check.types import SUCCESS, status_of
from toolchain.openapi.json_values import canonical_json
from toolchain.openapi.pointer import Pointer

MAX_SECTIONS: Final = 200
"""Sections of a page; a page of one operation has some twenty."""
MAX_LEVELS: Final = 20
"""Fields within fields that a page is believed to have where the description has none."""

L = TypeVar("L")
R = TypeVar("R")
Keys: TypeAlias = tuple[Callable[[L], Hashable], Callable[[R], Hashable]]
Path: TypeAlias = tuple[str, ...]


def sequences(left: Sequence[L], right: Sequence[R], keys: Sequence[Keys[L, R]]) -> list[tuple[L | None, R | None]]:
    """Return all of both sequences in order, paired where they have the same key, None for what has no partner.

    What the first of the `keys` leaves between two pairs is aligned by the next.
    """
    if not left or not right or not keys:
        return [*((one, None) for one in left), *((None, other) for other in right)]
    of_left, of_right = keys[0]
    matcher = SequenceMatcher(None, [of_left(one) for one in left], [of_right(one) for one in right], autojunk=False)
    result: list[tuple[L | None, R | None]] = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            result += zip(left[i:i_end], right[j:j_end], strict=True)
        else:
            between = sequences(left[i:i_end], right[j:j_end], keys[1:])
            result += between
    return result


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A field of the page and the same field of the description, or one without the other.

    `pointer` and `path` are where it stands, or would stand, in the description; `due` is the line where it stands, or
    would stand, on the page.
    """

    block: Block | None
    entry: Entry | None
    pointer: Pointer
    path: Path
    due: int


@dataclass(frozen=True, slots=True)
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


# -- sections ---------------------------------------------------------------------------------------------------------


def align(page: Page, operation: Operation) -> list[Part]:
    """Return the page's sections with their fields paired; PageError for far too many."""
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
        pairs = _pair(section, group, page.nesting)
        parts.append(Part(section, group, found is not None, pairs))
    return parts


def _keys(page: Page, operation: Operation) -> list[str]:
    """Return the key of the group that each section is about.

    A response is known by its heading. The first one may be headed by any text if no other one is that of success.
    """
    named = [status_of(section.heading.text) if section.place == "response" else "" for section in page.sections]
    if not any(status and status[0] in "2s" for status in named) and None in named:
        first = next(n for n, status in enumerate(named) if status != "")
        named[first] = named[first] or SUCCESS
    return [
        section.place
        if section.place != "response"
        else operation.success_key
        if status == SUCCESS
        else status or section.heading.text
        for section, status in zip(page.sections, named, strict=True)
    ]


# -- fields -----------------------------------------------------------------------------------------------------------


def _pair(section: Section, group: Group, nesting: Nesting) -> list[Pair]:
    """Return all fields of a section and of its group, paired, in order."""

    def name(names: Path) -> Hashable:
        return names[-1:] if nesting == "flat" else names

    keys: list[Keys[Block, Entry]] = [
        (lambda block: (name(block.names), _facts(block)), lambda entry: (name(entry.path), _facts(entry))),
        (lambda block: name(block.names), lambda entry: name(entry.path)),
        (_facts, _facts),  # has only been renamed
        (lambda block: _facts(block)[1:] if block.is_required is None else object(), lambda entry: _facts(entry)[1:]),
    ]
    matched = sequences(section.blocks, group.entries, keys)
    if nesting != "flat":
        matched = list(_consistent(matched))
    return _reunite(_place(matched, group.home, section.end, nesting))


def _facts(field: Block | Entry) -> tuple[Hashable, ...]:
    """Return what a field is known by, but for its name."""
    values = [None if node is None else canonical_json(node.value) for node in (field.default, field.example)]
    allowed = [value.text if isinstance(value, Said) else str(value) for value in field.allowed or ()]
    return (field.is_required, field.type.shape(), "".join(allowed), *values)


_Matched: TypeAlias = tuple[Block | None, Entry | None]


def _consistent(matched: Sequence[_Matched]) -> Iterator[_Matched]:
    """Yield the pairs, apart again where the page says that they are in different objects."""
    paths = {block.names: entry.path for block, entry in matched if block and entry}
    for block, entry in matched:
        outer = block.names[:-1] if block else ()
        if block and entry and paths.get(outer, outer) != entry.path[:-1]:
            yield from ((block, None), (None, entry))
        else:
            yield block, entry


def _place(matched: Sequence[_Matched], home: Pointer, end: int, nesting: Nesting) -> list[Pair]:
    """Return the pairs, each with its place.

    A field that the description lacks may be within the one before it, beside it, or beside any that this one is
    within, as far as the next known field allows; it is taken to be where a field is missing, else as deep as possible.
    """
    homes = {(): home} | {entry.path: entry.home for _, entry in matched if entry}
    paths = {block.names: entry.path for block, entry in matched if block and entry}
    parents = {entry.path[:-1] for _, entry in matched if entry}
    absent = {entry.path for block, entry in matched if entry and not block}
    ends: dict[Path, int] = {}
    before: Path = ()
    may_contain = False
    result: list[Pair] = []
    for (block, entry), (due, needed, missing) in zip(matched, _ahead(matched, end), strict=True):
        if entry:
            siblings_end = ends.get(entry.path[:-1], due) if nesting == "named" else due
            result.append(Pair(block, entry, entry.pointer, entry.path, siblings_end))
            if block:
                ends[entry.path[:-1]] = block.end + 1
                is_container = entry.type.is_container() or block.type.is_container()
                if bool(block.type.items) != bool(entry.type.items) and block.type.is_container():
                    homes[entry.path] = entry.schema.below(*["items"] * bool(block.type.items), "properties")
                before, may_contain = entry.path, is_container and entry.path not in parents
        elif block:
            outer, name = block.names[:-1], block.names[-1]
            around: list[Path] = [paths.get(outer, outer)]
            if nesting == "flat" and not outer:
                above: list[Path] = [before[:depth] for depth in range(len(before) - 1, -1, -1)]
                above = [before, *above] if may_contain or needed == before else above
                around = [parent for parent in above if parent[: len(needed)] == needed] or [needed]
                # What is missing somewhere else may only have another place in the order.
                around.sort(
                    key=lambda parent: (
                        (*parent, name) not in absent,
                        not may_contain and all(path[:-1] != parent for path in missing),
                    )
                )
            pointer = homes.get(around[0], home).below(name)
            before = (*around[0], name)
            may_contain = block.type.is_container() and len(before) < MAX_LEVELS
            homes[before] = pointer.below(*["items"] * bool(block.type.items), "properties")
            paths[block.names] = before
            result.append(Pair(block, None, pointer, before, block.name.line))
    return result


def _ahead(matched: Sequence[_Matched], end: int) -> list[tuple[int, Path, set[Path]]]:
    """Return for each pair what comes next.

    The line of the next field of the page, what the next known field is within, and what is missing before that.
    """
    result: list[tuple[int, Path, set[Path]]] = []
    due, needed, missing = end, Path(), set[Path]()
    for block, entry in reversed(matched):
        due = block.name.line if block else due
        if block and entry:
            needed, missing = entry.path[:-1], set[Path]()
        elif entry:
            missing = missing | {entry.path}
        around = needed
        while around in missing:
            # What the next field is within is missing itself, so a new one may have its place.
            around = around[:-1]
        result.append((due, around, missing))
    return result[::-1]


def _reunite(pairs: list[Pair]) -> list[Pair]:
    """Pair what was left over on both sides and has the same path: only the order differs."""
    new = {pair.path: pair for pair in pairs if not pair.entry}
    old = {pair.path for pair in pairs if not pair.block} & new.keys()
    return [
        replace(pair, block=new[pair.path].block) if pair.path in old else pair
        for pair in pairs
        if pair.entry or pair.path not in old
    ]
