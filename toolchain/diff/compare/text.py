"""Schemas of what is sent as text: which values it may stand for, and whether two schemas take the same text."""

from __future__ import annotations

import json
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from toolchain.diff.classify.containment import reads_alike
from toolchain.diff.normalize.keywords import SCALARS
from toolchain.diff.values import array, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolchain.diff.classify.containment import Containment
    from toolchain.diff.normalize.alternatives import Alternative
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

_MOST_READINGS = 200


def readings(value: JSON) -> Iterator[JSON]:
    """Yield what a value may be taken for once it is text: itself, its text, or one item of an array."""
    yield value
    if isinstance(value, list):
        for items in islice(product(*(list(_scalars(item)) or [item] for item in value)), _MOST_READINGS):
            yield array(items)
        written = [next(_scalars(item), None) for item in value]
        if len(value) == 1:
            yield from _scalars(value[0])
        elif value and None not in written:
            yield ",".join(map(str, written))
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


def parameter_text(
    containment: Containment, inner: Sequence[Pointer], outer: Sequence[Pointer]
) -> Callable[[JSON], bool]:
    """Return what tells whether a value of a parameter or header is refused however its text is read."""
    of_fields = form_text(containment, inner, outer, is_item=True)

    def is_proof(value: JSON) -> bool:
        if isinstance(value, dict):
            return of_fields(value)
        return all(containment.witnesses.refused(outer, each) for each in readings(value))

    return is_proof


def form_text(
    containment: Containment, inner: Sequence[Pointer], outer: Sequence[Pointer], *, is_item: bool = False
) -> Callable[[JSON], bool]:
    """Return what tells whether the fields of a form are refused however their text is read.

    `is_item` is whether these are the fields of a parameter, where a list has no text of its own.
    """
    witnesses = containment.witnesses

    def is_proof(value: JSON) -> bool:
        if not isinstance(value, dict) or not witnesses.refutes(inner, outer, value):
            return False
        outs = containment.outer.of(outer).found
        read = {
            name: [way for way in readings(each) if not is_item or not isinstance(way, list) or isinstance(each, list)]
            for name, each in value.items()
        }
        if len(outs) == 1 and not outs[0].opaque and "enum" not in outs[0].pieces:
            # Each field is judged for itself: one that is taken as it is needs no other reading.
            for name, each in value.items():
                if witnesses.accepted(outs[0].of_name(name, lenient=True) or (), each):
                    read[name] = [each]
        different = [{key_of(way): way for way in ways}.values() for ways in read.values()]
        if prod(map(len, different)) > _MOST_READINGS:
            return False
        ways = product(*different)
        return all(witnesses.refused(outer, dict(zip(read, each, strict=True))) for each in ways)

    return is_proof


def is_same_text(
    containment: Containment, inner: Sequence[Pointer], outer: Sequence[Pointer], *, is_item: bool = False
) -> bool:
    """Whether all that the inner side writes as text is taken by the outer one, for certain, as one type or another.

    An item of an array is no array itself: a list within a list has no text of its own.
    """
    ins, outs = containment.inner.of(inner), containment.outer.of(outer)
    if ins.too_many or outs.too_many or outs.exclusive or (ins.null and not outs.null):
        return False
    return all(any(_takes(containment, one, other, outer, is_item) for other in outs.found) for one in ins.found)


def _takes(
    containment: Containment, one: Alternative, other: Alternative, outer: Sequence[Pointer], is_item: bool
) -> bool:
    if not containment.why_not_in(one, other):
        return True
    outs = containment.outer.of(outer).found
    items = [item for each in outs if "array" in each.types for item in containment.outer.of(each.of_item(0)).found]
    if not reads_alike(one, other):
        return False
    values = one.values()
    if values is not None and len(values) <= _MOST_READINGS and all(reads_alike(one, each) for each in outs + items):
        ways = ([each for each in readings(value) if not is_item or not isinstance(each, list)] for value in values)
        return all(any(containment.witnesses.accepted(outer, each) for each in some) for some in ways)
    if other.opaque or other.pieces.keys() > {"type"}:
        return False
    if other.types == frozenset({"string"}):
        return one.types <= SCALARS
    if other.types != frozenset({"array"}):
        return False
    if one.types <= SCALARS:
        places = other.of_item(0)
        found = [item for item in containment.outer.of(places).found if item.types <= SCALARS]
        return not is_item and any(_takes(containment, one, item, places, True) for item in found)
    indexes = (*range(max(one.prefix_length, other.prefix_length)), None)
    return one.types == frozenset({"array"}) and all(
        is_same_text(containment, one.of_item(index), other.of_item(index), is_item=True) for index in indexes
    )
