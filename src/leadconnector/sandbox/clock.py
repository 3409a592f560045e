"""The sandbox's time: that of the system, or a given one in which nothing waits for real."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

from leadconnector.client.clock import SYSTEM_CLOCK, Clock


class SandboxClock:
    """Tells the time. With a `source` of time, a pause ends at once, and all later times are later by its length."""

    def __init__(self, source: Callable[[], datetime] | None) -> None:
        self._source = source
        self._skipped = 0.0
        self.now()  # so that a source without a time zone is refused at once

    def now(self) -> datetime:
        """Return the time in UTC; ValueError where the source names no time zone."""
        if self._source is None:
            return datetime.now(UTC)
        moment = self._source()
        if moment.tzinfo is None:
            raise ValueError(f"clock= returned {moment!r}, which has no time zone: datetime.now(UTC) has one")
        return moment.astimezone(UTC) + timedelta(seconds=self._skipped)

    def sleep(self, seconds: float, *_: object) -> None:
        """Pause."""
        if self._source is None:
            sleep(seconds)
        else:
            self._skipped += max(0.0, seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Pause; other tasks go on."""
        import anyio

        if self._source is None:
            await anyio.sleep(seconds)
        else:
            self._skipped += max(0.0, seconds)
            await anyio.sleep(0)  # other tasks get their turn, and a cancellation is noticed

    def for_client(self) -> Clock:
        """Return the clock for a client of this sandbox: its pauses between attempts are skipped too."""
        if self._source is None:
            return SYSTEM_CLOCK
        return SYSTEM_CLOCK._replace(
            monotonic=lambda: monotonic() + self._skipped,
            wall=lambda: self.now().timestamp(),
            sleep=self.sleep,
            sleep_async=self.sleep_async,
        )
