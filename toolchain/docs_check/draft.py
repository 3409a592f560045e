"""Drafts: the edits of the description that make it say what a page says, in OpenAPI."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, Literal, cast

from toolchain.docs_check.alignment import Pair
from toolchain.docs_check.changes import Change, Edit, short
from toolchain.docs_check.compare import Comparison
from toolchain.docs_check.description import Description, View
from toolchain.docs_check.model import PARAMETERS, Block, Entry, Fact, Subject
from toolchain.openapi.json_values import JSON, as_list, as_object, canonical_json, copy_json, kind
from toolchain.openapi.operations import IGNORED_HEADERS, METHODS
from toolchain.openapi.pointer import MISSING, ROOT, Pointer, find
from toolchain.openapi.report import dump

_TEXT: Final = "Write here, in your own words, what it is."
_APPEND: Final = "-"
Object = dict[str, "JSON"]
_KEPT: Final = ("description", "x-source", "default", "example")


class Drafts:
    """Drafts of the changes of one page.

    `agreed` are facts on which pages agree and must go on agreeing, `moved` operations whose pages show another path.
    """

    def __init__(
        self, compared: Comparison, description: Description, agreed: Sequence[Fact],
        moved: Collection[tuple[Pointer, JSON]],
    ) -> None:  # fmt: skip
        self._page = compared.page
        self._operation = compared.operation
        self._description = description
        self._document = description.document
        self._agreed = agreed
        self._moved = moved
        self._parts = compared.parts if self._page.is_named else []
        self._sections = {part.group.key: part for part in reversed(self._parts)}
        pairs = ((part, pair) for part in self._parts for pair in part.pairs if pair.block)
        self._shown = {part.subject(pair): (part, pair) for part, pair in pairs}
        # Of pages without names too.
        self._found = {part.subject(pair): pair.block for part in compared.parts for pair in part.pairs}

    def edits(self, change: Change) -> list[Edit]:
        """Return what to edit for a change; nothing that is there already."""
        found = [*self._edits(change), *self._written_examples(change)]
        needed = (edit for edit in found if edit.op != "set" or self._differs(edit))
        return list({(edit.op, edit.pointer): edit for edit in needed}.values())

    def hint(self, change: Change) -> str:
        """Return why a change has no draft, or one that lacks something."""
        subject = change.subject
        shown = ((pair, pair.block) for of, (_, pair) in self._shown.items() if of[: len(subject)] == subject)
        has_new_values = change.kind in ("operation added", "response added", "field added", "type", "allowed values")
        for pair, block in shown if has_new_values else ():
            if block and block.is_glued and not (pair.entry and pair.entry.allowed):
                return f"the page's allowed values {short(block.allowed[0].text)} run together: tell them apart"
        is_value = change.kind in ("default", "example") and self._operation.entry(subject) is not None
        return "the page also has the value of the description: it contradicts itself" * (is_value and not change.edits)

    def _differs(self, edit: Edit) -> bool:
        known = find(self._document.root, edit.pointer.keys)
        return known is MISSING or canonical_json(cast("JSON", known)) != canonical_json(edit.value)

    def _edits(self, change: Change) -> Iterator[Edit]:
        operation, key = self._operation, change.subject[0] if change.subject else ""
        entry, says = operation.entry(change.subject), change.main.page_says if change.main else None
        match change.kind:
            case "operation added":
                yield Edit("set", operation.pointer, self._whole())
            case "operation gone":
                yield Edit("remove", operation.pointer)
            case "method":
                yield Edit("rename", operation.pointer, str(says).lower())
            case "path":
                yield from self._path(str(says))
            case "server":
                yield Edit("set", change.pointer, says)
            case "scopes":
                yield Edit("set", operation.scopes_pointer, self._security())
            case "response added":
                yield Edit("set", operation.missing(key), self._body(key))
            case "response removed":
                yield Edit("remove", operation.missing(key))
            case "media type":
                yield from self._media_type(key, says)
            case "field removed" if key == "authorization":
                yield from self._credential(change.subject, None)
            case "field added" | "field renamed" if key == "authorization":
                if any(change.subject[1:]):
                    yield from self._credential(change.subject, str(says))
            case "field added":
                yield from self._added(change)
            case "field removed":
                yield from self._removed(change.subject)
            case _ if entry is None or key == "authorization":
                return
            case "field renamed":
                yield from self._renamed(entry, says)
            case "required":
                yield from self._required(entry, not entry.is_required)
            case "type" | "allowed values":
                yield from self._type(entry, change)
            case "constraint":
                for fact in change.facts:
                    yield Edit("set", entry.schema.below(fact.pointer.name), fact.page_says)
            case "default" | "example":
                yield from self._value(entry, change, change.kind)
            case "place":
                pass  # no edit moves a parameter

    def _block(self, subject: Subject) -> Block | None:
        return self._shown[subject][1].block if subject in self._shown else None

    # -- the operation ------------------------------------------------------------------------------------------------

    def _path(self, path: str) -> Iterator[Edit]:
        """Give the operation another path, and leave what else stands under the old one where it is."""
        old, new = ROOT.below("paths", self._operation.path), ROOT.below("paths", path)
        item, is_free = as_object(self._at(old)), find(self._document.root, new.keys) is MISSING
        methods = [method for method in METHODS if method in item]
        moved = [method for method in methods if (old.below(method), path) in self._moved]
        if is_free and moved == methods:
            yield Edit("rename", old, path)
            return
        shared = [key for key in item if is_free and key not in METHODS]
        yield from (Edit("set", new.below(key), item[key]) for key in (*shared, *moved))
        yield from (Edit("remove", old.below(method)) for method in moved)

    def _credential(self, subject: Subject, name: str | None) -> Iterator[Edit]:
        """Demand another credential, or none, for this operation alone: others use the scheme of the old one too."""
        listed = self._operation.entries("authorization")
        old = {entry.pointer.name for entry in listed if entry.path[: len(subject) - 1] == subject[1:]}
        wanted: list[JSON] = []
        for alternative in map(as_object, as_list(self._at(self._operation.scopes_pointer))):
            kept = {scheme: scopes for scheme, scopes in alternative.items() if scheme not in old}
            if name:
                kept[name] = next((scopes for scheme, scopes in alternative.items() if scheme in old), None) or []
            wanted += [kept] if kept else []
        if name:
            block = self._block(subject)
            place = block.place.text if block and block.place else "header"
            scheme = ROOT.below("components", "securitySchemes", name)
            yield Edit("set", scheme, {"type": "apiKey", "in": place, "name": name})
            wanted = wanted or [dict[str, JSON]({name: []})]
        yield Edit("set", self._operation.pointer.below("security"), wanted)

    # -- one field ----------------------------------------------------------------------------------------------------

    def _type(self, entry: Entry, change: Change) -> Iterator[Edit]:
        """Edit type or allowed values; a schema that others share is replaced where they go on agreeing with it."""
        block, at, pointer = self._block(change.subject), entry.schema, entry.at("enum")
        values, type_ = View(self._document, at).innermost().pointer, entry.type.innermost()
        said = as_list(next((fact.page_says for fact in change.facts if fact.kind == "allowed values"), None))
        is_told = entry.allowed is not None or not (block and block.is_glued)
        allowed: list[JSON] = [_scalar(str(value), type_.names) for value in said if is_told]
        is_own = values in pointer.prefixes()[:-1]
        sharing = (fact.pointer for fact in self._agreed if fact.kind == "allowed values" and not is_own)
        is_shared = any(self._description.enum_of(other) == pointer for other in sharing)
        withdrawn = {fact.kind for fact in change.facts if fact.is_withdrawn}
        kept = _only(as_object(self._at(at)), *(key for key in _KEPT if key not in withdrawn))
        if change.kind == "type" and block:
            inner = View(self._document, at).innermost()
            node = _only(self._document.object(inner.pointer), "$ref", "properties", "required")
            yield Edit("set", at, _typed(block, node) | kept | _values(block))
        elif entry.allowed is not None and (is_shared or (not allowed and not is_own)):
            yield Edit("set", values, type_.as_schema() | _filled(enum=allowed) | (kept if values == at else {}))
        elif allowed:
            yield Edit("set", pointer if entry.allowed is not None else values.below("enum"), allowed)
        elif change.kind == "allowed values" and is_told:
            yield Edit("remove", pointer)

    def _value(self, entry: Entry, change: Change, keyword: Literal["default", "example"]) -> Iterator[Edit]:
        block = self._found.get(change.subject)
        node = block and (block.default if keyword == "default" else block.example)
        whole = [fact for fact in change.facts if not self._in_written(fact)]
        own = [fact for fact in whole if fact.subject == change.subject]
        if node:
            yield Edit("set", entry.at(keyword), node.value)
        elif any(fact.is_withdrawn for fact in own if fact.kind in (keyword, "example kind")):
            yield Edit("remove", entry.at(keyword))
        elif whole:
            said = own[0].page_says if own else None
            yield Edit("set", entry.at(keyword), self._json(change.subject, said))

    def _required(self, entry: Entry, is_required: bool) -> Iterator[Edit]:
        pointer = entry.at("required")
        names = as_list(self._at(pointer))
        if entry.place in PARAMETERS:
            yield Edit("set", pointer, is_required)
        elif is_required:
            yield Edit("set", pointer.below(_APPEND), entry.name)
        elif names == [entry.name]:
            yield Edit("remove", pointer)
        elif entry.name in names:
            yield Edit("remove", pointer.below(names.index(entry.name)), entry.name)

    def _removed(self, subject: Subject) -> Iterator[Edit]:
        entry = self._operation.entry(subject)
        if subject == ("body",):
            yield Edit("remove", self._operation.missing("body"))
        elif entry is None:
            for one in self._operation.entries(subject[0]):
                yield from self._removed((subject[0], *one.path))
        elif entry.place in PARAMETERS:
            for holder in (self._operation.pointer, self._operation.pointer.prefixes()[-2]):
                for index, listed in enumerate(as_list(self._at(holder.below("parameters")))):
                    pointer = holder.below("parameters", index)
                    if self._document.follow(pointer) == entry.pointer:
                        yield Edit("remove", pointer, listed)
        else:
            yield Edit("remove", entry.pointer)
            if entry.is_required:
                yield from self._required(entry, False)

    def _renamed(self, entry: Entry, name: JSON) -> Iterator[Edit]:
        if entry.place in PARAMETERS:
            yield Edit("set", entry.pointer.below("name"), name)
            if entry.place == "path":
                path = self._operation.path.replace(f"{{{entry.name}}}", f"{{{name}}}")
                yield Edit("rename", ROOT.below("paths", self._operation.path), path)
            return
        yield Edit("rename", entry.pointer, name)
        names = as_list(self._at(entry.at("required")))
        if entry.is_required and entry.name in names:
            yield Edit("set", entry.at("required").below(names.index(entry.name)), name)

    # -- examples of whole bodies that are written out ----------------------------------------------------------------

    def _in_written(self, fact: Fact) -> bool:
        group = self._operation.group(fact.subject[0]) if fact.subject else None
        written = group.example if group and group.example and group.example.value is not None else None
        return written is not None and written.pointer in fact.pointer.prefixes()

    def _written_examples(self, change: Change) -> Iterator[Edit]:
        """Let such an example say what the page's says: one value of it, or all if more than values have changed."""
        facts = [fact for fact in change.facts if self._in_written(fact)]
        if all(fact.kind == "example" and fact.verdict == "contradicts" for fact in facts):
            yield from (Edit("set", fact.pointer, fact.page_says) for fact in facts)
            return
        group = self._operation.group(change.subject[0])
        if group and group.example:
            value = self._json((group.key,))
            yield Edit("remove" if value is None else "set", group.example.pointer, value)

    # -- what is new --------------------------------------------------------------------------------------------------

    def _added(self, change: Change) -> Iterator[Edit]:
        subject = change.subject
        part, pair = self._shown.get(subject, (None, None))
        example = self._json(subject)
        if len(subject) == 1:
            yield Edit("set", self._operation.missing("body"), self._body("body"))
        elif part and pair and pair.block and subject[0] in PARAMETERS:
            yield Edit("set", self._operation.parameters.below(_APPEND), _parameter(pair.block, subject[0]))
        elif part and pair and pair.block:
            yield Edit("set", change.pointer, _schema(pair, part.pairs, example))
            *_, schema, properties, _ = change.pointer.prefixes()
            if pair.block.is_required and properties.name == "properties":
                yield Edit("set", schema.below("required", _APPEND), subject[-1])
        elif subject[0] in PARAMETERS:
            yield Edit("set", self._operation.parameters.below(_APPEND), _named(subject[0], subject[-1]))
        elif example is not None:
            yield Edit("set", change.pointer, _inferred(example))

    def _media_type(self, key: str, says: JSON) -> Iterator[Edit]:
        group = self._operation.group(key)
        if group is None or group.media_type is None:
            holder = group.pointer if group else self._operation.missing(key)
            yield Edit("set", holder.below("content", str(says)), {})
        elif says is not None:
            at = self._document.follow(group.pointer)
            yield Edit("rename", at.below("content", group.media_type), says)

    # -- what the page says of a body, of the whole operation ----------------------------------------------------------

    def _at(self, pointer: Pointer) -> JSON:
        """Return a copy of what the description has at a place."""
        return copy_json(self._document.value(pointer))

    def _json(self, subject: Subject, default: JSON = None) -> JSON:
        """Return the value that the page's JSON has at a place, of arrays that of the first element that has it."""
        roots = [node.value for key, node in self._page.examples if key == subject[0]]
        for call in self._page.calls:
            sent = [call.body] if call.body and subject[0] == "body" else []
            returned = call.responses[:1] if subject[0] == self._operation.success_key else ()
            roots += [node.value for node in (*sent, *returned)]
        return next((value for root in roots for value in _within(root, subject[1:])), default)

    def _body(self, key: str) -> Object:
        """Return a request body or response as the page lists its fields, or as its JSON shows them."""
        part, example = self._sections.get(key), self._json((key,))
        if part and part.section.blocks:
            schema = {"type": "object", "description": _TEXT} | _fields(part.pairs, (), example)
        else:
            schema = {} if example is None else _inferred(example)
        sent = [header.text.partition(":") for call in self._page.calls for header in call.headers if key == "body"]
        types = [text.strip() for name, _, text in sent if name.lower() == "content-type"]
        if part and part.section.media_type:
            types = [part.section.media_type.text]
        content: Object = {(types or ["application/json"])[0]: _filled(schema=schema)} if schema or types else {}
        return _filled(required=key == "body" or None, description=None if key == "body" else _TEXT, content=content)

    def _whole(self) -> JSON:
        """Return the operation as the page has it."""
        page = self._page
        new = [
            _parameter(pair.block, part.group.key)
            for part in self._parts
            if part.group.key in PARAMETERS
            for pair in part.pairs
            if pair.block
        ]
        headers = [header.text.partition(":")[0] for call in page.calls for header in call.headers]
        # Of these the page may show the name alone.
        named = [("path", name) for name in re.findall(r"{(.*?)}", self._operation.path)]
        named += [("header", name) for name in headers if name.lower() not in IGNORED_HEADERS]
        known = {str(one["name"]) for one in new}
        for place, name in dict.fromkeys(named):
            if name not in known:
                new.append(_named(place, name))
        words = "-".join(part.strip("{}") for part in self._operation.path.strip("/").split("/"))
        name = f"{self._operation.method}-{words}"
        result: Object = {"operationId": name, "summary": _TEXT, "description": _TEXT}
        if page.scopes or "authorization" in (*map(str.lower, headers), *self._sections):
            result["security"] = self._security()
        has_body = "body" in self._sections or any(call.body for call in page.calls)
        result |= _filled(parameters=[*new], requestBody=self._body("body") if has_body else None)
        responses = sorted(part.group.key for part in self._parts if part.is_response) or ["200"]
        result["responses"] = {key: self._body(key) for key in responses}
        return result

    def _security(self) -> JSON:
        """Return the security requirement, with the scheme that the description has."""
        document = self._description.document
        existing = as_list(self._at(self._operation.scopes_pointer)) or as_list(document.root.get("security"))
        listed = [scheme for alternative in existing for scheme in as_object(alternative)]
        names = listed or list(document.entries("components", "securitySchemes"))[:1]
        scopes: list[JSON] = [said.text for said in self._page.scopes or ()]
        return [{name: scopes} for name in dict.fromkeys(names)]


