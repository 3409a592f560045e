"""Telling a sandbox in another process to fail: ``POST /_sandbox/fail``, which no operation's path can be."""

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final

import msgspec

from leadconnector.sandbox.answer import Answer, failure, success
from leadconnector.sandbox.faults import Fault

if TYPE_CHECKING:
    from leadconnector.sandbox.core import Sandbox

CONTROL: Final = "/_sandbox/fail"


def control(sandbox: "Sandbox", method: str, body: bytes) -> Answer:
    """Call `Sandbox.fail_next` with the members of a JSON object, such as ``{"n": 2, "status": 503}``."""
    if method != "POST":
        return failure(405, f"{CONTROL} takes POST", 0)
    try:
        arguments = asdict(_fault(body))
        sandbox.fail_next(**arguments)
    except (ValueError, msgspec.MsgspecError) as error:
        return failure(400, str(error), 0)
    return success(200, arguments)


def _fault(body: bytes) -> Fault:
    members = msgspec.json.decode(body, type=dict[str, Any])
    known = [field.name for field in fields(Fault)]
    strange = [name for name in members if name not in known]
    if strange:
        raise ValueError(f"{strange[0]} is none of {', '.join(known)}")
    return msgspec.convert(members, Fault)
