"""The layouts of documentation pages. Each module here is one: a new layout is a new module and a line below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from toolchain.docs_check.json_text import Text
from toolchain.docs_check.page import PageError
from toolchain.docs_check.readers import docusaurus, markdown_openapi, mintlify, mintlify_stripped, vendor_portal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolchain.docs_check.page import Page


class Reader(Protocol):
    """What a module of this package offers."""

    NAME: str
    """The layout, as reports and records name it."""

    def declines(self, text: Text) -> str | None:
        """Return what of this layout a text lacks; None if it is a page of it."""
        ...

    def read(self, text: Text) -> Page:
        """Return all that the page says; PageError, with its line, where the page cannot be used."""
        ...


READERS: Final[tuple[Reader, ...]] = (markdown_openapi, vendor_portal, docusaurus, mintlify, mintlify_stripped)
"""In the order in which they are asked."""


def read(lines: Sequence[str]) -> Page:
    """Return what the page with these lines says; PageError, with what was looked for, if no reader knows it."""
    text = Text(lines)
    reasons: list[str] = []
    reader: Reader
    for reader in READERS:
        reason = reader.declines(text)
        if reason is None:
            return reader.read(text)
        reasons.append(f"{reader.NAME} ({reason})")
    raise PageError(f"no known layout; tried {', '.join(reasons)}; is it a whole page of one operation?")
