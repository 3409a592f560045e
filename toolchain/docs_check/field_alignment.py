"""Find out which field of the description each field of a page is, in lists that don't show what is within what.

A page lists the fields of nested objects one after the other. So does the description once it is flattened, and the
two sequences are aligned: a field that is missing, new, renamed or of another type leaves all others where they are. A
field that the description doesn't have is placed by its neighbours; see `_Placer`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from toolchain.docs_check.expected_examples import is_same
from toolchain.docs_check.sequences import align
from toolchain.openapi.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolchain.docs_check.operation import Entry
    from toolchain.docs_check.page import Block, Nesting

MAX_LEVELS: Final = 20
"""Fields within fields that a page is believed to have where the description has none."""

_PERFECT: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A field of the page and the same field of the description, or one without the other.

    `pointer` and `path` are where it stands, or would stand, in the description; `due` is the line where it stands, or
    would stand, on the page. `possible` are all paths that a field which only the page has could have there.
    """

    block: Block | None
    entry: Entry | None
    pointer: str
    path: tuple[str, ...]
    due: int
    possible: tuple[tuple[str, ...], ...] = ()


def pair(blocks: Sequence[Block], entries: Sequence[Entry], home: str, end: int, nesting: Nesting) -> list[Pair]:
    """Return all fields of a section (which ends before the line `end`) and of its group, paired, in order."""
    pairs = align(blocks, entries, _likeness if nesting == "flat" else _likeness_of_paths, _PERFECT)
    matched = [(None if i is None else blocks[i], None if j is None else entries[j]) for i, j in pairs]
    result = _reunite(_Placer(home, end, nesting).place(matched))
    return _due_in_place(result, end) if nesting == "named" else result


def _likeness_of_paths(block: Block, entry: Entry) -> float:
    return _likeness(block, entry) if block.names == entry.path else 0


def _likeness(block: Block, entry: Entry) -> float:
    """Return how much speaks for a block being an entry: its name first, then all else that it says."""
    if block.names[-1] != entry.name:
        return 0
    same_type = block.type.says_the_same(entry.type)
    return 10 + 3 * same_type + (block.is_required == entry.is_required) + 2 * _same_example(block, entry)


def _same_example(block: Block, entry: Entry) -> bool:
    if block.example is None or entry.example is None:
        return not (block.example or entry.example)
    return is_same(block.example.value, entry.example.value)


class _Placer:
    """Gives each field its place.

    A field that the description lacks may be within the one before it, beside it, or beside any that this one is
    within, as far as the next known field allows. It is taken to be within the one before if that is new too, or has no
    fields in the description; else where a field is missing, as one is if it was renamed; else as deep as possible.
    """

    def __init__(self, home: str, end: int, nesting: Nesting) -> None:
        self._end = end
        self._is_flat = nesting == "flat"
        self._homes: dict[tuple[str, ...], str] = {(): home}
        self._before: tuple[str, ...] = ()
        self._may_contain = False

    def place(self, matched: list[_Matched]) -> list[Pair]:
        """Return the pairs with their places, in order."""
        result: list[Pair] = []
        self._homes |= {entry.path: entry.home for _, entry in matched if entry}
        parents = {entry.path[:-1] for _, entry in matched if entry}
        for (block, entry), ahead in zip(matched, _ahead(matched, self._end), strict=True):
            if entry:
                result.append(Pair(block, entry, entry.pointer, entry.path, ahead.due))
            if entry and block:
                self._before = entry.path
                self._may_contain = entry.type.is_container() and entry.path not in parents
            elif block:
                result.append(self._place_new(block, ahead))
        return result

    def _place_new(self, block: Block, ahead: _Ahead) -> Pair:
        parents = self._parents(block, ahead)
        holders = {path[:-1] for path in ahead.missing}
        lacking = [parent for parent in parents if parent in holders]
        parent = parents[0] if self._may_contain or not lacking else lacking[0]
        name = block.names[-1]
        pointer = self._homes.get(parent, self._homes[()]) + join(name)
        self._before = (*parent, name)
        self._may_contain = block.type.is_container() and len(self._before) < MAX_LEVELS
        self._homes[self._before] = pointer + join(*["items"] * bool(block.type.items), "properties")
        possible = tuple((*other, name) for other in parents)
        return Pair(block, None, pointer, self._before, block.name.line, possible)

    def _parents(self, block: Block, ahead: _Ahead) -> list[tuple[str, ...]]:
        """Return what a new field can be within, the deepest first; () is the section itself."""
        outer = block.names[:-1]
        if outer or not self._is_flat:
            return [outer]
        needed = ahead.entry.path[:-1] if ahead.entry else ()
        while needed in ahead.missing:
            # What the next field is within is missing itself, so the new one may have its place.
            needed = needed[:-1]
        above = [self._before[:depth] for depth in range(len(self._before) - 1, -1, -1)]
        parents = [self._before, *above] if self._may_contain or needed == self._before else above
        return [parent for parent in parents if parent[: len(needed)] == needed] or [needed]


