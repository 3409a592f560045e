"""What a transport's exception says of the request: not sent, perhaps applied, or no fault of the transport at all."""

import contextlib
import ssl
from collections.abc import Iterator

import httpx

from leadconnector.runtime.outcome import Failure

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# httpx-aiohttp reports a connection that broke after sending as a connect time-out too: there, aiohttp's own types
# decide. Named, as aiohttp need not be installed.
_AIOHTTP_NOT_SENT = frozenset({"ClientConnectorError", "ConnectionTimeoutError", "ClientHttpProxyError"})


def classify(exc: Exception, status: int | None) -> Failure | None:
    """The failure that an exception stands for, where no status other than 2xx arrived; None for anyone else's bug."""
    if not isinstance(exc, httpx.HTTPError | httpx.StreamError | OSError) and not _is_aiohttp(exc):
        return None
    _forget_requests(exc)
    if status is not None:
        return Failure(exc, applied=True, timed_out=_timed_out(exc), status=status)
    if isinstance(exc, httpx.UnsupportedProtocol):
        return Failure(exc, applied=False, permanent=True)
    applied = False if _not_sent(exc) else None
    permanent = any(isinstance(link, ssl.SSLCertVerificationError) for link in _chain(exc))
    return Failure(exc, applied=applied, timed_out=_timed_out(exc), permanent=permanent)


def _not_sent(exc: Exception) -> bool:
    below = next((link for link in _chain(exc) if _is_aiohttp(link)), None)
    if below is not None:
        return any(kind.__name__ in _AIOHTTP_NOT_SENT for kind in type(below).__mro__)
    return isinstance(exc, _NOT_SENT)


def _timed_out(exc: Exception) -> bool:
    below = next((link for link in _chain(exc) if _is_aiohttp(link)), exc)
    return isinstance(below, httpx.TimeoutException | TimeoutError)


def _is_aiohttp(exc: BaseException) -> bool:
    return type(exc).__module__.partition(".")[0] == "aiohttp"


def _chain(exc: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = exc
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__


def _forget_requests(exc: Exception) -> None:
    # Ours are raised from these errors, and what hangs on them holds the token: the request, and the frames' locals.
    for link in _chain(exc):
        link.__traceback__ = None
        if isinstance(link, httpx.RequestError):
            with contextlib.suppress(RuntimeError):  # there is none
                link.request = httpx.Request(link.request.method, link.request.url.copy_with(query=None))
