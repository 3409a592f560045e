"""Mintlify pages in full: a curl call, JSON examples, and fields with types and required flags; nested ones folded.

Other captures of such pages lost names, types and required flags. What remains of a field then is its text, its allowed
values, a sign of folded fields, and its example, in this order and run together where the page had a box around each.
"""

import re
from typing import Final

from toolchain.docs_check.model import Endpoint, Page, Place, Said, Section, Token
from toolchain.docs_check.readers import curl
from toolchain.docs_check.readers.field_list import FieldList
from toolchain.docs_check.text import JsonError, PageError, Text, read_json
from toolchain.docs_check.types import is_type

NAME: Final[str] = "Mintlify"
STRIPPED: Final[str] = "Mintlify without types"

_STATUS: Final = re.compile(r"[1-5][0-9]{2}")
_HEADINGS: Final[dict[str, Place]] = {
    "Authorizations": "authorization", "Headers": "header", "Path Parameters": "path", "Query Parameters": "query",
    "Cookies": "cookie", "Cookie Parameters": "cookie", "Body": "body", "Response": "response",
}  # fmt: skip
_FOLDS: Final = frozenset({"Show child attributes", "Hide child attributes"})
_METHOD: Final = re.compile(r"[A-Z]{2}\w*")
_FOOTER: Final = re.compile(r"Last modified on [A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}|Was this page helpful\?")


def declines(text: Text) -> str | None:
    """Return why a text is no page in full; None if it is one."""
    if not any(map(curl.is_call, text.lines)):
        return "no curl call"
    return None if _has_headings(text) and any(map(is_type, text.stripped)) else "no headings with typed fields"


def declines_stripped(text: Text) -> str | None:
    """Return why a text is no page that lost its types; None if it is one."""
    if not any(map(curl.is_call, text.lines)):
        return "no curl call"
    return "headings, but no typed fields" if _has_headings(text) else None


def read(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    endpoints, calls = curl.read(text)
    end, is_whole = _end(text)
    fields = _Fields(text, text.line(calls[-1].end - 1) + 1, text.line(end - 1), quotes=True)
    return Page(
        layout=NAME, endpoints=(*_breadcrumb(text), *endpoints), end=fields.last, calls=calls, sections=fields.read(),
        nesting="folded", lists_credentials=False, shows_authorization=True, shows_media_type=True,
        is_whole=is_whole,
    )  # fmt: skip


def read_stripped(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    endpoints, calls = curl.read(text)
    end, is_whole = _end(text)
    tokens = remnants(text, calls[-1].end, end)
    if not tokens:
        raise PageError("the page ends before its fields; save the whole page", text.line(end - 1))
    return Page(
        layout=STRIPPED, endpoints=(*_breadcrumb(text), *endpoints), end=text.line(end - 1), calls=calls,
        tokens=tokens, is_whole=is_whole, nesting="folded",
    )  # fmt: skip


class _Fields(FieldList):
    def heading(self, line: int) -> tuple[list[Section], int] | None:
        content = self.at(line)
        if content not in _HEADINGS or self.is_head(line):
            return None
        said = Said(content, line)
        if content == "Response":
            # Which one, says a code under the heading, if there is one.
            code = next((at for at in range(line + 1, line + 5) if _STATUS.match(self.text.at(at))), None)
            said = Said(self.text.at(code), code) if code else Said("Successful response", line)
        return [Section(_HEADINGS[content], said)], line + 1


def _has_headings(text: Text) -> bool:
    return not _HEADINGS.keys().isdisjoint(text.stripped)


def _end(text: Text) -> tuple[int, bool]:
    """Return where a page's own text ends, before the footer, and whether there is one: then the page is whole."""
    footer = _FOOTER.search(text.whole)
    return len(text.whole[: footer.start() if footer else None].rstrip()), footer is not None


def _breadcrumb(text: Text) -> tuple[Endpoint, ...]:
    """Return the endpoint that a page shows above its title, each part of the path on a line, if it shows one."""
    for line, content in enumerate(text.stripped, 1):
        if _METHOD.fullmatch(content) and text.at(line + 1) == "/":
            last = line + 2
            while text.at(last + 1) == "/":
                last += 2
            return (Endpoint(Said(content, line), None, Said("".join(text.stripped[line:last]), line + 1)),)
    return ()


def remnants(text: Text, offset: int, end: int) -> tuple[Token, ...]:
    """Return the texts, signs of folded fields and examples between two offsets."""
    tokens: list[Token] = []
    while (offset := text.skip_space(offset)) < end:
        token, offset = _example(text, offset, end) or _text(text, offset, end)
        tokens.append(token)
    return tuple(tokens)


def _example(text: Text, offset: int, end: int) -> tuple[Token, int] | None:
    """Return the JSON value at `offset` and where it ends; None if there is none that stands alone."""
    if text.whole[offset] not in '"{[-0123456789tfn':
        return None
    try:
        node, stop = read_json(text, offset)
    except JsonError as error:
        if error.is_cut:
            raise
        return None
    if text.whole[offset] not in "{[" and text.whole[stop : _line_end(text, stop, end)].strip():
        return None
    return Token("example", text.whole[offset:stop], node.line, node), stop


def _text(text: Text, offset: int, end: int) -> tuple[Token, int]:
    """Return the text from `offset` to the end of its line, or to an example that closes the line."""
    stop = _line_end(text, offset, end)
    quote = text.whole.find(' "', offset, stop)
    if quote > offset and _example(text, quote + 1, end) is not None:
        stop = quote
    content = text.whole[offset:stop].strip()
    return Token("fold" if content in _FOLDS else "text", content, text.line(offset)), stop


def _line_end(text: Text, offset: int, end: int) -> int:
    stop = text.whole.find("\n", offset)
    return min(end, stop) if stop >= 0 else end
