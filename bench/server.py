"""A loopback HTTP server in a process of its own that gives every request the same answer."""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Generator
from typing import Final

from bench.correctness import to_bytes
from bench.payloads import Payloads
from bench.shapes import ROOT

_END_OF_HEAD: Final = b"\r\n\r\n"
BODY: Final = to_bytes(Payloads().schedule(1))
"""A schedule with one invoice: 3 KB."""
_ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
    len(BODY),
    BODY,
)


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
    """Reads GET requests, which have no body."""

    def __init__(self) -> None:
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._pending = (self._pending + data).split(_END_OF_HEAD)
        self._transport.write(_ANSWER * len(requests))


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until the parent closes it, or is gone


if __name__ == "__main__":
    asyncio.run(_serve())
