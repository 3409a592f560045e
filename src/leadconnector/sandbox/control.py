"""What tests in another process can do to a sandbox: requests to ``/_sandbox/…``, which the log leaves out."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import is_object, parse_json
from leadconnector.sandbox.faults import Fault
from leadconnector.sandbox.messages import Request, Response, error_response, json_response

ROOT: Final = "/_sandbox"

_Controlled = Any  # a `Sandbox`, whose module imports this one
_LOGGED: Final = ("method", "path", "query", "operation", "status")


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
