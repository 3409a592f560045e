"""Where the client may send a token to: HTTPS, or this very machine."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from leadconnector.errors import ConfigurationError


def check_base_url(base_url: object) -> str:
    """The base URL, its host in small letters, no slash at its end; ConfigurationError where no token may be sent to.

    Nothing but the host is quoted in the errors: what follows may be a password.
    """
    if not isinstance(base_url, str) or not base_url:
        raise ConfigurationError("base_url must be a non-empty str, as https://services.example")
    if any(not "!" <= character <= "~" for character in base_url) or "\\" in base_url:
        raise ConfigurationError("base_url holds white space, a backslash or a character outside ASCII")
    try:
        parts = urlsplit(base_url)
        _ = parts.port
    except ValueError as exc:
        raise ConfigurationError("base_url is malformed: check its brackets and port") from exc
    if "@" in parts.netloc:
        raise ConfigurationError("base_url holds a user name or password; only the token authenticates")
    if "?" in base_url or "#" in base_url:
        raise ConfigurationError("base_url holds a query or a fragment")
    _check_host(parts)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}".rstrip("/")


def _check_host(parts: SplitResult) -> None:
    host = parts.hostname
    if not host or parts.scheme not in ("http", "https"):
        raise ConfigurationError("base_url must begin with https:// and a host")
    if any(segment in (".", "..") for segment in parts.path.split("/")) or "%" in parts.path:
        raise ConfigurationError("base_url's path must be plain, without dots, '%' or escapes")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigurationError(f"base_url must be https: http would send the token in the clear to {host}")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its very name, without asking a resolver."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return is_address(host) and ipaddress.ip_address(host).is_loopback


def is_address(host: str) -> bool:
    """Whether the host is an IP address, so that there is no name to resolve."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
