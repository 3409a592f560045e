"""Which alternatives of the one side belong to which of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.compare.models import named
from toolchain.diff.values import key_of, only_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolchain.diff.classify.containment import Containment
    from toolchain.diff.normalize import Alternative, Alternatives, Normalizer
    from toolchain.diff.normalize.schema_hash import Unchanged
    from toolchain.openapi.json_values import JSON

Pairs = list[tuple["Alternative", "Alternative"]]


def pair_alternatives(
    containment: Containment, unchanged: Unchanged, old: Alternatives, new: Alternatives
) -> tuple[Pairs, list[Alternative], list[Alternative]]:
    """Return the alternatives that belong together, and those of each side that are left over.

    They belong together if they are the same, are called the same, have the same tag (values of required properties),
    are the only ones of their types, or are alike.
    """
    olds, news, pairs = list(old.found), list(new.found), Pairs()

    def take(found: Pairs) -> None:
        pairs.extend(found)
        for was, now in found:
            olds.remove(was)
            news.remove(now)

    def take_by(key: Callable[[Alternative, Normalizer], str]) -> None:
        waiting: dict[str, list[Alternative]] = {}
        for now in news:
            waiting.setdefault(key(now, containment.new), []).append(now)
        known = ((was, key(was, containment.old)) for was in olds)
        take([(was, waiting[name].pop(0)) for was, name in known if name and waiting.get(name)])

    def signature(one: Alternative, normalizer: Normalizer) -> str:
        hashes = unchanged.old_hashes if normalizer is containment.old else unchanged.new_hashes
        return hashes.of(one.origin)

    take_by(lambda one, normalizer: f"{_name(one, normalizer)} {signature(one, normalizer)}")
    for key in (_name, signature, _tag):
        take_by(key)
    take(only_pairs(olds, news, lambda was, now: was.types == now.types))
    take(_similar(olds, news))
    # What was one and is several now is told of each of these, unless another one stands for it.
    singles, rest = (old.found, news) if len(old.found) == 1 else (new.found, olds)
    is_inner = (singles is old.found) == containment.is_request
    if len(singles) == 1 and rest and not pairs and not is_inner and all(one.types & singles[0].types for one in rest):
        return [(singles[0], one) if singles is old.found else (one, singles[0]) for one in rest], [], []
    return pairs, olds, news


def _similar(olds: list[Alternative], news: list[Alternative]) -> Pairs:
    """Pair objects that share more than half of their properties, the most similar first."""
    ranked = sorted(
        (-len(one.properties.keys() & two.properties.keys()) / len(names), position, other)
        for position, one in enumerate(olds)
        for other, two in enumerate(news)
        if (names := one.properties.keys() | two.properties.keys()) and one.types == two.types
    )
    taken: dict[int, int] = {}
    for score, position, other in ranked:
        if score < -0.5 and position not in taken and other not in taken.values():
            taken[position] = other
    return [(olds[position], news[other]) for position, other in taken.items()]


def _name(one: Alternative, normalizer: Normalizer) -> str:
    if not one.choices:
        target = named(normalizer.document, one.origin)
        return target.name if target else one.origin.name if one.origin.keys[:2] == ("components", "schemas") else ""
    names = [named(normalizer.document, union.below(index)) for union, index in one.choices.items()]
    return " ".join(name.name for name in names if name is not None)


def _tag(one: Alternative, normalizer: Normalizer) -> str:
    found: dict[str, JSON] = {}
    for name in one.required:
        alternatives = normalizer.of(one.of_name(name, lenient=True) or ())
        if len(alternatives.found) == 1 and (values := alternatives.found[0].values()) and len(values) == 1:
            found[name] = values[0]
    return key_of(found) if found else ""
