"""Read JSON out of a page's text, each key and value with its line."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.errors import PageError
from toolchain.openapi.yaml import to_float, to_integer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolchain.openapi.json_values import JSON

MAX_DEPTH: Final = 60
"""Containers within containers in an example; far beyond any page."""

_TOKEN: Final = re.compile(r'\s*("(?:[^"\\\n]|\\[^\n])*"|true|false|null|-?[0-9][0-9.eE+-]*|[{}\[\],:])')
_SPACE: Final = re.compile(r"\s*")
_DECODER: Final = json.JSONDecoder(parse_float=to_float, parse_int=to_integer)


class Text:
    """The lines of a page as one string, with the line of each offset."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        self.whole = "\n".join(self.lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def line(self, offset: int) -> int:
        """Return the line, counted from 1, that holds the character at `offset`."""
        return min(bisect_right(self._starts, offset), len(self.lines))

    def offset(self, line: int) -> int:
        """Return where a line, counted from 1, begins; one past the last is the end of the text."""
        return min(self._starts[line - 1], len(self.whole))

    def skip_space(self, offset: int) -> int:
        """Return the offset of the next character that is no space or line end."""
        match = _SPACE.match(self.whole, offset)
        return match.end() if match else offset


@dataclass(frozen=True, slots=True)
class Member:
    """A key of a JSON object, its line, and its value."""

    key: str
    line: int
    node: Node


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value on a page, from its first to its last line. Repeated keys are all among `members`."""

    value: JSON
    line: int
    last_line: int
    members: tuple[Member, ...] = ()
    items: tuple[Node, ...] = ()


class JsonError(PageError):
    """Text that begins like JSON and isn't; `is_cut` if the page ends before the JSON does."""

    def __init__(self, problem: str, line: int, *, is_cut: bool = False) -> None:
        super().__init__(problem, line)
        self.is_cut = is_cut


def read(text: Text, offset: int, *, in_quotes: bool = False) -> tuple[Node, int]:
    """Return the JSON value that begins at `offset`, and where it ends; JsonError if there is none.

    PageError if it is nested so deep that this can't be a page. `in_quotes`: it stands in a shell's single quotes, in
    which an apostrophe is written `'\\''`.
    """
    return _Reader(text, offset, in_quotes=in_quotes).value(0)


class _Reader:
    def __init__(self, text: Text, offset: int, *, in_quotes: bool) -> None:
        self._text = text
        self._in_quotes = in_quotes
        self._start = offset
        self._offset = offset

    def value(self, depth: int) -> tuple[Node, int]:
        token, line = self._next()
        if token in ("{", "["):
            if depth == MAX_DEPTH:
                raise PageError(f"JSON nested deeper than {MAX_DEPTH} levels", line)
            node = self._object(line, depth) if token == "{" else self._array(line, depth)
        else:
            node = Node(self._scalar(token, line), line, line)
        return node, self._offset

    def _object(self, line: int, depth: int) -> Node:
        members: list[Member] = []
        while (found := self._next_item())[0] != "}":
            token, at = found
            if not token.startswith('"'):
                raise JsonError(f"expected a JSON key, found {token[:40]}", at)
            key = str(self._scalar(token, at))
            token, colon_line = self._next()
            if token != ":":
                raise JsonError(f"expected ':' after a JSON key, found {token[:40]}", colon_line)
            members.append(Member(key, at, self.value(depth + 1)[0]))
        value: JSON = {member.key: member.node.value for member in members}
        return Node(value, line, found[1], members=tuple(members))

    def _array(self, line: int, depth: int) -> Node:
        items: list[Node] = []
        while True:
            start = self._offset
            token, at = self._next_item()
            if token == "]":
                return Node([item.value for item in items], line, at, items=tuple(items))
            self._offset = start
            self._skip_comma()
            items.append(self.value(depth + 1)[0])

    def _next_item(self) -> tuple[str, int]:
        self._skip_comma()
        return self._next()

    def _skip_comma(self) -> None:
        """Commas tell nothing that the rest doesn't, and examples typed by hand have one too many or too few."""
        offset = self._text.skip_space(self._offset)
        if self._text.whole[offset : offset + 1] == ",":
            self._offset = offset + 1

    def _next(self) -> tuple[str, int]:
        match = _TOKEN.match(self._text.whole, self._offset)
        if match is None:
            offset = self._text.skip_space(self._offset)
            is_begun = self._offset > self._start or self._text.whole[offset : offset + 1] == '"'
            if is_begun and self._text.line(offset) == len(self._text.lines):
                begun = self._text.line(self._text.skip_space(self._start))
                raise JsonError(
                    f"the page ends within the JSON example that begins at line {begun}; save the whole page",
                    self._text.line(offset), is_cut=True,
                )  # fmt: skip
            raise JsonError("not JSON", self._text.line(offset))
        self._offset = match.end()
        return match[1], self._text.line(match.start(1))

    def _scalar(self, token: str, line: int) -> JSON:
        if self._in_quotes:
            token = token.replace("'\\''", "'")
        if token[0] == '"' and "\\" not in token:
            return token[1:-1]
        try:
            value: JSON = _DECODER.decode(token)
            str(value).encode()  # half a surrogate pair could never be written
        except ValueError:
            raise JsonError(f"not a JSON value: {token[:40]}", line) from None
        return value
