"""Compares what the objects of two documents say besides values: names, explanations, extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.compare.annotation_rules import PRESENCE, class_of
from toolchain.diff.compare.discriminators import discriminator_class
from toolchain.diff.compare.findings import Finding
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.values import array, code, key_of, same, texts
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.openapi_objects import children, is_reference
from toolchain.openapi.operations import path_template
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.diff.classify.sides import Sides
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

_ABSENT = {"deprecated": False, "readOnly": False, "writeOnly": False}
# Said in words, or too long to be shown twice.
_UNSHOWN = frozenset({"description", "example", "examples", "externalDocs", "x-source", "x-enum-descriptions", "value"})
_UNORDERED = frozenset({"tags"})
_WHOLES = {"document": ("webhooks",), "operation": ("callbacks",), "pathItem": ("query", "additionalOperations")}
_FLAGS = frozenset({"readOnly", "writeOnly"})


def annotation_findings(sides: Sides, models: dict[Pointer, Pointer], known: set[str]) -> Iterator[Finding]:
    """Yield the changes in what stands in the same place on both sides.

    `models` are the schemas that were renamed, `known` the pointers at which something has been found already.
    """
    pending: list[tuple[str, Pointer, Pointer]] = [("document", ROOT, ROOT)]
    pending += [("schema", old, new) for old, new in models.items()]
    seen: set[tuple[Pointer, Pointer]] = set()
    one_file = sides.old.is_one_file and sides.new.is_one_file and sides.old.is_openapi30 == sides.new.is_openapi30
    while pending:
        kind, old, new = pending.pop()
        if kind != "schema" and is_reference(kind, sides.old.value(old)) != is_reference(kind, sides.new.value(new)):
            # What is written out on one side only stands here all the same.
            old, new = sides.old.follow(old), sides.new.follow(new)
        if (old, new) in seen:
            continue
        seen.add((old, new))
        if one_file and same(sides.old.value(old), sides.new.value(new)):
            continue
        yield from (
            finding
            for finding in _fields(sides, kind, old, new)
            if finding.kind not in _FLAGS or str(finding.place) not in known
        )
        old_children, new_children = _children(sides.old, kind, old), _children(sides.new, kind, new)
        pending += [
            (new_kind, old_children[key][1], place)
            for key, (new_kind, place) in new_children.items()
            if key in old_children
        ]
        named = _property_names(sides, old, new) if kind == "mediaType" else set[str]()
        yield from _presence(old_children, new_children, named)
        yield from _wholes(sides, kind, old, new)
        pending += _referred(sides, kind, old, new)


def _referred(sides: Sides, kind: str, old: Pointer, new: Pointer) -> list[tuple[str, Pointer, Pointer]]:
    """What other files hold is compared from where it is referred to; the main file's components are by name."""
    if not (is_reference(kind, sides.old.value(old)) and is_reference(kind, sides.new.value(new))):
        return []
    was, now = sides.old.follow(old), sides.new.follow(new)
    return [(kind, was, now)] if (was.file or now.file) and was.name == now.name else []


def _fields(sides: Sides, kind: str, old: Pointer, new: Pointer) -> Iterator[Finding]:
    was, now = _node(sides.old, kind, old), _node(sides.new, kind, new)
    names_class = kind == "schema" and ("properties" in now or "enum" in now)
    for key in sorted(was.keys() | now.keys()):
        change_class = class_of(kind, key, names_class=names_class)
        before, after = was.get(key, _ABSENT.get(key)), now.get(key, _ABSENT.get(key))
        if change_class is None or _same(key, before, after):
            continue
        if kind == "schema" and key == "discriminator":
            change_class = discriminator_class(sides, old, new)
        gone = key not in now
        place = (old if gone else new).below(key)
        yield Finding(_kind(key), change_class, place, _message(kind, key, before, after), [before, after], gone=gone)


def _kind(key: str) -> str:
    return {"operationId": "operation-id", "tags": "tags"}.get(key, key)


def _same(key: str, before: JSON, after: JSON) -> bool:
    if key in _UNORDERED:
        return sorted(texts(before)) == sorted(texts(after))
    return key_of(before) == key_of(after)


