"""Drafts: the edits of the description that make it say what a page says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from toolchain.docs_check.changes import ChangeKind
from toolchain.docs_check.compare import align
from toolchain.docs_check.description import View
from toolchain.docs_check.facts import Kind, Verdict
from toolchain.docs_check.model import PARAMETERS
from toolchain.openapi.json_values import as_list, as_object, copy_json, kind
from toolchain.openapi.operations import IGNORED_HEADERS
from toolchain.openapi.pointer import MISSING, Pointer, find, join, parse
from toolchain.openapi.report import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolchain.docs_check.alignment import Pair
    from toolchain.docs_check.changes import Change
    from toolchain.docs_check.compare import Part
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.facts import Fact
    from toolchain.docs_check.model import Block, Entry, Operation, Page, Subject
    from toolchain.openapi.json_values import JSON

TEXT: Final = "Write here, in your own words, what it is."
_APPEND: Final = "-"
_KEPT: Final = ("description", "x-source", "default", "example")


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: `set` puts `value` at a place (`-` appends to a list), `rename` gives its key the name `value`.

    `remove` of an element of a list has it as `value`, since others may have gone before.
    """

    op: Literal["set", "remove", "rename"]
    pointer: str
    value: JSON = None


class Drafts:
    """Drafts of the changes of one page; `agreed` are facts on which pages agree and must go on agreeing."""

    def __init__(self, page: Page, operation: Operation, description: Description, agreed: Sequence[Fact] = ()) -> None:
        self._page = page
        self._operation = operation
        self._description = description
        self._document = description.document
        self._agreed = agreed
        self._parts = align(page, operation)[0] if page.is_named else []
        self._shown = {part.subject(pair): (part, pair) for part in self._parts for pair in part.pairs if pair.block}

    def edits(self, change: Change) -> list[Edit]:
        """Return what to edit for a change."""
        found = [*self._edits(change), *self._written_examples(change)]
        return list({(edit.op, edit.pointer): edit for edit in found}.values())

    def _edits(self, change: Change) -> Iterator[Edit]:
        at, key = self._operation.pointer, change.subject[0] if change.subject else ""
        entry, says = self._operation.entry(change.subject), change.main.page_says if change.main else None
        match change.kind:
            case ChangeKind.OPERATION_ADDED:
                yield Edit("set", at, self._new_operation())
            case ChangeKind.OPERATION_GONE:
                yield Edit("remove", at)
            case ChangeKind.METHOD:
                yield Edit("rename", at, str(says).lower())
            case ChangeKind.PATH:
                yield from self._moved_operation(str(says))
            case ChangeKind.SERVER:
                yield Edit("set", change.pointer, says)
            case ChangeKind.SCOPES:
                yield Edit("set", self._operation.scopes_pointer, self._security())
            case ChangeKind.RESPONSE_ADDED:
                yield Edit("set", at + join("responses", key), self._response(key))
            case ChangeKind.RESPONSE_REMOVED:
                yield Edit("remove", at + join("responses", key))
            case ChangeKind.MEDIA_TYPE:
                yield from self._media_type(key, says)
            case ChangeKind.PLACE:
                yield from self._moved_fields(change)
            case ChangeKind.ADDED:
                yield from self._added(change)
            case ChangeKind.REMOVED:
                yield from self._removed(change.subject)
            case ChangeKind.RENAMED if entry:
                yield from self._renamed(entry, says)
            case ChangeKind.REQUIRED if entry:
                yield from self._required(entry, not entry.is_required)
            case ChangeKind.TYPE | ChangeKind.ALLOWED if entry:
                yield from self._type(entry, change)
            case _:
                yield from self._values(entry, change) if entry else ()

    def _at(self, pointer: str) -> JSON:
        found = find(self._document.root, parse(pointer) or ())
        return None if found is MISSING else copy_json(cast("JSON", found))

    def _block(self, subject: Subject) -> Block | None:
        return self._shown[subject][1].block if subject in self._shown else None

    # -- one field ----------------------------------------------------------------------------------------------------

    def _type(self, entry: Entry, change: Change) -> Iterator[Edit]:
        """Edit type or allowed values; a schema that others share is replaced where they go on agreeing with it."""
        block, at, pointer = self._block(change.subject), entry.schema, entry.at("enum")
        said = as_list(next((fact.page_says for fact in change.facts if fact.kind is Kind.ALLOWED), None))
        values: list[JSON] = [_typed_value(str(value), entry.type.names) for value in said]
        is_own = pointer.startswith(at + "/")
        is_shared = not is_own and any(
            fact.kind is Kind.ALLOWED and self._description.enum_of(fact.pointer) == pointer for fact in self._agreed
        )
        withdrawn = {fact.kind.value for fact in change.facts if fact.is_withdrawn}
        kept = _only(as_object(self._at(at)), *(key for key in _KEPT if key not in withdrawn))
        if change.kind is ChangeKind.TYPE and block:
            inner = View(self._document, Pointer("", parse(at) or ())).innermost()
            node = _only(self._document.object(inner.pointer), "$ref", "properties", "required")
            yield Edit("set", at, _typed(block, node) | kept | _values(block))
        elif entry.allowed is not None and (is_shared or (not values and not is_own)):
            yield Edit("set", at, entry.type.as_schema() | _node(enum=values) | kept)
        elif values:
            yield Edit("set", pointer if entry.allowed is not None else f"{at}/enum", values)
        elif change.kind is ChangeKind.ALLOWED:
            yield Edit("remove", pointer)

    def _values(self, entry: Entry, change: Change) -> Iterator[Edit]:
        """Edit default, example and constraints."""
        block = self._block(change.subject)
        if change.kind is ChangeKind.CONSTRAINT:
            for fact in change.facts:
                yield Edit("set", entry.schema + join((parse(fact.pointer) or ("",))[-1]), fact.page_says)
            return
        keyword = change.kind.value
        node = block and (block.default if change.kind is ChangeKind.DEFAULT else block.example)
        kinds = (Kind(keyword), Kind.EXAMPLE_KIND)
        own = [fact for fact in change.facts if not self._in_written(fact)]
        if node:
            yield Edit("set", entry.at(keyword), node.value)
        elif any(fact.is_withdrawn and fact.subject == change.subject for fact in own if fact.kind in kinds):
            yield Edit("remove", entry.at(keyword))
        elif own:
            said = next((fact.page_says for fact in own if fact.subject == change.subject), None)
            yield Edit("set", entry.at(keyword), self._json(change.subject, said))

    def _required(self, entry: Entry, is_required: bool) -> Iterator[Edit]:
        pointer = entry.at("required")
        names = as_list(self._at(pointer))
        if entry.place in PARAMETERS:
            yield Edit("set", pointer, is_required)
        elif is_required:
            yield Edit("set", f"{pointer}/{_APPEND}", entry.name)
        elif names == [entry.name]:
            yield Edit("remove", pointer)
        elif entry.name in names:
            yield Edit("remove", pointer + join(names.index(entry.name)), entry.name)

    def _removed(self, subject: Subject) -> Iterator[Edit]:
        """Remove a field or parameter, or all of a place."""
        entry = self._operation.entry(subject)
        if subject == ("body",):
            yield Edit("remove", self._operation.pointer + join("requestBody"))
        elif entry is None:
            for one in self._operation.entries(subject[0]):
                yield from self._removed((subject[0], *one.path))
        elif entry.place in PARAMETERS:
            for holder in (self._operation.pointer, self._operation.pointer.rpartition("/")[0]):
                for index, parameter in enumerate(as_list(self._at(holder + "/parameters"))):
                    pointer = f"{holder}/parameters/{index}"
                    if str(self._document.follow(Pointer("", parse(pointer) or ()))) == entry.pointer:
                        yield Edit("remove", pointer, parameter)
        else:
            yield Edit("remove", entry.pointer)
            if entry.is_required:
                yield from self._required(entry, False)

    def _renamed(self, entry: Entry, name: JSON) -> Iterator[Edit]:
        if entry.place in PARAMETERS:
            yield Edit("set", entry.pointer + "/name", name)
            if entry.place == "path":
                path = self._operation.path.replace(f"{{{entry.name}}}", f"{{{name}}}")
                yield Edit("rename", join("paths", self._operation.path), path)
            return
        yield Edit("rename", entry.pointer, name)
        names = as_list(self._at(entry.at("required")))
        if entry.is_required and entry.name in names:
            yield Edit("set", entry.at("required") + join(names.index(entry.name)), name)

    # -- examples -----------------------------------------------------------------------------------------------------

    def _in_written(self, fact: Fact) -> bool:
        """Return whether a fact is about the example of a whole body that is written out."""
        group = self._operation.group(fact.subject[0]) if fact.subject else None
        written = group.example if group and group.example and group.example.value is not None else None
        return written is not None and f"{fact.pointer}/".startswith(f"{written.pointer}/")

    def _written_examples(self, change: Change) -> Iterator[Edit]:
        """Let such an example say what the page's says: one value of it, or all if more than values have changed."""
        facts = [fact for fact in change.facts if self._in_written(fact)]
        if all(fact.kind is Kind.EXAMPLE and fact.verdict is Verdict.CONTRADICTS for fact in facts):
            yield from (Edit("set", fact.pointer, fact.page_says) for fact in facts)
            return
        group = self._operation.group(change.subject[0])
        if group and group.example:
            value = self._json((group.key,))
            yield Edit("remove" if value is None else "set", group.example.pointer, value)

    def _json(self, subject: Subject, default: JSON = None) -> JSON:
        """Return the value that the page's JSON has at a place, of arrays that of the first element that has it."""
        success = self._operation.success()
        key = success.key if success else "200"
        roots = [node.value for name, node in self._page.examples if name == subject[0]]
        for call in self._page.calls:
            nodes = call.responses[:1] if subject[0] == key else (call.body,) if subject[0] == "body" else ()
            roots += [node.value for node in nodes if node]
        return next((value for root in roots for value in _within(root, subject[1:])), default)

    # -- what is new --------------------------------------------------------------------------------------------------

    def _added(self, change: Change) -> Iterator[Edit]:
        subject, at = change.subject, self._operation.pointer
        part, pair = self._shown.get(subject, (None, None))
        example = self._json(subject)
        if len(subject) == 1:
            yield Edit("set", at + join("requestBody"), self._body("body"))
        elif subject[0] in PARAMETERS and pair and pair.block:
            yield from self._with_parameter(_parameter(pair.block, subject[0]))
        elif part and pair and pair.block:
            yield Edit("set", change.pointer, _schema(pair, part.pairs, example))
            if pair.block.is_required:
                yield Edit("set", f"{change.pointer.rpartition('/properties/')[0]}/required/{_APPEND}", subject[-1])
        elif example is not None:
            yield Edit("set", change.pointer, _inferred(example))

    def _with_parameter(self, parameter: JSON) -> Iterator[Edit]:
        yield Edit("set", f"{self._operation.pointer}/parameters/{_APPEND}", parameter)

    def _body(self, key: str) -> dict[str, JSON]:
        """Return a request body or response as the page lists its fields, or as its JSON shows them."""
        part = next((part for part in self._parts if part.key == key), None)
        example = self._json((key,))
        if part and part.section.blocks:
            schema = {"type": "object", "description": TEXT} | _fields(part.pairs, (), example)
        else:
            schema = {} if example is None else _inferred(example)
        sent = [header.text for call in self._page.calls for header in call.headers if key == "body"]
        types = [text.partition(":")[2].strip() for text in sent if text.lower().startswith("content-type")]
        stated = part.section.media_type.text if part and part.section.media_type else next(iter(types), None)
        content: dict[str, JSON] = {stated or "application/json": _node(schema=schema)} if schema or stated else {}
        return _node(required=key == "body" or None, description=None if key == "body" else TEXT, content=content)

    def _response(self, key: str) -> JSON:
        """Return a response: the one that others have for the status, if the page doesn't say otherwise."""
        part = next((part for part in self._parts if part.key == key), None)
        for operation in self._description.operations.values() if part else ():
            node = as_object(self._at(operation.pointer + join("responses", key)))
            if part and "$ref" in node and _is_same(part, operation.entries(key)):
                return node
        return self._body(key)

    def _new_operation(self) -> JSON:
        page, operation = self._page, self._operation
        new = [
            _parameter(pair.block, part.key)
            for part in self._parts
            if part.key in PARAMETERS
            for pair in part.pairs
            if pair.block
        ]
        headers = [header.text.partition(":")[0] for call in page.calls for header in call.headers]
        # Of these the page may show the name alone.
        named = [("path", name) for name in re.findall(r"{(.*?)}", operation.path)]
        named += [("query", said.text) for said in page.endpoints[0].query]
        named += [("header", name) for name in headers if name.lower() not in IGNORED_HEADERS]
        new += [
            _given(**{"name": name, "in": place}) | _node(required=place == "path" or None)
            for place, name in dict.fromkeys(named)
            if all(name != one["name"] for one in new)
        ]
        parameters: list[JSON] = [self._known_parameter(one) for one in new]
        words = "-".join(part.strip("{}") for part in operation.path.strip("/").split("/"))
        result: dict[str, JSON] = {"operationId": f"{operation.method}-{words}", "summary": TEXT, "description": TEXT}
        result |= _only(as_object(self._at(self._nearest().pointer)), "tags")
        keys = [part.key for part in self._parts]
        if page.scopes or "authorization" in (*map(str.lower, headers), *keys):
            result["security"] = self._security()
        has_body = "body" in keys or any(call.body for call in page.calls)
        result |= _node(parameters=parameters, requestBody=self._body("body") if has_body else None)
        responses = sorted(part.key for part in self._parts if part.is_response) or ["200"]
        result["responses"] = {key: self._response(key) for key in responses}
        return result

    def _nearest(self) -> Operation:
        """Return the operation whose path is the most alike."""
        own = self._operation.path.split("/")

        def shared(other: Operation) -> int:
            return sum(a == b for a, b in zip(own, other.path.split("/"), strict=False))

        return max(self._description.operations.values(), key=shared)

    def _known_parameter(self, new: dict[str, JSON]) -> JSON:
        """Return a parameter, by reference if there is one that says the same but for texts."""
        for pointer in self._document.entries("components", "parameters").values():
            known = self._document.object(pointer)
            shown = known if "schema" in new else _only(known, *new)
            if _plain(shown) == _plain(new):
                return {"$ref": f"#{pointer}"}
        return new if "schema" in new else new | _given(description=TEXT, schema={"type": "string"})

    def _security(self) -> JSON:
        """Return the security requirement, with the scheme that the description has."""
        existing = as_list(self._at(self._operation.scopes_pointer)) or as_list(self._document.root.get("security"))
        listed = [scheme for alternative in existing for scheme in as_object(alternative)]
        names = listed or list(self._document.entries("components", "securitySchemes"))[:1]
        scopes: list[JSON] = [said.text for said in self._page.scopes or ()]
        return [{name: scopes} for name in dict.fromkeys(names)]

    # -- what has moved -----------------------------------------------------------------------------------------------

    def _moved_operation(self, path: str) -> Iterator[Edit]:
        operation, item = self._operation, join("paths", self._operation.path)
        if sum(other.path == operation.path for other in self._description.operations.values()) == 1:
            yield Edit("rename", item, path)
        else:
            yield Edit("set", join("paths", path, operation.method), self._at(operation.pointer))
            yield Edit("remove", operation.pointer)

    def _media_type(self, key: str, says: JSON) -> Iterator[Edit]:
        group = self._operation.group(key)
        if group is None or group.media_type is None:
            holder = group.pointer if group else self._operation.missing(key)
            yield Edit("set", holder + join("content", str(says)), {})
        elif says is not None:
            at = self._document.follow(Pointer("", parse(group.pointer) or ()))
            yield Edit("rename", str(at.below("content", group.media_type)), says)

    def _moved_fields(self, change: Change) -> Iterator[Edit]:
        """Describe fields in the place where the page has them, and no longer where they were."""
        moved = [
            (part, pair.block, pair.entry)
            for part in self._parts
            for pair in part.pairs
            if pair.block
            and pair.entry
            and part.key != pair.entry.place
            and len(pair.path) == 1
            and not part.is_response
        ]
        for key in {part.key for part, _, _ in moved} & {"body"}:
            yield Edit("set", self._operation.pointer + join("requestBody"), self._body(key))
        for part, block, entry in moved:
            yield from self._removed(("body",) if entry.place == "body" else (entry.place, *entry.path))
            if part.key != "body":
                yield from self._with_parameter(_parameter(block, part.key))


