"""The failures that a sandbox was told to play, and has yet to."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from leadconnector.sandbox.response import check_headers

MAX_MESSAGE = 64 * 1024


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
        if self.n < 1:
            raise ValueError(f"n={self.n}: at least one call must fail")
        if self.status is not None and not 300 <= self.status <= 599:
            raise ValueError(f"status={self.status}: a failure has a status from 300 to 599")
        if not 0 <= self.delay < math.inf:
            raise ValueError(f"delay={self.delay}: seconds, not less than 0")
        if not self.has_outcome and not self.delay:
            raise ValueError("say how to fail: status=, delay= or drop=True")
        if self.drop and self.status is not None:
            raise ValueError("status= or drop=True: a dropped connection has no status")
        if not self.has_outcome and (self.applied or self.message or self.headers):
            raise ValueError("applied=, message= and headers= go with status= or drop=")
        if len(self.message or "") > MAX_MESSAGE:
            raise ValueError(f"message= has more than {MAX_MESSAGE} characters")
        check_headers([*(self.headers or {}).items()])


class Faults:
    """Faults in the order in which they were added."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Play `fault` once those before it have been played."""
        self._pending.append(fault)

    def take(self, operation: str | None) -> Fault | None:
        """Return the fault for this call and count it as played; None if the call must not fail."""
        for fault in self._pending:
            if fault.operation in (None, operation):
                fault.n -= 1
                if not fault.n:
                    self._pending.remove(fault)
                return fault
        return None

    def pending(self) -> list[Fault]:
        """Return what is yet to be played; `n` counts the calls that are left."""
        return list(self._pending)

    def clear(self) -> None:
        """Forget what has not been played."""
        self._pending.clear()
