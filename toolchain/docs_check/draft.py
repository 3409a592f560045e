"""Drafts: the edits of the description that make it say what a page says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from toolchain.docs_check.changes import Change, ChangeKind
from toolchain.docs_check.compare import align
from toolchain.docs_check.facts import Fact, Kind, Verdict
from toolchain.docs_check.view import View
from toolchain.openapi.json_values import as_list, as_object, copy_json, kind
from toolchain.openapi.operations import path_template
from toolchain.openapi.pointer import MISSING, Pointer, find, join, parse
from toolchain.openapi.report import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolchain.docs_check.description import Description
    from toolchain.docs_check.field_alignment import Pair
    from toolchain.docs_check.operation import Entry, Operation
    from toolchain.docs_check.page import Block, Page
    from toolchain.docs_check.relocated_fields import Part
    from toolchain.openapi.json_values import JSON

TEXT: Final = "Write here, in your own words, what it is."
_APPEND: Final = "-"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: `set` puts `value` at a place (`-` appends to a list), `rename` gives its key the name `value`.

    `remove` of an element of a list has it as `value`, since others may have gone before. `after` is the key that a new
    one follows on the page.
    """

    op: Literal["set", "remove", "rename"]
    pointer: str
    value: JSON = None
    after: str | None = None


class Drafts:
    """Drafts of the changes of one page; `agreed` are facts on which pages agree and must go on agreeing."""

    def __init__(self, page: Page, operation: Operation, description: Description, agreed: Sequence[Fact] = ()) -> None:
        self._page = page
        self._description = description
        self._agreed = agreed
        self._parts = align(page, operation)[0] if page.is_named else []
        self._shown = {
            (_key(pair, part), *pair.path): (part, pair)
            for part in self._parts
            for pair in (*part.pairs, *part.moved)
            if pair.block
        }

    def edits(self, change: Change) -> list[Edit]:
        """Return what to edit for a change."""
        draft = _Draft(change, self._page, self._description, self._agreed, self._parts, self._shown)
        return list({(edit.op, edit.pointer): edit for edit in draft.edits()}.values())


def _key(pair: Pair, part: Part) -> str:
    """Return the key of the group in which the description has a field, or should have it."""
    return pair.entry.place if pair.entry and pair.entry.place != "response" else part.group.key


