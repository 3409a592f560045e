"""Mintlify pages whose capture lost names, types and required flags: curl and JSON examples, then texts and values.

What remains of a field is its text, its allowed values, a sign of folded fields, and its example, in this order and
run together where the page had a box around each. Which field it is follows only from the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolchain.docs_check import curl, json_text
from toolchain.docs_check.errors import PageError
from toolchain.docs_check.json_text import JsonError
from toolchain.docs_check.page import Page, Token
from toolchain.docs_check.readers.mintlify import breadcrumb, footer, has_fields, has_headings, last_line

if TYPE_CHECKING:
    from toolchain.docs_check.json_text import Text

NAME: Final[str] = "Mintlify without types"

_FOLDS: Final = frozenset({"Show child attributes", "Hide child attributes"})


def declines(text: Text) -> str | None:
    """Return why a text is no such page; None if it is one."""
    if not any(curl.is_call(line) for line in text.lines):
        return "no curl call"
    if has_fields(text):
        return "fields have types"
    if has_headings(text):
        return "headings, but no typed fields"
    return None


def read(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    endpoints, calls = curl.read(text)
    end = footer(text)
    tokens = _tokens(text, calls[-1].end, len(text.whole) if end is None else end)
    if not tokens:
        raise PageError("the page ends before its fields; save the whole page", last_line(text))
    return Page(
        layout=NAME, endpoints=(*breadcrumb(text), *endpoints), end=last_line(text), calls=calls, is_named=False,
        tokens=tokens, is_whole=end is not None,
        nesting="folded",
    )  # fmt: skip


def _tokens(text: Text, offset: int, end: int) -> tuple[Token, ...]:
    tokens: list[Token] = []
    while (offset := text.skip_space(offset)) < end:
        token, offset = _example(text, offset, end) or _line(text, offset, end)
        tokens.append(token)
    return tuple(tokens)


def _example(text: Text, offset: int, end: int) -> tuple[Token, int] | None:
    """Return the JSON value at `offset` and where it ends; None if there is none that stands alone."""
    if text.whole[offset] not in '"{[-0123456789tfn':
        return None
    try:
        node, stop = json_text.read(text, offset)
    except JsonError as error:
        if error.is_cut:
            raise
        return None
    is_container = bool(node.members or node.items) or text.whole[offset] in "{["
    if not is_container and text.whole[stop : _line_end(text, stop, end)].strip():
        return None
    return Token("example", text.whole[offset:stop], node.line, node), stop


def _line(text: Text, offset: int, end: int) -> tuple[Token, int]:
    """Return the text from `offset` to the end of its line, or to an example that closes the line."""
    stop = _line_end(text, offset, end)
    content = text.whole[offset:stop]
    quote = content.find(' "')
    if quote > 0 and _example(text, offset + quote + 1, end) is not None:
        stop = offset + quote
    content = text.whole[offset:stop].strip()
    return Token("fold" if content in _FOLDS else "text", content, text.line(offset)), stop


def _line_end(text: Text, offset: int, end: int) -> int:
    stop = text.whole.find("\n", offset)
    return min(end, stop) if stop >= 0 else end
