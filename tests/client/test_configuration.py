"""Bad configuration: one clear error, before any request, without the secret in it."""

import httpx
import httpx2
import pytest

from leadconnector.client.throttle import Throttle
from leadconnector.errors import ConfigurationError
from tests.support.drive import error_of
from tests.support.service import SERVICE, TOKEN, AsyncThings, Things

NAN = float("nan")


async def token_later():
    return TOKEN


async def hook_later(event):
    return event


BAD = [
    ({"token": ""}, "the token is empty"),
    ({"token": "  "}, "the token is empty"),
    ({"token": 17}, "the token must be a str, not int"),
    ({"token": b"pit-secret"}, "the token must be a str, not bytes"),
    ({"token": "pit-secret\n"}, "white space"),
    ({"token": "pit secret"}, "white space"),
    ({"token": "pit-secret\x00"}, "control character"),
    ({"token": "pit-secret\u2026"}, "outside ASCII"),
    ({"token": "pit-secreté"}, "outside ASCII"),
    ({"token": "Bearer pit-secret"}, "without 'Bearer '"),
    ({"base_url": "http://things.example"}, "must be https"),
    ({"base_url": "http://127.0.0.1.things.example"}, "must be https"),
    ({"base_url": "http://128.0.0.1"}, "must be https"),
    ({"base_url": "http://localhost.example"}, "must be https"),
    ({"base_url": "https://user:secret@things.example"}, "user name or password"),
    ({"base_url": "https://secret@things.example"}, "user name or password"),
    ({"base_url": "https://@things.example"}, "user name or password"),
    ({"base_url": "https://things.example?key=secret"}, "query or a fragment"),
    ({"base_url": "https://things.example#secret"}, "query or a fragment"),
    ({"base_url": "https://things.example?"}, "query or a fragment"),
    ({"base_url": "things.example"}, "begin with https://"),
    ({"base_url": "ftp://things.example"}, "begin with https://"),
    ({"base_url": "https://"}, "begin with https://"),
    ({"base_url": "https:///x"}, "begin with https://"),
    ({"base_url": ""}, "non-empty str"),
    ({"base_url": 17}, "non-empty str"),
    ({"base_url": "https://things.example:port"}, "malformed"),
    ({"base_url": "https://things.example:99999"}, "malformed"),
    ({"base_url": "https://[::1"}, "malformed"),
    ({"base_url": f"https://{'x' * 64}.example"}, "malformed"),
    ({"base_url": "https://.example"}, "malformed"),
    ({"base_url": "https://things..example"}, "malformed"),
    ({"base_url": f"https://things.{'x' * 64}"}, "malformed"),
    ({"base_url": "https://things.example /x"}, "white space"),
    ({"base_url": "https://thïngs.example"}, "outside ASCII"),
    ({"base_url": "https://things.example\\@secret"}, "backslash"),
    ({"base_url": "https://things.example/../x"}, "plain"),
    ({"base_url": "https://things.example/%2e%2e"}, "plain"),
    ({"base_url": "https://1.2.3.999"}, "can't be used"),
    ({"timeout": 0}, "timeout must be"),
    ({"timeout": -1}, "timeout must be"),
    ({"timeout": NAN}, "timeout must be"),
    ({"timeout": float("inf")}, "timeout must be"),
    ({"timeout": 1e9}, "timeout must be"),
    ({"timeout": "30"}, "timeout must be"),
    ({"timeout": True}, "timeout must be"),
    ({"max_retries": -1}, "max_retries must be"),
    ({"max_retries": 1.5}, "max_retries must be"),
    ({"max_retries": True}, "max_retries must be"),
    ({"max_body": 0}, "max_body must be"),
    ({"max_body": 1.5}, "max_body must be"),
    ({"max_body": True}, "max_body must be"),
    ({"api_version": ""}, "api_version must be"),
    ({"api_version": "v7\r\nX: y"}, "api_version must be"),
    ({"api_version": 7}, "api_version must be"),
    ({"location_id": ""}, "location_id must be"),
    ({"location_id": " "}, "location_id must be"),
    ({"location_id": 17}, "location_id must be"),
    ({"on_request": 17}, "on_request must be a plain function"),
    ({"on_response": hook_later}, "on_response must be a plain function"),
    ({"on_retry": hook_later}, "on_retry must be a plain function"),
    ({"throttle": 17}, "throttle must be"),
    ({"throttle": "secret"}, "redis"),
    ({"throttle": "ftp://:secret@x"}, "redis"),
    ({"base_url": "https://xn--"}, "can't be used"),
    ({"base_url": "https://xn--", "transport": httpx2.MockTransport(httpx2.Response)}, "can't be used"),
    ({"base_url": "https://xn--a", "transport": httpx2.MockTransport(httpx2.Response)}, "can't be used"),
    ({"transport": 17}, "transport must be"),
    ({"transport": "http"}, "transport='http' is not supported"),
    ({"transport": "aiohttp"}, "pass an httpx transport"),
    ({"http_client": 17}, "http_client must be"),
    ({"transport": httpx.MockTransport(lambda _: httpx.Response(200)), "http_client": 17}, "not both"),
]


