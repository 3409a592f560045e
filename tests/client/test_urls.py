"""The URLs that go out are the ones that httpx would have parsed, whichever way they were made."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadconnector.client.errors import ConfigurationError
from leadconnector.transport import urls
from leadconnector.transport.urls import URLs

BASES = (
    "https://services.example",
    "https://services.example:8443/v2",
    "http://127.0.0.1:8000",
    "http://[::1]:8000/a/b",
    "https://xn--bcher-kva.example",
    "https://services.example/~a%20b",
)
PARTS = ("_reference", "scheme", "raw_host", "port", "netloc", "raw_path", "path", "query", "params", "fragment")
bases = st.sampled_from(BASES)
encoded = st.text("aZ09-._~/?&=", max_size=30) | st.lists(st.sampled_from(["%20", "%2F", "a", "/", ".", "?"])).map(
    "".join
)


def same(made, parsed):
    return str(made) == str(parsed) and all(getattr(made, name, None) == getattr(parsed, name, None) for name in PARTS)


@given(bases, encoded | st.text(st.characters(codec="utf-8"), max_size=20))
@example(BASES[0], "invoices/%F0%9F%92%B6?altId=a%26b&altType=location")
@example(BASES[1], "../x")
@example(BASES[1], "a/./b/..")
@example(BASES[0], "a?")
@example(BASES[0], "a#b")
@example(BASES[0], "%zz")
@example(BASES[0], "a b")
def test_it_is_what_httpx_makes_of_the_text(base, rest):
    text = f"{base}/{rest}"
    try:
        parsed = httpx.URL(text)
    except httpx.InvalidURL:
        with pytest.raises(httpx.InvalidURL):
            URLs(base).url(text)
    else:
        assert same(URLs(base).url(text), parsed)


@pytest.mark.parametrize("base", BASES)
def test_what_our_own_requests_look_like_is_not_parsed_again(base, monkeypatch):
    made = URLs(base)
    text = f"{base}/invoices/schedule/a%2Fb?altId=x&altType=location"
    expected = httpx.URL(text)
    monkeypatch.setattr(urls.httpx, "URL", refuse_text(httpx.URL))
    assert same(made.url(text), expected)


def refuse_text(kind):
    class Parsed(kind):
        def __init__(self, url):
            assert not isinstance(url, str), "parsed"
            super().__init__(url)

    return Parsed


def kept_nowhere(_self, _text):
    raise AttributeError("_uri_reference")


def kept_elsewhere(self, _text):
    return httpx.URL(self._base)


@pytest.mark.parametrize("joined", [kept_nowhere, kept_elsewhere])
def test_a_release_of_httpx_that_keeps_urls_otherwise_parses_them(joined, monkeypatch):
    monkeypatch.setattr(URLs, "_joined", joined)
    text = f"{BASES[0]}/invoices?altId=x"
    assert same(URLs(BASES[0]).url(text), httpx.URL(text))


def test_a_base_that_httpx_can_not_take():
    with pytest.raises(ConfigurationError, match="base_url can't be used"):
        URLs("https://services.example:port")
