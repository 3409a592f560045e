"""Where one response ends and another begins in the bytes of a connection."""

import re
from collections.abc import Sequence

_BLANK_LINE = re.compile(rb"\n\r?\n")  # as h11 takes it
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r?\n", re.IGNORECASE)
_BEGUN = re.compile(rb"\n\r?\Z")
_MOST_CUTS = 1000
_MOST_AT_ONCE = 4096  # else the parser holds ten thousand one-byte chunks, which nobody can abandon


class Framing:
    """Hands received bytes out no further than a response can end.

    A parser would keep what follows a response for the next one: a server's second response would then be taken for the
    response to a request that it has never seen. Heads and chunked bodies end in a blank line, other bodies have a
    length. Bytes that are left over, and an end that can't be checked, show that the connection must not be used again.
    """

    __slots__ = ("_ahead", "_cuts", "_is_certain", "_left", "_tail", "held")

    def __init__(self) -> None:
        self.held = b""
        self.begin()

    def begin(self) -> None:
        """Expect another response."""
        self._left: int | None = None
        self._ahead: int | None = None
        self._tail = b""
        self._cuts = 0
        self._is_certain = True

    def expect(self, method: bytes, status: int, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Note what the parsed head says of the body's length; chunked ones go on by blank lines."""
        fields = {name.lower(): value for name, value in headers}
        length = None if b"transfer-encoding" in fields else fields.get(b"content-length")
        if status < 200 or status in (204, 304) or method == b"HEAD":
            length = b"0"
        ahead = self._ahead or 0
        if ahead > int(length or 0):
            self._is_certain = False
        if length is not None:
            self._left = max(int(length) - ahead, 0)

    def take(self, most: int) -> bytes:
        """Return the next bytes."""
        end = min(self._end(most), most)
        data, self.held = self.held[:end], self.held[end:]
        if self._left is not None:
            self._left -= end
        elif begun := _BEGUN.search(self._tail + data[-2:]):
            self._tail = begun[0]
        else:
            self._tail = b""
        return data

    def _end(self, most: int) -> int:
        if self._left or not self.held:
            return min(self._left or 0, len(self.held))
        part = self.held[:_MOST_AT_ONCE]
        if self._left is None and self._is_certain:
            if found := _BLANK_LINE.search(self._tail + part):
                self._cuts += 1
                self._is_certain = self._cuts < _MOST_CUTS
                end = found.end() - len(self._tail)
                return end + self._body_after(end, most - end)
        else:
            self._is_certain = False
        return len(part)

    def _body_after(self, head: int, most: int) -> int:
        """With a whole head goes what is there of its body: one read less. `expect` checks that it is the body's."""
        if self._ahead is not None:
            return 0
        lengths = _LENGTH.findall(self.held, 0, head) if self.held.startswith(b"HTTP/1.1 200 ") else []
        self._ahead = min(int(lengths[0]), len(self.held) - head, max(most, 0), _MOST_AT_ONCE) if lengths else 0
        return self._ahead

    def is_over(self) -> bool:
        """Whether all that was received belongs to the response that has just been read."""
        return self._is_certain and not self.held and not self._left
