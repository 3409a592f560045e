"""Which operation of the one side is which of the other."""

from __future__ import annotations

from toolchain.openapi.operations import Operation, path_template

Pairs = list[tuple[Operation | None, Operation | None]]


def pair_operations(old: list[Operation], new: list[Operation]) -> Pairs:
    """Pair by method and path template: those of the same path first, the rest in their order."""
    unpaired: dict[tuple[str, str], list[Operation]] = {}
    for operation in new:
        unpaired.setdefault((operation.method, path_template(operation.path)), []).append(operation)
    result: Pairs = []
    # Exact paths take theirs first, so that another one of the same template can't.
    exact = {(operation.method, operation.path) for operation in new}
    for operation in sorted(old, key=lambda each: (each.method, each.path) not in exact):
        candidates = unpaired.get((operation.method, path_template(operation.path)), [])
        same = [candidate for candidate in candidates if candidate.path == operation.path]
        partner = next(iter(same or candidates), None)
        if partner is not None:
            candidates.remove(partner)
        result.append((operation, partner))
    return result + [(None, operation) for rest in unpaired.values() for operation in rest]
