"""Markdown pages that carry the OpenAPI document of their one operation as JSON, beside tables of parameters.

The JSON is what is read. A table counts only for what the JSON leaves out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from toolchain.docs_check.description import Description
from toolchain.docs_check.model import PARAMETERS, Block, Endpoint, Entry, Group, Operation, Page, Place, Said, Section
from toolchain.docs_check.readers.curl import METHODS, endpoint_of
from toolchain.docs_check.text import Node, PageError, Text, read_json
from toolchain.docs_check.types import UNKNOWN, is_type, parse
from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.pointer import ROOT, Pointer

NAME: Final[str] = "Markdown with OpenAPI"

_HEADING: Final = re.compile(r"#+\s+(.*?)\s*#*")
_OPENAPI: Final = "openapi specification"
_FENCE: Final = re.compile(r"(`{3,}|~{3,})\s*(\w*)")
_ENDPOINT: Final = re.compile(rf"[`*]*({METHODS})[`*]*\s+[`*]*(https?://[^\s`*]+)[`*]*")
_SCOPES: Final = re.compile(r"\**Scopes?(?:\(s\))?(?::\**|\**:)\s*(`?[\w./:-]+`?(?:,\s*`?[\w./:-]+`?)*)")
_PLACES: Final[dict[str, Place]] = {
    "path": "path", "path parameters": "path", "query": "query", "query parameters": "query", "headers": "header",
    "header": "header", "header parameters": "header", "cookie": "cookie", "cookie parameters": "cookie",
    "body": "body", "request body": "body", "body parameters": "body",
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
        operations = Description(Document("the page's OpenAPI document", node.value)).operations
    except ToolchainError as error:
        raise PageError(f"{error}; save the page again", node.line) from None
    above = list(enumerate(text.stripped[: text.line(start) - 1], 1))
    matches = [(line, match) for line, content in above if (match := _ENDPOINT.fullmatch(content))]
    stated = [endpoint_of(Said(match[1], line), Said(match[2], line)) for line, match in matches]
    names = {f"{endpoint.method.text} {endpoint.path.text}" for endpoint in stated}
    operation = next((operations[key] for key in operations if key in names), next(iter(operations.values())))
    sections = [_section(group, operation, lines) for group in operation.groups if group.key != "authorization"]
    lists_parameters = lines.node(operation.pointer.below("parameters")) is not None
    for place, row in _rows(above):
        _fill(sections, place, row, adds=not lists_parameters and place != "body")
    path, servers = lines.line(operation.pointer.prefixes()[-2]), operation.servers
    endpoint = Endpoint(
        Said(operation.method.upper(), lines.line(operation.pointer)),
        Said(servers[0], lines.line(ROOT.below("servers", 0, "url"))) if servers else None,
        Said(operation.path, path),
    )
    # One that is made of the examples of fields is no example of a whole body.
    written = [
        (group.key, group.example) for group in operation.groups if group.example and group.example.value is not None
    ]
    examples = [(key, found) for key, one in written if (found := lines.node(one.pointer))]
    return Page(
        layout=NAME, endpoints=(*stated, endpoint), end=text.line(end - 1), sections=tuple(sections),
        scopes=_scopes(operation, lines, above), nesting="named", shows_errors=True,
        lists_credentials=False, shows_media_type=True, is_whole=True, examples=tuple(examples),
    )  # fmt: skip


def _title(line: str) -> str | None:
    match = _HEADING.fullmatch(line.strip())
    return match[1].lower() if match else None


def _json_start(text: Text) -> int:
    line = next(at for at, line in enumerate(text.lines, 1) if _title(line) == _OPENAPI)
    line = next((at for at in range(line + 1, len(text.lines) + 1) if text.at(at)), len(text.lines))
    fence = _FENCE.fullmatch(text.at(line))
    if (not fence and _title(text.at(line)) != _OPENAPI) or (fence and fence[2].lower() not in ("", "json")):
        raise PageError('under "OpenAPI Specification" there is no fenced JSON; save the page as Markdown', line)
    start = text.skip_space(text.offset(line + 1)) if fence and line < len(text.lines) else len(text.whole)
    if text.whole[start : start + 1] != "{":
        raise PageError("the page ends before its OpenAPI document; save the whole page", len(text.lines))
    return start


class _Lines:
    """Where each value of the JSON stands on the page: on the line of its key."""

    def __init__(self, root: Node) -> None:
        self._found: dict[Pointer, tuple[int, Node]] = {}
        pending = [(ROOT, root.line, root)]
        while pending:
            place, line, node = pending.pop()
            self._found[place] = line, node
            pending += [(place.below(member.key), member.line, member.node) for member in node.members]
            pending += [(place.below(index), item.line, item) for index, item in enumerate(node.items)]

    def node(self, pointer: Pointer) -> Node | None:
        return self._found[pointer][1] if pointer in self._found else None

    def line(self, pointer: Pointer, default: int = 0) -> int:
        """Return the line of a place; where there is none, `default` or the line of the nearest one above it."""
        if default and pointer not in self._found:
            return default
        return next(self._found[place][0] for place in reversed(pointer.prefixes()) if place in self._found)

    def last(self, pointer: Pointer) -> int:
        """Return the last line of a place, or the line of the nearest one above it."""
        node = self.node(pointer)
        return node.last_line if node else self.line(pointer)


def _scopes(operation: Operation, lines: _Lines, above: Iterable[tuple[int, str]]) -> tuple[Said, ...] | None:
    """Return the scopes in the JSON; where it has none, those in the text above it."""
    security = lines.node(operation.scopes_pointer)
    if security is not None and operation.scopes:
        listed = [member.node for alternative in security.items for member in alternative.members]
        found = {scope.value: scope.line for node in listed for scope in node.items}
        return tuple(Said(str(scope), line) for scope, line in found.items())
    stated = ((line, match[1].split(",")) for line, content in above if (match := _SCOPES.fullmatch(content)))
    return next((tuple(Said(scope.strip(" `"), line) for scope in scopes) for line, scopes in stated), None)


def _section(group: Group, operation: Operation, lines: _Lines) -> Section:
    stands, name = operation.missing(group.key) if group.is_response else group.pointer, group.media_type
    media_type = Said(name, lines.line(group.pointer.below("content", name))) if name else None
    return Section(
        "response" if group.is_response else _PLACES[group.key], Said(group.key, lines.line(stands)),
        [_block(entry, lines) for entry in group.entries], media_type, end=lines.last(group.home),
    )  # fmt: skip


def _block(entry: Entry, lines: _Lines) -> Block:
    keywords, is_parameter = entry.keywords, entry.place in PARAMETERS
    line = lines.line(entry.pointer.below("name") if is_parameter else entry.pointer)
    type_ = replace(entry.type, has_values=None)  # the values tell
    required, allowed = lines.node(keywords["required"]), lines.node(keywords["enum"])
    named = next((item.line for item in required.items if item.value == entry.name), 0) if required else 0
    holder = keywords["type"].prefixes()[-2]
    constraints = {keyword: lines.node(holder.below(keyword)) for keyword in entry.constraints}
    return Block(
        Said(entry.name, line), type_, Said(str(type_), lines.line(keywords["type"], line)),
        named or lines.line(keywords["required"], line), is_required=entry.is_required,
        is_typed=type_.names != ("any",), path=entry.path, end=lines.last(entry.pointer),
        place=Said(entry.place, lines.line(entry.pointer.below("in"))) if is_parameter else None,
        allowed=tuple(Said(str(item.value), item.line) for item in allowed.items) if allowed else (),
        default=lines.node(keywords["default"]) if entry.default else None,
        example=lines.node(keywords["example"]) if entry.example else None,
        constraints={keyword: node for keyword, node in constraints.items() if node},
    )  # fmt: skip


def _rows(above: Iterable[tuple[int, str]]) -> Iterator[tuple[Place, dict[str, Said]]]:
    """Yield the rows of tables under the headings of parameters, by column."""
    place: Place | None = None
    columns: list[str] = []
    for line, content in above:
        title = _title(content)
        if title is not None:
            place, columns = _PLACES.get(title), []
        elif place and content.startswith("|"):
            cells = [cell.strip(" `*") for cell in re.split(r"(?<!\\)\|", content.strip("|"))]
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
        block = Block(name, UNKNOWN, name, name.line, path=(name.text,), is_typed=False)
        block.end = name.line + 1
        section.blocks.append(block)
    if block is None:
        return
    if not block.is_typed and kind and is_type(kind.text):
        block.type, block.type_text, block.is_typed = parse(kind.text), kind, True
    if required and is_required and not block.is_required and block.required_line == block.name.line:
        block.is_required, block.required_line = True, required.line
