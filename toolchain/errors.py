"""The one error type of the development commands."""

from __future__ import annotations


class ToolchainError(Exception):
    """Bad input, told in one line: what is wrong, where, and what to do about it.

    Raised for anything a person can put right (a file, an option); the command line prints `str(error)` and
    exits with 2.
    """

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))
