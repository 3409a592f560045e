"""Values that schemas admit: one of each kind, those at their limits, and those that they name."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from toolchain.diff.normalize.alternatives import is_valid
from toolchain.diff.values import array, key_of
from toolchain.openapi.json_values import as_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolchain.diff.normalize.alternatives import Alternative, Normalizer
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

DEEPEST = 8
"""Values within values that an example may have."""

_LONGEST = 1_000
_SCALARS: tuple[JSON, ...] = (
    "a", 1, True, 0, "", False, -1, 2, 0.5, -0.5, 0.001, 100, 1e9, "A", "z", "0", "12", "ab", "abc", "ABC", "US", "USD",
    "AB12", "a b", "a-b", "a_b", "é", "\n", "2024-02-29", "2024-02-29T12:30:00Z", "12:30:00", "a@b.example",
    "https://a.example/b", "+12025550123", "00000000-0000-4000-8000-000000000000", "0123456789abcdef01234567",
)  # fmt: skip
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_ODD: tuple[JSON, ...] = (0, "x", [], {}, None)
_UNNAMED = ("x", "x-1", "X-1", "unknown name")


class Examples:
    """Makes values that one document's schemas admit. They are guesses: `Reading` judges them."""

    def __init__(self, normalizer: Normalizer, *, lenient: bool) -> None:
        self._normalizer = normalizer
        self._lenient = lenient
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
            found: list[JSON] = []
            for alternative in alternatives.found[:20]:
                found += islice(self._simple(alternative), 3)
            found += [None] if alternatives.null else []
        finally:
            self._pending.discard(key)
        if found or not self._pending:
            self._known[key] = found
        return found

    def _simple(self, alternative: Alternative) -> Iterator[JSON]:
        """Yield values of an alternative with nothing in them that may be left out."""
        fits = alternative.flat()
        scalars = [*(alternative.values() or ()), *_named(self._normalizer, alternative), *_SCALARS]
        yield from (value for value in scalars if is_valid(fits, value))
        if "object" in alternative.types and (smallest := self.smallest(alternative)) is not None:
            yield smallest
        if "array" in alternative.types:
            for value in islice(self._arrays(alternative, []), 20):
                if is_valid(fits, value):
                    yield value

    def of_alternative(self, alternative: Alternative, others: Iterable[Alternative] = ()) -> Iterator[JSON]:
        """Yield values of one alternative, at its limits and at those of `others`."""
        fits = alternative.flat()
        scalars = [*(alternative.values() or ()), *_named(self._normalizer, alternative)]
        for other in others:
            scalars += [*(other.values() or ()), *_named(self._normalizer, other)]
        seen: set[str] = set()
        for value in self._values(alternative, list(others), [*scalars, *_SCALARS]):
            if (key := key_of(value)) not in seen and is_valid(fits, value):
                seen.add(key)
                yield value

    def smallest(self, alternative: Alternative) -> dict[str, JSON] | None:
        """Return an object of an alternative with nothing in it that may be left out."""
        result: dict[str, JSON] = {}
        for name in sorted(alternative.required):
            places = alternative.of_name(name, lenient=self._lenient)
            values = self.of(places) if places is not None else []
            if not values:
                return None
            result[name] = values[0]
        return result

    def largest(self, alternative: Alternative) -> dict[str, JSON] | None:
        """Return an object of an alternative with all properties that it names."""
        smallest = self.smallest(alternative)
        if smallest is None:
            return None
        choices = {name: self._of_name(alternative, name) for name in sorted(alternative.properties)}
        return {**{name: values[0] for name, values in choices.items() if values}, **smallest}

    def _values(self, alternative: Alternative, others: list[Alternative], scalars: list[JSON]) -> Iterator[JSON]:
        wants = alternative.types
        if wants & {"string", "number", "integer", "boolean"}:
            yield from (value for value in scalars if not isinstance(value, dict | list))
        yield from (value for value in scalars if isinstance(value, dict | list))
        if "object" in wants:
            yield from self._objects(alternative, others)
        if "array" in wants:
            yield from self._arrays(alternative, others)

    def _objects(self, alternative: Alternative, others: list[Alternative]) -> Iterator[JSON]:
        smallest = self.smallest(alternative)
        if smallest is None:
            return
        yield smallest
        choices = {name: self._of_name(alternative, name) for name in sorted(alternative.properties)}
        everything = {**{name: values[0] for name, values in choices.items() if values}, **smallest}
        yield everything
        names = {name for other in others for name in (*other.properties, *other.required)} | {*_UNNAMED}
        open_to = [
            name for name in sorted(names - choices.keys()) if alternative.of_name(name, lenient=self._lenient) == []
        ]
        for value in _ODD if open_to else ():
            yield {**smallest, **dict.fromkeys(open_to, value)}
            yield {**everything, **dict.fromkeys(open_to, value)}
        for name, values in choices.items():
            for value in values:
                yield {**smallest, name: value}
            yield {key: value for key, value in everything.items() if key != name}
        for name in sorted(names - choices.keys()):
            for value in self._of_name(alternative, name)[:6]:
                yield {**smallest, name: value}
        for count in _counts([alternative, *others], "minProperties", "maxProperties"):
            fill = {f"x{number}": value for number, value in enumerate(self._of_name(alternative, "x0")[:1] * count)}
            merged = {**smallest, **everything, **fill}
            if count >= len(smallest):
                yield dict(list(merged.items())[:count])
        for other in others:
            for first in other.pieces.get("dependentRequired", []):
                for name in first.value if isinstance(first.value, dict) else ():
                    for value in self._of_name(alternative, name)[:1]:
                        yield {**smallest, name: value}

    def _of_name(self, alternative: Alternative, name: str) -> list[JSON]:
        places = alternative.of_name(name, lenient=self._lenient)
        return self.of(places)[:20] if places is not None else []

    def _arrays(self, alternative: Alternative, others: list[Alternative]) -> Iterator[JSON]:
        yield []
        length = alternative.prefix_length
        first = [self.of(alternative.of_item(index)) for index in range(length)]
        rest = self.of(alternative.of_item(None))
        for values in first[:1] or [rest]:
            yield from ([value] for value in values)
        if length and all(first):
            yield [values[0] for values in first]
        for count in (1, *_counts([alternative, *others], "minItems", "maxItems")):
            head = [values[0] for values in first[:count] if values]
            for items in (self._distinct(alternative, count - len(head)), array(rest[:1] * (count - len(head)))):
                if len(head) + len(items) == count:
                    yield [*head, *items]

    def _distinct(self, alternative: Alternative, count: int) -> list[JSON]:
        """Return items that are all different, as `uniqueItems` may want them."""
        places = alternative.of_item(None)
        made: list[JSON] = [*self.of(places)]
        kinds = frozenset[str]().union(*(each.types for each in self._normalizer.of(places).found))
        for number in range(count):
            made += [f"a{number}"] if "string" in kinds else []
            made += [number] if kinds & {"integer", "number"} else []
            made += cast("list[JSON]", [[number]]) if "array" in kinds else []
            made += cast("list[JSON]", [{f"x{number}": number}]) if "object" in kinds else []
        return list({key_of(value): value for value in made if self._fits(places, value)}.values())[:count]

    def _fits(self, places: list[Pointer], value: JSON) -> bool:
        return any(is_valid(each.flat(), value) for each in self._normalizer.of(places).found)


