"""Read the file of a captured page: bounded, as UTF-8, into lines."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from toolchain.docs_check.errors import PageError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 512 * 1024
"""A page of one operation has some 10 kB; what is larger is something else, and isn't read."""

MAX_LINES: Final = 20_000
"""Nor does it have anywhere near as many lines."""

_CONTROL = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\U0010ffff]")
# Browsers put these into copied text, where nobody sees them.
_INVISIBLE = str.maketrans({"\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
                            "\u00a0": " ", "\u202f": " "})  # fmt: skip
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Capture:
    """The text of a page as saved: its lines without line ends, the digest of its bytes, the day it was saved."""

    lines: tuple[str, ...]
    sha256: str
    saved: date


def read(path: Path) -> Capture:
    """Return the page in the file `path`; PageError where that is no text of a page's size."""
    content, saved = _content(path)
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise PageError(f"has the control character U+{ord(control[0]):04X}, so it isn't a page saved as text", line)
    text = text.translate(_INVISIBLE)
    if not text.strip():
        raise PageError("is empty; save the page again")
    lines = tuple(line.rstrip() for line in text.split("\n"))
    if len(lines) > MAX_LINES:
        raise PageError(f"has {len(lines)} lines, and a page has at most {MAX_LINES}; save one page as plain text")
    return Capture(lines, hashlib.sha256(content).hexdigest(), saved)


def _content(path: Path) -> tuple[bytes, date]:
    try:
        if not path.is_file():
            # Not a pipe or device either: reading one may never end.
            raise PageError("is not a file" if path.exists() else "no such file")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        status = path.stat()
    except (OSError, ValueError) as error:
        raise PageError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > MAX_BYTES:
        raise PageError(f"has {status.st_size} bytes, and a page has at most {MAX_BYTES}; save the page as plain text")
    return content, datetime.fromtimestamp(status.st_mtime, UTC).date()


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        which = " but UTF-16" if content.startswith(_UTF16) else ""
        raise PageError(
            f"is not UTF-8 text{which} (byte 0x{content[error.start]:02x}); save the page as UTF-8", line
        ) from None
