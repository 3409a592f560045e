"""Which alternatives of the one side belong to which of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.compare.models import named
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.values import key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolchain.diff.classify.sides import Sides
    from toolchain.diff.normalize.alternatives import Alternative, Alternatives, Normalizer
    from toolchain.openapi.json_values import JSON

Pairs = list[tuple["Alternative", "Alternative"]]


def pair_alternatives(
    sides: Sides, old: Alternatives, new: Alternatives, direction: Direction
) -> tuple[Pairs, list[Alternative], list[Alternative]]:
    """Return the alternatives that belong together, and those of each side that are left over.

    They belong together if they are the same, have the same tag (values of required properties), are called the same,
    or are the only ones of their types.
    """
    judge = sides.judges[direction]
    hashes = sides.unchanged.old_hashes, sides.unchanged.new_hashes
    olds, news, pairs = list(old.found), list(new.found), Pairs()
    rounds: list[tuple[Callable[[Alternative], str], Callable[[Alternative], str]]] = [
        (
            lambda one: f"{_name(judge.old, one)} {hashes[0].of(one.origin)}",
            lambda one: f"{_name(judge.new, one)} {hashes[1].of(one.origin)}",
        ),
        (lambda one: _name(judge.old, one), lambda one: _name(judge.new, one)),
        (lambda one: hashes[0].of(one.origin), lambda one: hashes[1].of(one.origin)),
        (lambda one: _tag(judge.old, one), lambda one: _tag(judge.new, one)),
        (_types_of(old.found), _types_of(new.found)),
        (lambda one: _kinds(one, olds), lambda one: _kinds(one, news)),
    ]
    for old_key, new_key in rounds:
        waiting: dict[str, list[Alternative]] = {}
        for one in news:
            waiting.setdefault(new_key(one), []).append(one)
        taken: Pairs = []
        for one in olds:
            key = old_key(one)
            if key and (candidates := waiting.get(key)):
                taken.append((one, candidates.pop(0)))
        pairs += taken
        olds = [one for one in olds if not any(one is each for each, _ in taken)]
        news = [one for one in news if not any(one is each for _, each in taken)]
    similar = _similar(olds, news)
    pairs += similar
    olds = [one for one in olds if not any(one is each for each, _ in similar)]
    news = [one for one in news if not any(one is each for _, each in similar)]
    if len(old.found) == 1 or len(new.found) == 1:
        # What was one and is several now is told of each of these, unless another one stands for it.
        single_is_old = len(old.found) == 1
        single, rest = (old.found[0], news) if single_is_old else (new.found[0], olds)
        is_inner = single_is_old == (direction is Direction.REQUEST)
        if rest and not pairs and not is_inner and all(one.types & single.types for one in rest):
            pairs += [(single, one) if single_is_old else (one, single) for one in rest]
            return pairs, [], []
    return pairs, olds, news


def _similar(olds: list[Alternative], news: list[Alternative]) -> Pairs:
    """Pair objects that share more than half of their properties, the most similar first."""
    ranked = sorted(
        (
            (-len(one.properties.keys() & two.properties.keys()) / len(names), position, other)
            for position, one in enumerate(olds)
            for other, two in enumerate(news)
            if (names := one.properties.keys() | two.properties.keys()) and one.types == two.types
        ),
    )
    pairs, taken = Pairs(), (set[int](), set[int]())
    for score, position, other in ranked:
        if -score > 0.5 and position not in taken[0] and other not in taken[1]:
            taken[0].add(position)
            taken[1].add(other)
            pairs.append((olds[position], news[other]))
    return pairs


def _name(normalizer: Normalizer, one: Alternative) -> str:
    if not one.choices:
        target = named(normalizer.document, one.origin)
        return target.name if target else one.origin.name if one.origin.keys[:2] == ("components", "schemas") else ""
    names = [named(normalizer.document, union.below(index)) for union, index in one.choices.items()]
    return " ".join(name.name for name in names if name is not None)


def _tag(normalizer: Normalizer, one: Alternative) -> str:
    found: dict[str, JSON] = {}
    for name in one.required:
        alternatives = normalizer.of(one.of_name(name, lenient=True) or ())
        if len(alternatives.found) == 1 and (values := alternatives.found[0].values()) and len(values) == 1:
            found[name] = values[0]
    return key_of(found) if found else ""


def _types_of(alternatives: list[Alternative]) -> Callable[[Alternative], str]:
    kinds = [",".join(sorted(one.types)) for one in alternatives]

    def key(one: Alternative) -> str:
        own = ",".join(sorted(one.types))
        return own if kinds.count(own) == 1 else ""

    return key


def _kinds(one: Alternative, rest: list[Alternative]) -> str:
    return ",".join(sorted(one.types)) if len(rest) == 1 else ""
