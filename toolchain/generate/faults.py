"""Faults of a description: what is wrong, and the file and line where a person can put it right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolchain import overlay
from toolchain.errors import ToolchainError
from toolchain.openapi.document import load_bundled
from toolchain.openapi.openapi30 import upgrade
from toolchain.openapi.pointer import MISSING, find
from toolchain.openapi.yaml import key_lines, load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolchain.openapi.json_values import JSON

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the keys of the value in the resolved document that is."""

    keys: Keys
    text: str


class Sources:
    """The files that a document is resolved from: the source, and the overlays in the order in which they apply."""

    def __init__(self, source: Path, overlays: Iterable[Path] = ()) -> None:
        self._source, *rest = map(_shown, [source, *overlays])
        self._overlays: list[tuple[Path, Any]] = [(path, load(path)) for path in rest]
        self._base = load_bundled(self._source)
        self._lines: dict[Path, dict[Keys, int]] = {}

    def resolved(self, *, strict: bool) -> dict[str, Any]:
        """Return the document with the overlays applied; one of OpenAPI 3.0 becomes one of 3.1.

        Raises:
            ToolchainError: for an overlay that can't be applied, or, if strict, finds something else than it expects.
        """
        overlays = [(str(path), content) for path, content in self._overlays]
        return upgrade(overlay.apply(self._base, overlays, strict=strict))

    def name(self) -> str:
        """Return what the document as a whole is called."""
        return f"{self._source} with its overlays" if self._overlays else str(self._source)

    def where(self, keys: Keys) -> str:
        """Return ``file:line`` of what put a value there: an overlay's action, or the source."""
        *_, (_, _, final) = self._history
        while keys and find(final, keys) is MISSING:
            keys = keys[:-1]
        value = find(final, keys)
        others = [index for index, step in enumerate(self._history) if find(step[2], keys) != value]
        origin = others[-1] + 1 if others else 0
        path, place, _ = self._history[origin]
        if path not in self._lines:
            self._lines[path] = key_lines(path)
        lines = self._lines[path]
        place = place if origin else keys
        while place and place not in lines:
            place = place[:-1]
        return f"{path}:{lines.get(place, 1)}"

    @cached_property
    def _history(self) -> list[tuple[Path, Keys, JSON]]:
        """The document as it was read, and after each action of each overlay; slow, and only faults ask for it."""
        document = self._base
        history: list[tuple[Path, Keys, JSON]] = [(self._source, (), document)]
        for path, index, action in overlay.one_by_one(self._overlays):
            document = overlay.apply(document, [(str(path), action)])
            history.append((path, ("actions", str(index)), document))
        return history


def _shown(path: Path) -> Path:
    """Return a path as messages show it: short, where it lies below the current folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def refuse(faults: Iterable[Fault], sources: Sources) -> None:
    """Raise one ToolchainError for all the faults, if there are any."""
    lines = list(dict.fromkeys(f"{sources.where(fault.keys)}: {fault.text}" for fault in faults))
    if lines:
        raise ToolchainError(*lines)


def owner(keys: Keys) -> str:
    """Return what a place belongs to, as messages name it: its operation, or its schema."""
    if keys[:1] == ("paths",) and len(keys) > 2:
        return f"{keys[2].upper()} {keys[1]}"
    return f"schema {keys[2]!r}" if keys[:2] == ("components", "schemas") and len(keys) > 2 else "/".join(keys[:3])


def place_of(keys: Keys) -> str:
    """Return a place as messages name it: what it belongs to, and the keys below that."""
    return " ".join(filter(None, [owner(keys), "/".join(keys[3:])])) or "the document"
