"""Whether two alternatives are told apart: no value meets both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.normalize.alternatives import is_valid

if TYPE_CHECKING:
    from toolchain.diff.normalize.alternatives import Alternative, Normalizer

DEEPEST = 2
"""Values within values that are looked into."""


def are_disjoint(one: Alternative, ones: Normalizer, two: Alternative, twos: Normalizer, depth: int = 0) -> bool:
    """Return whether it is certain that no value meets both alternatives, of these two normalizers."""
    for mine, other in ((one, two), (two, one)):
        values = mine.values()
        if values is not None:
            return not any(is_valid(other.flat(), value) for value in values)
    shared = _shared_types(one, two)
    if not shared:
        return True
    if shared != {"object"} or depth >= DEEPEST:
        return False
    for name in one.required.keys() | two.required.keys():
        # Whatever each side takes of what it may take at most.
        left, right = one.of_name(name, lenient=True), two.of_name(name, lenient=True)
        if left is None or right is None:
            return True
        lefts, rights = ones.of(left), twos.of(right)
        if lefts.too_many or rights.too_many or (lefts.null and rights.null):
            continue
        if len(lefts.found) * len(rights.found) <= 100 and all(
            are_disjoint(mine, ones, other, twos, depth + 1) for mine in lefts.found for other in rights.found
        ):
            return True
    return False


def _shared_types(one: Alternative, two: Alternative) -> set[str]:
    def types(each: Alternative) -> set[str]:
        return {*each.types, *(["integer"] if "number" in each.types else [])}

    return types(one) & types(two)
