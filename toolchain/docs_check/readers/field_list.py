"""Read lists of fields in which each field is a name, a type under it, a text, and labelled values."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from toolchain.docs_check.model import Block, Said, Section
from toolchain.docs_check.text import JsonError, Node, PageError, Text, read_json
from toolchain.docs_check.types import Type, is_type, parse

MAX_FIELDS: Final = 1000
"""Fields on a page; a page of one operation has some hundred."""

FIELD_NAME: Final = re.compile(r"[A-Za-z_$@][\w.$@\[\]*-]{0,199}")
WORD: Final = re.compile(r"[A-Za-z][\w<>\[\]-]*")
MEDIA_TYPE: Final = re.compile(r"[A-Za-z]+/[\w.+*-]+")
_PLACES: Final = frozenset({"header", "query", "path", "cookie", "body"})
_FLAGS: Final = {"required": True, "optional": False}
_LABELS: Final = {
    "Available options:": "allowed", "Allowed value:": "allowed", "Allowed values:": "allowed",
    "Default:": "default", "Example:": "example", "Examples:": "example",
}  # fmt: skip
REMARKS: Final = frozenset({"deprecated", "nullable", "read-only", "write-only"})


@dataclass(slots=True)
class FieldList:
    """Reads the fields between two lines (both included). A layout says what its headings are.

    `quotes`: values are JSON (`"USD"`), and a type with a fixed set of values is written `enum<string>`; otherwise
    strings stand bare, and only the type tells `19` from `"19"`.
    """

    text: Text
    first: int
    last: int
    quotes: bool = False
    sections: list[Section] = field(default_factory=list[Section])
    block: Block | None = None

    def heading(self, line: int) -> tuple[list[Section], int] | None:
        """Return the sections that begin at a line, and the line after the heading; None if that is no heading."""
        raise NotImplementedError

    def is_head(self, line: int) -> bool:
        """Return whether a field begins at `line`: a name, and a type (or a word, and a flag) under it."""
        below = self.at(line + 1)
        if line >= self.last or not FIELD_NAME.fullmatch(self.at(line)):
            return False
        return is_type(below) or (self.at(line + 2) in _FLAGS and WORD.fullmatch(below) is not None)

    def may_be_head(self, line: int) -> bool:
        """Return whether a field with a type of an unknown name begins at `line`, where it can be no value or heading.

        A description stands between blank lines; so what has a single word right under it is none.
        """
        below = self.at(line + 1)
        is_name = FIELD_NAME.fullmatch(self.at(line)) and WORD.fullmatch(below)
        return bool(is_name and not self.is_head(line + 1) and self.heading(line + 1) is None)

    def text_line(self, line: int) -> None:
        """Take a line that is no heading, field or value: a text of the field before it, if there is one."""
        if self.block:
            self.block.is_described = True
        elif MEDIA_TYPE.fullmatch(self.at(line)):
            self.sections[-1].media_type = Said(self.at(line).lower(), line)

    def at(self, line: int) -> str:
        """Return the content of a line; nothing beyond the last."""
        return self.text.at(line) if line <= self.last else ""

    def read(self) -> tuple[Section, ...]:
        """Return the sections with their fields; PageError where the page ends within a field."""
        line = self.first
        while line <= self.last:
            begun = self.heading(line) if self.at(line) else None
            if begun is not None:
                self._close(line)
                self.sections += begun[0]
                line = begun[1]
            elif not self.sections or not self.at(line):
                line += 1
            elif self.is_head(line) or self.may_be_head(line):
                line = self._read_head(line)
            elif after := self.read_label(self.block, line) if self.block else 0:
                line = after
            else:
                self.text_line(line)
                line += 1
        self._close(self.last + 1)
        if self.sections and not any(section.blocks for section in self.sections):
            problem = f'has no field (a name, a type on the next line) under "{self.sections[0].heading.text}"'
            raise PageError(f"{problem} or any other heading; save it again", self.sections[0].heading.line)
        return tuple(self.sections)

    def _close(self, line: int) -> None:
        """End the field, and the section, that a line is no longer part of."""
        self.end_field(line)
        for section in self.sections[-1:]:
            section.end = section.end or line

    def end_field(self, line: int) -> None:
        """End the field, if there is one, that a line is no longer part of."""
        if self.block:
            self.block.end = line
        self.block = None

    def _read_head(self, line: int) -> int:
        self.end_field(line)
        if sum(len(section.blocks) for section in self.sections) >= MAX_FIELDS:
            raise PageError(f"lists more than {MAX_FIELDS} fields, which no page of one operation does", line)
        kind = self.at(line + 1)
        type_ = parse(kind, tells_values=self.quotes)
        block = Block(Said(self.at(line), line), type_, Said(kind, line + 1), line + 2)
        self.block = block
        self.sections[-1].blocks.append(block)
        line += 2
        while not self.is_head(line) and self._read_remark(block, line):
            line += 1
        return line

    def _read_remark(self, block: Block, line: int) -> bool:
        """Read a line between the type and the text of a field; return whether it is such a line."""
        word = self.at(line).lower()
        if word in _PLACES and block.place is None and self.quotes:
            block.place, block.required_line = Said(word, line), line + 1
        elif word in _FLAGS:
            block.is_required, block.required_line = _FLAGS[word], line
        elif word.startswith("default:") and self.quotes:
            block.default = self.value(self.at(line)[len("default:") :].strip(), line, block.type)[0]
        elif word == "nullable":
            block.type = replace(block.type, names=tuple(sorted({*block.type.names, "null"})))
        else:
            return word in REMARKS
        return True

    def read_label(self, block: Block, line: int) -> int:
        """Read what stands under a label, and return the line after it; 0 if there is no label."""
        label = _LABELS.get(self.at(line))
        if label is None:
            return 0
        block.allowed_glued = block.allowed_glued or self.at(line) == "Allowed values:"
        line += 1
        while line <= self.last and not self.at(line):
            line += 1
        if line > self.last:
            raise PageError(f"the page ends before what it announces as {label}; save the whole page", line - 1)
        if self.at(line) in _LABELS or self.is_head(line):
            return line
        if label == "allowed":
            return self._read_allowed(block, line)
        return self.read_value(block, label, self.at(line), line)

    def _read_allowed(self, block: Block, line: int) -> int:
        values: list[Said] = []
        while content := self.at(line):
            if content in _LABELS or self.is_head(line) or self.heading(line) or (values and not self.quotes):
                break
            parts = content.split(",") if self.quotes else [content]
            values += [Said(part.strip(), line) for part in parts if part.strip()]
            line += 1
        block.allowed = tuple(values)
        return line

    def read_value(self, block: Block, label: str, content: str, line: int) -> int:
        """Read the default or example that begins with `content` on a line, and return the line after it."""
        node, line = self.value(content, line, block.type)
        if label == "default":
            block.default = node
        else:
            block.example = node
        return line

    def value(self, content: str, line: int, type_: Type) -> tuple[Node, int]:
        """Return the value that begins with `content` on a line, and the line after it."""
        bare = Node(content, line, line), line + 1
        is_scalar = not ({"object", "array"} & set(type_.names))
        if not self.quotes and ("string" in type_.names or (not is_scalar and content[:1] not in ("{", "["))):
            return bare
        try:
            node, end = read_json(self.text, self.text.whole.index(content, self.text.offset(line)))
        except JsonError as error:
            if error.is_cut:
                raise
            return bare
        # `9931 Beechwood` begins with a number, and is none.
        is_alone = self.text.skip_space(end) >= self.text.offset(node.last_line + 1)
        return (node, node.last_line + 1) if is_alone and node.last_line <= self.last else bare
