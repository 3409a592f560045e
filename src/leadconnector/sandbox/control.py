"""What tests in another process can do to a sandbox: requests to ``/_sandbox/…``, which the log leaves out."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

import msgspec

from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import is_object, parse_json
from leadconnector.sandbox.messages import Request, Response, error_response, json_response
from leadconnector.sandbox.service import Fault

ROOT: Final = "/_sandbox"

_Controlled = Any  # a `Sandbox`, whose module imports this one
_LOGGED: Final = ("method", "path", "query", "operation", "status")


def control(sandbox: _Controlled, request: Request) -> Response:
    """Respond to a request whose path begins with ``/_sandbox``."""
    path = request.path.removeprefix(ROOT).strip("/")
    methods = {method: action for (name, method), action in _ACTIONS.items() if name == path}
    if not methods:
        return error_response(404, f"{request.path[:200]} is none of: {', '.join(_known())}")
    if request.method not in methods:
        return error_response(405, f"{request.path} takes {' and '.join(methods)}")
    try:
        result = methods[request.method](sandbox, request)
        return json_response({} if result is None else result)
    except InvalidDataError as error:
        return error_response(400, f"the body is not JSON: expected {error.faults[0].expected}")
    except (ValueError, TypeError, msgspec.MsgspecError) as error:
        return error_response(400, str(error))


def _known() -> list[str]:
    return [f"{method} {ROOT}/{name}".rstrip("/") for name, method in _ACTIONS]


def _overview(sandbox: _Controlled, _: Request) -> object:
    counted = ("schedules", "invoices", "requests", "faults")
    return {"operations": _known(), **{name: len(getattr(sandbox, name)) for name in counted}}


def _fail(sandbox: _Controlled, request: Request) -> object:
    """Call `Sandbox.fail_next` with the members of a JSON object, such as ``{"n": 2, "status": 503}``."""
    members = _object(request)
    known = [*asdict(Fault())]
    if strange := [name for name in members if name not in known]:
        raise ValueError(f"{strange[0][:50]} is none of {', '.join(known)}")
    arguments = asdict(msgspec.convert(members, Fault))
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
    """Add a realistic object with the fields of the body; with ``?whole=true`` the body is all of it."""
    options = {name: values[-1] for name, values in request.query.items()}
    if strange := options.keys() - {"whole", *names}:
        raise ValueError(f"query parameter {min(strange)[:50]} is none of {', '.join(('whole', *names))}")
    whole = options.pop("whole", "false")
    if whole not in ("true", "false"):
        raise ValueError("whole is true or false")
    members = _object(request) if request.body else {}
    if whole == "true":
        return {"_id": add(members, **options)}
    if clash := members.keys() & {"extra", *names}:
        raise ValueError(f"{min(clash)} is not a field")
    return {"_id": add(None, **members, **options)}


def _object(request: Request) -> dict[str, Any]:
    members = parse_json(request.body)
    if not is_object(members):
        raise ValueError("the body must be a JSON object")
    return members


_ACTIONS: Final[Mapping[tuple[str, str], Callable[[_Controlled, Request], object]]] = {
    ("", "GET"): _overview,
    ("reset", "POST"): lambda sandbox, _: sandbox.reset(),
    ("fail", "POST"): _fail,
    ("fail", "GET"): lambda sandbox, _: [asdict(fault) for fault in sandbox.faults],
    ("fail", "DELETE"): lambda sandbox, _: sandbox.clear_faults(),
    ("requests", "GET"): _requests,
    ("requests", "DELETE"): lambda sandbox, _: sandbox.clear_requests(),
    ("schedules", "GET"): lambda sandbox, _: sandbox.schedules,
    ("schedules", "POST"): lambda sandbox, request: _add(sandbox.add_schedule, request),
    ("invoices", "GET"): lambda sandbox, _: sandbox.invoices,
    ("invoices", "POST"): lambda sandbox, request: _add(sandbox.add_invoice, request, "schedule_id"),
}