# -- what the page says of a field ------------------------------------------------------------------------------------


def _only(node: Object, *keys: str) -> Object:
    """Return a copy of some members of an object."""
    return {key: copy_json(node[key]) for key in keys if key in node}


def _filled(**members: JSON) -> Object:
    """Return an object without the members that are null or empty."""
    return {key: value for key, value in members.items() if value not in (None, [], {})}


def _scalar(text: str, names: tuple[str, ...]) -> JSON:
    """Return the value that a page prints as `text`."""
    try:
        is_text = "string" in names or not {"number", "integer", "boolean"} & set(names)
        return text if is_text else cast("JSON", json.loads(text))
    except ValueError:
        return text


def _allowed(block: Block) -> list[JSON]:
    names = block.type.innermost().names
    return [_scalar(said.text, names) for said in block.allowed if not block.is_glued]


def _typed(block: Block, inner: Object) -> Object:
    """Return the schema of a field; `inner` describes an object, or the elements of an array of objects."""
    schema = block.type.as_schema() if block.is_typed else {}
    if block.type.items:
        _innermost(schema).update(_filled(enum=_allowed(block)))
    if block.type.is_container():
        holder = _innermost(schema)
        if "$ref" in inner:
            holder.clear()
        holder.update(inner)
    return schema


def _values(block: Block) -> Object:
    """Return what a page says of a field's values."""
    nodes = {"default": block.default, "example": block.example, **block.constraints}
    return _filled(enum=[] if block.type.items else _allowed(block)) | {
        key: node.value for key, node in nodes.items() if node is not None
    }


