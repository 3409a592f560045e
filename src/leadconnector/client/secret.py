"""The token: asked for each attempt, checked, and shown by nothing."""

import inspect
from collections.abc import Awaitable, Callable
from typing import NoReturn

from leadconnector.client.errors import ConfigurationError

MASK = "***"
SHORTEST = 8
"""The fewest characters that can be a token."""


class Secret:
    """A string that no repr, ``vars`` or pickle shows: it lives in a closure only."""

    __slots__ = ("reveal",)

    def __init__(self, value: str) -> None:
        self.reveal: Callable[[], str] = lambda: value

    def hide_in(self, text: str) -> str:
        """The text with each occurrence of the secret masked: an answer may echo its request.

        A secret of a few characters is left: it is no token of the service, and masking it would only garble the text.
        """
        value = self.reveal()
        return text.replace(value, MASK) if len(value) >= SHORTEST else text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is neither pickled nor copied")


Token = str | Callable[[], str]
"""A token, or a function that gives the current one."""
AsyncToken = str | Callable[[], str | Awaitable[str]]
"""The same for the async client, where the function may be async."""


def check_token(token: object) -> Secret:
    """The token as a secret; ConfigurationError, without any of it, where it can't be sent in a header."""
    if not isinstance(token, str):
        raise ConfigurationError(f"the token is to be a str, not {type(token).__name__}")
    if not token.strip():
        raise ConfigurationError("the token is empty")
    if token[:7].lower() == "bearer ":
        raise ConfigurationError("the token is to be given without 'Bearer ' before it")
    if any(not "!" <= character <= "~" for character in token):
        raise ConfigurationError(
            "the token holds white space, a control character or one outside ASCII (a line end from a file, perhaps)"
        )
    return Secret(token)


class TokenSource:
    """Where the token of each attempt comes from: fixed, or a function asked every time."""

    __slots__ = ("ask", "authorization", "fixed")

    def __init__(self, token: object, *, may_await: bool) -> None:
        self.fixed: Secret | None = None
        self.authorization: Secret | None = None
        self.ask: Callable[[], object] | None = None
        if not callable(token):
            self.fixed = check_token(token)
            self.authorization = Secret(f"Bearer {self.fixed.reveal()}")
        elif not may_await and inspect.iscoroutinefunction(token):
            raise ConfigurationError("an async token function needs the async client")
        else:
            self.ask = token

    def __repr__(self) -> str:
        return "TokenSource(***)"
