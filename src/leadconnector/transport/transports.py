"""httpx's transports with our deadline in them, the environment's proxies and certificate authorities included."""

import contextlib
import ssl
from collections.abc import Generator

import httpcore
import httpx

from leadconnector.client.errors import ConfigurationError
from leadconnector.transport.answer_stream import AnswerStream
from leadconnector.transport.errors import before_sending
from leadconnector.transport.network import DeadlineBackend
from leadconnector.transport.places import pool_of, take_lost
from leadconnector.transport.proxy import environment_proxy

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
        self._known_pool = pool_of(self, httpcore.NetworkBackend)
        backend = DeadlineBackend(self._known_pool._network_backend)
        self._known_pool._network_backend = backend
        self._opening = backend.opening

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; one that fails gives its place in the pool back."""
        try:
            response = super().handle_request(request)
        except BaseException as exc:
            self._known_pool._close_connections(take_lost(self._known_pool))
            if (other := before_sending(exc, request)) is not None:
                raise other from exc
            raise
        response.stream = AnswerStream(response)
        return response

    def close(self) -> None:
        """Close the connections; from now on none is opened, for the calls that wait neither."""
        self._opening.end()
        super().close()


def trusted(base_url: str) -> ssl.SSLContext | bool:
    """Whom to trust, as httpx has it in ``verify``."""
    # Reading the authorities takes longer than many calls; without TLS there is nobody to trust.
    return True if base_url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


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
