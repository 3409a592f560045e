"""Where requests may go to, and the way there: the base URL, proxies, and TLS."""

import functools
import ipaddress
import os
import ssl
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpcore
import httpx

from leadconnector.errors import ConfigurationError

IDLE_SECONDS = 5.0
"""How long a connection is kept for another call."""
_LAST_PORT = 65_535
_LONGEST_LABEL = 63
_TLS_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


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
        _ = parts.port, _labels(parts.hostname or "")
    except ValueError as exc:
        raise ConfigurationError("base_url is malformed: check its host, brackets and port") from exc
    host, segments = parts.hostname or "", parts.path.split("/")
    for is_wrong, why in (
        ("@" in parts.netloc, " holds a user name or password; only the token authenticates"),
        ("?" in base_url or "#" in base_url, " holds a query or a fragment"),
        (not host or parts.scheme not in ("http", "https"), " must begin with https:// and a host"),
        ("%" in parts.path or "." in segments or ".." in segments, "'s path must be plain, without dots or escapes"),
        (
            parts.scheme == "http" and not is_loopback(host),
            f" must be https: http sends the token in the clear to {host}",
        ),
    ):
        if is_wrong:
            raise ConfigurationError(f"base_url{why}")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}".rstrip("/")


def _labels(host: str) -> list[str]:
    labels = host.removesuffix(".").split(".") if host else []
    if not all(0 < len(label) <= _LONGEST_LABEL for label in labels):
        raise ValueError("a label of the host is empty or too long")
    return labels


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its very name, without asking a resolver."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def check_url(library: Any, base_url: str) -> Any:
    """Return the base URL as the library takes it; ConfigurationError where it can't."""
    try:
        _ = httpx.URL(base_url).host  # decodes it, and refuses what httpx2 leaves as it is
        return library.URL(base_url)
    except (httpx.InvalidURL, library.InvalidURL, UnicodeError) as exc:
        raise ConfigurationError(f"base_url can't be used: {exc}") from None


class Route:
    """How a connection gets to the base URL's server."""

    def __init__(self, base_url: str, proxy: str | None) -> None:
        self._origin = _httpcore_url(check_url(httpx, base_url)).origin
        self.context = client_context(base_url)
        self.proxy = proxy_for(base_url, proxy)

    def connection(self, link: Any) -> Any:
        """One of httpcore's connections, of the link's flavour, that is opened by its first request."""
        direct: Any = httpcore.HTTPConnection
        by_http: Any = httpcore.HTTPProxy
        by_socks: Any = httpcore.SOCKSProxy
        if isinstance(link, httpcore.AsyncNetworkBackend):
            direct, by_http, by_socks = httpcore.AsyncHTTPConnection, httpcore.AsyncHTTPProxy, httpcore.AsyncSOCKSProxy
        options = {"ssl_context": self.context, "keepalive_expiry": IDLE_SECONDS, "network_backend": link}
        if self.proxy is None:
            return direct(self._origin, **options)
        kind = by_socks if self.proxy.url.scheme.startswith("socks") else by_http
        url, auth = _httpcore_url(self.proxy.url), self.proxy.raw_auth
        return kind(url, proxy_auth=auth, **options).create_connection(self._origin)


def _httpcore_url(url: Any) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")


def proxy_for(base_url: str, proxy: str | None = None) -> httpx.Proxy | None:
    """The proxy that is given, else the environment's; None to connect directly.

    Loopback is never reached by a proxy, so a token never goes to one in the clear: only loopback is spoken to by http.
    """
    parts = urlsplit(base_url)
    if parts.scheme != "https" or is_loopback(parts.hostname or ""):
        return None
    source, url = ("proxy", proxy) if proxy is not None else ("HTTPS_PROXY or ALL_PROXY", environment_proxy(base_url))
    if url is None:
        return None
    parsed: httpx.Proxy | None = None
    try:
        parsed = httpx.Proxy(url)
        _ = parsed.raw_auth
        is_usable = bool(parsed.url.host) and parsed.url.raw_path == b"/" and not parsed.url.fragment
        is_usable = is_usable and (parsed.url.port or 0) <= _LAST_PORT
    except (httpx.InvalidURL, ValueError, TypeError):
        is_usable = False
    if parsed is None or not is_usable:  # not the value, nor its error: it may hold a password
        raise ConfigurationError(
            f"{source} is no proxy URL, as http://user:password@host:port (or socks5://); in user name and password "
            "write #, / and ? as %23, %2F and %3F"
        )
    if parsed.url.scheme == "https":
        raise ConfigurationError(
            f"{source} names a proxy that is spoken to in TLS, which is not supported; the service's own TLS goes "
            "through an http:// proxy as well, or pass transport=httpx.HTTPTransport(proxy=…)"
        )
    if parsed.url.scheme.startswith("socks"):
        from importlib.util import find_spec  # loaded only by those who need it, as in a first call each module counts

        if find_spec("socksio") is None:
            raise ConfigurationError(f"{source} names a SOCKS proxy: pip install 'httpx[socks]'")
    return parsed


def environment_proxy(url: str) -> str | None:
    """The proxy URL for `url` by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY; None to connect directly.

    A NO_PROXY entry is a domain (with its subdomains; with a leading dot, those only), an address, a network, or ``*``
    for every host; domains and addresses may have a port, and IPv6 addresses brackets.
    """
    proxies = getproxies()
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    exempt = [entry.strip().lower() for entry in proxies.get("no", "").split(",")]
    if any(_is_exempt(entry, (parts.hostname or "").lower(), port) for entry in exempt if entry):
        return None
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy or None


def _is_exempt(entry: str, host: str, port: int | None) -> bool:
    name, only_port = _split_port(entry)
    if only_port not in (None, port):
        return False
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(name, strict=False)
    except ValueError:
        return name in ("*", host) or host.endswith(name if name.startswith(".") else f".{name}")


def _split_port(entry: str) -> tuple[str, int | None]:
    if entry.startswith("["):
        name, _, port = entry[1:].partition("]")
        port = port.removeprefix(":")
    elif entry.count(":") == 1:
        name, _, port = entry.partition(":")
    else:
        return entry, None
    return name, int(port) if port.isdecimal() and port.isascii() else None


def client_context(base_url: str) -> ssl.SSLContext:
    """The TLS settings that httpx takes from the environment; ConfigurationError where they can't be used."""
    if not base_url.startswith("https:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    values = tuple(os.environ.get(name, "") for name in _TLS_VARIABLES)
    return _read(values, tuple(_version(value) for value in values[:2]))


@functools.lru_cache(maxsize=8)
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
