"""JSON pointers (RFC 6901) into a description: how they are written, read and followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from toolchain.openapi.json_values import JSON

MISSING: Final = object()
"""What `find` returns where there is nothing; null is something."""


class Pointer(NamedTuple):
    """Where a value stands: a file, and the keys that lead to the value in it.

    `file` is relative to the folder of the description's main file, which itself is the empty name. Indices of arrays
    are keys too, in decimal.
    """

    file: str = ""
    keys: tuple[str, ...] = ()

    def below(self, *keys: str | int) -> Pointer:
        """Return the place that `keys` lead to from here."""
        return Pointer(self.file, (*self.keys, *map(str, keys)))

    def prefixes(self) -> list[Pointer]:
        """Return all places from the file's root to this one."""
        return [Pointer(self.file, self.keys[:length]) for length in range(len(self.keys) + 1)]

    @property
    def name(self) -> str:
        """What a thing that is referred to is called: the last key, or for a whole file its name without ending."""
        if self.keys:
            return self.keys[-1]
        return self.file.rpartition("/")[2].partition(".")[0]

    def __str__(self) -> str:
        """Return the JSON pointer; behind the file and `#` where that is not the main one."""
        pointer = join(*self.keys)
        return f"{self.file}#{pointer}" if self.file else pointer


ROOT: Final = Pointer()


def escape(key: str | int) -> str:
    """Return a key as a pointer has it."""
    return str(key).replace("~", "~0").replace("/", "~1")


def join(*keys: str | int) -> str:
    """Return the pointer that consists of `keys`, such as ``/paths/~1invoices/get``."""
    return "".join(f"/{escape(key)}" for key in keys)


def parse(pointer: str) -> tuple[str, ...] | None:
    """Return the keys of a pointer, or of the fragment of a `$ref` (what follows `#`); None if it is no pointer."""
    text = unquote(pointer)
    if not text:
        return ()
    if not text.startswith("/"):
        return None
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in text[1:].split("/"))


def find(value: JSON, keys: tuple[str, ...]) -> JSON | object:
    """Return the value that `keys` lead to within `value`; `MISSING` where there is none."""
    for key in keys:
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return MISSING
    return value
