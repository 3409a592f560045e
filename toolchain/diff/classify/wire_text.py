"""Parameters, headers and forms are text: `1` is the same whether a schema calls it an integer or a string."""

from __future__ import annotations

import json
from itertools import islice, product
from typing import TYPE_CHECKING

from toolchain.diff.classify.witness import Witness
from toolchain.diff.values import array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolchain.diff.classify.sides import Judge, Sides
    from toolchain.diff.normalize.alternatives import Alternative, Direction
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

Confirm = "Callable[[JSON], Witness | None]"
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_MOST = 200


def text(value: JSON) -> str | None:
    """Return a scalar as it is written in a URL or a header; None if it is no scalar."""
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, bool | int | float) else None


def readings(value: JSON) -> Iterator[JSON]:
    """Yield what a value may be taken for once it is text: itself, its text, or one item of an array."""
    yield value
    if isinstance(value, list):
        for items in islice(product(*(list(_scalars(item)) or [item] for item in value)), _MOST):
            yield array(items)
        parts = [text(item) for item in value]
        if len(value) == 1:
            yield from _scalars(value[0])
        elif value and all(part is not None for part in parts):
            yield ",".join(part for part in parts if part is not None)
    for scalar in _scalars(value):
        yield scalar
        yield [scalar]


def _scalars(value: JSON) -> Iterator[JSON]:
    written = text(value)
    if written is None:
        return
    yield written
    try:
        number: JSON = json.loads(written)
    except ValueError:
        return
    if isinstance(number, bool | int | float):
        yield number


def parameter_text(
    sides: Sides, old: Sequence[Pointer], new: Sequence[Pointer], direction: Direction
) -> Callable[[JSON], Witness | None]:
    """Return what tells whether a value of a parameter or header is refused however its text is read."""
    witnesses = sides.judges[direction].witnesses
    outer = new if witnesses.outer.document is sides.new else old

    def confirm(value: JSON) -> Witness | None:
        if any(witnesses.accepted(outer, each) for each in readings(value)):
            return None
        return Witness(value)

    return confirm


def form_text(sides: Sides, old: Sequence[Pointer], new: Sequence[Pointer]) -> Callable[[JSON], Witness | None]:
    """Return what tells whether the fields of a form are refused however their text is read."""
    from toolchain.diff.normalize.alternatives import Direction

    witnesses = sides.judges[Direction.REQUEST].witnesses

    def confirm(value: JSON) -> Witness | None:
        if not isinstance(value, dict):
            return None
        fields = [list(readings(field)) for field in value.values()]
        read = (dict(zip(value, each, strict=True)) for each in islice(product(*fields), _MOST))
        if any(witnesses.accepted(new, each) for each in read):
            return None
        return Witness(value) if witnesses.refuted(old, new, value) else None

    return confirm


def is_same_text(judge: Judge, inner: Sequence[Pointer], outer: Sequence[Pointer]) -> bool:
    """Whether all that the inner side writes as text is taken by the outer one, for certain, as one type or another."""
    ins, outs = judge.witnesses.inner.of(inner), judge.witnesses.outer.of(outer)
    if ins.too_many or outs.too_many or outs.exclusive or (ins.null and not outs.null):
        return False
    return all(any(_takes(judge, one, other, outer) for other in outs.found) for one in ins.found)


def _takes(judge: Judge, one: Alternative, other: Alternative, outer: Sequence[Pointer]) -> bool:
    if not judge.containment.why_not_in(one, other):
        return True
    values = one.values()
    if values is not None and len(values) <= _MOST:
        return all(any(judge.witnesses.accepted(outer, each) for each in readings(value)) for value in values)
    if other.types == frozenset({"string"}):
        return one.types <= _SCALARS and not other.opaque and other.pieces.keys() <= {"type"}
    if other.types == frozenset({"array"}) and not other.opaque and other.pieces.keys() <= {"type"}:
        items = judge.witnesses.outer.of(other.of_item(0))
        if one.types <= _SCALARS:
            return any(_takes(judge, one, item, other.of_item(0)) for item in items.found)
        return one.types == frozenset({"array"}) and is_same_text(judge, one.of_item(None), other.of_item(None))
    return False
