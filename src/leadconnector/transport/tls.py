"""Whom to trust: certificate authorities are read once for a process, as reading them takes longer than many calls."""

import os
import ssl
from functools import lru_cache

import httpx

from leadconnector.errors import ConfigurationError

_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


def client_context(base_url: str) -> ssl.SSLContext:
    """The TLS settings that httpx takes from the environment; ConfigurationError where they can't be used."""
    if not base_url.startswith("https:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    values = tuple(os.environ.get(name, "") for name in _VARIABLES)
    return _read(values, tuple(_version(value) for value in values[:2]))


@lru_cache(maxsize=8)
def _read(values: tuple[str, ...], _versions: tuple[object, ...]) -> ssl.SSLContext:
    key_log = values[2]
    if key_log:
        try:
            with open(key_log, "a"):  # noqa: PTH123
                pass
        except OSError as exc:
            raise ConfigurationError(
                f"SSLKEYLOGFILE names a file that can't be written ({type(exc).__name__})"
            ) from None
    try:
        return httpx.create_ssl_context()
    except (OSError, ValueError) as exc:
        raise ConfigurationError(
            "the environment's certificate authorities can't be used; check SSL_CERT_FILE and SSL_CERT_DIR "
            f"({type(exc).__name__})"
        ) from None


def _version(path: str) -> object:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
