"""An overlay document once it has been validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolchain.errors import ToolchainError

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


@dataclass(frozen=True, slots=True)
class Overlay:
    """The actions of one overlay document, in order."""

    name: str
    actions: tuple[Action, ...]