class _Draft:
    def __init__(
        self,
        change: Change,
        page: Page,
        description: Description,
        agreed: Sequence[Fact],
        parts: list[Part],
        shown: dict[tuple[str, ...], tuple[Part, Pair]],
    ) -> None:
        self._change = change
        self._page = page
        self._operation = change.operation
        self._document = description.document
        self._description = description
        self._agreed = agreed
        self._entry = change.operation.entry(change.subject)
        self._parts = parts
        self._shown = shown

    def edits(self) -> Iterator[Edit]:
        kind_ = self._change.kind
        if kind_ is ChangeKind.OPERATION_ADDED:
            yield Edit("set", self._operation.pointer, self._new_operation())
        elif kind_ is ChangeKind.OPERATION_GONE:
            yield Edit("remove", self._operation.pointer)
        elif kind_ in (ChangeKind.METHOD, ChangeKind.PATH):
            yield from self._moved_operation()
        elif kind_ is ChangeKind.SERVER:
            yield Edit("set", self._change.pointer, self._says())
        elif kind_ is ChangeKind.SCOPES:
            yield Edit("set", self._operation.scopes_pointer, self._security())
        elif kind_ is ChangeKind.RESPONSE_ADDED:
            key = self._change.subject[0]
            yield Edit("set", self._operation.pointer + join("responses", key), self._response(key))
        elif kind_ is ChangeKind.RESPONSE_REMOVED:
            yield Edit("remove", self._operation.pointer + join("responses", self._change.subject[0]))
        elif kind_ is ChangeKind.MEDIA_TYPE:
            yield from self._media_type()
        elif kind_ is ChangeKind.PLACE:
            yield from self._moved_fields()
        elif kind_ is ChangeKind.REMOVED and len(self._change.subject) == 1:
            yield from self._without_group(self._change.subject[0])
        elif kind_ is ChangeKind.ADDED:
            yield from self._added()
        elif self._entry is None or kind_ is ChangeKind.EXAMPLE:
            yield from self._examples()
        else:
            yield from self._of_entry(self._entry)

    def _says(self) -> JSON:
        return self._change.main.page_says if self._change.main else None

    def _at(self, pointer: str) -> JSON:
        found = find(self._document.root, parse(pointer) or ())
        return None if found is MISSING else copy_json(cast("JSON", found))

    def _pair(self) -> Pair | None:
        """Return the change's field on the page."""
        found = self._shown.get(self._change.subject)
        return found[1] if found else None

    # -- one field ----------------------------------------------------------------------------------------------------

    def _of_entry(self, entry: Entry) -> Iterator[Edit]:
        kind_, pair = self._change.kind, self._pair()
        block = pair.block if pair else None
        if kind_ is ChangeKind.REMOVED:
            yield from self._removed(entry)
        elif kind_ is ChangeKind.RENAMED:
            yield from self._renamed(entry)
        elif kind_ is ChangeKind.TYPE and block:
            schema = _kept(as_object(self._at(_schema(entry))), "description", "x-source", "default", "example")
            inner = View(self._document, self._pointer(_schema(entry))).innermost()
            yield Edit("set", _schema(entry), _typed(block, self._inner(inner)) | schema | _values(block))
        elif kind_ is ChangeKind.REQUIRED:
            yield from self._required(entry, block.is_required is True if block else not entry.is_required)
        elif kind_ is ChangeKind.ALLOWED:
            yield from self._allowed(entry)
        elif kind_ is ChangeKind.CONSTRAINT:
            for fact in self._change.facts:
                keyword = (parse(fact.pointer) or ("",))[-1]
                yield Edit("set", _schema(entry) + join(keyword), fact.page_says)
        elif kind_ is ChangeKind.DEFAULT:
            if block and block.default:
                yield Edit("set", entry.at("default"), block.default.value)
            else:
                yield Edit("remove", entry.at("default"))

    def _pointer(self, pointer: str) -> Pointer:
        return Pointer("", parse(pointer) or ())

    def _inner(self, inner: View) -> JSON:
        """Return what an object, or the elements of an array, are described by now; None where that is no object."""
        node = self._document.object(inner.pointer)
        return _kept(node, "$ref", "properties", "required") or None

    def _required(self, entry: Entry, is_required: bool) -> Iterator[Edit]:
        pointer = entry.at("required")
        if entry.place in ("path", "query", "header", "cookie"):
            yield Edit("set", pointer, is_required)
            return
        names = as_list(self._at(pointer))
        if is_required:
            yield Edit("set", f"{pointer}/{_APPEND}", entry.name)
        elif names == [entry.name]:
            yield Edit("remove", pointer)
        elif entry.name in names:
            yield Edit("remove", pointer + join(names.index(entry.name)), entry.name)

    def _allowed(self, entry: Entry) -> Iterator[Edit]:
        fact = next(fact for fact in self._change.facts if fact.kind is Kind.ALLOWED)
        values = as_list(fact.page_says)
        pointer, schema = entry.at("enum"), _schema(entry)
        is_shared = not pointer.startswith(schema + "/") and any(
            other.kind is Kind.ALLOWED and self._enum_of(other) == pointer for other in self._agreed
        )
        if entry.allowed is None:
            yield Edit("set", schema + "/enum", _as_typed(values, entry))
        elif is_shared or (not values and not pointer.startswith(schema + "/")):
            kept = _kept(as_object(self._at(schema)), "description", "x-source", "default", "example")
            own = entry.type.as_schema()
            if values:
                own["enum"] = values
            yield Edit("set", schema, own | kept)
        elif values:
            yield Edit("set", pointer, _as_typed(values, entry))
        else:
            yield Edit("remove", pointer)

    def _enum_of(self, fact: Fact) -> str:
        for operation in self._description.operations.values():
            for group in operation.groups:
                for entry in group.entries:
                    if entry.pointer == fact.pointer:
                        return entry.at("enum")
        return ""

    def _removed(self, entry: Entry) -> Iterator[Edit]:
        if entry.place in ("path", "query", "header", "cookie"):
            yield from self._without_parameter(entry)
            return
        yield Edit("remove", entry.pointer)
        if entry.is_required:
            yield from self._required(entry, False)
        for fact in self._change.facts:
            if fact.kind is Kind.EXAMPLE_KEY and self._in_example(fact.pointer):
                yield Edit("remove", fact.pointer)

    def _without_group(self, key: str) -> Iterator[Edit]:
        group = self._operation.group(key)
        if key == "body":
            yield Edit("remove", self._operation.pointer + join("requestBody"))
        for entry in group.entries if group and key != "body" else ():
            yield from self._without_parameter(entry)

    def _without_parameter(self, entry: Entry) -> Iterator[Edit]:
        for holder in (self._operation.pointer, self._operation.pointer.rpartition("/")[0]):
            pointer = holder + "/parameters"
            for index in range(len(as_list(self._at(pointer)))):
                if str(self._document.follow(self._pointer(pointer + join(index)))) == entry.pointer:
                    yield Edit("remove", pointer + join(index), self._at(pointer + join(index)))

    def _renamed(self, entry: Entry) -> Iterator[Edit]:
        fact = next((fact for fact in self._change.facts if fact.kind is Kind.NAME), None)
        name = fact.page_says if fact else None
        if entry.place in ("path", "query", "header", "cookie"):
            yield Edit("set", entry.pointer + "/name", name)
            if entry.place == "path":
                path = self._operation.path.replace(f"{{{entry.name}}}", f"{{{name}}}")
                yield Edit("rename", join("paths", self._operation.path), path)
            return
        yield Edit("rename", entry.pointer, name)
        if entry.is_required:
            names = as_list(self._at(entry.at("required")))
            if entry.name in names:
                yield Edit("set", entry.at("required") + join(names.index(entry.name)), name)
        for other in self._change.facts:
            if other.kind is Kind.NAME and self._in_example(other.pointer):
                yield Edit("rename", other.pointer, name)
            elif other.kind is Kind.EXAMPLE_KEY and self._in_example(other.pointer):
                is_old = other.verdict is not Verdict.PAGE_ONLY
                yield Edit("remove", other.pointer) if is_old else Edit("set", other.pointer, self._on_page(other))

    def _in_example(self, pointer: str) -> bool:
        """Return whether a place is, or would be, in an example that is written out."""
        keys = parse(pointer) or ()
        return any(
            key in ("example", "value") and find(self._document.root, keys[: index + 1]) is not MISSING
            and keys[index - 1] != "properties"
            for index, key in enumerate(keys)
        )  # fmt: skip

    # -- examples -----------------------------------------------------------------------------------------------------

    def _examples(self) -> Iterator[Edit]:
        pair, entry = self._pair(), self._entry
        own = [fact for fact in self._change.facts if not self._in_group_example(fact)]
        if entry and own:
            pointer = entry.at("example")
            node = pair.block.example if pair and pair.block else None
            said = [fact for fact in own if fact.subject == self._change.subject and fact.verdict.is_wrong]
            if node:
                yield Edit("set", pointer, node.value)
            elif all(fact.is_withdrawn for fact in own):
                yield Edit("remove", pointer)
            elif self._from_calls(self._change.subject) is not MISSING:
                yield Edit("set", pointer, cast("JSON", self._from_calls(self._change.subject)))
            elif said:
                yield Edit("set", pointer, said[0].page_says)
        group = self._operation.group(self._change.subject[0]) if self._change.subject else None
        shared = [fact for fact in self._change.facts if self._in_group_example(fact)]
        if all(fact.kind is Kind.EXAMPLE and fact.verdict is Verdict.CONTRADICTS for fact in shared):
            yield from (Edit("set", fact.pointer, fact.page_says) for fact in shared)
        elif group and group.example:
            value = self._from_calls((group.key,))
            if value is not MISSING:
                yield Edit("set", group.example.pointer, cast("JSON", value))

    def _in_group_example(self, fact: Fact) -> bool:
        group = self._operation.group(fact.subject[0]) if fact.subject else None
        whole = group.example if group and group.example and group.example.value is not None else None
        return whole is not None and fact.pointer.startswith(whole.pointer)

    def _on_page(self, fact: Fact) -> JSON:
        found = self._from_calls(fact.subject)
        return None if found is MISSING else cast("JSON", found)

    def _from_calls(self, subject: tuple[str, ...]) -> JSON | object:
        """Return the value that the page's JSON has at a place, of arrays that of the first element that has it."""
        success = self._operation.success()
        key = success.key if success else "200"
        roots: list[JSON] = [node.value for name, node in self._page.examples if name == subject[0]]
        for call in self._page.calls:
            nodes = call.responses[:1] if subject[0] == key else (call.body,) if subject[0] == "body" else ()
            roots += [node.value for node in nodes if node]
        found = (value for root in roots for value in _within(root, subject[1:]))
        return next(found, MISSING)

    # -- what is new --------------------------------------------------------------------------------------------------

    def _added(self) -> Iterator[Edit]:
        subject, pair = self._change.subject, self._pair()
        if len(subject) == 1:
            yield Edit("set", self._operation.pointer + join("requestBody"), self._body("body"))
        elif subject[0] in ("path", "query", "header", "cookie"):
            if pair and pair.block:
                yield from self._with_parameters([_parameter(pair.block, subject[0])])
        elif pair is None and self._from_calls(subject) is MISSING:
            return
        else:
            schema = self._new_schema(pair) if pair else _inferred(cast("JSON", self._from_calls(subject)))
            pointer = self._change.pointer
            yield Edit("set", pointer, schema, self._before(pair))
            if pair and pair.block and pair.block.is_required:
                parent = pointer.rpartition("/properties/")[0] + "/required"
                yield Edit("set", f"{parent}/{_APPEND}", subject[-1])
            for fact in self._change.facts:
                if fact.kind is Kind.EXAMPLE_KEY and fact.subject == subject and self._in_example(fact.pointer):
                    yield Edit("set", fact.pointer, self._on_page(fact))

    def _before(self, pair: Pair | None) -> str | None:
        """Return the sibling that a new field follows on the page, if the description has it."""
        *parent, name = self._change.subject
        if pair:
            part = self._shown[self._change.subject][0]
            above = part.pairs[: part.pairs.index(pair)]
            names = [one.path[-1] for one in above if one.entry and one.block and list(one.path[:-1]) == parent[1:]]
        else:
            holder = self._from_calls(tuple(parent))
            keys = list(as_object(cast("JSON", holder)))
            names = keys[: keys.index(name)] if name in keys else []
        group = self._operation.group(parent[0])
        siblings = {one.name for one in (group.entries if group else ()) if list(one.path[:-1]) == parent[1:]}
        return next((one for one in reversed(names) if one in siblings), None)

    def _with_parameters(self, new: Sequence[JSON]) -> Iterator[Edit]:
        pointer = self._operation.pointer + "/parameters"
        if not isinstance(self._at(pointer), list):
            yield Edit("set", pointer, [*new])
            return
        for parameter in new:
            yield Edit("set", f"{pointer}/{_APPEND}", parameter)

    def _new_schema(self, pair: Pair) -> dict[str, JSON]:
        part = next(part for part in self._parts if pair in (*part.pairs, *part.moved))
        listed = part.pairs if pair in part.pairs else part.moved
        at = listed.index(pair) + 1
        within = list(takewhile(lambda other: other.path[: len(pair.path)] == pair.path, listed[at:]))
        example = self._from_calls((part.group.key, *pair.path))
        return _field(pair, within, None if example is MISSING else cast("JSON", example))

    def _object(self, part: Part) -> dict[str, JSON]:
        """Return the schema of a body that the page lists."""
        schema: dict[str, JSON] = {"type": "object", "description": TEXT}
        top = [pair for pair in (*part.pairs, *part.moved) if pair.block and len(pair.path) == 1]
        required: list[JSON] = [pair.path[-1] for pair in top if pair.block and pair.block.is_required]
        fields: dict[str, JSON] = {pair.path[-1]: self._new_schema(pair) for pair in top}
        if required:
            schema["required"] = required
        if fields:
            schema["properties"] = fields
        return schema

    def _body(self, key: str) -> dict[str, JSON]:
        part = next((part for part in self._parts if part.group.key == key), None)
        found = self._from_calls((key,))
        if part and part.section.blocks:
            schema = self._object(part)
        else:
            schema = _inferred(cast("JSON", found)) if found is not MISSING else {}
        said = [header.text for call in self._page.calls for header in call.headers if key == "body"]
        stated = next(
            (text.partition(":")[2].strip() for text in said if text.lower().startswith("content-type")), None
        )
        media_type = part.section.media_type.text if part and part.section.media_type else stated
        if not schema and not media_type:
            return {"description": TEXT}
        content: JSON = {media_type or "application/json": {"schema": schema} if schema else {}}
        return {"required": True, "content": content} if key == "body" else {"description": TEXT, "content": content}

    def _response(self, key: str) -> JSON:
        """Return a response: the one that others have for the status, if the page doesn't say otherwise."""
        part = next((part for part in self._parts if part.group.key == key), None)
        for operation in self._description.operations.values():
            pointer = operation.pointer + join("responses", key)
            group = operation.group(key)
            if group and (part is None or _is_same(part, group.entries)):
                node = as_object(self._at(pointer))
                if "$ref" in node:
                    return node
        return self._body(key)

    def _new_operation(self) -> JSON:
        page, operation = self._page, self._operation
        parameters: list[JSON] = [
            self._known_parameter(pair.block, part.section.place)
            for part in self._parts
            if part.section.place in ("path", "query", "header", "cookie")
            for pair in part.pairs
            if pair.block
        ]
        listed = [as_object(one).get("name") for one in parameters]
        for said in page.endpoints[0].query:
            if said.text not in listed:
                schema: JSON = {"type": "string"}
                parameters.append({"name": said.text, "in": "query", "description": TEXT, "schema": schema})
        words = "-".join(part.strip("{}") for part in operation.path.strip("/").split("/"))
        result: dict[str, JSON] = {"operationId": f"{operation.method}-{words}", "summary": TEXT, "description": TEXT}
        tags = self._tags()
        if tags:
            result["tags"] = tags
        if page.scopes or self._shows_token():
            result["security"] = self._security()
        if parameters:
            result["parameters"] = parameters
        if any(part.group.key == "body" for part in self._parts) or any(call.body for call in page.calls):
            result["requestBody"] = self._body("body")
        keys = [part.group.key for part in self._parts if part.is_response] or ["200"]
        result["responses"] = {key: self._response(key) for key in sorted(keys)}
        return result

    def _tags(self) -> list[JSON]:
        """Return the tags of the operation whose path is the most alike."""
        first = path_template(self._operation.path).split("/")

        def alike(operation: Operation) -> int:
            other = path_template(operation.path).split("/")
            return sum(1 for a, b in zip(first, other, strict=False) if a == b)

        nearest = max(self._description.operations.values(), key=alike)
        return as_list(as_object(self._at(nearest.pointer)).get("tags"))

    def _shows_token(self) -> bool:
        names = [header.text.partition(":")[0].lower() for call in self._page.calls for header in call.headers]
        return "authorization" in names or any(part.group.key == "authorization" for part in self._parts)

    def _known_parameter(self, block: Block, place: str) -> JSON:
        """Return a parameter, by reference if there is one that says the same."""
        new = _parameter(block, place)
        for pointer in self._document.entries("components", "parameters").values():
            node = self._document.object(pointer)
            schema = View(self._document, pointer.below("schema"))
            given = [str(value) for value in schema.array("enum")]
            if (node.get("name"), node.get("in")) == (block.names[-1], place) and (
                block.type.says_the_same(schema.type())
                and given == [said.text for said in block.allowed]
                and (node.get("required") is True) == (block.is_required is True)
                and (block.example is None) == ("example" not in schema.value)
                and (block.example is None or schema.value["example"] == block.example.value)
            ):
                return {"$ref": f"#{pointer}"}
        return new

    def _security(self) -> JSON:
        """Return the security requirement, with the scheme that the description has."""
        existing = as_list(self._at(self._operation.scopes_pointer)) or as_list(self._document.root.get("security"))
        listed = [scheme for alternative in existing for scheme in as_object(alternative)]
        names = listed or list(self._document.entries("components", "securitySchemes"))
        scopes: list[JSON] = [said.text for said in self._page.scopes or ()]
        return [{name: scopes} for name in dict.fromkeys(names[: len(listed) or 1])]

    # -- what has moved -----------------------------------------------------------------------------------------------

    def _moved_operation(self) -> Iterator[Edit]:
        says = str(self._says())
        path, method = self._operation.path, self._operation.method
        item = join("paths", path)
        if self._change.kind is ChangeKind.METHOD:
            yield Edit("rename", item + join(method), says.lower())
        elif sum(other.path == path for other in self._description.operations.values()) == 1:
            yield Edit("rename", item, says)
        else:
            yield Edit("set", join("paths", says, method), self._at(item + join(method)))
            yield Edit("remove", item + join(method))

    def _media_type(self) -> Iterator[Edit]:
        key = self._change.subject[0]
        group = self._operation.group(key)
        if group is None or group.media_type is None:
            place = ("requestBody",) if key == "body" else ("responses", key)
            target = group.pointer if group else self._operation.pointer + join(*place)
            yield Edit("set", target + join("content", str(self._says())), {})
        elif self._says() is not None:
            pointer = str(self._document.follow(self._pointer(group.pointer))) + join("content", group.media_type)
            yield Edit("rename", pointer, self._says())

    def _moved_fields(self) -> Iterator[Edit]:
        """Describe fields in the place where the page has them, and no longer where they were."""
        places = {
            (fact.subject, str(fact.page_says))
            for fact in self._change.facts
            if fact.kind is Kind.PLACE and len(fact.subject) > 1
        }
        moved = [
            (pair.block, pair.entry, part.section.place)
            for part in self._parts
            for pair in (*part.pairs, *part.moved)
            if pair.block and pair.entry and ((pair.entry.place, *pair.path), part.section.place) in places
        ]
        if any(entry.place == "body" for _, entry, _ in moved):
            yield Edit("remove", self._operation.pointer + "/requestBody")
        new: list[JSON] = []
        for block, entry, place in moved:
            if place == "body":
                yield from self._without_parameter(entry)
            elif entry.place == "body":
                new += [_parameter(block, place)] if len(entry.path) == 1 else []
            else:
                yield Edit("set", entry.pointer + "/in", place)
        if any(place == "body" for _, _, place in moved):
            yield Edit("set", self._operation.pointer + join("requestBody"), self._body("body"))
        if new:
            yield from self._with_parameters(new)


