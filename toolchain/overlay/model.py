"""An overlay document once it has been validated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from toolchain.errors import ToolchainError
from toolchain.openapi.yaml import key_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolchain.openapi.json_values import JSON
    from toolchain.overlay.paths import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action: at most one of `update` (with `has_update`: null is a value), `copy` and `remove` is in force."""

    overlay: str
    number: int
    target: Path
    has_update: bool = False
    update: JSON = None
    copy: Path | None = None
    remove: bool = False
    fields: Mapping[str, JSON]

    def error(self, problem: str) -> ToolchainError:
        """Return the error to raise for this action: it names file, action (counted from 1) and target."""
        return ToolchainError(f"{self.overlay}: action {self.number} ({self.target}): {problem}")

    def outdated(self, problem: str, found: str = "") -> ToolchainError:
        """Return the error for an action that found something else: with its line, and when it was to go."""
        path = FilePath(self.overlay)
        line = key_lines(path).get(("actions", str(self.number - 1))) if path.is_file() else None
        at = f"{self.overlay}:{line}" if line else self.overlay
        when = self.fields.get("x-remove-when")
        advice = f"; remove the action when: {when}" if isinstance(when, str) else ""
        return ToolchainError(
            f"{at}: action {self.number} ({self.target}): {problem}{advice}{f'; {found}' if found else ''}"
        )


@dataclass(frozen=True, slots=True)
class Overlay:
    """The actions of one overlay document, in order."""

    name: str
    actions: tuple[Action, ...]
