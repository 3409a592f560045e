"""Which tokens the played service takes, and for which locations."""

from collections.abc import Iterable, Mapping
from typing import Any

from leadconnector.sandbox.errors import RefusalError

Tokens = Mapping[str, str | Iterable[str] | None]


class Access:
    """The tokens that are good, each with its locations (None: all); without `tokens`, every token is good for all."""

    def __init__(self, tokens: Tokens | None) -> None:
        given: Any = tokens
        if given is not None and not isinstance(given, Mapping):
            raise TypeError("tokens= maps each token to its location, several of them, or None for all")
        self._any = tokens is None
        self._locations = {token: _locations(named) for token, named in (tokens or {}).items()}

    def locations(self, token: str | None) -> frozenset[str] | None:
        """Return the locations that a bearer token is good for, None for all.

        Raises:
            RefusalError: 401 for no token or one that is not good.
        """
        if token is None:
            raise RefusalError(401, "Invalid token: there is no bearer token in the header Authorization")
        if not self._any and token not in self._locations:
            raise RefusalError(401, "Invalid token: access token is invalid")
        return self._locations.get(token)


def _locations(named: str | Iterable[str] | None) -> frozenset[str] | None:
    if named is None:
        return None
    return frozenset([named] if isinstance(named, str) else named)
