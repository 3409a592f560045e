"""Mintlify pages in full: a curl call, JSON examples, and fields with types and required flags; nested ones folded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import curl
from toolchain.docs_check.field_list import FieldList
from toolchain.docs_check.mintlify_text import HEADINGS, breadcrumb, footer, has_fields, last_line
from toolchain.docs_check.page import Page, Said, Section
from toolchain.docs_check.types import TypeStyle

if TYPE_CHECKING:
    from toolchain.docs_check.json_text import Text
    from toolchain.docs_check.page import Block

NAME: Final[str] = "Mintlify"
STYLE: Final = TypeStyle(suffix=True, enums=True)

_STATUS: Final = re.compile(r"[1-5][0-9]{2}")


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
