"""The ledger: JSON lines that say of each call that it is about to be sent, and then what came of it."""

import contextlib
import os
import stat
import sys
import threading
import time
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Self

import msgspec
from msgspec import Meta, Struct

from leadconnector.errors import LeadConnectorError

LAG = 0.02
"""Outcomes wait for once to twice so many seconds, to share an fsync; never what is about to be sent."""
_HEADER = b'{"ledger":"leadconnector.bulk","version":1}\n'
_FAR = 2**31 - 2  # of the byte that is locked on Windows, where a lock keeps others from reading
_REQUEST = 8  # bytes of a request's hash that are kept in memory


class LedgerError(LeadConnectorError, ValueError):
    """The ledger can't be used: it is another run's, no ledger, damaged, or can't be written. Nothing was sent."""

    applied: bool | None = False


class State(StrEnum):
    """What a line of the ledger says of a call."""

    SENDING = "sending"
    """It is about to be sent. As a call's last line: nobody knows what came of it."""
    DONE = "done"
    REFUSED = "refused"
    """The service refused it, and will again."""
    LEFT = "left"
    """It did not happen, for a reason that passes: no connection, a rate limit, a bad token. The next run sends it."""
    UNKNOWN = "unknown"


_STATES = tuple(State)


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A line of the ledger."""

    key: str
    state: State
    at: Annotated[datetime, Meta(tz=True)]
    """The wall clock, for people."""
    up: Annotated[float, Meta(ge=0)] | None = None
    """The monotonic clock: seconds since this machine was started."""
    boot: str | None = None
    """Which start of which machine that counts from; None where the system doesn't tell."""
    timeout: Annotated[float, Meta(gt=0, le=86_400)] | None = None
    """Seconds after which the attempt is over, whatever comes."""
    call: str | None = None
    request: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")] | None = None
    """A hash of the request."""
    evidence: str | None = None
    error: str | None = None
    status: int | None = None


class Open(NamedTuple):
    """A call of an earlier run whose outcome is unknown, and when its attempt is surely over (monotonic clock)."""

    key: str
    ends: float


class Past(NamedTuple):
    """What the ledger says of a call."""

    state: State | None
    """What earlier runs noted; None for a key that has come up in this one."""
    error: str
    open: Open | None
    is_changed: bool
    """Whether it was about another request."""


