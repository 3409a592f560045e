"""What the sync and the async client have in common: options, state, and the run of a call up to its I/O."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Self, TypeVar, cast

from msgspec import structs

from leadconnector.client.call import Call, Context
from leadconnector.client.events import (
    CallEvent,
    Hook,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
    check_hooks,
    check_plain,
    log_to_stderr,
)
from leadconnector.client.operation import Service
from leadconnector.client.options import Options, check_max_retries, check_timeout, from_environment
from leadconnector.client.rate_limit import RateLimitBook, RateLimits
from leadconnector.client.request import PreparedRequest, with_headers
from leadconnector.client.retry_policy import SYSTEM_CLOCK, Clock
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.errors import ClientClosedError, ConfigurationError, InvalidRequestError
from leadconnector.secret import Secret, TokenFunction, check_source
from leadconnector.transport.httpx_bridge import Sender

if TYPE_CHECKING:
    from leadconnector.client.throttle import Throttle
    from leadconnector.codec.drift import DriftKind

T = TypeVar("T")
TokenT = TypeVar("TokenT")
TransportT = TypeVar("TransportT")
HTTPClientT = TypeVar("HTTPClientT")


class ClientBase(Generic[TokenT, TransportT, HTTPClientT]):
    """Options, token, hooks and rate limits of a client. Safe for threads and tasks: only the observer ever changes."""

    _service: ClassVar[Service]
    _clock: Clock = SYSTEM_CLOCK
    _open_sender: ClassVar[type[Sender]]
    _sender: Any

    _options: Options
    _owner: bool
    _hooks: Mapping[str, Hook]
    _observer: Mapping[str, Hook]

    def __init__(
        self,
        *,
        token: TokenT | None = None,
        location_id: str | None = None,
        base_url: str | None = None,
        api_version: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        max_body: int | None = None,
        default_headers: Mapping[str, str] | None = None,
        timezone: str | None = None,
        throttle: "bool | str | Throttle | None" = None,
        on_request: Callable[[RequestEvent], object] | None = None,
        on_response: Callable[[ResponseEvent], object] | None = None,
        on_retry: Callable[[RetryEvent], object] | None = None,
        on_call: Callable[[CallEvent], object] | None = None,
        on_drift: "Callable[[str, str, DriftKind], object] | None" = None,
        transport: TransportT | None = None,
        http_client: HTTPClientT | None = None,
        proxy: str | None = None,
    ) -> None:
        """Set the client up; ConfigurationError for anything unusable, before any request.

        :param token: the token without "Bearer", or a function asked for it before each attempt, for the async client
            also an async one; else the environment's LEADCONNECTOR_TOKEN.
        :param location_id: used where a call names none; else LEADCONNECTOR_LOCATION_ID.
        :param base_url: HTTPS, or this machine; else LEADCONNECTOR_BASE_URL, else the service's.
        :param api_version: the Version header's value.
        :param timeout: seconds for a whole call: waiting for a connection, all attempts, and the pauses between
            them (30). The sync client doesn't interrupt functions of your own.
        :param max_retries: how often a call may be sent again (2), where that is harmless.
        :param max_body: the most bytes of a decoded response (10 MiB).
        :param default_headers: more header fields for every request; the client's own, as Authorization, are refused.
        :param timezone: an IANA name such as ``Europe/Berlin``: dates of responses that came as moments have its days;
            else UTC's.
        :param throttle: True to keep each location's rate limit in this process, as the service tells it (100 requests
            in 10 s until it does); a Throttle for a limit of your own; or a ``redis://`` URL to share the limit among
            processes.
        :param on_request: called with a RequestEvent before each attempt; what a hook raises is logged only.
        :param on_response: called with a ResponseEvent after each attempt.
        :param on_retry: called with a RetryEvent before the pause between two attempts.
        :param on_call: called with a CallEvent when a call is over, whatever came of it.
        :param on_drift: called with operation, JSON pointer and kind for what a response holds and the description does
            not know: once for each pointer and kind.
        :param transport: any transport of httpx or httpx2, closed with the client. The default one keeps the deadline
            whatever happens, and knows whether a request was sent. With another, the async client cancels its request
            at the deadline; the sync client tells it how much time is left and checks between parts of the body, so
            that a server that drips its headers, or a transport that ignores timeouts, can outlive the deadline.
        :param http_client: a client of httpx or httpx2, which stays yours to close. Its proxies, hooks, headers and
            cookies apply, its auth and redirects don't; for the deadline the same holds as for ``transport``.
        :param proxy: the URL of a proxy for the client's own connections, instead of the environment's.
        """
        service = self._service
        try:
            if (level := from_environment(service, "LOG")) is not None:
                log_to_stderr(level, f"{service.env_prefix}_LOG")
            clock = getattr(transport, "clock", None)  # the sandbox's: its time may be another
            self._clock = clock if isinstance(clock, Clock) else self._clock
            numbers = {"timeout": timeout, "max_retries": max_retries, "max_body": max_body}
            self._options = Options(
                service=service,
                base_url=_first(base_url, from_environment(service, "BASE_URL"), service.base_url),
                api_version=_first(api_version, service.api_version),
                location_id=_first(location_id, from_environment(service, "LOCATION_ID")),
                default_headers=default_headers or {},
                timezone=timezone,
                **{name: cast("Any", value) for name, value in numbers.items() if value is not None},
            )
            hooks = {"on_request": on_request, "on_response": on_response, "on_retry": on_retry, "on_call": on_call}
            self._hooks, self._observer = check_hooks(hooks), {}
            self._context = Context(
                token=self._checked(token),
                hooks=_watchers(self._observer, self._hooks),
                throttle=_throttle(throttle),
                book=RateLimitBook(),
                clock=self._clock,
                on_result=_drift_reporter(on_drift),
            )
            self._sender = self._open_sender(self._options.base_url, transport, http_client, proxy)
        except ConfigurationError as error:
            token = transport = http_client = proxy = throttle = default_headers = None  # shown in some tracebacks
            raise error.with_traceback(None) from None
        self._owner = True

    def _checked(self, token: object) -> Secret | TokenFunction:
        token = _first(token, from_environment(self._service, "TOKEN"))
        if token is None:
            raise ConfigurationError(f"no token: give token=, or set {self._service.env_prefix}_TOKEN")
        return check_source(token, may_await=self._open_sender.is_async)

    @property
    def options(self) -> Options:
        """What the client knows for every call, but for the token."""
        return self._options

    @property
    def rate_limit(self) -> RateLimits:
        """The rate limits as the service last told them: this client's own, and of all locations of its pool."""
        return self._context.book.limits(self._options.location_id)

    def with_options(
        self,
        *,
        timeout: float | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        token: TokenT | Unset = UNSET,
        location_id: str | Unset | None = UNSET,
        default_headers: Mapping[str, str] | Unset | None = UNSET,
        timezone: str | Unset | None = UNSET,
        throttle: "bool | str | Throttle | Unset | None" = UNSET,
        on_request: Callable[[RequestEvent], object] | Unset | None = UNSET,
        on_response: Callable[[ResponseEvent], object] | Unset | None = UNSET,
        on_retry: Callable[[RetryEvent], object] | Unset | None = UNSET,
        on_call: Callable[[CallEvent], object] | Unset | None = UNSET,
        on_drift: "Callable[[str, str, DriftKind], object] | Unset | None" = UNSET,
    ) -> Self:
        """A client with other options on the same connections; this one stays as it is, and closes them."""
        options: dict[str, Any] = {
            "timeout": timeout,
            "max_retries": max_retries,
            "location_id": location_id,
            "default_headers": {} if default_headers is None else default_headers,
            "timezone": timezone,
        }
        hooks = {"on_request": on_request, "on_response": on_response, "on_retry": on_retry, "on_call": on_call}
        context: dict[str, Any] = {}
        try:
            own_hooks = check_hooks({**self._hooks, **_given(hooks)})
            context["hooks"] = _watchers(self._observer, own_hooks)
            if token is not UNSET:
                context["token"] = self._checked(token)
            if throttle is not UNSET:
                context["throttle"] = _throttle(throttle)
            if on_drift is not UNSET:
                context["on_result"] = _drift_reporter(on_drift)
            other = object.__new__(type(self))
            other.__dict__.update(self.__dict__)
            other._options = structs.replace(self._options, **_given(options))
            other._hooks = own_hooks
        except ConfigurationError as error:
            token = throttle = default_headers = UNSET  # shown in some tracebacks
            options.clear()
            raise error.with_traceback(None) from None
        other._context = structs.replace(self._context, **context)
        other._owner = False
        return other

    def set_observer(self, observer: Mapping[str, Hook]) -> None:
        """Let an instrumentation, as `leadconnector.otel`, watch all calls that begin from now on, beside the hooks.

        An observer has hooks by their names, and may have ``on_start``, which is called with a CallInfo when a call
        begins. It takes the place of an earlier one; an empty one watches nothing. Clients that `with_options` makes
        later have it too.
        """
        self._observer = check_hooks(observer)
        self._context = structs.replace(self._context, hooks=_watchers(self._observer, self._hooks))

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} can't be copied or pickled, as it has connections and a token: "
            "with_options() gives one with other options, and each process makes its own"
        )

    def _begin(
        self,
        prepared: PreparedRequest[T],
        timeout: float | None,
        max_retries: int | None,
        extra_headers: Mapping[str, str] | None,
        on_turn: Callable[[], object] | None = None,
        on_wait: Callable[[], object] | None = None,
    ) -> Call[T]:
        if self._sender.is_closed:
            raise ClientClosedError("the client is closed", operation=prepared.operation.name)
        check_plain("on_wait", on_wait)
        if not self._open_sender.is_async:
            check_plain("on_turn", on_turn)
        elif on_turn is not None and not callable(on_turn):
            raise ConfigurationError("on_turn must be an async function")
        options = self._options
        if not prepared.url.startswith(f"{options.base_url}/"):
            raise InvalidRequestError(
                "the request was prepared for another base URL; this client's token is not sent there",
                operation=prepared.operation.name,
            )
        return Call(
            context=self._context,
            prepared=with_headers(prepared, extra_headers) if extra_headers else prepared,
            timeout=options.timeout if timeout is None else check_timeout(timeout),
            max_retries=options.max_retries if max_retries is None else check_max_retries(max_retries),
            zone=options.zone,
            on_turn=on_turn,
            on_wait=on_wait,
        )

    def __repr__(self) -> str:
        options: Options | None = getattr(self, "_options", None)
        if options is None:  # set-up failed: tracebacks with locals show it like this
            return f"<{type(self).__name__}, not set up>"
        return f"{type(self).__name__}(base_url={options.base_url!r}, location_id={options.location_id!r})"


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _watchers(*watchers: Mapping[str, Hook]) -> list[Mapping[str, Hook]]:
    return [hooks for hooks in watchers if hooks]


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not UNSET}


def _throttle(throttle: object) -> "Throttle | None":
    if throttle is None or throttle is False:
        return None
    from leadconnector.client.throttle import Throttle  # loaded only by those who ask for it, as the next

    if throttle is True:
        return Throttle()
    if isinstance(throttle, str):
        from leadconnector.client.throttle_redis import RedisThrottle

        return RedisThrottle(throttle)
    if isinstance(throttle, Throttle):
        return throttle
    raise ConfigurationError("throttle must be True, a Throttle, or a redis:// URL")


def _drift_reporter(
    callback: "Callable[[str, str, DriftKind], object] | None",
) -> Callable[[str, object, bool], None] | None:
    if callback is None:
        return None
    from leadconnector.codec.drift import DriftReporter  # loaded only by those who ask for it

    try:
        return DriftReporter(callback).report
    except TypeError as error:
        raise ConfigurationError(str(error)) from None
