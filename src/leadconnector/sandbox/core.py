"""The sandbox itself: from a request to an answer, without any HTTP library."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from leadconnector.sandbox import fixtures
from leadconnector.sandbox.access import Access, Tokens
from leadconnector.sandbox.answer import Answer
from leadconnector.sandbox.description import Description
from leadconnector.sandbox.document import load_document
from leadconnector.sandbox.engine import Engine
from leadconnector.sandbox.faults import Fault
from leadconnector.sandbox.given import build, json_copy
from leadconnector.sandbox.request import Headers, Request
from leadconnector.sandbox.seed import seed
from leadconnector.sandbox.state import State
from leadconnector.sandbox.wire import reckon_invoice, reckon_schedule

if TYPE_CHECKING:
    from leadconnector.sandbox.transports import AsyncSandboxTransport, SandboxTransport

LOCATION_ID: Final = "sandboxLocation00001"
LOG_LENGTH: Final = 10_000  # requests; a sandbox may run for days


class Sandbox:
    """A stateful stand-in for the service, for tests and for trying things out. Thread-safe.

    It checks each request against the OpenAPI document and plays the operations on its own schedules and invoices.
    An operation that the document has and the sandbox doesn't know is checked too, and then answered with 501.
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

        :param tokens: the tokens that are good, each with its location or locations, or None for all of them; by
            default any token will do.
        :param location_id: owns what the sandbox is seeded with and what `add_schedule` and `add_invoice` make.
        :param seeded: True to start with the schedules and invoices of `leadconnector.sandbox.seed`.
        :param rate_limit: calls per token in 10 seconds, above which it answers 429; None never does.
        :param clock: returns the time, with its time zone; the system's by default.
        :param document: an OpenAPI 3.1 document or its JSON file; by default the one that ships with the client.
        :raises MissingExtraError: if the packages of the extra ``[sandbox]`` are not installed.
        :raises DocumentError: if there is no document, or it can't be served.
        """
        self.location_id: Final = location_id
        description = Description(load_document(document))
        self._operations = [operation.id for operation in description.operations]
        self._names = {operation.name: operation.id for operation in description.operations if operation.name}
        self._state = State(clock or _system_time)
        self._engine = Engine(description, Access(tokens), self._state, rate_limit)
        self._log: deque[Request] = deque(maxlen=LOG_LENGTH)
        self._lock = Lock()
        self._invoice_numbers, self._schedule_numbers = count(19), count(1)
        if seeded:
            seed(self, self._state)

    def handle(self, method: str, target: str, headers: Headers = (), body: bytes = b"") -> Answer:
        """Answer one request; `target` is the path with its query, as in the request line."""
        request = Request.of(method, target, headers, body)
        with self._lock:
            answer, operation = self._engine.answer(request)
            status = None if answer.drop else answer.status
            self._log.append(replace(request, operation=operation, status=status))
            return answer

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
        """Let the next `n` calls fail, once what was told before has happened.

        :param status: of an error answer, 300 to 599.
        :param delay: seconds before the answer, which without `status` and `drop` is the call's own. What the call
            does is done before them. Through a transport, a client whose read time-out is shorter gets that.
        :param drop: True to close the connection without an answer.
        :param operation: the method (``invoices.delete``) or the ``operationId`` whose calls fail; others go well.
        :param applied: True if, with `status` or `drop`, the call takes effect first, and only its answer is lost.
        :param message: of the error answer.
        :param headers: added to the error answer, such as Retry-After.
        :raises ValueError: for what can't be played.
        """
        fault = Fault(
            n=n,
            status=status,
            delay=delay,
            drop=drop,
            operation=self._names.get(operation or "", operation),
            applied=applied,
            message=message,
            headers=headers,
        )
        fault.check(self._operations)
        with self._lock:
            self._engine.faults.add(fault)

    def add_schedule(self, schedule: Mapping[str, Any] | None = None, /, **fields: Any) -> str:
        """Add a schedule and return its id.

        A mapping is kept as it is, so it may lack fields or hold what the document doesn't know; ``fields``, by their
        names on the wire, replace those of it, or of a realistic active schedule. Objects in ``invoices`` become
        invoices of their own.

        :raises ValueError: if the ``_id`` is taken, or no str.
        """
        with self._lock:
            return self._state.add_schedule(
                build(schedule, fields, self._realistic(fixtures.schedule, self._schedule_numbers), reckon_schedule)
            )

    def add_invoice(
        self, invoice: Mapping[str, Any] | None = None, /, *, schedule_id: str | None = None, **fields: Any
    ) -> str:
        """Add an invoice, a realistic draft unless said otherwise, and return its id; see `add_schedule`.

        :param schedule_id: the schedule among whose invoices it is to appear.
        """
        with self._lock:
            made = build(invoice, fields, self._realistic(fixtures.invoice, self._invoice_numbers), reckon_invoice)
            return self._state.add_invoice(made, schedule_id)

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

        :param port: 0 for a free one.
        :raises MissingExtraError: if uvicorn is not installed.
        :raises OSError: if the port is in use.
        """
        from leadconnector.sandbox.server import serving

        return serving(self, port)

    def _realistic(self, make: fixtures.Maker, numbers: Iterator[int]) -> Callable[[], dict[str, Any]]:
        state = self._state
        return lambda: make(next(numbers), state.now(), self.location_id, state.new_part_id)


def _system_time() -> datetime:
    return datetime.now(UTC)
