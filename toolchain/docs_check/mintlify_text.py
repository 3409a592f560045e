"""What all captures of Mintlify pages have in common around their curl calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.page import Endpoint, Place, Said
from toolchain.docs_check.types import is_type

if TYPE_CHECKING:
    from toolchain.docs_check.json_text import Text

HEADINGS: Final[dict[str, Place]] = {
    "Authorizations": "authorization", "Headers": "header", "Path Parameters": "path", "Query Parameters": "query",
    "Cookies": "cookie", "Cookie Parameters": "cookie", "Body": "body", "Response": "response",
}  # fmt: skip
"""The headings over the lists of fields, which captures without types lack too."""

_METHOD: Final = re.compile(r"[A-Z]{2}\w*")
_FOOTER: Final = re.compile(r"Last modified on [A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}|Was this page helpful\?")
MAX_SEGMENTS: Final = 40


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
