"""The environment's proxies, by the rules that httpx users know: what httpx would do is asked of httpx."""

import itertools
import ssl
import sys
import traceback

import httpcore
import httpx
import pytest

from leadconnector.errors import APIConnectionError, APITimeoutError, ConfigurationError, OutcomeUnknownError
from leadconnector.transport.route import environment_proxy
from tests.support import scenes
from tests.support.drive import CLIENTS, call, error_of
from tests.support.scenes import respond
from tests.support.server import Server
from tests.support.service import GET, POST, TOKEN, AsyncThings, Things

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
    "::1",
    "other.example,127.0.0.1",
    " , ,",
]
CONTEXT = ssl.create_default_context()


def by_httpx(url, monkeypatch):
    """Whether httpx would go by a proxy, and which: where it would connect to."""
    asked = []

    class Backend(httpcore.NetworkBackend):
        def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
            asked.append(host)
            raise httpcore.ConnectError

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", Backend.connect_tcp)
    with httpx.Client(verify=CONTEXT) as client, pytest.raises(httpx.ConnectError):
        client.get(url)
    return None if asked == [httpx.URL(url).host] else asked[0]


@pytest.mark.parametrize(("proxies", "exempt"), list(itertools.product(PROXIES, EXEMPT)))
def test_the_proxy_is_the_one_that_httpx_would_take(proxies, exempt, monkeypatch):
    for name, value in {**proxies, "NO_PROXY": exempt}.items():
        monkeypatch.setenv(name, value)
    for url in URLS:
        ours = environment_proxy(url)
        assert (None if ours is None else httpx.URL(ours).host) == by_httpx(url, monkeypatch), url


EXEMPT_AS_CURL_HAS_IT = [
    ("https://gw.example:8443", "gw.example:8443"),
    ("https://sub.gw.example", "gw.example:443"),
    ("https://gw.example", ".example:443"),
    ("https://[2001:db8::1]:8443", "[2001:DB8::1]"),
    ("https://[2001:db8::1]:8443", "[2001:db8:0::1]:8443"),
    ("https://[2001:db8::1]", "2001:db8::/32"),
    ("https://10.1.2.3", "10.0.0.0/8"),
    ("https://10.1.2.3:8443", "other.example, 10.1.2.3:8443"),
]
NOT_EXEMPT = [
    ("https://gw.example:8443", "gw.example:443"),
    ("https://gw.example", "gw.example:8443"),
    ("https://[2001:db8::1]:8443", "[2001:db8::1]:443"),
    ("https://[2001:db8::1]", "[2001:db8::2]"),
    ("https://11.1.2.3", "10.0.0.0/8"),
    ("https://gw.example", "[gw"),
    ("https://gw.example", "gw.example.:"),
]


@pytest.mark.parametrize(("url", "exempt"), EXEMPT_AS_CURL_HAS_IT)
def test_ports_brackets_and_networks_are_exempt(url, exempt, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://p.example:1")
    monkeypatch.setenv("NO_PROXY", exempt)
    assert environment_proxy(url) is None


@pytest.mark.parametrize(("url", "exempt"), NOT_EXEMPT)
def test_another_port_host_or_network_is_not(url, exempt, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://p.example:1")
    monkeypatch.setenv("NO_PROXY", exempt)
    assert environment_proxy(url) == "http://p.example:1"


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
def test_loopback_never_goes_by_a_proxy(kind, name, monkeypatch):
    with Server(then=respond(500)) as proxy, Server(then=respond()) as played:
        monkeypatch.setenv(name, proxy.url)
        for host in ("localhost", "127.0.0.1"):
            assert call(kind, GET, f"http://{host}:{played.port}") == {"id": "x"}
    assert proxy.connections_made == 0


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_proxy_that_refuses_the_tunnel_was_not_sent_the_request(kind, monkeypatch):
    with Server(then=respond(407, b"")) as proxy:
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


def tunnel(context, *played):
    """Connects, then plays a scene in TLS."""

    def scene(connection):
        connection.sendall(scenes.head())
        with context.wrap_socket(connection, server_side=True) as inner:
            for one in played:
                while b"\r\n\r\n" not in inner.recv(65536):
                    pass
                if not one(inner):
                    break
        return False

    return scene


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_a_request_goes_by_the_proxy(kind, monkeypatch, context):
    with Server(then=tunnel(context, respond())) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert call(kind, GET, "https://things.example/base") == {"id": "x"}
    assert [(seen.method, seen.target) for seen in proxy.requests] == [("CONNECT", "things.example:443")]
    assert TOKEN not in repr(proxy.requests)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_a_request_that_was_sent_through_a_proxy_is_in_doubt(kind, monkeypatch, context):
    with Server(then=tunnel(context, scenes.early_close)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = error_of(call, kind, POST, "https://things.example", max_retries=1)
    assert type(error) is OutcomeUnknownError
    assert error.attempts == 1


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.usefixtures("trusted")
def test_the_deadline_holds_through_a_proxy(kind, monkeypatch, context):
    with Server(then=tunnel(context, scenes.dripped_headers())) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = error_of(call, kind, GET, "https://things.example", timeout=0.4)
    assert type(error) is APITimeoutError
    assert error.elapsed == pytest.approx(0.4, abs=0.5)


@pytest.mark.parametrize("kind", [Things, AsyncThings])
@pytest.mark.parametrize(
    ("proxy", "says"),
    [
        ("nonsense://:s3cret@x", "HTTPS_PROXY"),
        ("socks5://:s3cret@127.0.0.1:1", "httpx[socks]"),
        *((f"http://jane:s3cret{mark}{rest}@127.0.0.1:9", "%23") for mark in "#/?" for rest in ("", "1", "1@2")),
        *((f"http://jane:17{mark}s3cret@127.0.0.1:9", "%23") for mark in "#/?"),
        ("http://jane:s3cret@127.0.0.1:65536", "no proxy URL"),
        ("http://jane:s3cret@[::1", "HTTPS_PROXY"),
        ("http://jane:s3cret@", "HTTPS_PROXY"),
        ("https://jane:s3cret@127.0.0.1:9", "a proxy that is spoken to in TLS"),
    ],
)
def test_a_proxy_that_can_t_be_used_is_one_clear_error(kind, proxy, says, monkeypatch):
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = error_of(kind, token=TOKEN)
    assert type(error) is ConfigurationError
    assert says in str(error)
    assert "s3cret" not in "".join(traceback.format_exception(error))
    assert "jane" not in repr(error)
    assert error.__cause__ is error.__context__ is None
