"""From a request to a response: what the service does with a call, in its order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from leadconnector.sandbox.document import Document
from leadconnector.sandbox.errors import RefusalError
from leadconnector.sandbox.faults import Fault, Faults
from leadconnector.sandbox.handlers import HANDLERS, OTHER_LOCATION, Call, Handler
from leadconnector.sandbox.json_values import is_object
from leadconnector.sandbox.operations import Operations, Route
from leadconnector.sandbox.request import Request
from leadconnector.sandbox.response import Response, error_response, phrase
from leadconnector.sandbox.responses import DescribedResponses
from leadconnector.sandbox.state import State
from leadconnector.sandbox.tokens import Access, RateLimit
from leadconnector.sandbox.validation import Validation


class Service:
    """Responds to requests by a document, its handlers and a state. Not thread-safe: the sandbox has the lock."""

    def __init__(self, document: Document, operations: Operations, access: Access) -> None:
        self.handlers: dict[str, Handler] = dict(HANDLERS)
        self._operations = operations
        self._access = access
        self._validation = Validation(document)
        self._described = DescribedResponses(document)

    def start(self, state: State, rate_limit: RateLimit) -> None:
        """Begin anew: without faults, with a state and nobody's calls counted."""
        self.faults = Faults()
        self._state = state
        self._rate_limit = rate_limit
        self._failures = count(1)

    def respond(self, request: Request) -> tuple[Response, str | None]:
        """Return the response, and the id of the operation if the request was for one."""
        route = self._operations.route(request.method, request.path)
        operation_id = route.operation.id if route else None
        token = request.token or ""
        self._rate_limit.count(token)
        fault = self.faults.take(operation_id)
        response = self._respond(request, route) if fault is None else self._with_fault(fault, request, route)
        return _with_headers(response, self._rate_limit.headers(token)), operation_id

    def described_fields(self, operation_id: str) -> Mapping[str, Any]:
        """Return the properties that the document describes for the response of an operation."""
        operation = self._operations.by_id.get(operation_id)
        return {} if operation is None else self._described.properties(operation)

    def _with_fault(self, fault: Fault, request: Request, route: Route | None) -> Response:
        if fault.applied or not fault.has_outcome:
            response = self._respond(request, route)
            if not fault.has_outcome:
                return replace(response, delay=fault.delay)
        status = fault.status or 500  # of a dropped response, nobody sees it
        response = self._error(status, fault.message or f"{phrase(status)}, as the sandbox was told")
        response = _with_headers(response, (fault.headers or {}).items())
        return replace(response, delay=fault.delay, drop=fault.drop)

    def _respond(self, request: Request, route: Route | None) -> Response:
        try:
            return self._accept(request, route)
        except RefusalError as refusal:
            return self._error(refusal.status, refusal.message)

    def _accept(self, request: Request, route: Route | None) -> Response:
        if route is None:
            # The service responds to what it doesn't know as to a missing scope.
            raise RefusalError(401, f"Unauthorized: there is no operation {request.method} {request.path[:1000]}")
        operation = route.operation
        allowed = self._access.locations(request.token) if operation.needs_token else None
        if self._rate_limit.exceeded(request.token or ""):
            raise RefusalError(429, "Too Many Requests")
        body = self._validation.body(operation, request)
        location = _location(route, request, body)
        if allowed is not None and location is not None and location not in allowed:
            raise RefusalError(403, OTHER_LOCATION)
        self._validation.check(route, request, body)

        def described() -> Response:
            return self._described.of(route, request)

        handler = self.handlers.get(operation.id)
        if handler is None:
            return described()
        result = handler(
            Call(
                operation=operation,
                request=request,
                state=self._state,
                path=route.path,
                body=body,
                location=location,
                allowed=allowed,
                described=described,
            )
        )
        return result if isinstance(result, Response) else self._described.with_value(operation, result)

    def _error(self, status: int, message: str | Sequence[str]) -> Response:
        return error_response(status, message, next(self._failures))


def _with_headers(response: Response, headers: Any) -> Response:
    """Return a response with headers in place of those of the same name."""
    added = {name.lower() for name, _ in headers}
    kept = [(name, value) for name, value in response.headers if name.lower() not in added]
    return replace(response, headers=(*kept, *headers))


def _location(route: Route, request: Request, body: Any) -> str | None:
    if route.operation.location is None:
        return None
    place, name = route.operation.location
    location: Any
    if place == "query":
        location = next(iter(request.query.get(name, ())), None)
    elif place == "body":
        location = body.get(name) if is_object(body) else None
    else:
        location = route.path.get(name) if place == "path" else request.headers.get(name.lower())
    return location if isinstance(location, str) else None
