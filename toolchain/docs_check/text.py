"""The text of a captured page: a file, bounded and as UTF-8, made into lines, and JSON read out of them."""

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON
from toolchain.openapi.yaml import to_float, to_integer

MAX_BYTES: Final = 512 * 1024
MAX_LINES: Final = 20_000
"""A page of one operation has some 10 kB; what is far larger is something else, and isn't read."""
MAX_DEPTH: Final = 60
"""Containers within containers in an example; far beyond any page."""

_CONTROL: Final = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\U0010ffff]")
# Browsers put these into copied text, where nobody sees them.
_INVISIBLE: Final = str.maketrans({"\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
                                   "\u00a0": " ", "\u202f": " "})  # fmt: skip
_TOKEN: Final = re.compile(r'\s*("(?:[^"\\\n]|\\[^\n])*"|true|false|null|-?[0-9][0-9.eE+-]*|[{}\[\],:])')
_SPACE: Final = re.compile(r"\s*")
_DECODER: Final = json.JSONDecoder(parse_float=to_float, parse_int=to_integer)


class PageError(ToolchainError):
    """A page that cannot be used: what is wrong with it, at which line if one can be named, and what to do."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.line = line


# -- files ------------------------------------------------------------------------------------------------------------


def capture(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the lines of a page and the digest of its file; PageError where that is no text of a page's size."""
    try:
        if not path.is_file():
            # Not a pipe or device either: reading one may never end.
            raise PageError("is not a file" if path.exists() else "no such file")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise PageError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > MAX_BYTES:
        raise PageError(f"has {size} bytes, and a page has at most {MAX_BYTES}; save the page as plain text")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        which = " but UTF-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ""
        problem = f"is not UTF-8 text{which} (byte 0x{content[error.start]:02x}); save the page as UTF-8"
        raise PageError(problem, line) from None
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise PageError(f"has the control character U+{ord(control[0]):04X}, so it isn't a page saved as text", line)
    text = text.translate(_INVISIBLE)
    if not text.strip():
        raise PageError("is empty; save the page again")
    lines = tuple(line.rstrip() for line in text.split("\n"))
    if len(lines) > MAX_LINES:
        raise PageError(f"has {len(lines)} lines, and a page has at most {MAX_LINES}; save one page as plain text")
    return lines, hashlib.sha256(content).hexdigest()


class Text:
    """The lines of a page as one string, with the line of each offset. Lines are counted from 1."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        self.stripped = tuple(line.strip() for line in self.lines)
        self.whole = "\n".join(self.lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    @property
    def last_line(self) -> int:
        """The last line with content."""
        return self.line(len(self.whole.rstrip()) - 1)

    def at(self, line: int) -> str:
        """Return the content of a line; nothing beyond the end."""
        return self.stripped[line - 1] if 0 < line <= len(self.lines) else ""

    def line(self, offset: int) -> int:
        """Return the line that holds the character at `offset`."""
        return min(bisect_right(self._starts, offset), len(self.lines))

    def offset(self, line: int) -> int:
        """Return where a line begins; one past the last is the end of the text."""
        return min(self._starts[line - 1], len(self.whole))

    def skip_space(self, offset: int) -> int:
        """Return the offset of the next character that is no space or line end."""
        match = _SPACE.match(self.whole, offset)
        return match.end() if match else offset


# -- JSON -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """A key of a JSON object, its line, and its value."""

    key: str
    line: int
    node: "Node"


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value on a page, from its first to its last line. Repeated keys are all among `members`."""

    value: JSON
    line: int
    last_line: int
    members: tuple[Member, ...] = ()
    items: "tuple[Node, ...]" = ()


class JsonError(PageError):
    """Text that begins like JSON and isn't; `is_cut` if the page ends before the JSON does."""

    def __init__(self, problem: str, line: int, *, is_cut: bool = False) -> None:
        super().__init__(problem, line)
        self.is_cut = is_cut


def read_json(text: Text, offset: int, *, in_quotes: bool = False) -> tuple[Node, int]:
    """Return the JSON value that begins at `offset`, and where it ends; JsonError if there is none.

    PageError if it is nested so deep that this can't be a page. `in_quotes`: it stands in a shell's single quotes, in
    which an apostrophe is written `'\\''`.
    """
    reader = _Reader(text, offset, offset, in_quotes)
    return reader.value(0), reader.offset


@dataclass(slots=True)
class _Reader:
    text: Text
    start: int
    offset: int
    in_quotes: bool

    def value(self, depth: int) -> Node:
        token, line = self._next()
        if token not in ("{", "["):
            return Node(self._scalar(token, line), line, line)
        if depth == MAX_DEPTH:
            raise PageError(f"JSON nested deeper than {MAX_DEPTH} levels", line)
        members: list[Member] = []
        items: list[Node] = []
        while not (last_line := self._end("}" if token == "{" else "]")):
            if token == "{":
                members.append(self._member(depth))
            else:
                items.append(self.value(depth + 1))
        found: JSON = [item.value for item in items]
        if token == "{":
            found = {member.key: member.node.value for member in members}
        return Node(found, line, last_line, tuple(members), tuple(items))

    def _member(self, depth: int) -> Member:
        token, line = self._next()
        if not token.startswith('"'):
            raise JsonError(f"expected a JSON key, found {token[:40]}", line)
        colon, colon_line = self._next()
        if colon != ":":
            raise JsonError(f"expected ':' after a JSON key, found {colon[:40]}", colon_line)
        return Member(str(self._scalar(token, line)), line, self.value(depth + 1))

    def _end(self, bracket: str) -> int:
        """Return the line of the bracket if it is next, else 0.

        Commas tell nothing that the rest doesn't, and examples typed by hand have one too many or too few.
        """
        offset = self.text.skip_space(self.offset)
        if self.text.whole.startswith(",", offset):
            self.offset = offset + 1
            offset = self.text.skip_space(self.offset)
        if not self.text.whole.startswith(bracket, offset):
            return 0
        self.offset = offset + 1
        return self.text.line(offset)

    def _next(self) -> tuple[str, int]:
        if match := _TOKEN.match(self.text.whole, self.offset):
            self.offset = match.end()
            return match[1], self.text.line(match.start(1))
        offset = self.text.skip_space(self.offset)
        line = self.text.line(offset)
        is_begun = self.offset > self.start or self.text.whole.startswith('"', offset)
        if not is_begun or line < len(self.text.lines):
            raise JsonError("not JSON", line)
        begun = self.text.line(self.text.skip_space(self.start))
        problem = f"the page ends within the JSON example that begins at line {begun}; save the whole page"
        raise JsonError(problem, line, is_cut=True)

    def _scalar(self, token: str, line: int) -> JSON:
        if self.in_quotes:
            token = token.replace("'\\''", "'")
        if token[0] == '"' and "\\" not in token:
            return token[1:-1]
        try:
            value: JSON = _DECODER.decode(token)
            str(value).encode()  # half a surrogate pair could never be written
        except ValueError:
            raise JsonError(f"not a JSON value: {token[:40]}", line) from None
        return value
