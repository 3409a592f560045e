"""A service that fails in every way at random, over HTTP, and keeps account of each request to cancel."""

import json
import random
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from leadconnector.sandbox import Response, Sandbox

TIMEOUT, MARGIN = 0.6, 0.9
"""Of the client under test. Nothing is applied later than TIMEOUT + MARGIN after it was sent."""
_LATE = 0.7
_SLACK = 0.3  # seconds by which a busy machine may delay a request on its way here
_HARMLESS = ("limited", "unauthorized")
_LIMITS = [("X-RateLimit-Max", "100000"), ("X-RateLimit-Interval-Milliseconds", "1000")]
_FATES = {
    "in time": 12,
    "slow": 3,
    "limited": 1,  # 429
    "lost before": 1,
    "lost after": 1,
    "failed before": 1,  # 503
    "failed after": 1,
    "late": 1,  # applied after the client's deadline
    "never": 1,  # neither applied nor responded to
    "garbled before": 1,  # a 200 that some proxy made
    "garbled after": 1,
    "unauthorized": 1,
}


@dataclass(frozen=True)
class Event:
    """A request to cancel with its fate, that it was applied, or a look-up with the status it showed."""

    at: float
    kind: str
    said: str = ""


class Service:
    """A sandbox's HTTP front: serve it with `leadconnector.sandbox.http.serving`."""

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        self.sandbox = sandbox
        self.events: dict[str, list[Event]] = defaultdict(list)
        self.fates = dict(_FATES)
        self._random = random.Random(seed)
        self._timers: list[threading.Timer] = []

    def handle(self, method: str, target: str, headers: object, body: bytes) -> Response:
        """Respond to a request, in some way."""
        schedule = target.split("?")[0].split("/")[3]
        arrived = time.monotonic()
        if method == "GET":
            response = self.sandbox.handle(method, target, headers, body)
            self.events[schedule].append(Event(arrived, "GET", json.loads(response.body)["status"]))
            return replace(response, headers=[*response.headers, *_LIMITS])
        (fate,) = self._random.choices(list(self.fates), list(self.fates.values()))
        self.events[schedule].append(Event(arrived, "POST", fate))

        def apply() -> Response:
            self.events[schedule].append(Event(time.monotonic(), "applied"))
            return self.sandbox.handle(method, target, headers, body)

        if fate == "late":
            timer = threading.Timer(_LATE, apply)
            timer.start()
            self._timers.append(timer)
        if fate in ("late", "never"):
            return Response(status=500, delay=TIMEOUT + 0.1, drop=True)
        if fate == "limited":
            return Response(status=429, headers=[("Retry-After", "0.01"), *_LIMITS])
        if fate == "unauthorized":
            return Response(status=401, body=b'{"message": "Invalid JWT"}', headers=_LIMITS)
        response = replace(apply(), headers=_LIMITS) if not fate.endswith("before") else Response(status=200)
        if fate.startswith("garbled"):
            return Response(status=200, body=b"<html>Blocked</html>", headers=_LIMITS)
        if fate.endswith(("before", "after")):
            return Response(status=503, drop=fate.startswith("lost"))
        return replace(response, delay=self._random.uniform(0.02, 0.2)) if fate == "slow" else response

    def complaints(self) -> list[str]:
        """Whatever was sent twice without a look-up that showed that the first had not been applied."""
        for timer in self._timers:
            timer.join()
        found: list[str] = []
        for schedule, events in self.events.items():
            events.sort(key=lambda event: event.at)
            if sum(event.kind == "applied" for event in events) > 1:
                found.append(f"{schedule} was cancelled twice: {events}")
            posts = [at for at, event in enumerate(events) if event.kind == "POST"]
            for first, second in pairwise(posts):
                between = [event for event in events[first:second] if event.kind == "GET"]
                was_shown = between and between[-1].said != "cancelled"
                was_late = (
                    between and between[-1].at - events[first].at >= MARGIN - _SLACK
                )  # its attempt may be a second one
                if events[first].said not in _HARMLESS and not (was_shown and was_late):
                    found.append(f"{schedule} was sent again without a look-up: {events}")
        return found