class Ledger:
    """A ledger, open and locked. Safe for threads. Of each key a few dozen bytes are kept in memory."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open or create it, lock it, read it; LedgerError if any of that can't be."""
        self.path = Path(path)
        self.failure: str | None = None
        """Why it can't be written any more."""
        self.open: dict[bytes, Open] = {}
        """By their keys' digests, those that have not come up in this run."""
        self._known: dict[bytes, bytes] = {}
        self._errors: dict[bytes, str] = {}
        self._buffer: list[Entry] = []
        self._appended = self._flushed = 0
        self._lock, self._flushing, self._closing = threading.Lock(), threading.Lock(), threading.Event()
        try:
            self._file = self.path.open("a+b", buffering=0)
            with contextlib.ExitStack() as undo:
                undo.callback(self._file.close)
                _lock(self._file.fileno(), self.path)
                self._read()
                undo.pop_all()
        except OSError as error:
            raise LedgerError(f"{self.path}: {error.strerror}") from error
        threading.Thread(target=self._flush_outcomes, name=f"ledger {self.path}", daemon=True).start()

    def _read(self) -> None:
        now = time.monotonic()
        decoder = msgspec.json.Decoder(Entry)
        with os.fdopen(os.dup(self._file.fileno()), "rb") as lines:
            lines.seek(0)
            header = lines.readline(len(_HEADER))
            # Torn if the process ended that created the file, or NULs after a loss of power.
            if not _HEADER.startswith(header) and (header.strip(b"\0") or lines.read(1)):
                raise LedgerError(f"{self.path}:1: this file is no ledger of leadconnector.bulk, version 1")
            self._size = len(header) if header == _HEADER else 0
            for number, line in enumerate(lines, 2):
                # Torn: its fsync never returned, so nothing was sent because of it. What a loss of power kept from the
                # disk is NULs, but only in the last line can they be of nothing else.
                if not line.endswith(b"\n") or (b"\0" in line and not lines.peek(1)):
                    break
                self._size += len(line)
                try:
                    entry = decoder.decode(line)
                    self._note(entry, now - _elapsed(entry, now))
                except (msgspec.MsgspecError, ValueError) as error:
                    raise LedgerError(f"{self.path}:{number}: this is no line of a ledger: {error}") from None
        self._file.truncate(self._size)
        if not self._size:
            self._write(_HEADER)
        _sync_folder(self.path.resolve().parent)  # a link's folder isn't the file's

    def see(self, key: str, request: str) -> Past | None:
        """Note that a key has come up in this run, and return what is known of it; None if nothing is."""
        digest, new = key_digest(key), bytes.fromhex(request)[:_REQUEST]
        value = self._known.get(digest)
        if value is None:
            self._known[digest] = new
            return None
        old, state = value[:_REQUEST], value[_REQUEST:]
        before = self.open.pop(digest, None)
        if old == new or before is not None:
            self._known[digest] = old
        return Past(_STATES[state[0]] if state else None, self._errors.get(digest, ""), before, old != new)

    def append(self, key: str, state: State, **more: Any) -> int:
        """Add a line of a key that has come up, to be written soon; its number."""
        clock: dict[str, Any] = {}
        if state in (State.SENDING, State.UNKNOWN):
            clock = {"up": time.monotonic(), "boot": boot_id()}
        entry = Entry(key=key, state=state, at=datetime.now(UTC), **clock, **more)
        with self._lock:
            self._buffer.append(entry)
            self._appended += 1
            return self._appended

    def unwritten(self) -> list[Entry]:
        """The lines that are not on the disk, in order."""
        with self._lock:
            return list(self._buffer)

    def is_written(self, number: int) -> bool:
        """Whether the line of that number is on the disk."""
        return self._flushed >= number

    def flush(self, number: int | None = None) -> None:
        """Wait until the line of that number, or all, are on the disk; LedgerError if they are not, now or ever."""
        with self._flushing:
            if self._flushed >= (self._appended if number is None else number):
                return
            if self._file.closed:
                raise LedgerError(f"{self.path}: the ledger is closed")
            if self.failure is not None:
                raise LedgerError(self.failure)
            with self._lock:
                entries, self._buffer = self._buffer, []
            try:
                self._write(b"".join([msgspec.json.encode(entry) + b"\n" for entry in entries]))
            except BaseException as error:
                # After a failed fsync nobody knows what is on the disk, so nothing more is written.
                self.failure = f"{self.path}: {error.strerror if isinstance(error, OSError) else 'interrupted'}"
                with self._lock:
                    self._buffer = entries + self._buffer
                with contextlib.suppress(OSError):
                    self._file.truncate(self._size)
                if isinstance(error, OSError):
                    raise LedgerError(self.failure) from error
                raise
            self._flushed += len(entries)

    def close(self) -> None:
        """Write what is left, and let others have the ledger."""
        with contextlib.suppress(LedgerError):
            self.flush()
        self._closing.set()
        with self._flushing:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _note(self, entry: Entry, sent: float) -> None:
        """Take in a line of an earlier run; `sent` is when it was written, by the monotonic clock of this one."""
        digest = key_digest(entry.key)
        if entry.state is State.SENDING:
            if entry.request is None or entry.timeout is None or entry.up is None:
                raise ValueError("request, timeout and up must be there")
            request = bytes.fromhex(entry.request)[:_REQUEST]
            self.open[digest] = Open(entry.key, sent + entry.timeout)
        elif digest not in self.open:
            raise ValueError("an outcome of what was not under way")
        else:
            request = self._known[digest][:_REQUEST]
            before = self.open.pop(digest)
            if entry.state is State.UNKNOWN:  # an attempt can outlive its time-out
                self.open[digest] = Open(entry.key, max(before.ends, sent))
        self._known[digest] = request + bytes((_STATES.index(entry.state),))
        if entry.error is None:
            self._errors.pop(digest, None)
        else:
            self._errors[digest] = sys.intern(entry.error)

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) or 0 :]
        _sync(self._file.fileno())
        self._size += len(data)

    def _flush_outcomes(self) -> None:
        number = 0
        while not self._closing.wait(LAG):
            with contextlib.suppress(LedgerError):
                self.flush(number)  # what has waited since the last time, if no other flush took it along
            number = self._appended


def key_digest(key: str) -> bytes:
    """What stands for a key in memory."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@cache
def boot_id() -> str | None:
    """What this start of this machine is known by; None where the system (not Linux) doesn't tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError):
        return None


def _elapsed(entry: Entry, now: float) -> float:
    """Seconds that have surely passed since a line was written, whatever was done to the clocks meanwhile.

    The wall clock may have been set, and the monotonic clock of another start or another machine says nothing here.
    """
    if entry.up is None or entry.boot is None or entry.boot != boot_id():
        return 0.0
    return max(0.0, now - entry.up)


def _lock(fd: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        raise LedgerError(f"{path} is no regular file")
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(fd, _FAR, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        raise LedgerError(f"{path} is in use: another run has it") from None


def _sync(fd: int) -> None:
    """Wait until the file's content is on the disk."""
    if sys.platform == "darwin":  # where fsync leaves it in the disk's own memory
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    else:
        os.fsync(fd)


def _sync_folder(folder: Path) -> None:
    """Let a new file survive a loss of power, where the system can do that."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            fd = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)
