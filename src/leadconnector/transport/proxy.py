"""Which proxy the environment names for a URL, by the rules that httpx users know."""

import ipaddress
from urllib.parse import urlsplit
from urllib.request import getproxies


def environment_proxy(url: str) -> str | None:
    """The proxy URL for `url` by HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY; None to connect directly.

    A NO_PROXY entry is a domain (with its subdomains; with a leading dot, those only), an address, ``localhost``,
    a URL, or ``*`` for every host.
    """
    proxies = getproxies()
    parts = urlsplit(url)
    exempt = [entry.strip().lower() for entry in proxies.get("no", "").split(",")]
    if any(_matches(entry, parts.scheme, parts.hostname or "", parts.port) for entry in exempt if entry):
        return None
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _matches(entry: str, scheme: str, host: str, port: int | None) -> bool:
    if entry == "*":
        return True
    if "://" in entry:
        given = urlsplit(entry)
        return given.scheme in ("all", scheme) and given.hostname == host and (given.port is None or given.port == port)
    if _is_address_or_network(entry) or entry == "localhost":
        return host == entry.partition("/")[0]
    return host.endswith(entry) if entry.startswith(".") else host == entry or host.endswith(f".{entry}")


def _is_address_or_network(entry: str) -> bool:
    try:
        ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False
    return True
