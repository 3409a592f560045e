"""httpx URLs of requests, without having httpx parse and encode once more what is encoded already."""

import re

import httpx

from leadconnector.client.errors import ConfigurationError

# What httpx leaves as it is: no character to encode, no segment that is "." or "..".
_ENCODED = re.compile(r"/(?:[A-Za-z0-9/?&=_~-]|%[0-9A-F]{2}|(?<!/)\.)*")


class URLs:
    """Makes the URLs of requests to one base URL.

    Parsing takes httpx longer than all else that it does for a request before it is sent. The base is parsed once, and
    what follows it is put where httpx keeps path and query. Text that isn't plainly encoded, and a release of httpx
    that keeps them elsewhere, go the long way.
    """

    __slots__ = ("_base", "_is_known", "_length", "_prefix")

    def __init__(self, base_url: str) -> None:
        """Parse the base URL; ConfigurationError for one that httpx can't take."""
        try:
            self._base = httpx.URL(base_url)
        except httpx.InvalidURL as exc:
            raise ConfigurationError(f"base_url can't be used: {exc}") from None
        self._length = len(base_url)
        self._prefix = self._base.raw_path.decode("ascii").rstrip("/")
        self._is_known = self._joins(f"{base_url}/a%20b?c=d")

    def url(self, text: str) -> httpx.URL:
        """Return the URL of an absolute one's text, which begins with the base URL."""
        if self._is_known and _ENCODED.fullmatch(text, self._length):
            return self._joined(text)
        return httpx.URL(text)

    def _joined(self, text: str) -> httpx.URL:
        path, mark, query = text[self._length :].partition("?")
        url = httpx.URL(self._base)
        parts = url._uri_reference  # pyright: ignore[reportPrivateUsage]
        parts = parts._replace(path=self._prefix + path, query=query if mark else None)
        url._uri_reference = parts  # pyright: ignore[reportPrivateUsage]
        return url

    def _joins(self, text: str) -> bool:
        try:
            return self._joined(text) == httpx.URL(text)
        except (AttributeError, TypeError, ValueError):
            return False
