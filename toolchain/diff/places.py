"""Places in a description: a file, and the keys that lead to a value in it."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote


class Place(NamedTuple):
    """Where a value stands.

    `file` is relative to the folder of the description's main file, which itself is the empty name; list indices are
    keys too, in decimal.
    """

    file: str = ""
    keys: tuple[str, ...] = ()

    def below(self, *keys: str | int) -> Place:
        """Return the place that `keys` lead to from here."""
        return Place(self.file, self.keys + tuple(map(str, keys)))

    def prefixes(self) -> list[Place]:
        """Return all places from the file's root to this one."""
        return [Place(self.file, self.keys[:length]) for length in range(len(self.keys) + 1)]

    @property
    def name(self) -> str:
        """What a thing that is referred to is called: the last key, or for a whole file its name without ending."""
        if self.keys:
            return self.keys[-1]
        return self.file.rpartition("/")[2].partition(".")[0]

    def __str__(self) -> str:
        """Return the JSON pointer (RFC 6901); behind the file and `#` where that is not the main one."""
        pointer = "".join(f"/{key.replace('~', '~0').replace('/', '~1')}" for key in self.keys)
        return f"{self.file}#{pointer}" if self.file else pointer


ROOT = Place()


def keys_of(fragment: str) -> tuple[str, ...] | None:
    """Return the keys in the fragment of a `$ref` (what follows `#`); None if it is no JSON pointer."""
    pointer = unquote(fragment)
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        return None
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in pointer[1:].split("/"))
