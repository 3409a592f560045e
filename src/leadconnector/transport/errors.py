"""What a transport's exception says of the request: not sent, perhaps applied, or no fault of the transport at all."""

import contextlib
import ssl

import httpx

from leadconnector.client.outcome import Failure, causes
from leadconnector.transport.deadline import TimeLeft

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_IN_DOUBT = (httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
# httpx-aiohttp reports a connection that broke after sending as a connect time-out too: there, aiohttp's own types
# decide. Named, as aiohttp need not be installed.
_AIOHTTP_NOT_SENT = frozenset({"ClientConnectorError", "ConnectionTimeoutError", "ClientHttpProxyError"})


def before_sending(exc: BaseException, request: httpx.Request) -> httpx.TransportError | None:
    """The failed connection that an error of our transports is if nothing of the request was sent yet; None if it was.

    A proxy that is silent, or ends the connection, when it is asked for a tunnel has not seen the request.
    """
    timeout = request.extensions.get("timeout", {}).get("write")
    if not isinstance(timeout, TimeLeft) or timeout.is_sent or not isinstance(exc, _IN_DOUBT):
        return None
    return (httpx.ConnectTimeout if isinstance(exc, httpx.TimeoutException) else httpx.ConnectError)(str(exc))


def classify(exc: Exception, status: int | None) -> Failure | None:
    """The failure that an exception stands for, where no status other than 2xx arrived; None for anyone else's bug."""
    if not isinstance(exc, httpx.HTTPError | httpx.StreamError | OSError) and not _is_aiohttp(exc):
        return None
    timed_out, not_sent = _timed_out(exc), _not_sent(exc)
    permanent = any(isinstance(link, ssl.SSLCertVerificationError) for link in causes(exc))
    cause = _without_request(exc)
    if status is not None:
        return Failure(cause, applied=True, timed_out=timed_out, status=status)
    if isinstance(exc, httpx.UnsupportedProtocol):
        return Failure(cause, applied=False, permanent=True)
    return Failure(cause, applied=False if not_sent else None, timed_out=timed_out, permanent=permanent)


def _not_sent(exc: Exception) -> bool:
    below = next((link for link in causes(exc) if _is_aiohttp(link)), None)
    if below is not None:
        return any(kind.__name__ in _AIOHTTP_NOT_SENT for kind in type(below).__mro__)
    return isinstance(exc, _NOT_SENT)


def _timed_out(exc: Exception) -> bool:
    below = next((link for link in causes(exc) if _is_aiohttp(link)), exc)
    return isinstance(below, httpx.TimeoutException | TimeoutError)


def _is_aiohttp(exc: BaseException) -> bool:
    return type(exc).__module__.partition(".")[0] == "aiohttp"


def _without_request(exc: Exception) -> Exception:
    # Ours are raised from these errors, and what hangs on them holds the token: the request, and the frames' locals.
    if hasattr(exc, "request_info"):
        exc = httpx.RemoteProtocolError(f"{type(exc).__name__}: {getattr(exc, 'message', '')}")
    for link in causes(exc):
        link.__traceback__ = None
        if hasattr(link.__cause__, "request_info"):
            link.__cause__ = link.__context__ = None
        if isinstance(link, httpx.RequestError):
            with contextlib.suppress(RuntimeError):  # there is none
                link.request = httpx.Request(link.request.method, link.request.url.copy_with(query=None))
    return exc
