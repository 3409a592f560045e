"""The sandbox itself: from a request to a response, without any HTTP library."""

import os
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from leadconnector.sandbox.control import ROOT, control
from leadconnector.sandbox.document import json_copy, load_document
from leadconnector.sandbox.handlers import HANDLERS, Handler
from leadconnector.sandbox.messages import LOGGED_BODY, Headers, Request, Response, error_response
from leadconnector.sandbox.operations import Operations
from leadconnector.sandbox.realistic import build, seed
from leadconnector.sandbox.service import Fault, RateLimit, Service, Tokens
from leadconnector.sandbox.state import SandboxClock, State

if TYPE_CHECKING:
    from leadconnector.sandbox.transports import AsyncSandboxTransport, SandboxTransport

LOCATION_ID: Final = "sandboxLocation00001"
LOG_LENGTH: Final = 10_000  # requests; a sandbox may run for days

H = TypeVar("H", bound=Handler)


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
            seeded: True to start with the schedules and invoices of `leadconnector.sandbox.realistic`, if the document
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
        self.location_id: Final = location_id
        read = load_document(document)
        self._operations = Operations(read)
        self._seeded = seeded and bool(HANDLERS.keys() & self._operations.by_id.keys())
        self._rate_limit = rate_limit
        self.clock: Final = SandboxClock(clock)
        """The time here."""
        self._service = Service(read, self._operations, tokens)
        self._log: deque[Request] = deque(maxlen=LOG_LENGTH)
        self._lock = RLock()  # a handler may use the sandbox
        self.reset()

    def reset(self) -> None:
        """Return to the beginning: the first state, an empty log, no faults, no calls counted. Handlers stay."""
        with self._lock:
            self._state = State(self.clock.now)
            self._service.start(self._state, RateLimit(self._rate_limit, self.clock.now))
            self._log.clear()
            if self._seeded:
                seed(self._state, self.add_schedule, self.add_invoice)

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
            logged = replace(request, body=body[:LOGGED_BODY])
            try:
                response, operation = self._service.respond(request)
                logged = replace(logged, operation=operation, status=None if response.drop else response.status)
            finally:
                self._log.append(logged)
            return response

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
                self._service.handlers[identifier] = handler
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
        fault = Fault(
            n=n,
            status=status,
            delay=delay,
            drop=drop,
            operation=None if operation is None else self._operations.id_of(operation),
            applied=applied,
            message=message,
            headers=headers,
        )
        fault.check()
        with self._lock:
            self._service.faults.append(fault)

    @property
    def faults(self) -> list[Fault]:
        """The faults that are yet to be played; `n` counts the calls that are left of each."""
        with self._lock:
            return [replace(fault) for fault in self._service.faults]

    def clear_faults(self) -> None:
        """Forget the faults that have not been played."""
        with self._lock:
            self._service.faults.clear()

    def add_schedule(
        self, schedule: Mapping[str, Any] | None = None, /, *, extra: Mapping[str, Any] | None = None, **fields: Any
    ) -> str:
        """Add a schedule and return its id.

        A mapping is kept as it is, so it may lack fields or hold what the document doesn't know; ``fields``, by their
        names on the wire, replace those of it, or of a realistic active schedule. Objects in ``invoices`` become
        invoices of their own.

        Args:
            schedule: the whole schedule; None for a realistic one.
            extra: fields that the document does not describe.
            **fields: fields that it does.

        Raises:
            TypeError: for a field that the document does not describe.
            ValueError: if the ``_id`` is taken, or not a str.
        """
        with self._lock:
            described = self._service.described_fields("get-invoice-schedule")
            made = build("schedule", self._state, self.location_id, schedule, fields, extra, described)
            return self._state.add_schedule(made)

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
            described = self._service.described_fields("update-invoice")
            made = build("invoice", self._state, self.location_id, invoice, fields, extra, described)
            return self._state.add_invoice(made, schedule_id)

    @property
    def schedules(self) -> dict[str, dict[str, Any]]:
        """All schedules by id, as the service would send them now; a copy."""
        with self._lock:
            state = self._state
            copy: dict[str, Any] = json_copy({each: state.schedule_with_invoices(each) for each in state.schedules})
            return copy

    @property
    def invoices(self) -> dict[str, dict[str, Any]]:
        """All invoices by id, as the service would send them now; a copy."""
        with self._lock:
            copy: dict[str, Any] = json_copy(self._state.invoices)
            return copy

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
