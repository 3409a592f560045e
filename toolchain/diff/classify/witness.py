"""Proof that something breaks: a value that one side admits and the other refuses, found among examples."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from toolchain.diff.normalize.keywords import is_valid, judge
from toolchain.diff.normalize.reading import Reading
from toolchain.diff.values import array, key_of
from toolchain.openapi.json_values import as_list, as_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolchain.diff.normalize import Normalizer
    from toolchain.diff.normalize.alternatives import Alternative
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

MOST_IN_ALL = 60_000
"""Schemas that all values of one direction may lead through; what is not proven by then is `maybe`."""

MOST_TRIED = 200
"""Values that are tried for one change."""

MOST_CONFIRMED = 20
"""Values for one change that are refused where it stands, and tried at the root."""

MOST_STEPS = 30
"""Steps from the root that a witness is made for."""


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
        self.examples = Examples(inner)

    def refutes(self, inner: Sequence[Pointer], outer: Sequence[Pointer], value: JSON) -> bool:
        """Whether the schemas at `inner` admit a value and those at `outer` refuse it, for certain."""
        return not self.is_spent and self._inner.accepts(inner, value) is True and self.refused(outer, value)

    def refused(self, outer: Sequence[Pointer], value: JSON) -> bool:
        """Whether the schemas at `outer` refuse a value for certain."""
        return not self.is_spent and self._outer.accepts(outer, value) is False

    @property
    def is_spent(self) -> bool:
        """Whether no more values are looked for, since there were too many."""
        return self._inner.looked_at + self._outer.looked_at >= MOST_IN_ALL

    def accepted(self, outer: Sequence[Pointer], value: JSON) -> bool:
        """Whether the schemas at `outer` admit a value for certain."""
        return not self.is_spent and self._outer.accepts(outer, value) is True

    def find(
        self,
        inner: Sequence[Pointer],
        outer: Sequence[Pointer],
        candidates: Iterator[JSON],
        steps: Sequence[Step],
        is_proof: Callable[[JSON], bool],
    ) -> Witness | None:
        """Return a proof made of the first value that is refused here and, at the end of `steps`, at the root too."""
        if self.is_spent or len(steps) > MOST_STEPS:
            return None
        refused = (value for value in islice(candidates, MOST_TRIED) if self.refutes(inner, outer, value))
        wholes = (whole for value in islice(refused, MOST_CONFIRMED) for whole in self.embed(value, steps))
        return next((Witness(whole) for whole in wholes if is_proof(whole)), None)

    def embed(self, value: JSON, steps: Sequence[Step]) -> Iterator[JSON]:
        """Yield the value within a value, as `steps` lead from the root to it; nothing where none can be made."""
        for step in reversed(steps):
            if step.name is None:
                if (items := self._items(value, step)) is None:
                    return
                value = items
            elif (fields := self.examples.smallest(step.alternative)) is not None:
                value = {**fields, step.name: value}
            else:
                return
        yield value

    def _items(self, value: JSON, step: Step) -> list[JSON] | None:
        before = [self.examples.of(step.alternative.of_item(index)) for index in range(step.at)]
        if not all(before):
            return None
        least = next((piece.value for piece in step.alternative.pieces.get("minItems", [])), 0)
        count = int(least) - step.at if isinstance(least, int | float) and least < 100 else 1
        return [*(values[0] for values in before), *[value] * max(count, 1)]


DEEPEST = 8
"""Values within values that an example may have."""

_MOST = 20
"""Alternatives that examples are made of, and examples that are put into others."""

_LONGEST = 1_000
_SCALARS: tuple[JSON, ...] = (
    "a", 1, True, 0, "", False, -1, 2, 0.5, -0.5, 0.001, 100, 1e9, "A", "z", "0", "12", "ab", "abc", "ABC", "US", "USD",
    "AB12", "a b", "a-b", "a_b", "é", "\n", "2024-02-29", "2024-02-29T12:30:00Z", "12:30:00", "a@b.example",
    "https://a.example/b", "+12025550123", "00000000-0000-4000-8000-000000000000", "0123456789abcdef01234567",
)  # fmt: skip
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_ODD: tuple[JSON, ...] = (0, "x", [], {}, None)
_UNNAMED = ("x", "x-1", "X-1", "unknown name")
_DISTINCT: dict[str, Callable[[int], JSON]] = {
    "string": lambda number: f"a{number}",
    "integer": lambda number: number,
    "number": lambda number: number,
    "array": lambda number: [number],
    "object": lambda number: {f"x{number}": number},
}


class Examples:
    """Makes values that one document's schemas admit. They are guesses: `Reading` judges them."""

    def __init__(self, normalizer: Normalizer) -> None:
        self._normalizer = normalizer
        self._known: dict[tuple[Pointer, ...], list[JSON]] = {}
        self._pending: set[tuple[Pointer, ...]] = set()

    def of(self, places: Iterable[Pointer]) -> list[JSON]:
        """Return a few values to which all of the schemas at `places` may apply; none where none was found."""
        key = tuple(places)
        if key in self._known:
            return self._known[key]
        if key in self._pending or len(self._pending) >= DEEPEST:
            return []
        self._pending.add(key)
        try:
            alternatives = self._normalizer.of(key)
            some = alternatives.found[:_MOST]
            found = [value for alternative in some for value in islice(self._simple(alternative), 3)]
            found += [None] * alternatives.null
        finally:
            self._pending.discard(key)
        if found or not self._pending:
            self._known[key] = found
        return found

    def _simple(self, alternative: Alternative) -> Iterator[JSON]:
        """Yield values of an alternative with nothing in them that may be left out."""
        fits = judge(alternative.flat())
        yield from filter(fits, (*self._named(alternative), *_SCALARS))
        if "object" in alternative.types and (smallest := self.smallest(alternative)) is not None:
            yield smallest
        if "array" in alternative.types:
            yield from filter(fits, islice(self._arrays(alternative, []), _MOST))

    def of_alternative(self, alternative: Alternative, others: Iterable[Alternative] = ()) -> Iterator[JSON]:
        """Yield values of one alternative, at its limits and at those of `others`."""
        fits, others = judge(alternative.flat()), list(others)
        scalars = [value for each in (alternative, *others) for value in self._named(each)]
        seen: set[str] = set()
        for value in self._values(alternative, others, [*scalars, *_SCALARS]):
            if (key := key_of(value)) not in seen and fits(value):
                seen.add(key)
                yield value

    def smallest(self, alternative: Alternative) -> dict[str, JSON] | None:
        """Return an object of an alternative with nothing in it that may be left out."""
        values = {name: self._of_name(alternative, name) for name in sorted(alternative.required)}
        return {name: each[0] for name, each in values.items()} if all(values.values()) else None

    def _values(self, alternative: Alternative, others: list[Alternative], scalars: list[JSON]) -> Iterator[JSON]:
        if alternative.types & {"string", "number", "integer", "boolean"}:
            yield from (value for value in scalars if not isinstance(value, dict | list))
        yield from (value for value in scalars if isinstance(value, dict | list))
        if "object" in alternative.types:
            yield from self._objects(alternative, others)
        if "array" in alternative.types:
            yield from self._arrays(alternative, others)

    def _objects(self, alternative: Alternative, others: list[Alternative]) -> Iterator[JSON]:
        smallest = self.smallest(alternative)
        if smallest is None:
            return
        known = {name: self._of_name(alternative, name) for name in sorted(alternative.properties)}
        everything = {**{name: values[0] for name, values in known.items() if values}, **smallest}
        yield smallest
        yield everything
        named = {name for each in others for name in (*each.properties, *each.required)}
        needing = (piece.value for each in others for piece in each.pieces.get("dependentRequired", []))
        named.update(*map(as_object, needing))
        unknown = sorted({*_UNNAMED, *named} - known.keys())
        open_to = [name for name in unknown if alternative.of_name(name, lenient=False) == []]
        for value in _ODD if open_to else ():
            yield {**smallest, **dict.fromkeys(open_to, value)}
        for name, values in known.items():
            yield from ({**smallest, name: value} for value in values)
        for name in unknown:
            for value in self._of_name(alternative, name)[:6]:
                yield {**smallest, name: value}
        for count in _counts([alternative, *others], "minProperties", "maxProperties"):
            fill = {f"x{number}": value for number, value in enumerate(self._of_name(alternative, "x0")[:1] * count)}
            if count >= len(smallest):
                yield dict(list({**smallest, **everything, **fill}.items())[:count])

    def _of_name(self, alternative: Alternative, name: str) -> list[JSON]:
        places = alternative.of_name(name, lenient=False)
        return self.of(places)[:_MOST] if places is not None else []

    def _arrays(self, alternative: Alternative, others: list[Alternative]) -> Iterator[JSON]:
        yield []
        first = [self.of(alternative.of_item(index)) for index in range(alternative.prefix_length)]
        rest = self.of(alternative.of_item(None))
        for value in first[0] if first else rest:
            yield [value]
        for count in (1, *_counts([alternative, *others], "minItems", "maxItems")):
            head = [values[0] for values in first[:count] if values]
            for items in (self._distinct(alternative, count - len(head)), array(rest[:1] * (count - len(head)))):
                if len(head) + len(items) == count:
                    yield [*head, *items]

    def _distinct(self, alternative: Alternative, count: int) -> list[JSON]:
        """Return items that are all different, as `uniqueItems` may want them."""
        places = alternative.of_item(None)
        found = self._normalizer.of(places).found
        kinds = sorted(frozenset[str]().union(*(each.types for each in found)) & _DISTINCT.keys())
        made = [*self.of(places), *(_DISTINCT[kind](number) for number in range(count) for kind in kinds)]
        fitting = (value for value in made if any(is_valid(each.flat(), value) for each in found))
        return list({key_of(value): value for value in fitting}.values())[:count]

    def _named(self, alternative: Alternative) -> Iterator[JSON]:
        """Yield the values that an alternative or its conditions name, and those at its limits."""
        yield from alternative.values() or ()
        for piece in (piece for pieces in alternative.pieces.values() for piece in pieces):
            bound = piece.value
            if isinstance(bound, bool) or not isinstance(bound, int | float):
                continue
            if piece.keyword in _BOUNDS:
                yield from (bound, bound - 1, bound + 1, bound - 0.5, bound / 2, bound * 2)
            elif piece.keyword in ("minLength", "maxLength") and 0 <= bound < _LONGEST:
                yield from ("a" * count for count in (int(bound), int(bound) - 1, int(bound) + 1) if count >= 0)
        for piece in alternative.opaque:
            schema = as_object(self._normalizer.document.value(piece.place))
            yield from as_list(schema.get("enum"))
            yield from [schema["const"]] if "const" in schema else []


def _counts(alternatives: list[Alternative], *keywords: str) -> list[int]:
    pieces = [piece for each in alternatives for keyword in keywords for piece in each.pieces.get(keyword, [])]
    bounds = [int(cast("float", piece.value)) for piece in pieces]
    found = {2} if any(each.pieces.get("uniqueItems") for each in alternatives) else set[int]()
    return sorted(
        found | {count for bound in bounds for count in (bound - 1, bound, bound + 1) if 0 < count < _LONGEST}
    )
