"""What came of a call, by its response or by the look-up that its operation names; and of all calls of a run."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec import Struct

from leadconnector.bulk.ledger import LedgerError, State
from leadconnector.client.request import PreparedRequest
from leadconnector.client.response import Response
from leadconnector.errors import APIStatusError, InvalidRequestError, LeadConnectorError

_MOST_SENDS = 3  # of one call in one run, each after a look-up that showed that the one before did not happen
_PASSING = frozenset({401, 402, 403, 407, 408, 421, 423, 425, 429})  # 4xx that do not mean the call itself
_SHOWN: Final[Mapping[str, Mapping[str, bool]]] = {
    "schedules.cancel": {"cancelled": True, "canceled": True, "draft": False, "scheduled": False, "active": False},
    "schedules.update_and_schedule": {"scheduled": True, "active": True, "draft": False},
}
"""By operation: the statuses that show that it happened, and those that show that it didn't. Others show nothing."""


class Result(Struct, frozen=True, kw_only=True):
    """What is known of one call when no more comes of it in this run.

    ``evidence`` says by what: "response", "look-up: …", "ledger" for what an earlier run saw, and so on. ``error`` is
    the error's name, also of an earlier run's; ``exception`` is the error itself, where it came in this run.
    """

    key: str
    state: State
    evidence: str
    error: str = ""
    status: int | None = None
    exception: BaseException | None = None
    response: Response[Any] | None = None


class StoppedError(LeadConnectorError):
    """The run was stopped while a call waited for its turn."""

    applied: bool | None = False


class Job(Struct, eq=False):
    """One call, to be sent or to be looked up."""

    key: str
    prepared: PreparedRequest[Any]
    request: str
    """Its hash."""
    look_up: PreparedRequest[Any] | None = None
    """What to send in its place."""
    ends: float | None = None
    """When its attempt is over at the latest; None while there is no line of it."""
    sends: int = 0
    again: str | None = None
    """What a look-up showed: that the attempt before did not happen."""
    response: Response[Any] | None = None
    error: BaseException | None = None
    """What was raised in place of a response, or by it."""
    result: Result | None = None

    @property
    def to_send(self) -> PreparedRequest[Any]:
        """The request that it is about now."""
        return self.look_up or self.prepared

    def outcome(self) -> tuple[State, str]:
        """What came of it, and the evidence: SENDING if the call did not happen by a look-up, and is sent again."""
        return self._sent() if self.look_up is None else self._looked_up()

    def _sent(self) -> tuple[State, str]:
        error, response = self.error, self.response
        if error is None:
            return State.DONE, "already gone" if response is not None and response.already_gone else "response"
        if isinstance(error, LedgerError):
            self.ends = None
        if self.ends is None:
            return State.REFUSED if isinstance(error, InvalidRequestError) else State.LEFT, "not sent"
        if getattr(error, "applied", None) is not False:
            return State.UNKNOWN, "no response" if response is None else "response"
        return State.REFUSED if is_refusal(error) else State.LEFT, "not sent" if response is None else "response"

    def _looked_up(self) -> tuple[State, str]:
        if isinstance(self.error, StoppedError):
            return State.UNKNOWN, "not looked up yet"
        if self.error is not None or self.response is None:
            return State.UNKNOWN, f"look-up failed: {type(self.error).__name__}"
        happened, shown = _verdict(self.prepared, self.response)
        if happened is None:
            return State.UNKNOWN, f"look-up tells nothing: {shown}"
        if happened:
            return State.DONE, f"look-up: {shown}"
        return State.SENDING if self.sends < _MOST_SENDS else State.LEFT, f"look-up: {shown}"

    def result_as(self, state: State, evidence: str) -> Result:
        """What is told of it."""
        error = None if isinstance(self.error, StoppedError) else self.error
        return Result(
            key=self.key,
            state=state,
            evidence=evidence,
            error="" if error is None else type(error).__name__,
            status=getattr(error if self.response is None else self.response, "status", None),
            exception=error,
            response=self.response,
        )

    def left_out(self, state: State) -> Result:
        """What is told of it while it waits to be sent, sent again or looked up."""
        return self.result_as(state, "not looked up yet" if state is State.UNKNOWN else self.again or "not sent")


def is_refusal(error: BaseException) -> bool:
    """Whether the service would say it again."""
    return isinstance(error, APIStatusError) and 400 <= error.status < 500 and error.status not in _PASSING


def look_up_of(client: Any, prepared: PreparedRequest[Any]) -> PreparedRequest[Any] | None:
    """The request that shows what became of another one; None where there is none whose response tells."""
    operation = prepared.operation
    if operation.outcome_check is None or operation.name not in _SHOWN:
        return None
    resource, _, method = operation.outcome_check.partition(".")
    prepare = getattr(getattr(getattr(client, resource, None), "prepare", None), method, None)
    if prepare is None:
        return None
    arguments = {operation.arguments.get(name, name): value for name, value in prepared.path_params.items()}
    request: PreparedRequest[Any] = prepare(**arguments, location_id=prepared.location)
    return request


def _verdict(prepared: PreparedRequest[Any], response: Response[Any]) -> tuple[bool | None, str]:
    """Whether the call happened, by the look-up's response (None: that doesn't tell), and what it showed."""
    status: object = response.json().get("status")
    shown = _SHOWN[prepared.operation.name].get(status.lower()) if isinstance(status, str) else None
    # That a schedule is in force says nothing of what was to be changed in it.
    if shown and prepared.operation.name == "schedules.update_and_schedule" and prepared.content is not None:
        shown = None
    return shown, f"status {status}"[:100]


@dataclass(slots=True)
class Summary:
    """What came of a run so far; `done` and `unknown` by evidence, `refused` and `left` by error."""

    done: Counter[str] = field(default_factory=Counter[str])
    refused: Counter[str] = field(default_factory=Counter[str])
    unknown: Counter[str] = field(default_factory=Counter[str])
    left: Counter[str] = field(default_factory=Counter[str])
    """Did not happen, for a reason that passes; the next run sends them."""
    repeated: int = 0
    """Keys that came up again, with the same request; they were passed over."""
    waiting: int = 0
    """Calls whose outcome is unknown and will be looked up in this run."""
    next_look_up: float = 0.0
    """When the next one of them is due, by the monotonic clock."""
    stopped: str = ""
    """Why the run ended before its calls did, or left out those of a location."""

    @property
    def exit_status(self) -> int:
        """0 all done, 1 some refused, 3 some unknown, 4 some left, or stopped; the highest that applies."""
        if self.left or self.stopped:
            return 4
        return 3 if self.unknown else 1 if self.refused else 0

    @property
    def total(self) -> int:
        """How many calls it is about."""
        return sum(sum(each.values()) for each in (self.done, self.refused, self.unknown, self.left))

    def counter(self, state: State) -> Counter[str]:
        """The counter of a state."""
        counter: Counter[str] = getattr(self, state)
        return counter

    def __str__(self) -> str:
        states = (State.DONE, State.REFUSED, State.UNKNOWN, State.LEFT)
        parts = [_counted(state, counter) for state in states if (counter := +self.counter(state)) or state == "done"]
        if self.repeated:
            parts.append(f"{self.repeated:,} listed more than once")
        return ", ".join(parts) + (f"; stopped: {self.stopped}" if self.stopped else "")


def _counted(name: str, counter: Counter[str]) -> str:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in counter.most_common())
    return f"{sum(counter.values()):,} {name}" + (f" ({kinds})" if kinds else "")