@pytest.mark.parametrize("kind", [Things, AsyncThings])
@pytest.mark.parametrize(("options", "says"), BAD)
def test_bad_configuration_is_one_clear_error(kind, options, says):
    error = error_of(kind, **{"token": TOKEN, **options})
    assert type(error) is ConfigurationError
    assert isinstance(error, ValueError)
    assert says in str(error)
    assert "secret" not in f"{error!r} {error.__dict__}"
    assert error.applied is False


@pytest.mark.parametrize("arguments", [(0, 10.0), (True, 10.0), (1.5, 10.0), (1, 0), (1, NAN), (1, True), (1, 10**6)])
def test_a_throttle_s_figures(arguments):
    assert type(error_of(Throttle, *arguments)) is ConfigurationError


def test_the_sync_client_takes_no_async_things():
    transport = httpx.AsyncHTTPTransport()
    assert "httpx.BaseTransport" in str(error_of(Things, token=TOKEN, transport=transport))
    assert "httpx.Client" in str(error_of(Things, token=TOKEN, http_client=httpx.AsyncClient()))


def test_the_async_client_takes_no_blocking_things():
    assert "httpx.AsyncBaseTransport" in str(error_of(AsyncThings, token=TOKEN, transport=httpx.HTTPTransport()))
    with httpx.Client() as client:
        assert "httpx.AsyncClient" in str(error_of(AsyncThings, token=TOKEN, http_client=client))


@pytest.mark.parametrize("kind", [Things, AsyncThings])
def test_no_token_names_the_variable(kind):
    assert "LEADCONNECTOR_TOKEN" in str(error_of(kind))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080",
        "http://127.1.2.3",
        "http://[::1]:1",
        "http://localhost",
        "http://a.localhost",
        "https://x.example:8443/v1/",
    ],
)
def test_where_a_token_may_go(url):
    with Things(token=TOKEN, base_url=url) as client:
        assert client.options.base_url == url.rstrip("/")


def test_scheme_and_host_are_the_same_in_capitals():
    with Things(token=TOKEN, base_url="HTTPS://Things.EXAMPLE:8443/V1/") as client:
        assert client.options.base_url == "https://things.example:8443/V1"


def test_the_environment_fills_in_what_is_not_given(monkeypatch):
    monkeypatch.setenv("LEADCONNECTOR_TOKEN", TOKEN)
    monkeypatch.setenv("LEADCONNECTOR_LOCATION_ID", "from-env")
    monkeypatch.setenv("LEADCONNECTOR_BASE_URL", "http://localhost:1")
    with Things() as client:
        assert (client.options.location_id, client.options.base_url) == ("from-env", "http://localhost:1")
    with Things(location_id="own", base_url="https://own.example") as client:
        assert (client.options.location_id, client.options.base_url) == ("own", "https://own.example")


def test_a_blank_variable_is_none(monkeypatch):
    monkeypatch.setenv("LEADCONNECTOR_TOKEN", " ")
    monkeypatch.setenv("LEADCONNECTOR_LOCATION_ID", "")
    assert "no token" in str(error_of(Things))
    with Things(token=TOKEN) as client:
        assert client.options.location_id is None
        assert client.options.base_url == SERVICE.base_url


def test_defaults():
    with Things(token=TOKEN) as client:
        options = client.options
    assert (options.timeout, options.max_retries, options.max_body) == (30.0, 2, 10 * 1024 * 1024)
    assert options.api_version == "v7"
