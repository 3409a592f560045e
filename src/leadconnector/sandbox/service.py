"""From a request to a response: what the service does with a call, in its order, and how it fails when told to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Final

from leadconnector.codec.json import is_mapping
from leadconnector.sandbox.described import DescribedResponses
from leadconnector.sandbox.document import Document
from leadconnector.sandbox.handlers import HANDLERS, OTHER_LOCATION, Call, Handler
from leadconnector.sandbox.messages import RefusalError, Request, Response, check_headers, error_response
from leadconnector.sandbox.operations import Operation, Operations
from leadconnector.sandbox.state import State
from leadconnector.sandbox.validation import Validation

MAX_MESSAGE: Final = 64 * 1024
MAX_DELAY: Final = 24 * 60 * 60
DOCUMENTED_LIMIT: Final = 100
INTERVAL: Final = timedelta(seconds=10)
DAILY_LIMIT: Final = 200_000

Tokens = Mapping[str, str | Iterable[str] | None]


@dataclass(slots=True, kw_only=True)
class Fault:
    """What happens to the next `n` calls (of `operation`, where one is named); see `Sandbox.fail_next`."""

    n: int = 1
    status: int | None = None
    delay: float = 0.0
    drop: bool = False
    operation: str | None = None
    applied: bool = False
    message: str | None = None
    headers: Mapping[str, str] | None = None

    @property
    def has_outcome(self) -> bool:
        """Whether the caller gets something else than the call's own response."""
        return self.drop or self.status is not None

    def check(self) -> None:
        """Raise ValueError for what can't be played."""
        if self.n < 1 or self.n != int(self.n):
            raise ValueError(f"n={self.n}: at least one call must fail")
        if self.status is not None and not 300 <= self.status <= 599:
            raise ValueError(f"status={self.status}: a failure has a status from 300 to 599")
        if not 0 <= self.delay <= MAX_DELAY:
            raise ValueError(f"delay={self.delay}: seconds from 0 to {MAX_DELAY}")
        if not self.has_outcome and not self.delay:
            raise ValueError("say how to fail: status=, delay= or drop=True")
        if self.drop and self.status is not None:
            raise ValueError("status= or drop=True: a dropped connection has no status")
        if not self.has_outcome and (self.applied or self.message or self.headers):
            raise ValueError("applied=, message= and headers= go with status= or drop=")
        if len(self.message or "") > MAX_MESSAGE:
            raise ValueError(f"message= has more than {MAX_MESSAGE} characters")
        check_headers([*(self.headers or {}).items()])


class Service:
    """Responds to requests by a document, its handlers and a state. Not thread-safe: the sandbox has the lock.

    Args:
        tokens: those that are good, each with its locations; None: every token is good for all.
    """

    def __init__(self, document: Document, operations: Operations, tokens: Tokens | None) -> None:
        if tokens is not None and not is_mapping(tokens):
            raise TypeError("tokens= maps each token to its location, several of them, or None for all")
        self.handlers: dict[str, Handler] = dict(HANDLERS)
        self._operations = operations
        self._tokens = None if tokens is None else {token: _locations(named) for token, named in tokens.items()}
        self._validation = Validation(document)
        self._described = DescribedResponses(document)

    def start(self, state: State, rate_limit: "RateLimit") -> None:
        """Begin anew: without faults, with a state and nobody's calls counted."""
        self.faults: list[Fault] = []
        self._state = state
        self._rate_limit = rate_limit
        self._failures = count(1)

    def respond(self, request: Request) -> tuple[Response, str | None]:
        """Return the response, and the id of the operation if the request was for one."""
        route = self._operations.route(request.method, request.path)
        operation_id = route[0].id if route else None
        limits = self._rate_limit.count(request.token or "")
        fault = next((each for each in self.faults if each.operation in (None, operation_id)), None)
        response = self._respond(request, route) if fault is None else self._fail(fault, request, route)
        return _with_headers(response, limits), operation_id

    def described_fields(self, operation_id: str) -> Mapping[str, Any]:
        """Return the properties that the document describes for the response of an operation."""
        operation = self._operations.by_id.get(operation_id)
        return {} if operation is None else self._described.properties(operation)

    def _fail(self, fault: Fault, request: Request, route: tuple[Operation, dict[str, str]] | None) -> Response:
        fault.n -= 1
        if not fault.n:
            self.faults.remove(fault)
        if fault.applied or not fault.has_outcome:
            response = self._respond(request, route)
            if not fault.has_outcome:
                return replace(response, delay=fault.delay)
        response = self._error(fault.status or 500, fault.message)  # of a dropped response, nobody sees the status
        response = _with_headers(response, (fault.headers or {}).items())
        return replace(response, delay=fault.delay, drop=fault.drop)

    def _respond(self, request: Request, route: tuple[Operation, dict[str, str]] | None) -> Response:
        try:
            return self._accept(request, route)
        except RefusalError as refusal:
            return self._error(refusal.status, refusal.message)

    def _accept(self, request: Request, route: tuple[Operation, dict[str, str]] | None) -> Response:
        if route is None:
            # The service responds to what it doesn't know as to a missing scope.
            raise RefusalError(401, f"Unauthorized: there is no operation {request.method} {request.path[:1000]}")
        operation, path = route
        allowed = self._allowed(request.token) if operation.needs_token else None
        if self._rate_limit.is_exceeded(request.token or ""):
            raise RefusalError(429, "Too Many Requests")
        body = self._validation.body(operation, request)
        location = _location(operation, path, request, body)
        if allowed is not None and location is not None and location not in allowed:
            raise RefusalError(403, OTHER_LOCATION)
        self._validation.check(operation, path, request, body)

        def described() -> Response:
            return self._described.of(operation, path, request)

        handler = self.handlers.get(operation.id)
        if handler is None:
            return described()
        result = handler(
            Call(
                operation=operation,
                request=request,
                state=self._state,
                path=path,
                body=body,
                location=location,
                allowed=allowed,
                described=described,
            )
        )
        return result if isinstance(result, Response) else self._described.with_value(operation, result)

    def _allowed(self, token: str | None) -> frozenset[str] | None:
        """Return the locations that a bearer token is good for, None for all."""
        if token is None:
            raise RefusalError(401, "Invalid token: there is no bearer token in the header Authorization")
        if self._tokens is None:
            return None
        if token not in self._tokens:
            raise RefusalError(401, "Invalid token: access token is invalid")
        return self._tokens[token]

    def _error(self, status: int, message: str | Sequence[str] | None) -> Response:
        return error_response(status, message, next(self._failures))