def _only(node: dict[str, JSON], *keys: str) -> dict[str, JSON]:
    return {key: copy_json(node[key]) for key in keys if key in node}


def _plain(node: JSON) -> JSON:
    """Return what a parameter says without texts."""
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items() if key not in ("description", "x-source", "title")}
    return node


def _typed_value(text: str, names: tuple[str, ...]) -> JSON:
    """Return the value that a page prints as `text`."""
    if "string" in names or not {"number", "integer", "boolean"} & set(names):
        return text
    try:
        return cast("JSON", json.loads(text))
    except ValueError:
        return text


def _values(block: Block) -> dict[str, JSON]:
    """Return what a page says of a field's values."""
    result: dict[str, JSON] = {}
    if block.allowed:
        result["enum"] = [_typed_value(said.text, block.type.names) for said in block.allowed]
    for key, node in (("default", block.default), ("example", block.example), *block.constraints.items()):
        if node is not None:
            result[key] = node.value
    return result


def _typed(block: Block, inner: dict[str, JSON]) -> dict[str, JSON]:
    """Return the schema of a field's type; `inner` describes an object, or the elements of an array of objects."""
    schema = block.type.as_schema() if block.is_typed else {}
    holder = schema
    while isinstance(items := holder.get("items"), dict):
        holder = items
    if block.type.is_container():
        if "$ref" in inner:
            holder.clear()
        holder.update(inner)
    return schema


