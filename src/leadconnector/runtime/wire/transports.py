"""httpx's transports with our deadline in them, the environment's proxies and certificate authorities included."""

import contextlib
import ssl
from collections.abc import Generator
from typing import Any

import httpcore
import httpx

from leadconnector.runtime.errors import ConfigurationError
from leadconnector.runtime.wire.network import DeadlineBackend
from leadconnector.runtime.wire.proxy import environment_proxy

# As httpx: its pool looks at every idle connection for each request, so keeping more makes many calls at a time slower.
CONNECTIONS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0)


class DeadlineTransport(httpx.HTTPTransport):
    """An httpx transport that keeps to a call's deadline, to be given to ``transport=`` inside another one.

    The proxy is the one that the environment names for `base_url`, the certificate authorities are httpx's:
    SSL_CERT_FILE, SSL_CERT_DIR, else certifi.
    """

    def __init__(self, base_url: str) -> None:
        with environment():
            super().__init__(verify=trusted(base_url), limits=CONNECTIONS, proxy=environment_proxy(base_url))
        backend = DeadlineBackend(backend_of(self, httpcore.NetworkBackend))
        self._pool._network_backend = backend  # pyright: ignore[reportPrivateUsage]


def trusted(base_url: str) -> ssl.SSLContext | bool:
    """Whom to trust, as httpx has it in ``verify``."""
    # Reading the authorities takes longer than many calls; without TLS there is nobody to trust.
    return True if base_url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def backend_of(transport: object, kind: type[Any]) -> Any:
    """What a transport reaches the network by; ConfigurationError where it can't be told."""
    # httpx has no public way to give its pool a network backend, httpcore's pool has. A release that keeps it
    # elsewhere must be noticed: without ours the deadline would quietly not hold.
    backend = getattr(getattr(transport, "_pool", None), "_network_backend", None)
    if not isinstance(backend, kind):
        raise ConfigurationError(
            f"httpx {httpx.__version__} and httpcore {httpcore.__version__} don't let the deadline be installed; "
            "give transport= or http_client= of your own, or install httpx 0.28"
        )
    return backend


@contextlib.contextmanager
def environment() -> Generator[None]:
    """Make of what the environment says wrongly a ConfigurationError."""
    # Not the value: a proxy's URL may hold a password.
    try:
        yield
    except ImportError:
        raise ConfigurationError("the environment names a SOCKS proxy: pip install 'httpx[socks]'") from None
    except (OSError, ValueError) as exc:
        raise ConfigurationError(
            "the environment's proxy or certificate authorities can't be used; check HTTP_PROXY, HTTPS_PROXY, "
            f"ALL_PROXY, SSL_CERT_FILE, SSL_CERT_DIR ({type(exc).__name__})"
        ) from None
