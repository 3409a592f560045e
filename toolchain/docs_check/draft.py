"""Drafts: the edits of the description that make it say what a page says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from toolchain.docs_check.changes import Edit
from toolchain.docs_check.description import View
from toolchain.docs_check.model import PARAMETERS
from toolchain.docs_check.written import Written, filled, inferred, only, parameter, schema, typed, typed_value, values
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.pointer import MISSING, Pointer, find, join, parse
from toolchain.openapi.report import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolchain.docs_check.changes import Change
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.model import Block, Entry, Fact, Operation, Page, Subject
    from toolchain.openapi.json_values import JSON

_APPEND: Final = "-"
_KEPT: Final = ("description", "x-source", "default", "example")


class Drafts:
    """Drafts of the changes of one page; `agreed` are facts on which pages agree and must go on agreeing."""

    def __init__(self, page: Page, operation: Operation, description: Description, agreed: Sequence[Fact] = ()) -> None:
        self._operation = operation
        self._description = description
        self._document = description.document
        self._agreed = agreed
        self._page = Written(page, operation, description)
        pairs = ((part, pair) for part in self._page.parts for pair in part.pairs if pair.block)
        self._shown = {part.subject(pair): (part, pair) for part, pair in pairs}

    def edits(self, change: Change) -> list[Edit]:
        """Return what to edit for a change."""
        found = [*self._edits(change), *self._written_examples(change)]
        return list({(edit.op, edit.pointer): edit for edit in found}.values())

    def _edits(self, change: Change) -> Iterator[Edit]:
        operation, key = self._operation, change.subject[0] if change.subject else ""
        entry, says = operation.entry(change.subject), change.main.page_says if change.main else None
        match change.kind:
            case "operation added":
                yield Edit("set", operation.pointer, self._page.whole())
            case "operation gone":
                yield Edit("remove", operation.pointer)
            case "method":
                yield Edit("rename", operation.pointer, str(says).lower())
            case "path":
                yield Edit("rename", join("paths", operation.path), says)
            case "server":
                yield Edit("set", change.pointer, says)
            case "scopes":
                yield Edit("set", operation.scopes_pointer, self._page.security())
            case "response added":
                yield Edit("set", operation.missing(key), self._page.body(key))
            case "response removed":
                yield Edit("remove", operation.missing(key))
            case "media type":
                yield from self._media_type(key, says)
            case "field added":
                yield from self._added(change)
            case "field removed":
                yield from self._removed(change.subject)
            case _ if entry is None:
                return
            case "field renamed":
                yield from self._renamed(entry, says)
            case "required":
                yield from self._required(entry, not entry.is_required)
            case "type" | "allowed values":
                yield from self._type(entry, change)
            case "constraint":
                for fact in change.facts:
                    yield Edit("set", entry.schema + join((parse(fact.pointer) or ("",))[-1]), fact.page_says)
            case "default" | "example":
                yield from self._value(entry, change, change.kind)

    def _block(self, subject: Subject) -> Block | None:
        return self._shown[subject][1].block if subject in self._shown else None

    def _place(self, pointer: str) -> Pointer:
        return Pointer("", parse(pointer) or ())

    # -- one field ----------------------------------------------------------------------------------------------------

    def _type(self, entry: Entry, change: Change) -> Iterator[Edit]:
        """Edit type or allowed values; a schema that others share is replaced where they go on agreeing with it."""
        block, at, pointer = self._block(change.subject), entry.schema, entry.at("enum")
        said = as_list(next((fact.page_says for fact in change.facts if fact.kind == "allowed values"), None))
        allowed: list[JSON] = [typed_value(str(value), entry.type.names) for value in said]
        is_own = pointer.startswith(at + "/")
        sharing = (fact.pointer for fact in self._agreed if fact.kind == "allowed values" and not is_own)
        is_shared = any(self._description.enum_of(other) == pointer for other in sharing)
        withdrawn = {fact.kind for fact in change.facts if fact.is_withdrawn}
        kept = only(as_object(self._page.at(at)), *(key for key in _KEPT if key not in withdrawn))
        if change.kind == "type" and block:
            inner = View(self._document, self._place(at)).innermost()
            node = only(self._document.object(inner.pointer), "$ref", "properties", "required")
            yield Edit("set", at, typed(block, node) | kept | values(block))
        elif entry.allowed is not None and (is_shared or (not allowed and not is_own)):
            yield Edit("set", at, entry.type.as_schema() | filled(enum=allowed) | kept)
        elif allowed:
            yield Edit("set", pointer if entry.allowed is not None else f"{at}/enum", allowed)
        elif change.kind == "allowed values":
            yield Edit("remove", pointer)

    def _value(self, entry: Entry, change: Change, keyword: Literal["default", "example"]) -> Iterator[Edit]:
        block = self._block(change.subject)
        node = block and (block.default if keyword == "default" else block.example)
        whole = [fact for fact in change.facts if not self._in_written(fact)]
        own = [fact for fact in whole if fact.subject == change.subject]
        if node:
            yield Edit("set", entry.at(keyword), node.value)
        elif any(fact.is_withdrawn for fact in own if fact.kind in (keyword, "example kind")):
            yield Edit("remove", entry.at(keyword))
        elif whole:
            said = own[0].page_says if own else None
            yield Edit("set", entry.at(keyword), self._page.json(change.subject, said))

    def _required(self, entry: Entry, is_required: bool) -> Iterator[Edit]:
        pointer = entry.at("required")
        names = as_list(self._page.at(pointer))
        if entry.place in PARAMETERS:
            yield Edit("set", pointer, is_required)
        elif is_required:
            yield Edit("set", f"{pointer}/{_APPEND}", entry.name)
        elif names == [entry.name]:
            yield Edit("remove", pointer)
        elif entry.name in names:
            yield Edit("remove", pointer + join(names.index(entry.name)), entry.name)

    def _removed(self, subject: Subject) -> Iterator[Edit]:
        entry = self._operation.entry(subject)
        if subject == ("body",):
            yield Edit("remove", self._operation.missing("body"))
        elif entry is None:
            for one in self._operation.entries(subject[0]):
                yield from self._removed((subject[0], *one.path))
        elif entry.place in PARAMETERS:
            for holder in (self._operation.pointer, self._operation.pointer.rpartition("/")[0]):
                for index, listed in enumerate(as_list(self._page.at(holder + "/parameters"))):
                    pointer = f"{holder}/parameters/{index}"
                    if str(self._document.follow(self._place(pointer))) == entry.pointer:
                        yield Edit("remove", pointer, listed)
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
        names = as_list(self._page.at(entry.at("required")))
        if entry.is_required and entry.name in names:
            yield Edit("set", entry.at("required") + join(names.index(entry.name)), name)

    # -- examples of whole bodies that are written out ----------------------------------------------------------------

    def _in_written(self, fact: Fact) -> bool:
        group = self._operation.group(fact.subject[0]) if fact.subject else None
        written = group.example if group and group.example and group.example.value is not None else None
        return written is not None and f"{fact.pointer}/".startswith(f"{written.pointer}/")

    def _written_examples(self, change: Change) -> Iterator[Edit]:
        """Let such an example say what the page's says: one value of it, or all if more than values have changed."""
        facts = [fact for fact in change.facts if self._in_written(fact)]
        if all(fact.kind == "example" and fact.verdict == "contradicts" for fact in facts):
            yield from (Edit("set", fact.pointer, fact.page_says) for fact in facts)
            return
        group = self._operation.group(change.subject[0])
        if group and group.example:
            value = self._page.json((group.key,))
            yield Edit("remove" if value is None else "set", group.example.pointer, value)

    # -- what is new ------------------------------------------------------------------------------------

    def _added(self, change: Change) -> Iterator[Edit]:
        subject = change.subject
        part, pair = self._shown.get(subject, (None, None))
        example = self._page.json(subject)
        if len(subject) == 1:
            yield Edit("set", self._operation.missing("body"), self._page.body("body"))
        elif part and pair and pair.block and subject[0] in PARAMETERS:
            yield Edit("set", f"{self._operation.parameters}/{_APPEND}", parameter(pair.block, subject[0]))
        elif part and pair and pair.block:
            yield Edit("set", change.pointer, schema(pair, part.pairs, example))
            if pair.block.is_required:
                yield Edit("set", f"{change.pointer.rpartition('/properties/')[0]}/required/{_APPEND}", subject[-1])
        elif example is not None and subject[0] not in PARAMETERS:
            yield Edit("set", change.pointer, inferred(example))

    def _media_type(self, key: str, says: JSON) -> Iterator[Edit]:
        group = self._operation.group(key)
        if group is None or group.media_type is None:
            holder = group.pointer if group else self._operation.missing(key)
            yield Edit("set", holder + join("content", str(says)), {})
        elif says is not None:
            at = self._document.follow(self._place(group.pointer))
            yield Edit("rename", str(at.below("content", group.media_type)), says)


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
