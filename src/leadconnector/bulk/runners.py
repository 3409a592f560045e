"""The two ways to run many calls: by threads, and by tasks on asyncio or trio."""

import contextlib
import os
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import cast

import anyio
import anyio.to_thread

from leadconnector.bulk.core import MARGIN, MOST_AT_ONCE, Calls, Run
from leadconnector.bulk.ledger import Ledger, LedgerError
from leadconnector.bulk.outcome import Job, Result, Summary
from leadconnector.client.async_client import AsyncClient
from leadconnector.client.events import check_hooks
from leadconnector.client.options import is_int
from leadconnector.client.sync_client import SyncClient
from leadconnector.errors import ConfigurationError

_LONGEST_MARGIN = 86_400.0
_LOOK = 0.1  # seconds after which those who wait look for other work


def run(
    client: SyncClient,
    calls: Calls,
    *,
    ledger: str | os.PathLike[str],
    concurrency: int = 32,
    margin: float = MARGIN,
    on_result: Callable[[Result], object] | None = None,
    progress: Callable[[Summary], object] | None = None,
) -> Summary:
    """Make many calls, none of them twice, and note them in a ledger, so that a run that was killed can go on.

    Calls that the ledger knows as done or refused are not sent. One whose outcome is unknown is looked up, once its
    attempt is over and `margin` seconds have passed, and sent again only where that shows that it did not happen.

    Args:
        client: makes the calls, by its own retries and throttle. Its `timeout` counts from each call's turn.
        calls: pairs of a key and a prepared request, as ``client.schedules.prepare.cancel(…)``. A key names the call in
            the ledger. Iterated in this thread as calls are sent, so it may be a generator, of any length.
        ledger: the ledger's file, which is created where there is none.
        concurrency: how many calls are under way at a time, 100 at most.
        margin: seconds.
        on_result: called in this thread with a `Result` for each call, when no more comes of it in this run.
        progress: called after it with the `Summary` so far.

    Returns:
        The summary. It has `stopped` where the run ended early, for nothing got through; a later run goes on.

    Raises:
        LedgerError: The ledger is another run's, is damaged, or can't be opened; nothing was sent.
        ConfigurationError: An argument can't be used; nothing was sent.

    What `calls`, `on_result` or `progress` raise, and KeyboardInterrupt, comes out once the calls under way are over; a
    second KeyboardInterrupt does at once, and leaves their outcomes to the look-up of the next run.
    """
    _check(client, SyncClient, concurrency, margin, on_result=on_result, progress=progress)
    with Ledger(ledger) as book:
        work = Run(client, calls, book, concurrency, margin, on_result, progress)
        crew = _Crew(client, work)
        try:
            while (step := work.take() if len(crew.threads) < concurrency else _LOOK) is not None or crew.threads:
                if isinstance(step, Job):
                    crew.give(step)
                crew.settle(0.0 if isinstance(step, Job) else _LOOK if step is None else step)
        except BaseException as exc:
            work.fail(exc)
        try:
            while crew.works():
                crew.settle(_LOOK)
        finally:
            _flush(book)
            work.finish()
    if work.failure is not None:
        raise work.failure
    return work.summary


class _Crew:
    """A thread for each job."""

    def __init__(self, client: SyncClient, work: Run) -> None:
        self.threads: dict[Job, threading.Thread] = {}
        """Those whose jobs aren't settled. Ctrl-C may leave one among them that hasn't begun, or is over."""
        self._client, self._work = client, work
        self._done: queue.SimpleQueue[Job] = queue.SimpleQueue()

    def give(self, job: Job) -> None:
        """Let a thread do it; a daemon, for who presses Ctrl-C twice won't wait for it."""
        self.threads[job] = threading.Thread(target=self._do, args=(job,), name="bulk", daemon=True)
        self.threads[job].start()  # Ctrl-C may come out of this when the call is on its way

    def works(self) -> bool:
        """Whether a job is under way, or over and not settled. One that begins after a stop sends nothing."""
        return any(thread.is_alive() for thread in self.threads.values()) or not self._done.empty()

    def settle(self, seconds: float) -> None:
        """Settle a job that is done; wait for it so long at most."""
        try:
            job = self._done.get(timeout=min(seconds, _LOOK)) if seconds else self._done.get_nowait()
        except queue.Empty:
            return
        del self.threads[job]
        self._work.settle(job)

    def _do(self, job: Job) -> None:
        try:
            job.response = self._client.send(
                job.to_send, on_turn=partial(self._announce, job), on_wait=partial(self._work.check, job)
            )
        except BaseException as exc:
            job.error = exc
        try:
            self._work.conclude(job)
        finally:
            self._done.put(job)

    def _announce(self, job: Job) -> None:
        self._work.ledger.flush(self._work.announce(job))


