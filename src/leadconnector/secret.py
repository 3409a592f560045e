"""The token: asked for each attempt, checked, and shown by nothing."""

import inspect
import re
from collections.abc import Awaitable, Callable
from typing import NoReturn, cast

from leadconnector.errors import ConfigurationError, clip

MASK = "***"
SHORTEST = 8
"""The fewest characters that can be a token, and of a piece of one that is masked."""
_GAP = 6  # the group of `_UNIT` that is no character
_FLAGS = re.IGNORECASE | re.VERBOSE | re.DOTALL

# Compiled when first needed, which is after a failure.
_UNIT = r"""\\+u([0-9a-f]{4}) | \\+x([0-9a-f]{2}) | %(?:25)*([0-9a-f]{2}) | &\#x0*([0-9a-f]{1,5});  # by its hex digits
    | &\#0*([0-9]{1,6});                                                                        # by its number
    | (\\+[bfnrtv]|[^!-~])                                                                      # between characters
    | \\*(.)"""
"""One character of a text as JSON, a URL or HTML may write it; the last group is a character as it is."""


class Secret:
    """A string that no repr, ``vars`` or pickle shows: it lives in a closure only."""

    __slots__ = ("reveal",)

    def __init__(self, value: str) -> None:
        self.reveal: Callable[[], str] = lambda: value

    def hide_in(self, text: str) -> str:
        """The text with each occurrence of the secret masked: a response may echo its request.

        An occurrence counts in any case, with its characters escaped, or with control characters and blanks between
        them, and also a piece of it that holds a digit (others may be ordinary words), where somebody cut the text. A
        secret of a few characters is left: it is no token of the service, and masking it would only garble the text.
        """
        value = self.reveal().lower()
        if len(value) < SHORTEST:
            return text
        plain, places = _characters(text)
        pieces = {value[start : start + SHORTEST] for start in range(len(value) - SHORTEST + 1)}
        kept: list[str] = []
        at = shown = 0
        while at + SHORTEST <= len(plain):
            end = at
            while plain[end : end + SHORTEST] in pieces:
                end += 1
            last = end + SHORTEST - 2
            if end > at and (value in (piece := plain[at : last + 1]) or any(map(str.isdigit, piece))):
                if (start := places[at][0]) >= shown:
                    kept += (text[shown:start], MASK)
                shown = places[last][1]
            at = max(end, at + 1)
        return "".join(kept) + text[shown:]

    def excerpt(self, text: str, length: int) -> str:
        """The beginning of a text, masked before it is cut: half a secret would escape the mask."""
        return clip(self.hide_in(text[: 4 * length]), length)

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is neither pickled nor copied")


def _characters(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text's visible characters, unescaped and in small letters, and where each of them stands."""
    kept: list[str] = []
    places: list[tuple[int, int]] = []
    for match in re.finditer(_UNIT, text, _FLAGS):
        if (group := cast("int", match.lastindex)) == _GAP:
            continue
        written = match[group]
        code = ord(written) if group > _GAP else int(written, 10 if group == _GAP - 1 else 16)
        if 0x20 < code < 0x7F:
            kept.append(chr(code))
            places.append(match.span())
    return "".join(kept).lower(), places


TokenFunction = Callable[[], object]
Token = str | Callable[[], str]
"""A token, or a function that gives the current one."""
AsyncToken = str | Callable[[], str | Awaitable[str]]
"""The same for the async client, where the function may be async."""


def check_token(token: object) -> Secret:
    """The token as a secret; ConfigurationError, without any of it, where it can't be sent in a header."""
    if not isinstance(token, str):
        raise ConfigurationError(f"the token must be a str, not {type(token).__name__}")
    if not token.strip():
        raise ConfigurationError("the token is empty")
    if token[:7].lower() == "bearer ":
        raise ConfigurationError("the token must be given without 'Bearer ' before it")
    if any(not "!" <= character <= "~" for character in token):
        raise ConfigurationError(
            "the token holds white space, a control character or one outside ASCII (a line end from a file, perhaps)"
        )
    return Secret(token)


def check_source(token: object, *, may_await: bool) -> "Secret | TokenFunction":
    """The token as a secret, or the function that gives it; ConfigurationError for what can't be one."""
    if not callable(token):
        return check_token(token)
    if not may_await and inspect.iscoroutinefunction(token):
        raise ConfigurationError("an async token function needs the async client")
    return lambda: token()  # whose repr, unlike that of a `functools.partial`, shows no argument
