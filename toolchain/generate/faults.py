"""Faults of a description: what is wrong, and the file and line where a person can put it right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolchain import overlay
from toolchain.errors import ToolchainError
from toolchain.openapi.document import load_bundled
from toolchain.openapi.json_values import JSON, copy_json
from toolchain.openapi.pointer import MISSING, find
from toolchain.openapi.yaml import key_lines, load

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the keys of the value in the resolved document that is."""

    keys: Keys
    text: str


class Sources:
    """The files that a resolved document came of."""

    def __init__(self, source: Path, overlays: Iterable[Path] = ()) -> None:
        self._source = source
        self._overlays = list(overlays)
        self._history: list[tuple[Path, Keys, JSON]] | None = None
        self._lines: dict[Path, dict[Keys, int]] = {}

    def name(self) -> str:
        """Return what the document as a whole is called."""
        return f"{self._source} with its overlays" if self._overlays else str(self._source)

    def where(self, keys: Keys) -> str:
        """Return ``file:line`` of what put a value there: an overlay's action, or the source.

        Slow, as it applies the overlays once more, action by action; only faults ask.
        """
        if self._history is None:
            try:
                self._history = list(self._replay())
            except ToolchainError:  # such as a source that is no object
                return str(self._source)
        *_, (_, _, final) = self._history
        while keys and find(final, keys) is MISSING:
            keys = keys[:-1]
        value = find(final, keys)
        origin = 0
        for index in range(len(self._history) - 1, -1, -1):
            if find(self._history[index][2], keys) != value:
                origin = index + 1
                break
        path, action, _ = self._history[min(origin, len(self._history) - 1)]
        if path not in self._lines:
            self._lines[path] = key_lines(path)
        lines = self._lines[path]
        place = action if origin else keys
        while place and place not in lines:
            place = place[:-1]
        return f"{path}:{lines.get(place, 1)}"

    def _replay(self) -> Iterable[tuple[Path, Keys, JSON]]:
        """Yield the document as it was read, and after each action of each overlay."""
        document: dict[str, Any] = load_bundled(self._source)
        yield self._source, (), copy_json(document)
        for path in self._overlays:
            content = load(path)
            actions = content.get("actions") if isinstance(content, dict) else None
            for number, action in enumerate(actions if isinstance(actions, list) else []):
                single: JSON = {**content, "actions": [action]} if isinstance(content, dict) else None
                document = overlay.apply(document, [(str(path), single)])
                yield path, ("actions", str(number)), document


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