def _schema(entry: Entry) -> str:
    """Return where the schema of a parameter or field stands."""
    is_parameter = entry.place in ("path", "query", "header", "cookie")
    return entry.pointer + "/schema" if is_parameter else entry.pointer


def _kept(node: dict[str, JSON], *keys: str) -> dict[str, JSON]:
    return {key: copy_json(node[key]) for key in keys if key in node}


def _as_typed(values: Sequence[JSON], entry: Entry) -> list[JSON]:
    return [_value(str(value), entry.type.names) for value in values]


def _value(text: str, names: tuple[str, ...]) -> JSON:
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
        result["enum"] = [_value(said.text, block.type.names) for said in block.allowed]
    for key, node in (("default", block.default), ("example", block.example)):
        if node is not None:
            result[key] = node.value
    return result | {keyword: node.value for keyword, node in block.constraints.items()}


def _typed(block: Block, inner: JSON = None) -> dict[str, JSON]:
    """Return the schema of a field's type; `inner` describes an object, or the elements of an array of objects."""
    schema = block.type.as_schema() if block.is_typed else {}
    holder = schema
    while isinstance(items := holder.get("items"), dict):
        holder = items
    if isinstance(inner, dict) and block.type.is_container():
        if "$ref" in inner:
            holder.clear()
        holder.update(inner)
    return schema