@dataclass(slots=True)
class _Count:
    window: datetime
    day: date
    in_window: int = 0
    in_day: int = 0


class RateLimit:
    """Counts the calls of each token: the service's unit, app and location, is what a token stands for.

    Without `enforced`, the documented 100 in 10 seconds are counted down and nothing is refused.
    """

    def __init__(self, enforced: int | None, now: Callable[[], datetime]) -> None:
        if enforced is not None and enforced < 1:
            raise ValueError(
                f"rate_limit={enforced}: calls per {INTERVAL.seconds} s, at least 1; None enforces no limit"
            )
        self._enforced = enforced is not None
        self._limit = DOCUMENTED_LIMIT if enforced is None else enforced
        self._now = now
        self._counts: dict[str, _Count] = {}

    def count(self, token: str) -> tuple[tuple[str, str], ...]:
        """Count a call; return the headers that tell what is left."""
        now = self._now()
        count = self._counts.setdefault(token, _Count(now, now.date()))
        if now.date() != count.day:
            count.day, count.in_day = now.date(), 0
        if now - count.window >= INTERVAL or now < count.window:
            count.window, count.in_window = now, 0
        count.in_window += 1
        count.in_day += 1
        return (
            ("x-ratelimit-max", str(self._limit)),
            ("x-ratelimit-remaining", str(max(0, self._limit - count.in_window))),
            ("x-ratelimit-interval-milliseconds", str(INTERVAL // timedelta(milliseconds=1))),
            ("x-ratelimit-limit-daily", str(DAILY_LIMIT)),
            ("x-ratelimit-daily-remaining", str(max(0, DAILY_LIMIT - count.in_day))),
        )

    def is_exceeded(self, token: str) -> bool:
        """Whether the call that was counted last must be refused."""
        return self._enforced and self._counts[token].in_window > self._limit


def _locations(named: str | Iterable[str] | None) -> frozenset[str] | None:
    return None if named is None else frozenset([named] if isinstance(named, str) else named)


def _with_headers(response: Response, headers: Any) -> Response:
    """Return a response with headers in place of those of the same name."""
    added = {name.lower() for name, _ in headers}
    kept = [(name, value) for name, value in response.headers if name.lower() not in added]
    return replace(response, headers=(*kept, *headers))


def _location(operation: Operation, path: Mapping[str, str], request: Request, body: Any) -> str | None:
    if operation.location is None:
        return None
    place, name = operation.location
    query = {key: values[0] for key, values in request.query.items()}
    holder: Any = {"query": query, "path": path, "body": body, "header": request.headers}.get(place)
    location: Any = holder.get(name.lower() if place == "header" else name) if is_mapping(holder) else None
    return location if isinstance(location, str) else None
