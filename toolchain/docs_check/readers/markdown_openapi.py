"""Markdown pages that carry the OpenAPI document of their one operation as JSON, beside tables of parameters.

The JSON is what is read. A table counts only for what the JSON leaves out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.description import Description
from toolchain.docs_check.model import Block, Endpoint, Page, Place, Said, Section
from toolchain.docs_check.readers.curl import METHODS, endpoint_of
from toolchain.docs_check.text import PageError, read_json
from toolchain.docs_check.types import TypeStyle, is_type, parse
from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.pointer import join
from toolchain.openapi.pointer import parse as keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.model import Entry, Group, Operation
    from toolchain.docs_check.text import Node, Text

NAME: Final[str] = "Markdown with OpenAPI"
STYLE: Final = TypeStyle(suffix=True)

_HEADING: Final = re.compile(r"#+\s+(.*?)\s*#*")
_OPENAPI: Final = "openapi specification"
_FENCE: Final = re.compile(r"(`{3,}|~{3,})\s*(\w*)")
_ENDPOINT: Final = re.compile(rf"[`*]*({METHODS})[`*]*\s+[`*]*(https?://[^\s`*]+)[`*]*")
_SCOPES: Final = re.compile(r"\**Scopes?(?:\(s\))?:?\**:?\s*(.+)")
_PLACES: Final[dict[str, Place]] = {
    "path parameters": "path", "query parameters": "query", "header parameters": "header", "headers": "header",
    "cookie parameters": "cookie", "body": "body", "request body": "body", "body parameters": "body",
}  # fmt: skip


def declines(text: Text) -> str | None:
    """Return why a text is no such page; None if it is one."""
    if any(_title(line) == _OPENAPI for line in text.lines):
        return None
    return 'no heading "OpenAPI Specification"'


def read(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    start = _json_start(text)
    node, end = read_json(text, start)
    lines = _Lines(node)
    try:
        description = Description(Document("the page's OpenAPI document", node.value))
    except ToolchainError as error:
        raise PageError(f"{error}; save the page again", node.line) from None
    stated = list(_stated(text, text.line(start)))
    names = {(endpoint.method.text, endpoint.path) for endpoint in stated}
    operations = description.operations
    operation = next((operations[key] for key in operations if key in names), next(iter(operations.values())))
    sections = [section for group in operation.groups if (section := _section(group, operation, lines))]
    lists_parameters = lines.has(operation.pointer + join("parameters"))
    for place, row in _rows(text, text.line(start)):
        _fill(sections, place, row, adds=not lists_parameters and place != "body")
    for section in sections:
        section.end = section.end or node.last_line
    return Page(
        layout=NAME, endpoints=(*stated, _endpoint(operation, lines)), end=text.line(end - 1),
        sections=tuple(sections), scopes=_scopes(text, operation, lines), nesting="named", types=STYLE,
        shows_errors=True, lists_credentials=False, shows_media_type=True, is_whole=True,
        examples=tuple(_examples(operation, lines)),
    )  # fmt: skip


def _title(line: str) -> str | None:
    match = _HEADING.fullmatch(line.strip())
    return match[1].lower() if match else None


def _json_start(text: Text) -> int:
    heading = next(at for at, line in enumerate(text.lines, 1) if _title(line) == _OPENAPI)
    for line in range(heading + 1, len(text.lines) + 1):
        content = text.lines[line - 1].strip()
        fence = _FENCE.fullmatch(content)
        if content and not (fence and fence[2].lower() in ("", "json")):
            raise PageError('under "OpenAPI Specification" there is no fenced JSON; save the page as Markdown', line)
        if fence:
            start = text.skip_space(text.offset(line + 1)) if line < len(text.lines) else len(text.whole)
            if text.whole[start : start + 1] == "{":
                return start
            break
    raise PageError("the page ends before its OpenAPI document; save the whole page", len(text.lines))


class _Lines:
    """Where each value of the JSON stands on the page: on the line of its key."""

    def __init__(self, root: Node) -> None:
        self._found: dict[tuple[str, ...], tuple[int, Node]] = {}
        pending: list[tuple[tuple[str, ...], int, Node]] = [((), root.line, root)]
        while pending:
            keys, line, node = pending.pop()
            self._found[keys] = line, node
            pending += [((*keys, member.key), member.line, member.node) for member in node.members]
            pending += [((*keys, str(index)), item.line, item) for index, item in enumerate(node.items)]

    def has(self, pointer: str) -> bool:
        return (keys_of(pointer) or ()) in self._found

    def node(self, pointer: str) -> Node | None:
        found = self._found.get(keys_of(pointer) or ())
        return found[1] if found else None

    def line(self, pointer: str) -> int:
        """Return the line of a place, or of the nearest one above it."""
        keys = keys_of(pointer) or ()
        while keys not in self._found:
            keys = keys[:-1]
        return self._found[keys][0]


def _endpoint(operation: Operation, lines: _Lines) -> Endpoint:
    """Return method and URL as the JSON has them."""
    path = lines.line(operation.pointer.rpartition("/")[0])
    url = operation.servers[0] if operation.servers else "https://"
    method = Said(operation.method.upper(), lines.line(operation.pointer))
    stated = endpoint_of(method, Said(url + operation.path, path))
    server = Said(operation.servers[0], lines.line("/servers/0/url")) if operation.servers else None
    return replace(stated, server=server, segments=tuple(Said(part.text, path) for part in stated.segments))


def _stated(text: Text, end: int) -> Iterator[Endpoint]:
    for line, content in enumerate(text.lines[: end - 1], 1):
        match = _ENDPOINT.fullmatch(content.strip())
        if match:
            yield endpoint_of(Said(match[1], line), Said(match[2], line))


def _scopes(text: Text, operation: Operation, lines: _Lines) -> tuple[Said, ...] | None:
    security = lines.node(operation.scopes_pointer)
    if security is not None and operation.scopes:
        found = {
            scope.value: scope.line
            for alternative in security.items
            for member in alternative.members
            for scope in member.node.items
        }
        return tuple(Said(str(scope), line) for scope, line in found.items())
    for line, content in enumerate(text.lines, 1):
        match = _SCOPES.fullmatch(content.strip())
        if match:
            return tuple(Said(scope.strip(" `"), line) for scope in match[1].split(","))
    return None


def _section(group: Group, operation: Operation, lines: _Lines) -> Section | None:
    if group.key == "authorization":
        return None
    pointer = group.pointer
    place: Place = "response"
    if not group.is_response:
        place = _PLACES["body" if group.key == "body" else f"{group.key} parameters"]
    stands = operation.pointer + join("responses", group.key) if group.is_response else pointer
    section = Section(place, Said(group.key, lines.line(stands)), end=_last_line(group.home, lines))
    if group.media_type:
        section.media_type = Said(group.media_type, lines.line(pointer + join("content", group.media_type)))
    section.blocks = [_block(entry, lines) for entry in group.entries]
    return section


def _block(entry: Entry, lines: _Lines) -> Block:
    keywords, line = entry.keywords, lines.line(entry.pointer)
    is_parameter = entry.place in ("path", "query", "header", "cookie")
    name_line = lines.line(entry.pointer + "/name") if is_parameter else line
    type_ = replace(entry.type, has_values=None)
    required = lines.node(keywords["required"])
    named = next((item.line for item in required.items if item.value == entry.name), None) if required else None
    allowed = lines.node(keywords["enum"])
    block = Block(
        Said(entry.name, name_line), type_, Said(type_.written(STYLE), _near(lines, keywords["type"], name_line)),
        named or _near(lines, keywords["required"], name_line), is_required=entry.is_required,
        is_typed=type_.names != ("any",), path=entry.path, end=_last_line(entry.pointer, lines),
        fields_end=_last_line(entry.home, lines),
    )  # fmt: skip
    if is_parameter:
        block.place = Said(entry.place, lines.line(entry.pointer + "/in"))
    if allowed:
        block.allowed = tuple(Said(str(item.value), item.line) for item in allowed.items)
        block.labels["allowed"] = _near(lines, keywords["enum"], name_line)
    for label in ("default", "example"):
        node = lines.node(keywords[label]) if getattr(entry, label) else None
        if node:
            setattr(block, label, node)
            block.labels[label] = _near(lines, keywords[label], name_line)
    for keyword in entry.constraints:
        found = lines.node(keywords["type"].rpartition("/")[0] + join(keyword))
        if found:
            block.constraints[keyword] = found
    return block


def _last_line(pointer: str, lines: _Lines) -> int:
    node = lines.node(pointer)
    return node.last_line if node else lines.line(pointer)


def _near(lines: _Lines, pointer: str, line: int) -> int:
    """Return the line of a keyword; that of the field where the keyword is missing."""
    return lines.line(pointer) if lines.has(pointer) else line


def _examples(operation: Operation, lines: _Lines) -> Iterator[tuple[str, Node]]:
    """Yield the examples of whole bodies and responses; one made of those of the fields is none."""
    for group in operation.groups:
        expected = group.example
        node = lines.node(expected.pointer) if expected and expected.value is not None else None
        if node:
            yield group.key, node


def _rows(text: Text, end: int) -> Iterator[tuple[Place, dict[str, Said]]]:
    """Yield the rows of tables under the headings of parameters, by column."""
    place: Place | None = None
    columns: list[str] = []
    for line, content in enumerate(text.lines[: end - 1], 1):
        title = _title(content)
        if title is not None:
            place, columns = _PLACES.get(title), []
        elif place and content.strip().startswith("|"):
            cells = [cell.strip(" `*") for cell in re.split(r"(?<!\\)\|", content.strip().strip("|"))]
            if not columns:
                columns = [cell.lower() for cell in cells]
            elif not all(set(cell) <= set("-: ") for cell in cells):
                yield place, {column: Said(cell, line) for column, cell in zip(columns, cells, strict=False)}


def _fill(sections: list[Section], place: Place, row: dict[str, Said], *, adds: bool) -> None:
    """Add to the sections what a row of a table says and the JSON doesn't; `adds`: the JSON lists no parameters."""
    name = row.get("name") or row.get("parameter") or row.get("field")
    if name is None or not name.text:
        return
    kind, required = row.get("type"), row.get("required")
    is_required = required is not None and required.text.lower() in ("yes", "true", "required")
    section = next((section for section in sections if section.place == place), None)
    if section is None and adds:
        section = Section(place, name, end=name.line + 1)
        sections.append(section)
    blocks = section.blocks if section else []
    block = next((block for block in blocks if block.names == (name.text,)), None)
    if block is None and section and adds:
        block = Block(name, parse("any", tells_values=False), name, name.line, path=(name.text,), is_typed=False)
        block.end = name.line + 1
        section.blocks.append(block)
    if block is None:
        return
    if not block.is_typed and kind and is_type(kind.text):
        block.type, block.type_text, block.is_typed = parse(kind.text, tells_values=False), kind, True
    if required and is_required and not block.is_required and block.required_line == block.name.line:
        block.is_required, block.required_line = True, required.line
