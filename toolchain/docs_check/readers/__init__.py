"""The layouts of documentation pages. Each module here is one: a new layout is a new module and a line below."""

from collections.abc import Callable, Sequence
from typing import Final

from toolchain.docs_check.model import Page
from toolchain.docs_check.readers import docusaurus, markdown_openapi, mintlify, vendor_portal
from toolchain.docs_check.text import PageError, Text

READERS: Final[tuple[tuple[str, Callable[[Text], str | None], Callable[[Text], Page]], ...]] = (
    *((one.NAME, one.declines, one.read) for one in (markdown_openapi, vendor_portal, docusaurus, mintlify)),
    (mintlify.STRIPPED, mintlify.declines_stripped, mintlify.read_stripped),
)
"""Of each layout its name, what a text lacks of it (None if it is such a page), and what reads it; in this order."""


def read(lines: Sequence[str]) -> Page:
    """Return what the page with these lines says; PageError, with what was looked for, if no reader knows it."""
    text = Text(lines)
    reasons: list[str] = []
    for name, declines, read_page in READERS:
        reason = declines(text)
        if reason is None:
            return read_page(text)
        reasons.append(f"{name} ({reason})")
    raise PageError(f"no known layout; tried {', '.join(reasons)}; is it a whole page of one operation?")
