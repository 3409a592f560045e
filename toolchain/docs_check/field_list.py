"""Read lists of fields in which each field is a name, a type under it, and labelled values: both full layouts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import json_text
from toolchain.docs_check.errors import PageError
from toolchain.docs_check.json_text import JsonError, Node
from toolchain.docs_check.page import Block, Said, Section
from toolchain.docs_check.types import is_type, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolchain.docs_check.json_text import Text
    from toolchain.docs_check.types import Type, TypeStyle

MAX_FIELDS: Final = 1000
"""Fields on a page; a page of one operation has some hundred."""

_NAME: Final = re.compile(r"[A-Za-z_$@][\w.$@\[\]*-]{0,199}")
_WORD: Final = re.compile(r"[A-Za-z][\w<>\[\]-]*")
_LABELS: Final = {
    "Available options:": "allowed", "Allowed value:": "allowed", "Allowed values:": "allowed",
    "Default:": "default", "Example:": "example", "Examples:": "example",
}  # fmt: skip
_PLACES: Final = frozenset({"header", "query", "path", "cookie", "body"})
_FLAGS: Final = {"required": True, "optional": False}
_REMARKS: Final = frozenset({"deprecated", "nullable", "read-only", "write-only"})


@dataclass(slots=True)
class FieldList:
    """Reads the fields between two lines (counted from 1, both included).

    `quotes`: values are JSON (`"USD"`); otherwise strings stand bare, and only the type tells `19` from `"19"`.
    Where the `style` of types has `enum<string>`, a plain `string` has no fixed set of values.
    `heading` returns the section that begins at a line, or None; it is given the section and the field it would end.
    """

    text: Text
    first: int
    last: int
    quotes: bool
    style: TypeStyle
    heading: Callable[[int, Section | None, Block | None], Section | None]
    sections: list[Section] = field(default_factory=list[Section])
    _block: Block | None = None
    _count: int = 0
    _lines: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._lines = tuple(line.strip() for line in self.text.lines[: self.last])

    def read(self) -> tuple[Section, ...]:
        """Return the sections with their fields; PageError where the page ends within a field."""
        line = self.first
        while line <= self.last:
            line = self._read_at(line)
        self._close(self.last + 1)
        if self.sections:
            self.sections[-1].end = self.sections[-1].end or self.last + 1
        return tuple(self.sections)

    def is_head(self, line: int) -> bool:
        """Return whether a field begins at `line`: a name, and a type (or a word, and a flag) under it."""
        if line >= self.last or not _NAME.fullmatch(self._at(line)):
            return False
        below = self._at(line + 1)
        return is_type(below) or (self._at(line + 2) in _FLAGS and _WORD.fullmatch(below) is not None)

    def _may_be_head(self, line: int) -> bool:
        """Return whether a field with a type of an unknown name begins at `line`, where it can be no value or heading.

        A description stands between blank lines; so what has a single word right under it is none.
        """
        below = self._at(line + 1)
        if not _NAME.fullmatch(self._at(line)) or not _WORD.fullmatch(below) or self.is_head(line + 1):
            return False
        return self.heading(line + 1, self.sections[-1], self._block) is None

    def _at(self, line: int) -> str:
        return self._lines[line - 1] if line <= self.last else ""

    def _read_at(self, line: int) -> int:
        content = self._at(line)
        if not content:
            return line + 1
        section = self.sections[-1] if self.sections else None
        begun = self.heading(line, section, self._block)
        if begun is not None:
            self._close(line)
            if section is not None:
                section.end = section.end or line
            self.sections.append(begun)
            return line + 1
        if section is None:
            return line + 1
        if self.is_head(line) or self._may_be_head(line):
            return self._read_head(section, line)
        if self._block is None:
            if re.fullmatch(r"\w+/[\w.+*-]+", content):
                section.media_type = Said(content, line)
            return line + 1
        if content in _LABELS:
            return self._read_label(self._block, _LABELS[content], line)
        self._block.is_described = True
        return line + 1

    def _close(self, line: int) -> None:
        if self._block is not None:
            self._block.end = self._block.end or line
        self._block = None

    def _read_head(self, section: Section, line: int) -> int:
        self._close(line)
        self._count += 1
        if self._count > MAX_FIELDS:
            raise PageError(f"lists more than {MAX_FIELDS} fields, which no page of one operation does", line)
        kind = self._at(line + 1)
        type_ = parse(kind, tells_values=self.style.enums)
        block = Block(Said(self._at(line), line), type_, Said(kind, line + 1), line + 2)
        line = self._read_flags(block, line + 2)
        self._block = block
        section.blocks.append(block)
        return line

    def _read_flags(self, block: Block, line: int) -> int:
        """Read what stands between the type and the text of a field, and return the line after it."""
        while not self.is_head(line):
            word = self._at(line)
            if word in _PLACES and block.place is None:
                block.place = Said(word, line)
                block.required_line = line + 1
            elif word in _FLAGS:
                block.is_required, block.required_line = _FLAGS[word], line
            elif word.startswith("default:"):
                block.default_due = line
                block.default = self._value(word.removeprefix("default:").strip(), line, block.type)[0]
            elif word not in _REMARKS:
                break
            line += 1
        if self.style.suffix:
            block.default_due = block.default_due or line
        return line

    def _value(self, content: str, line: int, type_: Type) -> tuple[Node, int]:
        return read_value(self.text, content, line, self.last, type_, quotes=self.quotes)

    def _read_label(self, block: Block, label: str, line: int) -> int:
        block.labels.setdefault(label, line)
        glued = self._at(line) == "Allowed values:"
        line += 1
        while line <= self.last and not self._at(line):
            line += 1
        if line > self.last:
            raise PageError(f"the page ends before what it announces as {label}; save the whole page", line - 1)
        if self._at(line) in _LABELS or self.is_head(line):
            return line
        if label == "allowed":
            return self._read_allowed(block, glued, line)
        node, line = self._value(self._at(line), line, block.type)
        if label == "default":
            block.default = node
        else:
            block.example = node
        return line

    def _read_allowed(self, block: Block, glued: bool, line: int) -> int:
        values: list[Said] = []
        while content := self._at(line):
            ends = content in _LABELS or self.is_head(line) or self.heading(line, self.sections[-1], block)
            if ends or (values and not self.style.suffix):
                break
            parts = [content] if not self.style.suffix else content.split(",")
            values += [Said(part.strip(), line) for part in parts if part.strip()]
            line += 1
        block.allowed, block.allowed_glued = tuple(values), glued
        return line


def read_value(text: Text, content: str, line: int, last: int, type_: Type, *, quotes: bool) -> tuple[Node, int]:
    """Return the value that begins with `content` on a line, and the line after it, `last` being the last there is.

    Without `quotes` strings stand bare, and only the type tells `19` from `"19"`.
    """
    is_scalar = not ({"object", "array"} & set(type_.names))
    bare = Node(content, line, line), line + 1
    if not quotes and "string" in type_.names:
        return bare
    if not quotes and not is_scalar and content[:1] not in ("{", "["):
        return bare
    start = text.whole.index(content, text.offset(line))
    try:
        node, end = json_text.read(text, start)
    except JsonError as error:
        if error.is_cut:
            raise
        return bare
    # `9931 Beechwood` begins with a number, and is none.
    is_alone = text.skip_space(end) >= text.offset(node.last_line + 1)
    return (node, node.last_line + 1) if is_alone and node.last_line <= last else bare
