"""The layouts of documentation pages. Each module here is one: a new layout is a new module, and nothing else."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

from toolchain.docs_check.errors import PageError
from toolchain.docs_check.json_text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolchain.docs_check.page import Page


class Reader(Protocol):
    """What a module of this package offers."""

    NAME: str
    """The layout, as reports and records name it."""

    def declines(self, text: Text) -> str | None:
        """Return why a text is no page of this layout; None if it is one."""
        ...

    def read(self, text: Text) -> Page:
        """Return all that the page says; PageError, with its line, where the page cannot be used."""
        ...


@cache
def readers() -> tuple[Reader, ...]:
    """Return the readers in the order in which they are asked, which is that of their names."""
    names = sorted(module.name for module in iter_modules(__path__))
    return tuple(cast("Reader", import_module(f"{__name__}.{name}")) for name in names)


def read(lines: Sequence[str]) -> Page:
    """Return what the page with these lines says; PageError, with what was tried, if no reader knows its layout."""
    text = Text(lines)
    reasons: list[str] = []
    for reader in readers():
        reason = reader.declines(text)
        if reason is None:
            return reader.read(text)
        reasons.append(f"{reader.NAME} ({reason})")
    raise PageError(f"no known layout; tried {', '.join(reasons)}; is it a whole page of one operation?")
