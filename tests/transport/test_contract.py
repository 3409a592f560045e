"""The contract test for other people's transports finds what harms a call, and nothing in those that are known."""

import httpx
import httpx2
import pytest

from leadconnector.sandbox import check_transport


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_the_libraries_own_pass(library):
    with library.HTTPTransport() as transport:
        check_transport(transport)
    check_transport(library.AsyncHTTPTransport())


class Wrong(httpx.BaseTransport):
    """Errs in one way."""

    def __init__(self):
        self.inner = httpx.HTTPTransport()


class CallsAllUnsent(Wrong):
    def handle_request(self, request):
        try:
            return self.inner.handle_request(request)
        except httpx.TransportError:
            raise httpx.ConnectError("failed") from None


class SendsAgain(Wrong):
    def handle_request(self, request):
        try:
            return self.inner.handle_request(request)
        except httpx.RemoteProtocolError:
            return self.inner.handle_request(request)


class FollowsRedirects(Wrong):
    def handle_request(self, request):
        with httpx.Client(transport=self.inner, follow_redirects=True) as client:
            response = client.send(request)
        self.inner = httpx.HTTPTransport()
        return response


class HasNoTimeout(Wrong):
    def handle_request(self, request):
        request.extensions = {}
        return self.inner.handle_request(request)


class RaisesItsOwn(Wrong):
    def handle_request(self, request):
        try:
            return self.inner.handle_request(request)
        except httpx.TransportError:
            raise RuntimeError("failed") from None


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (CallsAllUnsent, "says that the request was not sent, but it was"),
        (SendsAgain, "the server saw 2 requests"),
        (FollowsRedirects, "a redirect: the server saw"),
        (HasNoTimeout, "a server that is silent: "),
        (RaisesItsOwn, "is no TransportError"),
    ],
)
def test_what_harms_a_call_is_named(kind, says):
    with pytest.raises(AssertionError, match=says):
        check_transport(kind())


def test_a_client_is_no_transport():
    with httpx.Client() as client, pytest.raises(TypeError, match="Client"):
        check_transport(client)
