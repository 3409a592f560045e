"""From a request to an answer: what the service does with a call, in its order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from leadconnector.sandbox.access import Access
from leadconnector.sandbox.answer import Answer, failure, phrase, success
from leadconnector.sandbox.behaviour import BEHAVIOURS, OTHER_LOCATION, Call
from leadconnector.sandbox.checking import Checker
from leadconnector.sandbox.description import Description, Operation
from leadconnector.sandbox.errors import RefusalError
from leadconnector.sandbox.faults import Fault, Faults
from leadconnector.sandbox.jsonvalues import is_object
from leadconnector.sandbox.rate import RateLimit
from leadconnector.sandbox.request import Request
from leadconnector.sandbox.state import State

Route = tuple[Operation, Mapping[str, str]]


class Engine:
    """Answers requests by a document and a state. Not thread-safe: the sandbox has the lock."""

    def __init__(self, description: Description, access: Access, state: State, rate_limit: int | None) -> None:
        self.faults = Faults()
        self._description = description
        self._access = access
        self._state = state
        self._checker = Checker(description)
        self._rate = RateLimit(rate_limit, state.now)
        self._failures = count(1)

    def answer(self, request: Request) -> tuple[Answer, str | None]:
        """Return the answer, and the id of the operation if the request was for one."""
        route = self._description.route(request.method, request.path)
        operation_id = route[0].id if route else None
        self._rate.count(request.token or "")
        fault = self.faults.take(operation_id)
        answer = self._answer(request, route) if fault is None else self._with_fault(fault, request, route)
        return replace(answer, headers=(*answer.headers, *self._rate.headers(request.token or ""))), operation_id

    def _with_fault(self, fault: Fault, request: Request, route: Route | None) -> Answer:
        if fault.applied or not fault.has_outcome:
            answer = self._answer(request, route)
            if not fault.has_outcome:
                return replace(answer, delay=fault.delay)
        status = fault.status or 500  # of a dropped answer, nobody sees it
        answer = self._failure(status, fault.message or f"{phrase(status)}, as the sandbox was told")
        headers = (*answer.headers, *(fault.headers or {}).items())
        return replace(answer, headers=headers, delay=fault.delay, drop=fault.drop)

    def _answer(self, request: Request, route: Route | None) -> Answer:
        try:
            return self._accepted(request, route)
        except RefusalError as refusal:
            return self._failure(refusal.status, refusal.message)

    def _accepted(self, request: Request, route: Route | None) -> Answer:
        if route is None:
            # The service answers what it doesn't know as it answers a missing scope.
            raise RefusalError(401, f"Unauthorized: there is no operation {request.method} {request.path}")
        operation, path = route
        allowed = self._access.locations(request.token) if operation.needs_token else None
        if self._rate.exceeded(request.token or ""):
            raise RefusalError(429, "Too Many Requests")
        body = self._checker.body(operation, request)
        location = _location(operation, request, body)
        if allowed is not None and location is not None and location not in allowed:
            raise RefusalError(403, OTHER_LOCATION)
        self._checker.check(operation, request, body)
        behaviour = BEHAVIOURS.get(operation.id)
        if behaviour is None:
            raise RefusalError(501, f"The sandbox has no behaviour for the operation {operation.id}")
        call = Call(operation=operation, path=path, body=body, location=location, allowed=allowed)
        return success(*behaviour(call, self._state))

    def _failure(self, status: int, message: str | Sequence[str]) -> Answer:
        return failure(status, message, next(self._failures))


def _location(operation: Operation, request: Request, body: Any) -> str | None:
    location: Any = None
    if operation.location_query is not None:
        location = next(iter(request.query.get(operation.location_query, ())), None)
    elif operation.location_field is not None and is_object(body):
        location = body.get(operation.location_field)
    return location if isinstance(location, str) else None
