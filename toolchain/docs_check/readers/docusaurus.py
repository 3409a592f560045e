"""Docusaurus and Stoplight pages: method and URL in one line, then flat lists of fields, all responses included.

Nested fields follow their container without any sign of nesting; what belongs to what is found by comparison.
"""

import re
from typing import Final

from toolchain.docs_check.model import Page, Place, Said, Section
from toolchain.docs_check.readers.curl import METHODS, endpoint_of
from toolchain.docs_check.readers.field_list import FieldList
from toolchain.docs_check.text import PageError, Text
from toolchain.docs_check.types import status_of

NAME: Final[str] = "Docusaurus"

_ENDPOINT: Final = re.compile(rf"({METHODS})\s*(https?://\S+)")
_PLACES: Final[dict[str, Place]] = {
    "Path Parameters": "path", "Query Parameters": "query", "Headers": "header", "Header Parameters": "header",
    "Cookies": "cookie", "Cookie Parameters": "cookie", "Body": "body", "Request Body": "body",
}  # fmt: skip


def declines(text: Text) -> str | None:
    """Return why a text is no such page; None if it is one."""
    if any(map(_ENDPOINT.fullmatch, text.stripped)):
        return None
    return "no line has method and URL side by side"


def read(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    at, match = next(
        (line, match) for line, content in enumerate(text.stripped, 1) if (match := _ENDPOINT.fullmatch(content))
    )
    fields = _Fields(text, at + 1, text.last_line)
    sections = fields.read()
    if not fields.responses:
        raise PageError('the page ends before its "Responses"; save the whole page', text.last_line)
    endpoint = endpoint_of(Said(match[1], at), Said(match[2], at))
    return Page(layout=NAME, endpoints=(endpoint,), end=text.last_line, sections=sections, shows_errors=True)


class _Fields(FieldList):
    """Tells headings from descriptions: both are lines of text between blank ones."""

    def __init__(self, text: Text, first: int, last: int) -> None:
        super().__init__(text, first, last)
        named = (at for at in range(first, last + 1) if text.at(at) in ("Responses", "Response"))
        self.responses = next((at for at in named if not self.is_head(at)), 0)

    def heading(self, line: int) -> tuple[list[Section], int] | None:
        content = self.at(line)
        if self.is_head(line):
            return None
        if line == self.responses:
            return [], line + 1
        if line < self.responses:
            return ([Section(_PLACES[content], Said(content, line))], line + 1) if content in _PLACES else None
        is_first = not self.sections or self.sections[-1].place != "response"
        if is_first or self._is_response(line, content):
            return [Section("response", Said(content, line))], line + 1
        return None

    def _is_response(self, line: int, content: str) -> bool:
        if self.text.at(line + 1):
            return False
        has_fields = self.is_head(line + 2)
        if self.text.at(line - 1):
            # No description stands right under a value.
            return has_fields and status_of(content) is not None
        if self.block is None or self.block.is_described or self.block.has_values:
            # A field has one paragraph: another one, with fields after it, is a heading.
            return has_fields or status_of(content) is not None
        return (status_of(content) or "")[:1] in ("4", "5")
