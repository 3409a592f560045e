"""Changes of a page's lines, and where each is due to be reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Mutation:
    """A changed page. `kind`: what was changed; the change is between the lines `first` and `last` of the new page."""

    kind: str
    lines: Lines
    first: int
    last: int


def replaced(kind: str, lines: Lines, line: int, old: str, new: str) -> Mutation:
    """`old` on a line made `new`."""
    text = lines[line - 1]
    assert old in text, (kind, line, old, text)
    return Mutation(kind, (*lines[: line - 1], text.replace(old, new, 1), *lines[line:]), line, line)


def removed(kind: str, lines: Lines, first: int, last: int) -> Mutation:
    """The lines from `first` to `last` taken out: what is missing is due anywhere in the gap between contents.

    The gap is wider where taking out another run of lines would have made the same page.
    """
    result = (*lines[: first - 1], *lines[last:])
    low, high = first, last
    while low > 1 and lines[low - 2] == lines[high - 1]:
        low, high = low - 1, high - 1
    start = low - 1
    while start > 0 and not result[start - 1].strip():
        start -= 1
    low, high = first, last
    while high < len(lines) and lines[low - 1] == lines[high]:
        low, high = low + 1, high + 1
    end = low
    while end < len(result) and not result[end - 1].strip():
        end += 1
    return Mutation(kind, result, start + 1, end)


def inserted(kind: str, lines: Lines, line: int, new: Sequence[str]) -> Mutation:
    """New lines put before a line; any of them, or of others that could as well be the new ones, is the place."""
    result = (*lines[: line - 1], *new, *lines[line - 1 :])
    first, last = line, line + len(new) - 1
    low, high = first, last
    while low > 1 and result[low - 2] == result[high - 1]:
        low, high = low - 1, high - 1
    while last < len(result) and result[first - 1] == result[last]:
        first, last = first + 1, last + 1
    return Mutation(kind, result, low, last)
