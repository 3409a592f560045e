"""Where one response ends and another begins in the bytes of a connection."""

import re
from collections.abc import Sequence

_BLANK_LINE = re.compile(rb"\n\r?\n")  # as h11 takes it
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r?\n", re.IGNORECASE)
_MOST_CUTS = 1000
_MOST_AT_ONCE = 4096  # else the parser holds ten thousand one-byte chunks, which nobody can abandon


class Framing:
    """Hands received bytes out no further than a response can end.

    A parser would keep what follows a response for the next one: a server's second response would then be taken for the
    response to a request that it has never seen. Heads and chunked bodies end in a blank line, other bodies have a
    length. Bytes that are left over, and an end that can't be checked, show that the connection must not be used again.
    """

    __slots__ = ("_ahead", "_cuts", "_is_begun", "_is_certain", "_left", "_tail", "held")

    def __init__(self) -> None:
        self.held = b""
        self.begin()

    def begin(self) -> None:
        """Expect another response."""
        self._left: int | None = None
        self._ahead = 0
        self._tail = b""
        self._cuts = 0
        self._is_begun = False
        self._is_certain = True

    def expect(self, method: bytes, status: int, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Note what the parsed head says of the body's length; chunked ones go on by blank lines."""
        length: int | None = None
        if status < 200 or status in (204, 304) or method == b"HEAD":
            length = 0
        else:
            for name, value in headers:
                name = name.lower()
                if name == b"content-length":
                    length = int(value)
                elif name == b"transfer-encoding":
                    length = None
                    break
        if self._ahead > (length or 0):
            self._is_certain = False
        if length is not None:
            self._left = max(length - self._ahead, 0)

    def take(self, most: int) -> bytes:
        """Return the next bytes."""
        end = min(self._end(most) if self.held else 0, most)
        data, self.held = self.held[:end], self.held[end:]
        if self._left is not None:
            self._left -= end
        else:
            self._tail = _begun_blank_line(self._tail + data[-2:])
        return data

    def _end(self, most: int) -> int:
        if self._left:
            return min(self._left, len(self.held))
        if self._left is None and self._is_certain:
            found = _BLANK_LINE.search(self._tail + self.held[:_MOST_AT_ONCE])
            is_first, self._is_begun = not self._is_begun, True
            if found is None:
                return min(len(self.held), _MOST_AT_ONCE)
            if is_first:
                return self._end_with_body(found.end(), most)
            self._cuts += 1
            self._is_certain = self._cuts < _MOST_CUTS
            return found.end() - len(self._tail)
        self._is_certain = False
        return min(len(self.held), _MOST_AT_ONCE)

    def _end_with_body(self, head: int, most: int) -> int:
        """With a whole head goes what is there of the body: one read less. `expect` checks it by the parsed head."""
        lengths = _LENGTH.findall(self.held, 0, head)
        if len(lengths) == 1:
            self._ahead = min(int(lengths[0]), len(self.held) - head, max(most - head, 0), _MOST_AT_ONCE)
        return head + self._ahead

    def is_over(self) -> bool:
        """Whether all that was received belongs to the response that has just been read."""
        return self._is_certain and not self.held and not self._left


def _begun_blank_line(data: bytes) -> bytes:
    return b"\n" if data.endswith(b"\n") else b"\n\r" if data.endswith(b"\n\r") else b""