def _schema(pair: Pair, pairs: Sequence[Pair], example: JSON) -> dict[str, JSON]:
    """Return the schema of a new field, with the fields in it: those that are listed, else those of an example."""
    block = cast("Block", pair.block)
    inner = _fields(pairs, pair.path, example)
    if not inner and block.example is None and example is not None:
        shown = _inferred(example)
        while isinstance(items := shown.get("items"), dict):
            shown = items
        inner = _only(shown, "properties")
    return {"type": None, "description": TEXT} | _typed(block, inner) | _values(block)


def _fields(pairs: Sequence[Pair], outer: tuple[str, ...], example: JSON) -> dict[str, JSON]:
    """Return `properties` and `required` of the fields within another one."""
    while isinstance(example, list):
        example = example[0] if example else None
    found = [pair for pair in pairs if pair.block and pair.path[:-1] == outer]
    required: list[JSON] = [pair.path[-1] for pair in found if pair.block and pair.block.is_required]
    properties: dict[str, JSON] = {
        pair.path[-1]: _schema(pair, pairs, as_object(example).get(pair.path[-1])) for pair in found
    }
    return _node(required=required, properties=properties)


def _inferred(value: JSON) -> dict[str, JSON]:
    """Return a schema of which a value of JSON is an example."""
    if value is None:
        return {"description": TEXT}
    if isinstance(value, dict):
        properties: dict[str, JSON] = {key: _inferred(item) for key, item in value.items()}
        return _node(type="object", description=TEXT, properties=properties)
    if not isinstance(value, list):
        return {"type": kind(value), "description": TEXT, "example": value}
    first = value[0] if value else None
    is_object = isinstance(first, dict)
    items = _inferred(first) if is_object else _node(type=kind(first) if value else None)
    return _node(type="array", description=TEXT) | _given(items=items) | ({} if is_object else _given(example=value))


