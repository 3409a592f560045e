"""Changes of the OpenAPI document on a Markdown page, a line for each key and element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.toolchain.docs_check import json_mutations
from tests.toolchain.docs_check.edits import Mutation, inserted, removed, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.toolchain.docs_check.edits import Lines
    from toolchain.docs_check.model import Block, Page, Section

NEW = ('"nickname": {', '"type": "string"', "},")


def on_document(lines: Lines, page: Page) -> Iterator[Mutation]:
    """Every mutation of a page's OpenAPI document."""
    seen: set[int] = set()
    for section in page.sections:
        yield from _section(lines, section)
        for block in section.blocks:
            if block.name.line not in seen:
                yield from _block(lines, block, is_parameter=section.place not in ("body", "response"))
            seen.add(block.name.line)


def _section(lines: Lines, section: Section) -> Iterator[Mutation]:
    if section.media_type:
        yield replaced("media type", lines, section.media_type.line, section.media_type.text, "application/xml")
    if section.place == "response":
        yield replaced("response", lines, section.heading.line, section.heading.text, "418")


def _block(lines: Lines, block: Block, *, is_parameter: bool) -> Iterator[Mutation]:
    name = block.name
    yield replaced("field renamed", lines, name.line, f'"{name.text}"', f'"{name.text}Of"')
    gone = removed("field removed", lines, name.line - is_parameter, block.end)
    if not is_parameter:
        yield gone
    if is_parameter:
        first = next(at for at in range(name.line, 0, -1) if '"parameters": [' in lines[at - 1])
        last = next(at for at in range(first, len(lines)) if gone.lines[at - 1].startswith("        ]"))
        yield Mutation(gone.kind, gone.lines, first, last)
        where = next(at for at in range(name.line, block.end) if '"in":' in lines[at - 1])
        yield replaced("place", lines, where, lines[where - 1].strip(), '"in": "cookie",')
    else:
        yield inserted("field added", lines, name.line, NEW)
    yield from _type(lines, block)
    yield from _required(lines, block, is_parameter=is_parameter)
    yield from _values(lines, block)


def _type(lines: Lines, block: Block) -> Iterator[Mutation]:
    line = block.type_text.line
    if '"type":' in lines[line - 1]:
        other = "boolean" if "integer" in lines[line - 1] else "integer"
        yield replaced("type", lines, line, lines[line - 1].strip(), f'"type": "{other}",')
        yield replaced("type", lines, line, lines[line - 1].strip(), '"type": "string", "format": "date",')


def _required(lines: Lines, block: Block, *, is_parameter: bool) -> Iterator[Mutation]:
    line = block.required_line
    if is_parameter and block.is_required:
        yield replaced("required", lines, line, "true", "false")
    elif block.is_required:
        first = next(at for at in range(line, 0, -1) if '"required"' in lines[at - 1])
        last = next(at for at in range(line, len(lines)) if "]" in lines[at - 1])
        without = removed("required", lines, line, line)
        yield Mutation("required", without.lines, first, last)
    elif not is_parameter and '"required": [' in lines[line - 1]:
        yield inserted("required", lines, line + 1, [f'"{block.name.text}",'])


def _values(lines: Lines, block: Block) -> Iterator[Mutation]:
    for value in block.allowed:
        yield replaced("allowed value", lines, value.line, value.text, f"x{value.text}")
        yield inserted("allowed value", lines, value.line, ['"more",'])
        if len(block.allowed) > 1:
            without = removed("allowed value", lines, value.line, value.line)
            yield Mutation("allowed value", without.lines, block.allowed[0].line - 1, block.allowed[-1].line)
    for label, node in (("default", block.default), ("example", block.example)):
        if node is None:
            continue
        if isinstance(node.value, dict | list):
            column = len(lines[node.line - 1]) - 1
            emptied, _ = json_mutations.without_container(lines, node.line, column, "null")
            yield Mutation("kind", emptied, node.line, node.line)
            inner = range(node.line + 1, node.last_line + 1)
            yield from json_mutations.on_lines(lines, set(inner), set(), set(inner))
            continue
        old = lines[node.line - 1].partition(": ")[2].removesuffix(",")
        new = str(not node.value).lower() if isinstance(node.value, bool) else "1234567"
        yield replaced(label, lines, node.line, old, f'"{new}"' if old.startswith('"') else new)
        gone = removed(label, lines, node.line, node.line)
        yield Mutation(label, gone.lines, block.name.line, block.end)