def _field(pair: Pair, within: Sequence[Pair], example: JSON) -> dict[str, JSON]:
    """Return the schema of a new field, with the fields in it: those that are listed, else those of an example."""
    block = cast("Block", pair.block)
    inner: dict[str, JSON] = {}
    depth = len(pair.path) + 1
    fields = [other for other in within if other.block and len(other.path) == depth]
    if fields:
        required: list[JSON] = [field.path[-1] for field in fields if field.block and field.block.is_required]
        inner |= {"required": required} if required else {}
        inner["properties"] = {
            field.path[-1]: _field(
                field, [other for other in within if other.path[:depth] == field.path and other is not field], None
            )
            for field in fields
        }
    elif block.example is None and block.type.is_container():
        found = _inferred(example)
        while isinstance(items := found.get("items"), dict):
            found = items
        inner = _kept(found, "properties")
    schema = _typed(block, inner)
    return _first(schema, "type", "$ref") | {"description": TEXT} | schema | _values(block)


def _first(schema: dict[str, JSON], *keys: str) -> dict[str, JSON]:
    return {key: schema[key] for key in keys if key in schema}


def _inferred(value: JSON) -> dict[str, JSON]:
    """Return a schema of which a value of JSON is an example."""
    if isinstance(value, dict):
        properties: dict[str, JSON] = {key: _inferred(item) for key, item in value.items()}
        schema: dict[str, JSON] = {"type": "object", "description": TEXT}
        if properties:
            schema["properties"] = properties
        return schema
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return {"type": "array", "description": TEXT, "items": _inferred(value[0])}
        items: JSON = {"type": kind(value[0])} if value else {}
        return {"type": "array", "description": TEXT, "items": items, "example": value}
    if value is None:
        return {"description": TEXT}
    return {"type": kind(value), "description": TEXT, "example": value}


def _parameter(block: Block, place: str) -> dict[str, JSON]:
    schema: JSON = _typed(block) | _values(block)
    required: dict[str, JSON] = {"required": True} if block.is_required or place == "path" else {}
    head: dict[str, JSON] = {"name": block.names[-1], "in": place}
    return head | required | {"description": TEXT, "schema": schema}


def _is_same(part: Part, entries: Sequence[Entry]) -> bool:
    """Return whether a response's fields are those of `entries`; where the page lists none, it says nothing else."""
    blocks = part.section.blocks
    if not blocks:
        return not part.section.is_shown
    return len(blocks) == len(entries) and all(
        block.names[-1] == entry.name
        and block.type.says_the_same(entry.type)
        and block.is_required in (None, entry.is_required)
        and (block.example.value if block.example else None) == (entry.example.value if entry.example else None)
        for block, entry in zip(blocks, entries, strict=True)
    )


def _within(value: JSON, path: Sequence[str]) -> Iterator[JSON]:
    if isinstance(value, list):
        for item in value[:100]:
            yield from _within(item, path) if path else ()
        if not path:
            yield value
    elif not path:
        yield value
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
