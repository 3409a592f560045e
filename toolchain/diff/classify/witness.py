"""Proof that something breaks: a value that one side admits and the other refuses."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from toolchain.diff.classify.examples import Examples
from toolchain.diff.classify.reading import Reading, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolchain.diff.normalize.alternatives import Alternative, Normalizer
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

MOST_TRIED = 200
"""Values that are tried for one change."""

MOST_OF_ONE_PAIR = 500
"""Values that are tried in vain for all changes of one pair of schemas."""

MOST_CONFIRMED = 20
"""Of these, values that are refused here and tried at the root."""


class Witness(NamedTuple):
    """A value that was allowed and is refused now, or wasn't promised and may come now."""

    value: JSON


class Step(NamedTuple):
    """How a value stands within a value of one alternative: under a name, at an index, or as any other of these."""

    alternative: Alternative
    name: str | None = None
    at: int | None = None


class Witnesses:
    """Looks for values that the inner side admits and the outer one refuses."""

    def __init__(self, inner: Normalizer, outer: Normalizer) -> None:
        self.inner, self.outer = inner, outer
        # What `additionalProperties: true` admits beside named properties is no promise of the inner side.
        self._inner, self._outer = Reading(inner, lenient=False), Reading(outer, lenient=True)
        self._lenient = Reading(inner, lenient=True)
        self.examples = Examples(inner, lenient=False)
        self._in_vain: Counter[tuple[tuple[Pointer, ...], tuple[Pointer, ...]]] = Counter()

    def refuted(
        self, inner: Sequence[Pointer], outer: Sequence[Pointer], value: JSON, *, lenient: bool = False
    ) -> bool:
        """Whether the schemas at `inner` admit a value and those at `outer` refuse it."""
        try:
            admits = (self._lenient if lenient else self._inner).accepts(inner, value)
            return admits and not self._outer.accepts(outer, value)
        except (UnreadableError, ValueError):
            return False

    def accepted(self, outer: Sequence[Pointer], value: JSON) -> bool:
        """Whether the schemas at `outer` admit a value for certain."""
        try:
            return self._outer.accepts(outer, value)
        except (UnreadableError, ValueError):
            return False

    def find(
        self,
        inner: Sequence[Pointer],
        outer: Sequence[Pointer],
        candidates: Iterator[JSON],
        confirm: Callable[[JSON], Witness | None],
        *,
        lenient: bool = False,
    ) -> Witness | None:
        """Return the first of some values that is a witness here and, put where it stands, at the root too."""
        confirmations = 0
        pair = (tuple(inner), tuple(outer))
        for value in islice(candidates, min(MOST_TRIED, MOST_OF_ONE_PAIR - self._in_vain[pair])):
            self._in_vain[pair] += 1
            if self.refuted(inner, outer, value, lenient=lenient):
                if (found := confirm(value)) is not None:
                    self._in_vain[pair] = 0
                    return found
                confirmations += 1
                if confirmations >= MOST_CONFIRMED:
                    break
        return None

    def embed(self, value: JSON, steps: Sequence[Step]) -> Iterator[JSON]:
        """Yield the value within a value, as `steps` lead from the root to it."""
        for is_full in (False, True):
            whole: JSON | object = value
            for step in reversed(steps):
                whole = self._within(cast("JSON", whole), step, is_full=is_full)  # pyright: ignore[reportUnnecessaryCast]
                if whole is _IMPOSSIBLE:
                    return
            yield cast("JSON", whole)
            if not any(step.name is not None for step in steps):
                return

    def _within(self, value: JSON, step: Step, *, is_full: bool) -> JSON | object:
        if step.name is not None:
            # With all its properties an object may be told apart from other alternatives.
            examples = self.examples
            around = examples.largest(step.alternative) if is_full else examples.smallest(step.alternative)
            return _IMPOSSIBLE if around is None else {**around, step.name: value}
        if step.at is None:
            items = [value]
        else:
            before = [self.examples.of(step.alternative.of_item(index)) for index in range(step.at)]
            if not all(before):
                return _IMPOSSIBLE
            items = [*(values[0] for values in before), value]
        least = next((piece.value for piece in step.alternative.pieces.get("minItems", [])), 0)
        if isinstance(least, int | float) and len(items) < least < 100:
            items += [value] * (int(least) - len(items))
        return items


_IMPOSSIBLE = object()
