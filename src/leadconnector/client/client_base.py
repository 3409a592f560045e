"""What the sync and the async client have in common: set-up, state, and the run of a call up to its I/O."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypedDict, TypeVar, cast

from leadconnector.client.call import Call, Context
from leadconnector.client.clock import SYSTEM_CLOCK, Clock
from leadconnector.client.events import (
    HOOKS,
    CallEvent,
    Observer,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
    log_to_stderr,
)
from leadconnector.client.options import Options, check_max_retries, check_timeout, from_environment
from leadconnector.client.rate_limit import RateLimitBook, RateLimits
from leadconnector.client.request import PreparedRequest, with_headers
from leadconnector.client.service import Service
from leadconnector.client.throttle import OwnQueue, Queue, RateLimiter, Throttle
from leadconnector.codec.unset import UNSET
from leadconnector.errors import ClientClosedError, ConfigurationError, InvalidRequestError
from leadconnector.secret import TokenSource

if TYPE_CHECKING:
    from leadconnector.codec.drift import DriftKind

T = TypeVar("T")


class Gate:
    """Whether a pool is open; shared by a client and all that are made from it."""

    __slots__ = ("closed",)

    def __init__(self) -> None:
        self.closed = False

    def is_closed(self) -> bool:
        """Whether it has been closed, to be asked now and then by what waits."""
        return self.closed


class Settings(TypedDict):
    """The arguments that both clients take alike."""

    location_id: str | None
    base_url: str | None
    api_version: str | None
    timeout: float | None
    max_retries: int | None
    max_body: int | None
    default_headers: Mapping[str, str] | None
    timezone: str | None
    throttle: bool | str | Throttle | RateLimiter | None
    on_request: Callable[[RequestEvent], object] | None
    on_response: Callable[[ResponseEvent], object] | None
    on_retry: Callable[[RetryEvent], object] | None
    on_call: Callable[[CallEvent], object] | None
    on_drift: "Callable[[str, str, DriftKind], object] | None"


class ClientBase:
    """Options, token, observers and rate limits of a client. Safe for threads and tasks: nothing here changes."""

    _service: ClassVar[Service]
    _clock: Clock = SYSTEM_CLOCK
    _may_await: ClassVar[bool] = False

    _options: Options
    _context: Context
    _gate: Gate
    _owner: bool

    def _set_up(self, token: object, settings: Settings, transport: object) -> None:
        service = self._service
        if (level := from_environment(service, "LOG")) is not None:
            log_to_stderr(level, f"{service.env_prefix}_LOG")
        clock = getattr(transport, "clock", None)  # the sandbox's: its time may be another
        self._clock = clock if isinstance(clock, Clock) else self._clock
        source = self._token_source(token)
        numbers = {name: settings[name] for name in ("timeout", "max_retries", "max_body")}
        given: dict[str, Any] = {name: value for name, value in numbers.items() if value is not None}
        self._options = Options(
            service=service,
            base_url=_first(settings["base_url"], from_environment(service, "BASE_URL"), service.base_url),
            api_version=_first(settings["api_version"], None, service.api_version),
            location_id=_first(settings["location_id"], from_environment(service, "LOCATION_ID"), None),
            authorization=source.authorization,
            default_headers=settings["default_headers"] or {},
            timezone=settings["timezone"],
            **given,
        )
        self._context = Context(
            token=source,
            observer=Observer(
                on_request=settings["on_request"],
                on_response=settings["on_response"],
                on_retry=settings["on_retry"],
                on_call=settings["on_call"],
            ),
            queue=_queue(settings["throttle"]),
            book=RateLimitBook(),
            clock=self._clock,
            on_result=_drift_reporter(settings["on_drift"]),
        )
        self._gate = Gate()
        self._owner = True

    def _token_source(self, token: object) -> TokenSource:
        if token is None:
            token = from_environment(self._service, "TOKEN")
        if token is None:
            raise ConfigurationError(f"no token: give token=, or set {self._service.env_prefix}_TOKEN")
        return TokenSource(token, may_await=self._may_await)

    @property
    def options(self) -> Options:
        """What the client knows for every call, but for the token."""
        return self._options

    @property
    def rate_limit(self) -> RateLimits:
        """The rate limits as the service last told them: this client's own, and of all locations of its pool."""
        return RateLimits(self._context.book.states(), self._options.location_id)

    def _with_options(self, **changes: Any) -> Self:
        given = {name: value for name, value in changes.items() if value is not UNSET}
        context: dict[str, Any] = {}
        if "token" in given:
            context["token"] = source = self._token_source(given.pop("token"))
            given["authorization"] = source.authorization
        if "throttle" in given:
            context["queue"] = _queue(given.pop("throttle"))
        if "on_drift" in given:
            context["on_result"] = _drift_reporter(given.pop("on_drift"))
        if hooks := {name: given.pop(name) for name in HOOKS if name in given}:
            context["observer"] = replace(self._context.observer, **hooks)
        if given.get("default_headers", ()) is None:
            given["default_headers"] = {}
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._context = replace(self._context, **context)
        other._options = replace(self._options, **given)
        other._owner = False
        return other

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
    ) -> Call[T]:
        if self._gate.closed:
            raise ClientClosedError("the client is closed", operation=prepared.operation.name)
        if not prepared.url.startswith(f"{self._options.base_url}/"):
            raise InvalidRequestError(
                "the request was prepared for another base URL; this client's token is not sent there",
                operation=prepared.operation.name,
            )
        return Call(
            self._context,
            with_headers(prepared, extra_headers) if extra_headers else prepared,
            timeout=self._options.timeout if timeout is None else check_timeout(timeout),
            max_retries=self._options.max_retries if max_retries is None else check_max_retries(max_retries),
            zone=self._options.zone,
        )

    def __repr__(self) -> str:
        options: Options | None = getattr(self, "_options", None)
        if options is None:  # set-up failed: tracebacks with locals show it like this
            return f"<{type(self).__name__}, not set up>"
        return f"{type(self).__name__}(base_url={options.base_url!r}, location_id={options.location_id!r})"


def _queue(throttle: object) -> Queue | None:
    if throttle is None or throttle is False:
        return None
    if throttle is True:
        return Throttle()
    if isinstance(throttle, str):
        from leadconnector.client.throttle_redis import RedisThrottle  # loaded only by those who ask for it

        return RedisThrottle(throttle)
    if callable(getattr(throttle, "ask", None)):
        return cast("Queue", throttle)
    if callable(getattr(throttle, "reserve", None)):
        return OwnQueue(cast("RateLimiter", throttle))
    raise ConfigurationError("throttle must be True, a Throttle, a redis:// URL, or an object with reserve()")


def _drift_reporter(
    callback: "Callable[[str, str, DriftKind], object] | None",
) -> Callable[[str, object], None] | None:
    if callback is None:
        return None
    from leadconnector.codec.drift import DriftReporter  # loaded only by those who ask for it

    try:
        return DriftReporter(callback).report
    except TypeError as error:
        raise ConfigurationError(str(error)) from None


def _first(given: Any, environment: str | None, default: str | None) -> Any:
    if given is not None:
        return given
    return environment if environment is not None else default
