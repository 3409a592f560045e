"""Align two sequences in order: the pairing with the highest sum of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

L = TypeVar("L")
R = TypeVar("R")


def align(
    left: Sequence[L], right: Sequence[R], score: Callable[[L, R], float], perfect: float
) -> list[tuple[int | None, int | None]]:
    """Return what `best_pairs` returns for the scores of all pairs, none of which is above `perfect`."""
    # Perfect pairs at both ends are part of some best alignment, and most pages agree nearly everywhere.
    start = 0
    while start < min(len(left), len(right)) and score(left[start], right[start]) >= perfect:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and score(left[-1 - end], right[-1 - end]) >= perfect:
        end += 1
    columns = right[start : len(right) - end]
    middle = best_pairs([[score(a, b) for b in columns] for a in left[start : len(left) - end]], len(columns))
    pairs: list[tuple[int | None, int | None]] = [(index, index) for index in range(start)]
    pairs += [(None if i is None else i + start, None if j is None else j + start) for i, j in middle]
    return pairs + [(len(left) - index, len(right) - index) for index in range(end, 0, -1)]


def best_pairs(scores: Sequence[Sequence[float]], columns: int) -> list[tuple[int | None, int | None]]:
    """Return pairs of row and column in order, None for what has no partner, so that the sum of scores is highest.

    A score of 0 forbids a pair. Where the choice is free, pairs come late, and between two of them first single rows.
    """
    rows = len(scores)
    # best[i][j] is the best sum for what follows row i and column j.
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        row, below, here = best[i], best[i + 1], scores[i]
        for j in range(columns - 1, -1, -1):
            row[j] = below[j] if below[j] > row[j + 1] else row[j + 1]
            if here[j] > 0 and below[j + 1] + here[j] > row[j]:
                row[j] = below[j + 1] + here[j]
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < rows or j < columns:
        if i < rows and best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        elif j < columns and best[i][j] == best[i][j + 1]:
            pairs.append((None, j))
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs
