"""The error for a call that got no response: which kind it is, and what it says of the outcome."""

from typing import Any

from leadconnector.client.operation import Operation
from leadconnector.client.status_error import one_line
from leadconnector.errors import (
    APIConnectionError,
    APITimeoutError,
    LeadConnectorError,
    OutcomeUnknownError,
    clip,
)
from leadconnector.secret import Secret
from leadconnector.transport.attempt import Failure, causes

_CAUSE_LENGTH = 200


def transport_error(
    operation: Operation, failure: Failure, *, applied: bool | None, secret: Secret | None, **facts: Any
) -> LeadConnectorError:
    """The error. `applied` is the whole call's, over all attempts; `secret` is masked in what the transport said."""
    cause = _describe(failure.cause, secret)
    facts |= {"operation": operation.name, "status": failure.status, "applied": applied, "cause": cause}
    if applied is None and operation.is_write:
        check = operation.outcome_check
        shows = f"{check} shows" if check else "look before repeating it"
        return OutcomeUnknownError(
            f"no response ({cause}); it may have taken effect: {shows}", outcome_check=check, **facts
        )
    kind = APITimeoutError if failure.timed_out else APIConnectionError
    if applied:
        return kind(f"it took effect, but its response could not be read ({cause})", **facts)
    return kind(f"no response in time ({cause})" if failure.timed_out else f"no response ({cause})", **facts)


def without_secret(cause: BaseException, secret: Secret) -> BaseException:
    """The error that ours is raised from, and all beneath it, without the secret, which a response may have echoed."""
    for link in causes(cause):
        link.__traceback__ = None  # its frames hold the request
        link.args = tuple(_hidden(argument, secret) for argument in link.args)
    return cause


def _hidden(argument: object, secret: Secret) -> object:
    if isinstance(argument, bytes | bytearray):
        return secret.hide_in(argument.decode("latin-1")).encode("latin-1")
    return secret.hide_in(argument) if isinstance(argument, str) else argument


def _describe(cause: BaseException, secret: Secret | None) -> str:
    # The transport's own error often says nothing, and the one it was raised from does; a suppressed one is no cause.
    link: BaseException | None = cause
    while link is not None and not str(link):
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    said = str(link) if isinstance(link, Exception) else ""
    text = one_line(f"{type(cause).__name__}: {said}").removesuffix(":")
    return secret.excerpt(text, _CAUSE_LENGTH) if secret else clip(text, _CAUSE_LENGTH)