def _message(kind: str, key: str, before: JSON, after: JSON) -> str:
    if kind == "schema" and key == "discriminator":
        return f"`discriminator` {code(before)} → {code(after)}"
    verb = "added" if before is None else "gone" if after is None else "changed"
    if key in _UNSHOWN or (key == "summary" and kind != "operation"):
        return f"`{key}` {verb}"
    if before is None or after is None:
        return f"`{key}` {code(before if after is None else after)} {verb}"
    return f"`{key}` {code(before)} → {code(after)}"


def _node(document: Document, kind: str, place: Pointer) -> dict[str, JSON]:
    node = document.schema(place) if kind == "schema" else document.object(place)
    if kind == "schema" and "example" in node:
        # 3.1 has both words for it.
        examples = array([*as_list(node.get("examples")), node["example"]])
        rest = {key: value for key, value in node.items() if key != "example"}
        return {**rest, "examples": examples}
    return node


def _children(document: Document, kind: str, place: Pointer) -> dict[str, tuple[str, Pointer]]:
    """Return the objects within one by what identifies them whatever their order."""
    found: dict[str, tuple[str, Pointer]] = {}
    for child_kind, node, child in children(kind, document.value(place), place):
        if child_kind == "callback" or (kind == "document" and child.keys[:1] == ("webhooks",)):
            continue
        keys = child.keys[len(place.keys) :]
        found.setdefault("/".join([keys[0], _identity(document, child_kind, keys, node, child)]), (child_kind, child))
    return found


def _property_names(sides: Sides, old: Pointer, new: Pointer) -> set[str]:
    """Return the properties that both sides have; how one that came or went is encoded is part of that."""
    judge = sides.judges[Direction.REQUEST]
    names = [
        {name for one in normalizer.of([place.below("schema")]).found for name in one.properties}
        for normalizer, place in ((judge.old, old), (judge.new, new))
    ]
    return names[0] & names[1]


def _presence(
    old: dict[str, tuple[str, Pointer]], new: dict[str, tuple[str, Pointer]], named: set[str]
) -> Iterator[Finding]:
    for key in sorted(old.keys() ^ new.keys()):
        kind, place = old.get(key) or new[key]
        if kind in PRESENCE:
            gone = key in old
            is_idle = kind == "encoding" and place.name not in named
            yield Finding(
                kind,
                ChangeClass.DOCS if is_idle else PRESENCE[kind],
                place,
                f"{kind} {'gone' if gone else 'added'}",
                key,
                gone=gone,
            )


def _identity(document: Document, kind: str, keys: tuple[str, ...], node: JSON, place: Pointer) -> str:
    if keys[0] == "paths":
        return path_template(keys[1])
    if kind == "parameter" and keys[0] == "parameters" and keys[1].isdecimal():
        fields = document.object(document.follow(place))
        return f"{fields.get('in')} {fields.get('name')}"
    fields = as_object(node)
    if kind in ("tag", "server"):
        return key_of(fields.get("name" if kind == "tag" else "url"))
    if keys[0] in ("allOf", "anyOf", "oneOf") and "$ref" in fields:
        return key_of(fields["$ref"])
    return "/".join(keys[1:])


def _wholes(sides: Sides, kind: str, old: Pointer, new: Pointer) -> Iterator[Finding]:
    """Yield what is not looked into: the service's own calls, and operations that only OpenAPI 3.2 has."""
    for key in _WHOLES.get(kind, ()):
        was, now = sides.old.value(old.below(key)), sides.new.value(new.below(key))
        is_read = kind == "pathItem" and all(
            value is None or document.is_openapi32 for value, document in ((was, sides.old), (now, sides.new))
        )
        if not is_read and key_of(was) != key_of(now):
            gone = now is None
            why = "it is part of OpenAPI 3.2 only" if kind == "pathItem" else "what the service calls is not judged"
            message = f"`{key}` changed; {why}"
            place = (old if gone else new).below(key)
            yield Finding(key, ChangeClass.MAYBE, place, message, [was, now], gone=gone)