async def run_async(
    client: AsyncClient,
    calls: Calls,
    *,
    ledger: str | os.PathLike[str],
    concurrency: int = 32,
    margin: float = MARGIN,
    on_result: Callable[[Result], object] | None = None,
    progress: Callable[[Summary], object] | None = None,
) -> Summary:
    """The same as `run`, by tasks of asyncio or trio. The callbacks are plain functions, called in the event loop.

    If it is cancelled, so are the calls under way: their outcomes are left to the look-up of the next run.
    """
    _check(client, AsyncClient, concurrency, margin, on_result=on_result, progress=progress)
    with Ledger(ledger) as book:  # not in a thread, which a cancellation would not end: it would keep the lock
        await anyio.sleep(_LOOK / 10)  # some turns of the loop, for it to deliver a cancellation that came meanwhile
        work = Run(client, calls, book, concurrency, margin, on_result, progress)
        crew = _AsyncCrew(client, work)
        try:
            async with anyio.create_task_group() as tasks:
                for _ in range(concurrency):
                    tasks.start_soon(crew.labour)
        except* KeyboardInterrupt:  # of trio, which has it in a group, as it was in a task
            work.fail(KeyboardInterrupt())
        finally:
            try:
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(_flush, book)
            finally:  # asyncio's own cancellation knows no shield
                work.finish()
    if work.failure is not None:
        raise work.failure
    return work.summary


class _AsyncCrew:
    """Tasks that do job after job. The ledger is written in a thread, one write at a time, each for all who wait."""

    def __init__(self, client: AsyncClient, work: Run) -> None:
        self._client, self._work = client, work
        self._thread = anyio.CapacityLimiter(1)
        self._writing: anyio.Event | None = None

    async def labour(self) -> None:
        """Do jobs until there are no more."""
        while (step := self._work.take()) is not None:
            if not isinstance(step, Job):
                await anyio.sleep(min(step, _LOOK))
                continue
            try:
                step.response = await self._client.send(
                    step.to_send, on_turn=partial(self._announce, step), on_wait=partial(self._work.check, step)
                )
            except Exception as exc:
                step.error = exc
            except anyio.get_cancelled_exc_class() as exc:
                # Where nobody cancelled the task, its group takes no notice of its end.
                self._work.stop(f"a call was cut short by {type(exc).__name__}")
                raise
            self._work.conclude(step)
            self._work.settle(step)

    async def _announce(self, job: Job) -> None:
        number, ledger = self._work.announce(job), self._work.ledger
        while not ledger.is_written(number):
            if self._writing is not None:
                await self._writing.wait()
                continue
            self._writing = written = anyio.Event()
            try:
                await anyio.to_thread.run_sync(ledger.flush, limiter=self._thread)
            finally:
                self._writing = None
                written.set()


def _flush(book: Ledger) -> None:
    with contextlib.suppress(LedgerError):
        book.flush()


def _check(client: object, kind: type[object], concurrency: object, margin: object, **callbacks: object) -> None:
    check_hooks(callbacks)
    if not isinstance(client, kind):
        name = "run" if kind is SyncClient else "run_async"
        raise ConfigurationError(f"{name}() needs a {kind.__name__}, not {type(client).__name__}")
    if not is_int(concurrency, at_least=1) or cast("int", concurrency) > MOST_AT_ONCE:
        raise ConfigurationError(f"concurrency must be an int from 1 to {MOST_AT_ONCE}, not {concurrency!r}")
    if isinstance(margin, bool) or not isinstance(margin, int | float) or not 0 <= margin <= _LONGEST_MARGIN:
        raise ConfigurationError(f"margin must be seconds from 0 to {_LONGEST_MARGIN:.0f}, not {margin!r}")
