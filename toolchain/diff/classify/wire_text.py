"""Parameters, headers and forms are text: `1` is the same whether a schema calls it an integer or a string."""

from __future__ import annotations

import json
from itertools import islice, product
from typing import TYPE_CHECKING

from toolchain.diff.classify.witness import Witness
from toolchain.diff.values import array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolchain.diff.classify.containment import Containment
    from toolchain.diff.normalize import Alternative
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_MOST = 200


def readings(value: JSON) -> Iterator[JSON]:
    """Yield what a value may be taken for once it is text: itself, its text, or one item of an array."""
    yield value
    if isinstance(value, list):
        for items in islice(product(*(list(_scalars(item)) or [item] for item in value)), _MOST):
            yield array(items)
        texts = [next(_scalars(item), None) for item in value]
        if len(value) == 1:
            yield from _scalars(value[0])
        elif value and None not in texts:
            yield ",".join(map(str, texts))
    for scalar in _scalars(value):
        yield scalar
        yield [scalar]


def _scalars(value: JSON) -> Iterator[JSON]:
    """Yield a scalar as it is written in a URL or a header, and the number or boolean that this may be."""
    if not isinstance(value, str | int | float):
        return
    written = value if isinstance(value, str) else json.dumps(value)
    yield written
    try:
        number: JSON = json.loads(written)
    except ValueError:
        return
    if isinstance(number, bool | int | float):
        yield number


def parameter_text(containment: Containment, outer: Sequence[Pointer]) -> Callable[[JSON], Witness | None]:
    """Return what tells whether a value of a parameter or header is refused however its text is read."""

    def confirm(value: JSON) -> Witness | None:
        return None if any(containment.witnesses.accepted(outer, each) for each in readings(value)) else Witness(value)

    return confirm


def form_text(
    containment: Containment, old: Sequence[Pointer], new: Sequence[Pointer]
) -> Callable[[JSON], Witness | None]:
    """Return what tells whether the fields of a form are refused however their text is read."""

    def confirm(value: JSON) -> Witness | None:
        if not isinstance(value, dict):
            return None
        read = (dict(zip(value, each, strict=True)) for each in islice(product(*map(readings, value.values())), _MOST))
        if any(containment.witnesses.accepted(new, each) for each in read):
            return None
        return containment.witnesses.refutation(old, new, value)

    return confirm


def is_same_text(containment: Containment, inner: Sequence[Pointer], outer: Sequence[Pointer]) -> bool:
    """Whether all that the inner side writes as text is taken by the outer one, for certain, as one type or another."""
    ins, outs = containment.inner.of(inner), containment.outer.of(outer)
    if ins.too_many or outs.too_many or outs.exclusive or (ins.null and not outs.null):
        return False
    return all(any(_takes(containment, one, other, outer) for other in outs.found) for one in ins.found)


def _takes(containment: Containment, one: Alternative, other: Alternative, outer: Sequence[Pointer]) -> bool:
    if not containment.why_not_in(one, other):
        return True
    values = one.values()
    if values is not None and len(values) <= _MOST:
        return all(any(containment.witnesses.accepted(outer, each) for each in readings(value)) for value in values)
    if other.opaque or other.pieces.keys() > {"type"}:
        return False
    if other.types == frozenset({"string"}):
        return one.types <= _SCALARS
    if other.types != frozenset({"array"}):
        return False
    if one.types <= _SCALARS:
        items = other.of_item(0)
        return any(_takes(containment, one, item, items) for item in containment.outer.of(items).found)
    return one.types == frozenset({"array"}) and is_same_text(containment, one.of_item(None), other.of_item(None))
