"""The sandbox itself: from a request to a response, without any HTTP library."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from itertools import count
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

import msgspec

from leadconnector.codec.json import is_mapping
from leadconnector.sandbox.control import ROOT, Fault, RateLimit, control
from leadconnector.sandbox.document import json_copy, load_document
from leadconnector.sandbox.handlers import HANDLERS, OTHER_LOCATION, Call, Handler
from leadconnector.sandbox.messages import LOGGED_BODY, Headers, RefusalError, Request, Response, error_response
from leadconnector.sandbox.operations import Operation, Operations
from leadconnector.sandbox.state import Kind, SandboxClock, State
from leadconnector.sandbox.validation import check, parsed_body

if TYPE_CHECKING:
    from leadconnector.sandbox.transports import AsyncSandboxTransport, SandboxTransport

LOCATION_ID: Final = "sandboxLocation00001"
LOG_LENGTH: Final = 10_000  # requests; a sandbox may run for days

_RESPONDS_WITH: Final[Mapping[Kind, str]] = {"schedule": "get-invoice-schedule", "invoice": "update-invoice"}

Tokens = Mapping[str, str | Iterable[str] | None]
H = TypeVar("H", bound=Handler)
Route = tuple[Operation, dict[str, str]]
"""An operation, and the parameters in the path."""


class Sandbox:
    """A stateful stand-in for the service, for tests and for trying things out. Thread-safe.

    It checks each request against the OpenAPI document. The five invoice operations work on its own schedules and
    invoices; any other operation gets the response that the document describes, or that of a handler of yours.
    """

    def __init__(
        self,
        *,
        tokens: Tokens | None = None,
        location_id: str = LOCATION_ID,
        seeded: bool = True,
        rate_limit: int | None = None,
        clock: Callable[[], datetime] | None = None,
        document: Mapping[str, Any] | str | os.PathLike[str] | None = None,
    ) -> None:
        """Set the sandbox up.

        Args:
            tokens: the tokens that are good, each with its location or locations, or None for all of them; by
                default any token will do.
            location_id: owns what the sandbox is seeded with and what `add_schedule` and `add_invoice` make.
            seeded: True to start with the schedules and invoices of `leadconnector.sandbox.state`, if the document
                has operations for them.
            rate_limit: calls per token in 10 seconds, above which it responds with 429; None never does.
            clock: returns the time, with its time zone; the system's by default. With one of your own nothing waits
                for real: delays through the transports, and the pauses of a client that has one of them between its
                attempts, end at once, and the sandbox's time is later by their length.
            document: an OpenAPI 3.1 document or its JSON file; by default the one that ships with the client.

        Raises:
            MissingExtraError: if the packages of the extra ``[sandbox]`` are not installed.
            DocumentError: if there is no document, or it can't be served.
        """
        if tokens is not None and not is_mapping(tokens):
            raise TypeError("tokens= maps each token to its location, several of them, or None for all")
        self.location_id: Final = location_id
        self._tokens = None if tokens is None else {token: _locations(named) for token, named in tokens.items()}
        self._document = load_document(document)
        self._operations = Operations(self._document)
        self._handlers: dict[str, Handler] = dict(HANDLERS)
        self._seeded = seeded and bool(HANDLERS.keys() & self._operations.by_id.keys())
        if self._seeded:
            for kind in _RESPONDS_WITH:
                self._fields_of(kind)  # DocumentError if its description can't be used
        self._enforced_limit = rate_limit
        self.clock: Final = SandboxClock(clock)
        """The time here."""
        self._faults: list[Fault] = []
        self._log: deque[Request] = deque(maxlen=LOG_LENGTH)
        self._lock = RLock()  # a handler may use the sandbox
        self.reset()

    def reset(self) -> None:
        """Return to the beginning: the first state, an empty log, no faults, no calls counted. Handlers stay."""
        with self._lock:
            self._state = State(self.clock.now, self.location_id)
            self._rate_limit = RateLimit(self._enforced_limit, self.clock.now)
            self._failures = count(1)
            self._faults.clear()
            self._log.clear()
            if self._seeded:
                self._state.seed()

    def handle(self, method: str, target: str, headers: Headers = (), body: bytes = b"") -> Response:
        """Respond to one request; `target` is that of the request line: a path with its query, or a whole URL.

        What a handler of yours raises is raised, unless it is a `RefusalError`.
        """
        try:
            request = Request.of(method, target, headers, body)
        except ValueError as error:
            return error_response(400, str(error))
        if request.path == ROOT or request.path.startswith(f"{ROOT}/"):
            return control(self, request)
        with self._lock:
            route = self._operations.route(request.method, request.path)
            request = replace(request, operation=route[0].id if route else None)
            status = None
            try:
                response = self._respond(request, route)
                status = None if response.drop else response.status
            finally:
                self._log.append(replace(request, body=body[:LOGGED_BODY], status=status))
            return response

    def _respond(self, request: Request, route: Route | None) -> Response:
        """Respond as the service does, or fail as was told."""
        limits = self._rate_limit.count(request.token or "")
        fault = next((each for each in self._faults if each.operation in (None, request.operation)), None)
        if fault is None:
            return _with_headers(self._outcome(request, route), limits)
        fault.n -= 1
        if not fault.n:
            self._faults.remove(fault)
        response = self._outcome(request, route) if fault.applied or not fault.has_outcome else None
        if response is None or fault.has_outcome:
            response = self._error(fault.status or 500, fault.message)  # of a dropped one, nobody sees the status
        response = _with_headers(_with_headers(response, limits), (fault.headers or {}).items())
        return replace(response, delay=fault.delay, drop=fault.drop or response.drop)

    def _outcome(self, request: Request, route: Route | None) -> Response:
        try:
            return self._accept(request, route)
        except RefusalError as refusal:
            return self._error(refusal.status, refusal.message)

    def _accept(self, request: Request, route: Route | None) -> Response:
        if route is None:
            # The service responds to what it doesn't know as to a missing scope.
            raise RefusalError(401, f"Unauthorized: there is no operation {request.method} {request.path[:1000]}")
        operation, path = route
        allowed = self._allowed(request.token) if operation.needs_token else None
        if self._rate_limit.is_exceeded(request.token or ""):
            raise RefusalError(429, "Too Many Requests")
        body = parsed_body(operation, request)
        location = operation.location_of(path, request, body)
        if allowed is not None and location is not None and location not in allowed:
            raise RefusalError(403, OTHER_LOCATION)
        call = Call(operation, request, self._state, path, body, location, allowed)
        check(call, self._document)
        result = self._handlers.get(operation.id, Call.described)(call)
        return result if isinstance(result, Response) else operation.with_value(result)

    def _allowed(self, token: str | None) -> frozenset[str] | None:
        """Return the locations that a bearer token is good for, None for all."""
        if token is None:
            raise RefusalError(401, "Invalid token: there is no bearer token in the header Authorization")
        if self._tokens is None:
            return None
        if token not in self._tokens:
            raise RefusalError(401, "Invalid token: access token is invalid")
        return self._tokens[token]

    def _error(self, status: int, message: Any) -> Response:
        return error_response(status, message, next(self._failures))

    @overload
    def register(self, operation: str) -> Callable[[H], H]: ...
    @overload
    def register(self, operation: str, handler: H) -> H: ...
    def register(self, operation: str, handler: Any = None) -> Any:
        """Let `handler` respond to an operation, in place of what did; without `handler`, decorate it.

            @sandbox.register("create-invoice")
            def create(call: Call) -> object:
                return call.state.invoices[sandbox.add_invoice(name=call.body["name"])]

        It is given calls that have passed all checks, one at a time. It returns a `Response`, or the JSON value of the
        described successful one (of which ``call.described()`` is the default), or raises `RefusalError`.

        Args:
            operation: the method (``invoices.delete``) or the ``operationId``.
            handler: takes a `Call`.

        Raises:
            ValueError: if the document has no such operation.
        """
        identifier = self._operations.id_of(operation)

        def register(handler: H) -> H:
            with self._lock:
                self._handlers[identifier] = handler
            return handler

        return register if handler is None else register(handler)

    def fail_next(
        self,
        n: int = 1,
        *,
        status: int | None = None,
        delay: float = 0.0,
        drop: bool = False,
        operation: str | None = None,
        applied: bool = False,
        message: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Let the next `n` calls fail, after the faults that were added before.

        Args:
            n: how many calls fail.
            status: of an error response, 300 to 599.
            delay: seconds, a day at most, before the response, which without `status` and `drop` is the call's own.
                What the call does is done before them. Through a transport, a client whose read time-out is shorter
                gets that.
            drop: True to close the connection without a response.
            operation: the method (``invoices.delete``) or the ``operationId`` whose calls fail; others go well.
            applied: True if, with `status` or `drop`, the call takes effect first, and only its response is lost.
            message: of the error response.
            headers: of the error response, such as Retry-After.

        Raises:
            ValueError: for what can't be played.
        """
        told = {"n": n, "status": status, "delay": delay, "drop": drop, "applied": applied, "message": message}
        identifier = None if operation is None else self._operations.id_of(operation)
        # Its ValidationError is a ValueError.
        fault = msgspec.convert({**told, "operation": identifier, "headers": headers}, Fault)
        with self._lock:
            self._faults.append(fault)

    def clear_faults(self) -> None:
        """Forget the faults that have not been played."""
        with self._lock:
            self._faults.clear()

    def add_schedule(
        self, schedule: Mapping[str, Any] | None = None, /, *, extra: Mapping[str, Any] | None = None, **fields: Any
    ) -> str:
        """Add a schedule and return its id.

        A mapping is kept as it is, so it may lack fields or hold what the document doesn't know; ``fields``, by their
        names on the wire, replace those of it, or of a realistic active schedule. The schedule shows the invoices
        that `add_invoice` is told to be of it.

        Args:
            schedule: the whole schedule; None for a realistic one.
            extra: fields that the document does not describe.
            **fields: fields that it does.

        Raises:
            TypeError: for a field that the document does not describe.
            ValueError: if the ``_id`` is taken, or not a str.
        """
        with self._lock:
            described = self._fields_of("schedule")
            return self._state.add("schedule", schedule, fields=fields, described=described, extra=extra)

    def add_invoice(
        self,
        invoice: Mapping[str, Any] | None = None,
        /,
        *,
        schedule_id: str | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> str:
        """Add an invoice, by default a realistic draft, and return its id; see `add_schedule`.

        Args:
            invoice: the whole invoice; None for a realistic one.
            schedule_id: the schedule among whose invoices it appears.
            extra: fields that the document does not describe.
            **fields: fields that it does.

        Raises:
            TypeError: for a field that the document does not describe.
            ValueError: if the ``_id`` is taken, or not a str, or there is no such schedule.
        """
        with self._lock:
            described = self._fields_of("invoice")
            return self._state.add(
                "invoice", invoice, fields=fields, described=described, extra=extra, schedule_id=schedule_id
            )

    def _fields_of(self, kind: Kind) -> Mapping[str, Any]:
        """Return what the document describes of a schedule or invoice; nothing where no operation responds with one."""
        operation = self._operations.by_id.get(_RESPONDS_WITH[kind])
        return operation.response_properties() if operation else {}

    @property
    def schedules(self) -> dict[str, dict[str, Any]]:
        """All schedules by id, as the service would send them now; a copy."""
        with self._lock:
            state = self._state
            return json_copy({each: state.schedule_with_invoices(each) for each in state.schedules})

    @property
    def invoices(self) -> dict[str, dict[str, Any]]:
        """All invoices by id, as the service would send them now; a copy."""
        with self._lock:
            return json_copy(self._state.invoices)

    @property
    def requests(self) -> list[Request]:
        """The requests so far (the last 10,000), oldest first."""
        with self._lock:
            return list(self._log)

    def clear_requests(self) -> None:
        """Forget the requests so far."""
        with self._lock:
            self._log.clear()

    def transport(self) -> "SandboxTransport":
        """Return a transport for `Client(transport=…)` or `httpx.Client(transport=…)`."""
        from leadconnector.sandbox.transports import SandboxTransport

        return SandboxTransport(self)

    def async_transport(self) -> "AsyncSandboxTransport":
        """Return a transport for `AsyncClient(transport=…)` or `httpx.AsyncClient(transport=…)`."""
        from leadconnector.sandbox.transports import AsyncSandboxTransport

        return AsyncSandboxTransport(self)

    def serve(self, port: int = 0) -> AbstractContextManager[str]:
        """Serve over HTTP on loopback, in a thread, while the context lasts; it gives the base URL.

        Args:
            port: 0 for a free one.

        Raises:
            OSError: if the port is in use.
        """
        from leadconnector.sandbox.http import serving

        return serving(self, port)


def _locations(named: str | Iterable[str] | None) -> frozenset[str] | None:
    return None if named is None else frozenset([named] if isinstance(named, str) else named)


def _with_headers(response: Response, headers: Iterable[tuple[str, str]]) -> Response:
    """Return a response with headers in place of those of the same name."""
    added = {name.lower(): (name, value) for name, value in headers}
    kept = [(name, value) for name, value in response.headers if name.lower() not in added]
    return replace(response, headers=(*kept, *added.values()))