def _parameter(block: Block, place: str) -> dict[str, JSON]:
    head = {"name": block.names[-1], "in": place}
    schema = _typed(block, {}) | _values(block)
    return _given(**head) | _node(
        required=block.is_required or place == "path" or None, description=TEXT, schema=schema
    )


def _given(**members: JSON) -> dict[str, JSON]:
    return members


def _node(**members: JSON) -> dict[str, JSON]:
    """Return an object without the members that are null or empty."""
    return {key: value for key, value in members.items() if value not in (None, [], {})}


def _is_same(part: Part, entries: Sequence[Entry]) -> bool:
    """Return whether a response's fields are those of `entries`; where the page lists none, it says nothing else."""
    if not part.section.blocks:
        return not part.section.is_shown
    blocks = part.section.blocks
    return len(blocks) == len(entries) and all(
        block.names[-1] == entry.name
        and block.type.says_the_same(entry.type)
        and block.is_required in (None, entry.is_required)
        and (block.example.value if block.example else None) == (entry.example.value if entry.example else None)
        for block, entry in zip(blocks, entries, strict=True)
    )


def _within(value: JSON, path: Sequence[str]) -> Iterator[JSON]:
    if not path:
        yield value
    elif isinstance(value, list):
        for item in value[:100]:
            yield from _within(item, path)
    elif isinstance(value, dict) and path[0] in value:
        yield from _within(value[path[0]], path[1:])


def as_yaml(edit: Edit, document: dict[str, Any]) -> tuple[str, str]:
    """Return the place of an edit, as a path of keys that stands in `document`, and the YAML to put there."""
    keys = parse(edit.pointer) or ()
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