_Matched: TypeAlias = "tuple[Block | None, Entry | None]"


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What comes after a pair, itself included.

    The line of the next block, the next entry that is on the page, and the paths of those that are missing before it.
    """

    due: int
    entry: Entry | None
    missing: frozenset[tuple[str, ...]]


def _ahead(matched: list[_Matched], end: int) -> list[_Ahead]:
    result: list[_Ahead] = []
    current = _Ahead(end, None, frozenset())
    for block, entry in reversed(matched):
        due = block.name.line if block else current.due
        if block and entry:
            current = _Ahead(due, entry, frozenset())
        else:
            missing = current.missing | {entry.path} if entry else current.missing
            current = _Ahead(due, current.entry, missing)
        result.append(current)
    return result[::-1]


def _reunite(pairs: list[Pair]) -> list[Pair]:
    """Pair what was left over on both sides and may be the same field of the same object: only the order differs."""
    missing = {pair.path: pair for pair in pairs if pair.block is None}
    found: dict[int, Pair] = {}
    for new in pairs:
        path = next((path for path in new.possible if path in missing), None)
        if path is not None:
            found[id(new)] = missing.pop(path)
    taken = {id(pair) for pair in found.values()}
    result: list[Pair] = []
    for this in pairs:
        other = found.get(id(this))
        if other and other.entry:
            result.append(Pair(this.block, other.entry, other.pointer, other.path, this.due))
        elif id(this) not in taken:
            result.append(this)
    return result


def unite_renamed(pairs: list[Pair]) -> list[Pair]:
    """Pair new fields with missing ones that say the same at the same place of the same object: only renamed."""
    result = list(pairs)
    renamed: dict[tuple[str, ...], tuple[str, ...]] = {}
    for new, old in _renames(pairs):
        renamed[new.path] = old.path
        _unite(result, new, old)
    missing = {pair.path: pair for pair in result if pair.block is None}
    for new in [pair for pair in result if pair.entry is None]:
        # What was within the field is within it still.
        depth = next((depth for depth in range(len(new.path), 0, -1) if new.path[:depth] in renamed), 0)
        path = renamed.get(new.path[:depth], ()) + new.path[depth:]
        if depth and path in missing:
            _unite(result, new, missing.pop(path))
    return result


def _unite(pairs: list[Pair], new: Pair, old: Pair) -> None:
    pairs[pairs.index(new)] = replace(old, block=new.block, due=new.due)
    pairs.remove(old)


def _renames(pairs: list[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Yield pairs of a new and a missing field with nothing but such fields between them among their siblings."""
    waiting: dict[tuple[str, ...], tuple[list[Pair], list[Pair]]] = {}
    for this in pairs:
        new, missing = waiting.setdefault(this.path[:-1], ([], []))
        if this.block and this.entry:
            new.clear()
            missing.clear()
            continue
        others, own = (missing, new) if this.block else (new, missing)
        other = next((other for other in others if _is_renamed(this, other)), None)
        if other is None:
            own.append(this)
        else:
            others.remove(other)
            yield (this, other) if this.block else (other, this)


def _is_renamed(one: Pair, other: Pair) -> bool:
    block, entry = one.block or other.block, one.entry or other.entry
    if block is None or entry is None:
        return False
    given = (block.default, entry.default), (block.example, entry.example)
    return (
        block.type.says_the_same(entry.type)
        and block.is_required in (None, entry.is_required)
        and sorted(said.text for said in block.allowed) == sorted(map(str, entry.allowed or ()))
        and all((node is None) == (wanted is None) for node, wanted in given)
        and all(is_same(node.value, wanted.value) for node, wanted in given if node and wanted)
    )


def _due_in_place(pairs: list[Pair], end: int) -> list[Pair]:
    """Return the pairs, each missing field due before its next sibling, or where the list of its siblings ends."""
    ends = {pair.path: pair.block.fields_end for pair in pairs if pair.block}
    due: dict[tuple[str, ...], int] = {}
    result: list[Pair] = []
    for pair in reversed(pairs):
        parent = pair.path[:-1]
        if pair.block:
            due[parent] = pair.block.name.line
        else:
            pair = replace(pair, due=due.get(parent) or ends.get(parent) or end)
        result.append(pair)
    return result[::-1]
