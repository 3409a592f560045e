"""Compares what the objects of two documents say besides values: names, explanations, extensions, discriminators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolchain.diff.classify import ChangeClass
from toolchain.diff.compare.findings import Finding
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.normalize.keywords import JUDGED, listed
from toolchain.diff.values import array, code, key_of, same, texts
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.openapi_objects import CHILDREN, children, is_reference, walk
from toolchain.openapi.operations import path_template
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.diff.classify.containment import Sides
    from toolchain.diff.normalize import Normalizer
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.pointer import Pointer

_ELSEWHERE: Final[dict[str, frozenset[str]]] = {
    "document": frozenset({"security"}),
    "operation": frozenset({"security"}),
    "parameter": frozenset({"name", "in", "required", "style", "explode"}),
    "header": frozenset({"required"}),
    "requestBody": frozenset({"required"}),
    "server": frozenset({"url", "name"}),
    "serverVariable": frozenset({"default", "enum"}),
    "securityScheme": frozenset({"type", "scheme", "in", "name", "flows", "openIdConnectUrl", "oauth2MetadataUrl"}),
    "schema": JUDGED - {"readOnly", "writeOnly", "x-open-enum"},
    "tag": frozenset({"name"}),
}
"""What is compared elsewhere, by what it means."""

_FIELDS: Final = {
    **dict.fromkeys(
        ("operationId", "tags", "x-python-name", "x-python-mixin", "x-client-option", "x-open-enum", "x-enum-varnames"),
        ChangeClass.SURFACE,
    ),
    **dict.fromkeys(("deprecated", "default", "readOnly", "writeOnly"), ChangeClass.COMPATIBLE),
    **dict.fromkeys(
        ("description", "summary", "title", "example", "examples", "externalDocs", "$comment", "$schema", "openapi",
         "bearerFormat", "parent", "kind"),
        ChangeClass.DOCS,
    ),
}  # fmt: skip

_UNDECIDED: Final = {
    ("document", "webhooks"): "what the service calls is not judged",
    ("operation", "callbacks"): "what the service calls is not judged",
    ("encoding", "headers"): "the headers of a form's parts are not judged",
    ("schema", "contentSchema"): "what is within a text is not judged",
    ("pathItem", "query"): "it is part of OpenAPI 3.2 only",
    ("pathItem", "additionalOperations"): "it is part of OpenAPI 3.2 only",
    ("operation", "x-retry"): "whether the client repeats a call is decided by it",
}
"""What is not judged, and why; a change is told where the words differ, or what they refer to."""

# Objects in which everything is explanation.
_ALL_DOCS: Final = frozenset({"info", "externalDocs", "example", "link"})

_PRESENCE: Final = {**dict.fromkeys((*_ALL_DOCS, "tag"), ChangeClass.DOCS), "encoding": ChangeClass.MAYBE}
"""What it means that an object of a kind comes or goes, for those kinds that are not compared elsewhere."""

_FLAGS: Final = frozenset({"deprecated", "readOnly", "writeOnly", "allowReserved", "allowEmptyValue"})


def annotation_findings(sides: Sides, models: dict[Pointer, Pointer], known: set[Pointer]) -> Iterator[Finding]:
    """Yield the changes in what stands in the same place on both sides.

    `models` are the schemas that were renamed, `known` the places at which something has been found already.
    """
    pending: list[tuple[str, Pointer, Pointer]] = [("document", ROOT, ROOT)]
    pending += [("schema", old, new) for old, new in models.items()]
    seen: set[tuple[Pointer, Pointer]] = set()
    undecided = _undecided_places(sides.old)
    one_file = sides.old.is_one_file and sides.new.is_one_file and sides.old.is_openapi30 == sides.new.is_openapi30
    while pending:
        kind, old, new = pending.pop()
        refers = [is_reference(kind, side.value(at)) for side, at in ((sides.old, old), (sides.new, new))]
        if kind != "schema" and refers[0] != refers[1]:
            # What is written out on one side only stands here all the same.
            old, new = sides.old.follow(old), sides.new.follow(new)
        if (old, new) in seen:
            continue
        seen.add((old, new))
        if old not in undecided and one_file and same(sides.old.value(old), sides.new.value(new)):
            continue
        yield from (
            finding
            for finding in _fields(sides, kind, old, new)
            if finding.kind not in ("readOnly", "writeOnly") or finding.place not in known
        )
        olds, news = _children(sides.old, kind, old), _children(sides.new, kind, new)
        pending += [(each, olds[key][1], place) for key, (each, place) in news.items() if key in olds]
        yield from _presence(olds, news, _property_names(sides, old, new) if kind == "mediaType" else set[str]())
        if all(refers):
            # What other files hold is compared from where it is referred to; the main file's components are by name.
            was, now = sides.old.follow(old), sides.new.follow(new)
            pending += [(kind, was, now)] * ((was.file or now.file) != "" and was.name == now.name)


def _class_of(kind: str, key: str, *, names_class: bool) -> ChangeClass | None:
    """Return what a change of the field `key` of an object of `kind` means; None if that is found elsewhere.

    `names_class` is whether the object is a schema whose title becomes the name of a class. What no rule knows can't be
    decided; of extensions it is taken that they tell the client nothing.
    """
    if kind in _ALL_DOCS:
        return ChangeClass.DOCS
    if (kind, key) in _UNDECIDED:
        return ChangeClass.MAYBE
    if key in CHILDREN[kind] or key in _ELSEWHERE.get(kind, ()) or key == "$ref":
        return None
    if names_class and key == "title":
        return ChangeClass.SURFACE
    return _FIELDS.get(key, ChangeClass.DOCS if key.startswith("x-") else ChangeClass.MAYBE)


def _fields(sides: Sides, kind: str, old: Pointer, new: Pointer) -> Iterator[Finding]:
    was, now = _node(sides.old, kind, old), _node(sides.new, kind, new)
    names_class = kind == "schema" and ("properties" in now or "enum" in now)
    for key in sorted(was.keys() | now.keys()):
        change_class = _class_of(kind, key, names_class=names_class)
        # An operation that both versions of OpenAPI know is compared as such.
        is_read = kind == "pathItem" and (sides.old.is_openapi32 or key not in was) and (
            sides.new.is_openapi32 or key not in now
        )  # fmt: skip
        if change_class is None or (is_read and (kind, key) in _UNDECIDED):
            continue
        before, after = (node.get(key, False if key in _FLAGS else None) for node in (was, now))
        is_same = sorted(texts(before)) == sorted(texts(after)) if key == "tags" else key_of(before) == key_of(after)
        message = ""
        if is_same:
            if (kind, key) not in _UNDECIDED or _leads_to_the_same(sides, kind, {key: before}, old, new):
                continue
            message = f"`{key}` refers to what changed"
        if kind == "schema" and key == "discriminator":
            change_class = _discriminator_class(sides, old, new)
        shown = [code(value) if value is not None else "none" for value in (before, after)]
        message = message or (
            f"`{key}` changed" if change_class is ChangeClass.DOCS else f"`{key}` {' → '.join(shown)}"
        )
        place, gone = (new, False) if key in now else (old, True)
        found = Finding(key, change_class, place.below(key), message, [before, after], gone=gone)
        if change_class is ChangeClass.MAYBE:
            found.reason = _UNDECIDED.get((kind, key), "what it means for callers is unknown")
        yield found


def _leads_to_the_same(sides: Sides, kind: str, node: JSON, old: Pointer, new: Pointer) -> bool:
    """Whether what an object, in the same words on both sides, refers to is the same too, however far away."""
    pending = [(inner, place, _beside(place, old, new)) for inner, _, place in children(kind, node, old)]
    seen = set(pending)
    while pending:
        kind, old, new = pending.pop()
        for inner, value, here in walk(kind, sides.old.value(old), old):
            there = _beside(here, old, new)
            if inner == "schema" and not sides.unchanged.is_unchanged(here, there):
                return False
            if inner == "schema" or not is_reference(inner, value):
                continue
            target = (inner, sides.old.follow(here), sides.new.follow(there))
            if key_of(sides.old.value(target[1])) != key_of(sides.new.value(target[2])):
                return False
            pending += [target] * (target not in seen)
            seen.add(target)
    return True


def _beside(place: Pointer, old: Pointer, new: Pointer) -> Pointer:
    """Return where what is below `old` on the one side stands below `new` on the other."""
    return new.below(*place.keys[len(old.keys) :])


def _undecided_places(document: Document) -> set[Pointer]:
    """Return the objects with something in them, at any depth, that is not judged."""
    return {
        prefix
        for kind, node, place in walk("document", document.value(ROOT), ROOT)
        if any((kind, key) in _UNDECIDED for key in as_object(node))
        for prefix in place.prefixes()
    }


def _node(document: Document, kind: str, place: Pointer) -> dict[str, JSON]:
    node = document.schema(place) if kind == "schema" else document.object(place)
    if kind == "schema" and "example" in node:
        # 3.1 has both words for it.
        examples = array([*as_list(node.get("examples")), node["example"]])
        return {**{key: value for key, value in node.items() if key != "example"}, "examples": examples}
    return node


def _children(document: Document, kind: str, place: Pointer) -> dict[str, tuple[str, Pointer]]:
    """Return the objects within one by what identifies them whatever their order."""
    found: dict[str, tuple[str, Pointer]] = {}
    for child_kind, node, child in children(kind, document.value(place), place):
        key, *rest = child.keys[len(place.keys) :]
        if (kind, key) in _UNDECIDED and kind != "pathItem":
            continue
        fields = as_object(node)
        identity = "/".join(rest)
        if key == "paths":
            identity = path_template(rest[0])
        elif child_kind == "parameter" and key == "parameters" and rest[0].isdecimal():
            fields = document.object(document.follow(child))
            identity = f"{fields.get('in')} {fields.get('name')}"
        elif child_kind in ("tag", "server"):
            identity = key_of(fields.get("name" if child_kind == "tag" else "url"))
        elif key in ("allOf", "anyOf", "oneOf") and "$ref" in fields:
            identity = key_of(fields["$ref"])
        found.setdefault(f"{key}/{identity}", (child_kind, child))
    return found


def _property_names(sides: Sides, old: Pointer, new: Pointer) -> set[str]:
    """Return the properties that both sides have; how one that came or went is encoded is part of that."""
    containment = sides.containments[Direction.REQUEST]
    names = [
        {name for one in normalizer.of([place.below("schema")]).found for name in one.properties}
        for normalizer, place in ((containment.old, old), (containment.new, new))
    ]
    return names[0] & names[1]


def _presence(
    old: dict[str, tuple[str, Pointer]], new: dict[str, tuple[str, Pointer]], properties: set[str]
) -> Iterator[Finding]:
    for key in sorted(old.keys() ^ new.keys()):
        kind, place = old.get(key) or new[key]
        if kind in _PRESENCE:
            is_idle = kind == "encoding" and place.name not in properties
            change_class = ChangeClass.DOCS if is_idle else _PRESENCE[kind]
            message = f"{kind} {'gone' if key in old else 'added'}"
            yield Finding(kind, change_class, place, message, key, gone=key in old)


def _discriminator_class(sides: Sides, old: Pointer, new: Pointer) -> ChangeClass:
    """Return the class of a changed discriminator: docs, where its alternatives are told apart by the same values."""
    containment = sides.containments[Direction.RESPONSE]
    was = as_object(sides.old.schema(old).get("discriminator"))
    now = as_object(sides.new.schema(new).get("discriminator"))
    if not was or not now:
        normalizer, place, given = (containment.old, old, was) if was else (containment.new, new, now)
        return ChangeClass.DOCS if _is_said_anyway(normalizer, place, given) else ChangeClass.MAYBE
    names, new_names = _mapping(sides.old, old, was), _mapping(sides.new, new, now)
    # What came or went with its alternative is told as that.
    shared = set(names.values()) & set(new_names.values())
    values = [{value: name for value, name in each.items() if name in shared} for each in (names, new_names)]
    # OpenAPI 3.2 has a model that stands for all other values.
    defaults = [str(given.get("defaultMapping", "")).rpartition("/")[2] for given in (was, now)]
    is_same = was.get("propertyName") == now.get("propertyName") and values[0] == values[1]
    return ChangeClass.DOCS if is_same and defaults[0] == defaults[1] else ChangeClass.MAYBE


def _branches(document: Document, place: Pointer) -> dict[str, Pointer]:
    targets = map(document.reference, listed(document, place, "oneOf", "anyOf"))
    return {target.name: target for target in targets if target is not None}


def _mapping(document: Document, place: Pointer, given: dict[str, JSON]) -> dict[str, str]:
    """Return the name of the model that each value stands for: those listed, and each model's own name."""
    names = {name: name for name in _branches(document, place)}
    return names | {value: str(target).rpartition("/")[2] for value, target in as_object(given.get("mapping")).items()}


def _is_said_anyway(normalizer: Normalizer, place: Pointer, given: dict[str, JSON]) -> bool:
    """Whether the alternatives' own schemas demand the values that a discriminator tells them apart by."""
    branches = _branches(normalizer.document, place)
    tag, names = str(given.get("propertyName", "")), _mapping(normalizer.document, place, given)
    for name, target in branches.items():
        for one in normalizer.of([target]).found:
            inner = normalizer.of(one.of_name(tag, lenient=True) or ()).found
            values = [value for each in inner for value in each.values() or [None]]
            if tag not in one.required or any(names.get(str(value)) != name for value in values):
                return False
    return bool(branches) and "defaultMapping" not in given
