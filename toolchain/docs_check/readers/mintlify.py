"""Mintlify pages in full: a curl call, JSON examples, and fields with types and required flags; nested ones folded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import curl
from toolchain.docs_check.field_list import FieldList
from toolchain.docs_check.page import Endpoint, Page, Place, Said, Section
from toolchain.docs_check.types import TypeStyle, is_type

if TYPE_CHECKING:
    from toolchain.docs_check.json_text import Text
    from toolchain.docs_check.page import Block

NAME: Final[str] = "Mintlify"
STYLE: Final = TypeStyle(suffix=True, enums=True)

_STATUS: Final = re.compile(r"[1-5][0-9]{2}")


HEADINGS: Final[dict[str, Place]] = {
    "Authorizations": "authorization", "Headers": "header", "Path Parameters": "path", "Query Parameters": "query",
    "Cookies": "cookie", "Cookie Parameters": "cookie", "Body": "body", "Response": "response",
}  # fmt: skip
"""The headings over the lists of fields, which captures without types lack too."""

_METHOD: Final = re.compile(r"[A-Z]{2}\w*")
_FOOTER: Final = re.compile(r"Last modified on [A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}|Was this page helpful\?")
MAX_SEGMENTS: Final = 40


def declines(text: Text) -> str | None:
    """Return why a text is no such page; None if it is one."""
    if not any(curl.is_call(line) for line in text.lines):
        return "no curl call"
    if not has_fields(text):
        return "no headings with typed fields"
    return None


def read(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    end = last_line(text)
    endpoints, calls = curl.read(text)
    crumb = breadcrumb(text)
    fields: FieldList

    def heading(line: int, section: Section | None, block: Block | None) -> Section | None:
        content = text.lines[line - 1].strip()
        if content not in HEADINGS or fields.is_head(line):
            return None
        place = HEADINGS[content]
        return Section(place, _status(text, line) if place == "response" else Said(content, line))

    fields = FieldList(text, text.line(calls[-1].end - 1) + 1, end, quotes=True, style=STYLE, heading=heading)
    return Page(
        layout=NAME, endpoints=(*crumb, *endpoints), end=end, calls=calls, sections=fields.read(), nesting="folded",
        lists_credentials=False, shows_authorization=True, shows_media_type=True, types=STYLE,
        is_whole=footer(text) is not None,
    )  # fmt: skip


def _status(text: Text, line: int) -> Said:
    """Return what says which response this is: a code under the heading, if there is one."""
    below = [(at, text.lines[at - 1].strip()) for at in range(line + 1, min(line + 5, len(text.lines) + 1))]
    code = next((Said(content, at) for at, content in below if _STATUS.match(content)), None)
    return code or Said("Successful response", line)


def has_headings(text: Text) -> bool:
    """Return whether a list of fields is announced; a capture that lost the types lost these too."""
    return any(line.strip() in HEADINGS for line in text.lines)


def has_fields(text: Text) -> bool:
    """Return whether headings and types are there."""
    return has_headings(text) and any(is_type(line.strip()) for line in text.lines)


def footer(text: Text) -> int | None:
    """Return the offset of the footer, which shows that a page was saved to its end; None if it has none."""
    match = _FOOTER.search(text.whole)
    return match.start() if match else None


def last_line(text: Text) -> int:
    """Return the last line of a page's own text, before the footer if there is one."""
    at = footer(text)
    content = text.whole[:at].rstrip()
    return text.line(len(content) - 1)


def breadcrumb(text: Text) -> tuple[Endpoint, ...]:
    """Return the endpoint that a page shows above its title, each part of the path on a line, if it shows one."""
    for line, content in enumerate(text.lines, 1):
        if _METHOD.fullmatch(content) and text.lines[line : line + 1] == ("/",):
            return (Endpoint(Said(content, line), None, tuple(_segments(text, line + 2))),)
    return ()


def _segments(text: Text, line: int) -> list[Said]:
    """Return the parts of the path from `line` on, which stand between lines with a slash."""
    segments: list[Said] = []
    while line <= len(text.lines) and len(segments) < MAX_SEGMENTS:
        segments.append(Said(text.lines[line - 1], line))
        if text.lines[line : line + 1] != ("/",):
            break
        line += 2
    return segments