def _schema(pair: Pair, pairs: Sequence[Pair], example: JSON) -> Object:
    """Return the schema of a new field, with the fields in it: those that are listed, else those of an example."""
    block = cast("Block", pair.block)
    inner = _fields(pairs, pair.path, example)
    if not inner and block.example is None and example is not None:
        inner = _only(_innermost(_inferred(example)), "properties")
    schema = _typed(block, inner)
    return _only(schema, "type") | {"description": _TEXT} | schema | _values(block)


def _parameter(block: Block, place: str) -> Object:
    """Return a parameter."""
    required = block.is_required or place == "path" or None
    written = _typed(block, {}) | _values(block)
    return {"name": block.names[-1], "in": place} | _filled(required=required, description=_TEXT, schema=written)


def _named(place: str, name: str) -> Object:
    """Return a parameter of which the page shows the name alone."""
    head: Object = {"name": name, "in": place, "description": _TEXT, "schema": {"type": "string"}}
    return head | _filled(required=place == "path" or None)


def _inferred(value: JSON) -> Object:
    """Return a schema of which a value of JSON is an example."""
    if value is None:
        return {"description": _TEXT}
    if isinstance(value, dict):
        return _filled(type="object", description=_TEXT, properties={key: _inferred(value[key]) for key in value})
    if not isinstance(value, list):
        return {"type": kind(value), "description": _TEXT, "example": value}
    schema: Object = {"type": "array", "description": _TEXT}
    if value and isinstance(value[0], dict):
        schema["items"] = _inferred(value[0])
    else:
        schema |= {"items": _filled(type=kind(value[0]) if value else None), "example": value}
    return schema


