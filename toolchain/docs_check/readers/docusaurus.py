"""Docusaurus and Stoplight pages: method and URL in one line, then flat lists of fields, all responses included.

Nested fields follow their container without any sign of nesting; what belongs to what is found by comparison.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import statuses
from toolchain.docs_check.curl import endpoint_of
from toolchain.docs_check.errors import PageError
from toolchain.docs_check.field_list import FieldList
from toolchain.docs_check.page import Page, Place, Said, Section
from toolchain.docs_check.types import PLAIN

if TYPE_CHECKING:
    from toolchain.docs_check.json_text import Text
    from toolchain.docs_check.page import Block

NAME: Final[str] = "Docusaurus"

_ENDPOINT: Final = re.compile(r"(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE)\s*(https?://\S+)")
_PLACES: Final[dict[str, Place]] = {
    "Path Parameters": "path", "Query Parameters": "query", "Headers": "header", "Header Parameters": "header",
    "Cookies": "cookie", "Cookie Parameters": "cookie", "Body": "body", "Request Body": "body",
}  # fmt: skip
_RESPONSES: Final = ("Responses", "Response")


def declines(text: Text) -> str | None:
    """Return why a text is no such page; None if it is one."""
    if any(_ENDPOINT.fullmatch(line.strip()) for line in text.lines):
        return None
    return "no line has method and URL side by side"


def read(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    at = next(line for line, content in enumerate(text.lines, 1) if _ENDPOINT.fullmatch(content.strip()))
    end = text.line(len(text.whole.rstrip()) - 1)
    headings = _Headings(text)
    fields = FieldList(text, at + 1, end, quotes=False, style=PLAIN, heading=headings.at)
    headings.fields = fields
    sections = fields.read()
    if not headings.in_responses:
        raise PageError('the page ends before its "Responses"; save the whole page', end)
    match = _ENDPOINT.fullmatch(text.lines[at - 1].strip())
    assert match is not None
    endpoint = endpoint_of(Said(match[1], at), Said(match[2], at))
    return Page(layout=NAME, endpoints=(endpoint,), end=end, sections=sections, shows_errors=True)


class _Headings:
    """Tells headings from descriptions: both are lines of text between blank ones."""

    fields: FieldList

    def __init__(self, text: Text) -> None:
        self._text = text
        self.in_responses = False

    def at(self, line: int, section: Section | None, block: Block | None) -> Section | None:
        content = self._text.lines[line - 1].strip()
        if self.fields.is_head(line):
            return None
        if content in _RESPONSES:
            self.in_responses = True
            if section is not None:
                section.end = line
            if block is not None:
                block.end = line
            return None
        if not self.in_responses:
            return Section(_PLACES[content], Said(content, line)) if content in _PLACES else None
        is_first = section is None or section.place != "response"
        if is_first or self._is_response(line, content, block):
            return Section("response", Said(content, line))
        return None

    def _is_response(self, line: int, content: str, block: Block | None) -> bool:
        if not self._is_blank(line + 1):
            return False
        has_fields = self.fields.is_head(line + 2)
        if not self._is_blank(line - 1):
            # No description stands right under a value.
            return has_fields and statuses.of_heading(content) is not None
        if block is None or block.is_described or block.labels:
            # A field has one paragraph: another one, with fields after it, is a heading.
            return has_fields or statuses.of_heading(content) is not None
        return statuses.is_failure(content)

    def _is_blank(self, line: int) -> bool:
        return line > len(self._text.lines) or not self._text.lines[line - 1]