def _counts(alternatives: list[Alternative], *keywords: str) -> list[int]:
    found: set[int] = set()
    for alternative in alternatives:
        for keyword in keywords:
            for piece in alternative.pieces.get(keyword, []):
                if isinstance(piece.value, int | float):
                    bound = int(piece.value)
                    found |= {count for count in (bound - 1, bound, bound + 1) if 0 < count < _LONGEST}
        if alternative.pieces.get("uniqueItems"):
            found |= {2}
    return sorted(found)


def _named(normalizer: Normalizer, alternative: Alternative) -> Iterator[JSON]:
    """Yield the values at the limits of an alternative, and those that its conditions name."""
    for pieces in alternative.pieces.values():
        for piece in pieces:
            bound = piece.value
            if isinstance(bound, bool) or not isinstance(bound, int | float):
                continue
            if piece.keyword in _BOUNDS:
                yield from (bound, bound - 1, bound + 1, bound - 0.5, bound + 0.5, bound / 2, bound * 2, bound * 3)
            elif piece.keyword in ("minLength", "maxLength") and 0 <= bound < _LONGEST:
                yield from ("a" * count for count in (int(bound), int(bound) - 1, int(bound) + 1) if count >= 0)
    for piece in alternative.opaque:
        schema = normalizer.document.value(piece.place)
        if isinstance(schema, dict):
            yield from as_list(schema.get("enum"))
            yield from [schema["const"]] if "const" in schema else []
