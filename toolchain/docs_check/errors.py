"""What reading a page can come to."""

from __future__ import annotations

from toolchain.errors import ToolchainError


class PageError(ToolchainError):
    """A page that cannot be used: what is wrong with it, at which line if one can be named, and what to do."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.line = line
