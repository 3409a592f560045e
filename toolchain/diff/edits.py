"""What differs between two sides at one level, one edit at a time, with the words for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolchain.diff.additional import describe, words
from toolchain.diff.facets import Facet, Key
from toolchain.diff.values import as_list, as_object, code, codes, key_of

if TYPE_CHECKING:
    from toolchain.diff.levels import Level
    from toolchain.diff.places import Place
    from toolchain.openapi.json_values import JSON


@dataclass(slots=True)
class Edit:
    """A change that could be made alone: `new` says what then stands in the place of each facet, None for nothing."""

    kind: str
    place: Place
    message: str
    detail: JSON = None
    gone: bool = False
    new: dict[Key, Facet | None] = field(default_factory=dict[Key, "Facet | None"])


def edits(level: Level, noun: str = "property") -> list[Edit]:
    """Return the edits that lead from the old side to the new one; `noun` is what messages call a property."""
    found: list[Edit] = []
    for key in sorted(level.old.keys() | level.new.keys()):
        old, new = level.old.get(key), level.new.get(key)
        if old is None or new is None or key_of(old.value) != key_of(new.value):
            found += _edits_of(level, key, old, new, noun)
    found += [Edit(kind, place, message) for kind, place, message in level.told]
    return found


def _edits_of(level: Level, key: Key, old: Facet | None, new: Facet | None, noun: str) -> list[Edit]:
    if key.kind == "union" and old and new:
        return _branch_edits(key, old, new)
    here = new or old
    assert here is not None
    edit = Edit(key.kind, here.place, "", gone=new is None, new={key: new})
    values: tuple[JSON, JSON] = (old.value if old else None, new.value if new else None)
    edit.detail = [key.name, *values]
    if key.kind == "null":
        return _null_edit(level, edit)
    if key.kind == "told" and key._replace(kind="keyword") in (level.new if new is None else level.old):
        # The enum has become open or closed, which the facet that demands its values tells.
        return []
    if key.kind in ("keyword", "told"):
        edit.kind, edit.message = f"{key.name}-changed", _keyword_message(key.name, *values)
    elif key.kind == "property":
        _property_words(level, edit, key.name, as_object(values[0]), as_object(values[1]), noun)
    elif key.kind == "additional":
        edit.kind, edit.message = "additional-properties", describe(*words(level))
        edit.detail = [*words(level)]
    else:
        edit.message = f"{_KINDS[key.kind]} {_verb(old, new)}"
    return [edit]


_KINDS = {
    "pattern": "properties by pattern",
    "items": "the schema of the items",
    "prefix": "the schemas of the first items",
    "opaque": "conditions",
    "union": "alternatives",
}


def _verb(old: Facet | None, new: Facet | None) -> str:
    return "changed" if old and new else "added" if new else "gone"


def _null_edit(level: Level, edit: Edit) -> list[Edit]:
    if not (level.old_shape.nulls and level.new_shape.nulls):
        # One side says nothing of types; that is an edit of its own.
        return []
    edit.kind = "null"
    edit.message = "may no longer be null" if edit.gone else "may be null"
    return [edit]


def _keyword_message(family: str, old: JSON, new: JSON) -> str:
    if family == "enum" and old is not None and new is not None:
        return _enum_message(_values(old), _values(new))
    if family == "type" and old is not None and new is not None:
        return f"type {_types(old)} → {_types(new)}"
    if old is None or new is None:
        return f"{_shown(new if old is None else old)} {'added' if old is None else 'gone'}"
    (was, *others), (now, *more) = _pairs(old), _pairs(new)
    if not others and not more and was[0] == now[0]:
        return f"`{was[0]}` {code(was[1])} → {code(now[1])}"
    return f"{_shown(old)} → {_shown(new)}"


def _values(fragments: JSON) -> list[JSON]:
    found: list[JSON] = []
    for fragment in as_list(fragments):
        fields = as_object(fragment)
        found += as_list(fields["enum"]) if "enum" in fields else [fields.get("const")]
    return found


def _enum_message(old: list[JSON], new: list[JSON]) -> str:
    old_keys, new_keys = {key_of(value) for value in old}, {key_of(value) for value in new}
    added = [value for value in new if key_of(value) not in old_keys]
    gone = [value for value in old if key_of(value) not in new_keys]
    parts = [f"value {codes(added)} added"] * bool(added) + [f"value {codes(gone)} gone"] * bool(gone)
    return ", ".join(parts) or "the values are given in another way"


def _types(fragments: JSON) -> str:
    names = [name for fragment in as_list(fragments) for name in as_list(as_object(fragment).get("type"))]
    return " or ".join(code(name) for name in names) or "`null`"


def _shown(fragments: JSON) -> str:
    return ", ".join(f"`{key}` {code(value)}" for key, value in _pairs(fragments))


def _pairs(fragments: JSON) -> list[tuple[str, JSON]]:
    return [pair for fragment in as_list(fragments) for pair in as_object(fragment).items()]


def _property_words(level: Level, edit: Edit, name: str, old: dict[str, JSON], new: dict[str, JSON], noun: str) -> None:
    was, now = old.get("declared") is not None, new.get("declared") is not None
    hidden = {True: level.new_shape.hidden, False: level.old_shape.hidden}[was]
    edit.detail = [name, was, now, old.get("required", False), new.get("required", False)]
    if was and not now:
        edit.kind, edit.gone = "property-removed", True
        edit.message = f"{noun} {code(name)} is gone"
        if name in hidden:
            edit.message = f"{noun} {code(name)} is now `{level.direction.hidden}`"
            edit.place, edit.gone = level.new_shape.properties[name][0].below(level.direction.hidden), False
    elif now and not was:
        edit.kind = "property-added"
        edit.message = f"new {'required ' if new.get('required') else ''}{noun} {code(name)}"
        if name in hidden:
            edit.message = f"{noun} {code(name)} is no longer `{level.direction.hidden}`"
            edit.place, edit.gone = level.old_shape.properties[name][0].below(level.direction.hidden), True
    else:
        required = bool(new.get("required"))
        edit.kind = "property-required" if required else "property-optional"
        edit.message = f"{noun} {code(name)} is {'now' if required else 'no longer'} required"
        shape = level.new_shape if required else level.old_shape
        edit.place, edit.gone = shape.required.get(name, edit.place), not required


def _branch_edits(key: Key, old: Facet, new: Facet) -> list[Edit]:
    old_branches, new_branches = as_object(old.value), as_object(new.value)
    found: list[Edit] = []
    for identity in sorted(old_branches.keys() ^ new_branches.keys()):
        gone = identity in old_branches
        branch = as_object(old_branches[identity] if gone else new_branches[identity])
        index = str(branch["place"]).rpartition("/")[2]
        place = (old if gone else new).place.below(index)
        rest = {name: value for name, value in old_branches.items() if name != identity}
        changed = rest if gone else {**rest, identity: new_branches[identity]}
        name = f" {code(branch['name'])}" if branch["name"] else ""
        edit = Edit(f"alternative-{'removed' if gone else 'added'}", place, "", detail=identity, gone=gone)
        edit.message = f"alternative{name} {'gone' if gone else 'added'}"
        edit.new = {key: Facet(changed, new.place)}
        found.append(edit)
    return found
