"""What a change of a discriminator means: nothing, where its alternatives are told apart by the same values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.normalize.alternatives import Direction
from toolchain.openapi.json_values import as_list, as_object

if TYPE_CHECKING:
    from toolchain.diff.classify.sides import Sides
    from toolchain.diff.normalize.alternatives import Normalizer
    from toolchain.openapi.pointer import Pointer


def discriminator_class(sides: Sides, old: Pointer, new: Pointer) -> ChangeClass:
    """Return the class of a changed discriminator of the schemas at two places."""
    judge = sides.judges[Direction.RESPONSE]
    was, now = _property(judge.old, old), _property(judge.new, new)
    old_names, new_names = _mapping(judge.old, old), _mapping(judge.new, new)
    if was and now:
        # What came or went with its alternative is told as that.
        shared = set(old_names.values()) & set(new_names.values())
        same = {value: name for value, name in old_names.items() if name in shared} == {
            value: name for value, name in new_names.items() if name in shared
        }
        same = same and _default(judge.old, old) == _default(judge.new, new)
        return ChangeClass.DOCS if was == now and same else ChangeClass.MAYBE
    normalizer, place, names = (judge.old, old, old_names) if was else (judge.new, new, new_names)
    if _default(normalizer, place):
        return ChangeClass.MAYBE
    return ChangeClass.DOCS if _is_said_anyway(normalizer, place, names, was or now) else ChangeClass.MAYBE


def _property(normalizer: Normalizer, place: Pointer) -> str:
    return str(as_object(normalizer.document.schema(place).get("discriminator")).get("propertyName", ""))


def _default(normalizer: Normalizer, place: Pointer) -> str:
    """Return the model that stands for all other values, in OpenAPI 3.2."""
    given = as_object(normalizer.document.schema(place).get("discriminator")).get("defaultMapping", "")
    return str(given).rpartition("/")[2]


def _branches(normalizer: Normalizer, place: Pointer) -> dict[str, Pointer]:
    schema = normalizer.document.schema(place)
    found: dict[str, Pointer] = {}
    for keyword in ("oneOf", "anyOf"):
        for index, _ in enumerate(as_list(schema.get(keyword))):
            if (target := normalizer.document.reference(place.below(keyword, index))) is not None:
                found[target.name] = target
    return found


def _mapping(normalizer: Normalizer, place: Pointer) -> dict[str, str]:
    """Return the name of the model that each value stands for: those listed, and each model's own name."""
    listed = as_object(as_object(normalizer.document.schema(place).get("discriminator")).get("mapping"))
    names = {name: name for name in _branches(normalizer, place)}
    return names | {value: str(target).rpartition("/")[2] for value, target in listed.items()}


def _is_said_anyway(normalizer: Normalizer, place: Pointer, names: dict[str, str], tag: str) -> bool:
    """Whether the alternatives' own schemas demand the values that the discriminator tells them apart by."""
    branches = _branches(normalizer, place)
    for name, target in branches.items():
        for one in normalizer.of([target]).found:
            values = [
                value
                for inner in normalizer.of(one.of_name(tag, lenient=True) or ()).found
                for value in inner.values() or [None]
            ]
            if tag not in one.required or any(names.get(str(value)) != name for value in values):
                return False
    return bool(branches)
