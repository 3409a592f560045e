"""How a test controls a sandbox: faults to play and a limit to keep; from another process, by requests.

Those go to ``/_sandbox/…``, and the log leaves them out.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import is_object, parse_json
from leadconnector.sandbox.messages import Request, Response, check_headers, error_response, json_response

ROOT: Final = "/_sandbox"
MAX_MESSAGE: Final = 64 * 1024
MAX_DELAY: Final = 24 * 60 * 60
DOCUMENTED_LIMIT: Final = 100
INTERVAL: Final = timedelta(seconds=10)
DAILY_LIMIT: Final = 200_000
_LOGGED: Final = ("method", "path", "query", "operation", "status")

_Controlled = Any  # a `Sandbox`, whose module imports this one


class Fault(msgspec.Struct, forbid_unknown_fields=True):
    """What happens to the next `n` calls (of `operation`, where one is named); see `Sandbox.fail_next`."""

    n: int = 1
    status: int | None = None
    delay: float = 0.0
    drop: bool = False
    operation: str | None = None
    applied: bool = False
    message: str | None = None
    headers: dict[str, str] | None = None

    @property
    def has_outcome(self) -> bool:
        """Whether the caller gets something else than the call's own response."""
        return self.drop or self.status is not None

    def __post_init__(self) -> None:
        """Refuse what can't be played."""
        if self.n < 1:
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


class RateLimit:
    """Counts the calls of each token: the service's unit, app and location, is what a token stands for.

    Without `enforced`, the documented 100 in 10 seconds are counted down and nothing is refused.
    """

    def __init__(self, enforced: int | None, now: Callable[[], datetime]) -> None:
        if enforced is not None and enforced < 1:
            raise ValueError(f"rate_limit={enforced}: calls per {INTERVAL.seconds} s, at least 1, or None")
        self._enforced = enforced
        self._now = now
        self._windows: dict[str, list[datetime]] = {}  # the times of the calls in each token's interval
        self._in_all: dict[str, int] = {}

    def count(self, token: str) -> tuple[tuple[str, str], ...]:
        """Count a call; return the headers that tell what is left."""
        now = self._now()
        window = self._windows.setdefault(token, [])
        if window and not timedelta() <= now - window[0] < INTERVAL:
            window.clear()
        window.append(now)
        self._in_all[token] = in_all = self._in_all.get(token, 0) + 1
        limit = self._enforced or DOCUMENTED_LIMIT
        return (
            ("x-ratelimit-max", str(limit)),
            ("x-ratelimit-remaining", str(max(0, limit - len(window)))),
            ("x-ratelimit-interval-milliseconds", str(INTERVAL // timedelta(milliseconds=1))),
            ("x-ratelimit-limit-daily", str(DAILY_LIMIT)),
            ("x-ratelimit-daily-remaining", str(max(0, DAILY_LIMIT - in_all))),
        )

    def is_exceeded(self, token: str) -> bool:
        """Whether the call that was counted last must be refused."""
        return self._enforced is not None and len(self._windows[token]) > self._enforced


def control(sandbox: _Controlled, request: Request) -> Response:
    """Respond to a request whose path begins with ``/_sandbox``."""
    action = _ACTIONS.get(f"{request.method} {request.path}")
    if action is None:
        return error_response(404, f"{request.method} {request.path[:200]} is none of: {', '.join(_ACTIONS)}")
    try:
        result = action(sandbox, request)
        return json_response({} if result is None else result)
    except InvalidDataError as error:
        return error_response(400, f"the body is not JSON: expected {error.faults[0].expected}")
    except (ValueError, TypeError, msgspec.MsgspecError) as error:
        return error_response(400, str(error))


def _fail(sandbox: _Controlled, request: Request) -> object:
    """Call `Sandbox.fail_next` with the members of a JSON object, such as ``{"n": 2, "status": 503}``."""
    arguments = msgspec.structs.asdict(msgspec.json.decode(request.body, type=Fault))
    sandbox.fail_next(**arguments)
    return arguments


def _requests(sandbox: _Controlled, _: Request) -> object:
    # Headers are left out, as from the repr: the token is in them.
    return [
        {
            **{name: getattr(each, name) for name in _LOGGED},
            "body": each.body.decode("utf-8", "replace"),
            "bodyLength": each.body_length,
        }
        for each in sandbox.requests
    ]


def _add(add: Callable[..., str], request: Request, *names: str) -> object:
    """Add a realistic object with the fields of the body."""
    options = {name: values[-1] for name, values in request.query.items()}
    if strange := options.keys() - {*names}:
        raise ValueError(f"there is no query parameter {min(strange)[:50]}")
    members = parse_json(request.body or b"{}")
    if not is_object(members):
        raise ValueError("the body must be a JSON object")
    if clash := members.keys() & {*names}:
        raise ValueError(f"{min(clash)} is not a field")
    if not is_object(members.get("extra", {})):
        raise ValueError("extra must be a JSON object")
    return {"_id": add(None, **members, **options)}


_ACTIONS: Final[Mapping[str, Callable[[_Controlled, Request], object]]] = {
    f"POST {ROOT}/reset": lambda sandbox, _: sandbox.reset(),
    f"POST {ROOT}/fail": _fail,
    f"DELETE {ROOT}/fail": lambda sandbox, _: sandbox.clear_faults(),
    f"GET {ROOT}/requests": _requests,
    f"DELETE {ROOT}/requests": lambda sandbox, _: sandbox.clear_requests(),
    f"GET {ROOT}/schedules": lambda sandbox, _: sandbox.schedules,
    f"POST {ROOT}/schedules": lambda sandbox, request: _add(sandbox.add_schedule, request),
    f"GET {ROOT}/invoices": lambda sandbox, _: sandbox.invoices,
    f"POST {ROOT}/invoices": lambda sandbox, request: _add(sandbox.add_invoice, request, "schedule_id"),
}
