"""The layouts of documentation pages. Each module here is one: a new layout is a new module and a line below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from toolchain.docs_check.readers import docusaurus, markdown_openapi, mintlify, vendor_portal
from toolchain.docs_check.text import PageError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolchain.docs_check.model import Page


class Reader(NamedTuple):
    """A layout.

    Attributes:
        name: what reports and records call it.
        declines: returns what of the layout a text lacks; None if it is a page of it.
        read: returns all that a page says; PageError, with its line, where the page cannot be used.
    """

    name: str
    declines: Callable[[Text], str | None]
    read: Callable[[Text], Page]


READERS: Final = (
    *(Reader(one.NAME, one.declines, one.read) for one in (markdown_openapi, vendor_portal, docusaurus, mintlify)),
    Reader(mintlify.STRIPPED, mintlify.declines_stripped, mintlify.read_stripped),
)
"""In the order in which they are asked."""


def read(lines: Sequence[str]) -> Page:
    """Return what the page with these lines says; PageError, with what was looked for, if no reader knows it."""
    text = Text(lines)
    reasons: list[str] = []
    for reader in READERS:
        reason = reader.declines(text)
        if reason is None:
            return reader.read(text)
        reasons.append(f"{reader.name} ({reason})")
    raise PageError(f"no known layout; tried {', '.join(reasons)}; is it a whole page of one operation?")
