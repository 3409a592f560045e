"""The environment's proxies, by the rules that httpx users know: what httpx would do is asked of httpx."""

import itertools
import ssl
import sys

import httpx
import pytest

from leadconnector.client.errors import APIConnectionError, APITimeoutError, ConfigurationError, OutcomeUnknownError
from leadconnector.transport.proxy import environment_proxy
from tests.client import scenes
from tests.client.drive import CLIENTS, call, error_of
from tests.client.scenes import answer
from tests.client.server import Server
from tests.client.service import GET, POST, TOKEN, AsyncThings, Things

URLS = [
    "https://services.example",
    "https://services.example:8443/v1",
    "https://sub.services.example",
    "https://myservices.example",
    "http://localhost:8080",
    "http://127.0.0.1:8080",
    "http://[::1]:8080",
]
PROXIES = [
    {},
    {"HTTPS_PROXY": "http://p.example:1"},
    {"https_proxy": "p.example:1"},
    {"HTTP_PROXY": "http://p.example:1"},
    {"ALL_PROXY": "http://p.example:1"},
    {"HTTPS_PROXY": "http://s.example:1", "ALL_PROXY": "http://a.example:1", "HTTP_PROXY": "http://h.example:1"},
]
EXEMPT = [
    "",
    "*",
    "services.example",
    ".services.example",
    "example",
    "SERVICES.example, other.example",
    "localhost",
    "127.0.0.1",
    "127.0.0.0/8",
    "::1",
    "other.example,127.0.0.1",
    "https://services.example",
    "https://services.example:8443",
    "http://services.example",
    "all://services.example",
    " , ,",
]
CONTEXT = ssl.create_default_context()


def by_httpx(url):
    """Whether httpx would go by a proxy, and which."""
    with httpx.Client(verify=CONTEXT) as client:
        pool = client._transport_for_url(httpx.URL(url))._pool
        proxy = getattr(pool, "_proxy_url", None)
        return None if proxy is None else bytes(proxy.host).decode()


@pytest.mark.parametrize(("proxies", "exempt"), list(itertools.product(PROXIES, EXEMPT)))
def test_the_proxy_is_the_one_that_httpx_would_take(proxies, exempt, monkeypatch):
    for name, value in {**proxies, "NO_PROXY": exempt}.items():
        monkeypatch.setenv(name, value)
    for url in URLS:
        ours = environment_proxy(url)
        assert (None if ours is None else httpx.URL(ours).host) == by_httpx(url), url


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_request_goes_by_the_proxy(kind, monkeypatch):
    with Server(then=answer()) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert call(kind, GET, "http://localhost:9/base") == {"id": "x"}
    assert proxy.requests[0].target == "http://localhost:9/base/things/x"


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_proxy_that_refuses_the_tunnel_was_not_sent_the_request(kind, monkeypatch):
    with Server(then=answer(407, b"")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:s3cret@127.0.0.1:{proxy.port}")
        error = error_of(call, kind, POST, "https://things.example", max_retries=1)
    assert [seen.method for seen in proxy.requests] == ["CONNECT", "CONNECT"]
    assert "proxy-authorization" in proxy.requests[0].headers
    assert type(error) is APIConnectionError
    assert (error.applied, error.attempts) == (False, 2)
    assert "s3cret" not in f"{error!r} {error.__dict__}"
    assert all(TOKEN not in repr(seen) for seen in proxy.requests)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "scene", [scenes.early_close, scenes.reset, scenes.raw(b"SSH-2.0\r\n"), scenes.raw(scenes.head()[:20])]
)
def test_a_proxy_that_never_opens_the_tunnel_was_not_sent_the_request(kind, scene, monkeypatch):
    with Server(then=scene) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = error_of(call, kind, POST, "https://things.example", max_retries=1)
    assert type(error) is APIConnectionError
    assert (error.applied, error.attempts) == (False, 2)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("scene", [scenes.silence, scenes.dripped_headers()])
def test_nor_was_one_that_takes_too_long_to_open_it(kind, scene, monkeypatch):
    with Server(then=scene) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = error_of(call, kind, POST, "https://things.example", timeout=0.2)
    assert type(error) is APITimeoutError
    assert error.applied is False


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_proxy_that_was_sent_the_request_leaves_it_in_doubt(kind, monkeypatch):
    with Server(then=scenes.early_close) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        error = error_of(call, kind, POST, "http://localhost:9", max_retries=1)
    assert type(error) is OutcomeUnknownError
    assert error.attempts == 1


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_deadline_holds_through_a_proxy(kind, monkeypatch):
    with Server(then=scenes.dripped_headers()) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        error = error_of(call, kind, GET, "http://localhost:9", timeout=0.3)
    assert type(error) is APITimeoutError
    assert error.elapsed == pytest.approx(0.3, abs=0.5)


@pytest.mark.parametrize("kind", [Things, AsyncThings])
@pytest.mark.parametrize(
    ("proxy", "says"), [("nonsense://:s3cret@x", "HTTPS_PROXY"), ("socks5://:s3cret@127.0.0.1:1", "httpx[socks]")]
)
def test_a_proxy_that_can_t_be_used_is_one_clear_error(kind, proxy, says, monkeypatch):
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = error_of(kind, token=TOKEN)
    assert type(error) is ConfigurationError
    assert says in str(error)
    assert "s3cret" not in repr(error)
