"""The one error type of the development commands."""

from __future__ import annotations


class ToolchainError(Exception):
    """Bad input: for each fault one line that says what is wrong, where, and what to do about it.

    Raised for anything a person can put right (a file, an option); the command line prints each of `messages` on a line
    of its own and exits with 2.
    """

    def __init__(self, *messages: str) -> None:
        self.messages = tuple(" ".join(message.split()) for message in messages)
        super().__init__("\n".join(self.messages))
