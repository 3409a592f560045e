"""Proof that something breaks: a value that one side admits and the other refuses."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.classify.examples import Examples
from toolchain.diff.classify.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolchain.diff.normalize import Alternative, Normalizer
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

MOST_TRIED = 200
"""Values that are tried for one change."""

MOST_OF_ONE_PAIR = 500
"""Values that are tried in vain for all changes of one pair of schemas."""

MOST_CONFIRMED = 20
"""Values for one change that are refused where it stands, and tried at the root."""


class Witness(NamedTuple):
    """A value that was allowed and is refused now, or wasn't promised and may come now."""

    value: JSON


class Step(NamedTuple):
    """How a value stands within a value of one alternative: under a name, or at an index."""

    alternative: Alternative
    name: str | None = None
    at: int = 0


class Witnesses:
    """Looks for values that the inner side admits and the outer one refuses."""

    def __init__(self, inner: Normalizer, outer: Normalizer) -> None:
        # What `additionalProperties: true` admits beside named properties is no promise of the inner side.
        self._inner, self._outer = Reading(inner, lenient=False), Reading(outer, lenient=True)
        self._lenient = Reading(inner, lenient=True)
        self.examples = Examples(inner, lenient=False)
        self._in_vain: Counter[tuple[tuple[Pointer, ...], tuple[Pointer, ...]]] = Counter()

    def refutation(
        self, inner: Sequence[Pointer], outer: Sequence[Pointer], value: JSON, *, lenient: bool = False
    ) -> Witness | None:
        """Return a value that the schemas at `inner` admit and those at `outer` refuse, for certain; else None."""
        admits = (self._lenient if lenient else self._inner).accepts(inner, value)
        return Witness(value) if admits and self._outer.accepts(outer, value) is False else None

    def accepted(self, outer: Sequence[Pointer], value: JSON) -> bool:
        """Whether the schemas at `outer` admit a value for certain."""
        return self._outer.accepts(outer, value) is True

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
        pair = (tuple(inner), tuple(outer))
        left = MOST_CONFIRMED
        for value in islice(candidates, min(MOST_TRIED, MOST_OF_ONE_PAIR - self._in_vain[pair])):
            self._in_vain[pair] += 1
            if self.refutation(inner, outer, value, lenient=lenient) is None:
                continue
            if (found := confirm(value)) is not None:
                self._in_vain[pair] = 0
                return found
            left -= 1
            if not left:
                break
        return None

    def embed(self, value: JSON, steps: Sequence[Step]) -> Iterator[JSON]:
        """Yield the value within a value, as `steps` lead from the root to it."""
        # With all its properties an object may be told apart from other alternatives.
        for around in (self.examples.smallest, self.examples.largest):
            whole: JSON = value
            for step in reversed(steps):
                if step.name is None:
                    if (items := self._items(whole, step)) is None:
                        return
                    whole = items
                elif (fields := around(step.alternative)) is not None:
                    whole = {**fields, step.name: whole}
                else:
                    return
            yield whole

    def _items(self, value: JSON, step: Step) -> list[JSON] | None:
        before = [self.examples.of(step.alternative.of_item(index)) for index in range(step.at)]
        if not all(before):
            return None
        least = next((piece.value for piece in step.alternative.pieces.get("minItems", [])), 0)
        count = int(least) - step.at if isinstance(least, int | float) and least < 100 else 1
        return [*(values[0] for values in before), *[value] * max(count, 1)]
