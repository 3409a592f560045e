"""Which proxy, if any, a base URL's requests go by."""

import ipaddress
from importlib import import_module
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

from leadconnector.errors import ConfigurationError
from leadconnector.transport.base_url import is_loopback

_LAST_PORT = 65_535


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
            f"{source} is no proxy URL, as http://user:password@host:port (or https://, socks5://); in user name and "
            "password write #, / and ? as %23, %2F and %3F"
        )
    if parsed.url.scheme.startswith("socks") and not _has_socks():
        raise ConfigurationError(f"{source} names a SOCKS proxy: pip install 'httpx[socks]'")
    return parsed


def _has_socks() -> bool:
    try:
        import_module("socksio")
    except ImportError:
        return False
    return True


def environment_proxy(url: str) -> str | None:
    """The proxy URL for `url` by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY; None to connect directly.

    A NO_PROXY entry is a domain (with its subdomains; with a leading dot, those only), an address, a network, a URL,
    or ``*`` for every host; domains and addresses may have a port, and IPv6 addresses brackets.
    """
    proxies = getproxies()
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    exempt = [entry.strip().lower() for entry in proxies.get("no", "").split(",")]
    if any(_is_exempt(entry, parts.scheme, (parts.hostname or "").lower(), port) for entry in exempt if entry):
        return None
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_exempt(entry: str, scheme: str, host: str, port: int | None) -> bool:
    if entry == "*":
        return True
    if "://" in entry:
        wanted, _, rest = entry.partition("://")
        name, only_port = _split_port(rest.partition("/")[0])
        return wanted in ("all", scheme) and name == host and only_port in (None, port)
    name, only_port = _split_port(entry)
    if only_port not in (None, port):
        return False
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(name, strict=False)
    except ValueError:
        pass
    if name == "localhost":
        return host == name
    return host.endswith(name) if name.startswith(".") else host == name or host.endswith(f".{name}")


def _split_port(entry: str) -> tuple[str, int | None]:
    if entry.startswith("["):
        name, _, port = entry[1:].partition("]")
        port = port.removeprefix(":")
    elif entry.count(":") == 1:
        name, _, port = entry.partition(":")
    else:
        return entry, None
    return name, int(port) if port.isdecimal() and port.isascii() else None
