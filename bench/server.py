"""A loopback HTTP server in a process of its own that gives every request the same response."""

import asyncio
import contextlib
import re
import subprocess
import sys
from collections.abc import Generator
from typing import Final

from bench.payloads import Payloads, to_bytes
from bench.timing import ROOT

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ID: Final = "6578278e879ad2646715ba9c"
SCHEDULE: Final = to_bytes({**Payloads().schedule(1), "_id": ID})
"""A schedule with one invoice: 3 KB. It answers GET."""
INVOICE: Final = to_bytes({**Payloads().invoice(), "_id": ID})
"""It answers PUT."""


@contextlib.contextmanager
def running() -> Generator[str]:
    """Run the server; the base URL is the context. It ends with the context, or with this process."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.server"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()
            process.wait(timeout=10)


class _Connection(asyncio.Protocol):
    """Reads requests, with a body where Content-Length says so."""

    def __init__(self) -> None:
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while (end := self._pending.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._pending, 0, end)
            total = end + 4 + (int(length[1]) if length else 0)
            if len(self._pending) < total:
                return
            self._transport.write(_response(INVOICE if self._pending.startswith(b"PUT") else SCHEDULE))
            self._pending = self._pending[total:]


def _response(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % len(body) + body


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until the parent closes it, or is gone


if __name__ == "__main__":
    asyncio.run(_serve())