def _fields(pairs: Sequence[Pair], outer: tuple[str, ...], example: JSON) -> Object:
    """Return `properties` and `required` of the fields within another one."""
    while isinstance(example, list):
        example = example[0] if example else None
    found = [(pair, pair.block) for pair in pairs if pair.block and pair.path[:-1] == outer]
    required: list[JSON] = [pair.path[-1] for pair, block in found if block.is_required]
    properties: Object = {
        pair.path[-1]: _schema(pair, pairs, as_object(example).get(pair.path[-1])) for pair, _ in found
    }
    return _filled(required=required, properties=properties)


def _innermost(schema: Object) -> Object:
    while isinstance(items := schema.get("items"), dict):
        schema = items
    return schema


def _within(value: JSON, path: Sequence[str]) -> Iterator[JSON]:
    if not path:
        yield value
    elif isinstance(value, list):
        for item in value[:100]:
            yield from _within(item, path)
    elif isinstance(value, dict) and path[0] in value:
        yield from _within(value[path[0]], path[1:])


# -- YAML -------------------------------------------------------------------------------------------------------------


def as_yaml(edit: Edit, document: dict[str, Any]) -> tuple[str, str]:
    """Return the place of an edit, as a path of keys that stands in `document`, and the YAML to put there."""
    keys = edit.pointer.keys
    depth = len(keys) - 1
    while depth and find(document, keys[:depth]) is MISSING:
        depth -= 1
    value = edit.value
    is_element = isinstance(find(document, keys[:depth]), list)
    for at in reversed(range(depth, len(keys))):
        element: list[JSON] = [value]
        member: dict[str, JSON] = {keys[at]: value}
        value = element if keys[at] == _APPEND or (is_element and at == depth) else member
    indent = "  " * depth
    text = dump(value, as_yaml=True)
    return ".".join(keys[:depth]), "".join(f"{indent}{line}" for line in text.splitlines(keepends=True))


def add_holders(root: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Put what an edit brings along to stand in into `root`, so that no draft after it brings the same."""
    for depth in range(1, len(keys)):
        if find(root, keys[:depth]) is MISSING:
            holder = find(root, keys[: depth - 1])
            if isinstance(holder, dict):
                holder[keys[depth - 1]] = [] if keys[depth] == _APPEND else {}
