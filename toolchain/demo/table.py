"""The table that the demo prints."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TextIO

from toolchain.demo.stage import Row

WIDTH = 100
_HEAD = ("client", "operation", "status", "what changed", "ms")
_LONGEST = 44  # characters of what changed, so that a line stays within WIDTH
_NUMBERS = ("status", "ms")  # flush right


@dataclass(frozen=True)
class Style:
    """What a stream can show: colours on a terminal, and lines and arrows where its encoding has them."""

    colours: bool
    drawings: bool

    @classmethod
    def of(cls, stream: TextIO) -> Self:
        """Tell what `stream` can show; NO_COLOR is respected."""
        try:
            "─→".encode(stream.encoding or "ascii")
            drawings = True
        except UnicodeEncodeError:
            drawings = False
        return cls(colours=stream.isatty() and not os.environ.get("NO_COLOR"), drawings=drawings)

    def paint(self, text: str, code: str) -> str:
        """Return `text` in a colour."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colours else text


def render(url: str, rows: Sequence[Row], refused: Row, style: Style) -> str:
    """Return all that the demo prints, no line wider than `WIDTH`."""
    cells = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEAD))]
    rule = "  ".join("─" * width for width in widths)
    head, *body = [_line(line, widths) for line in cells]
    calls = len(rows)
    lines = [
        f"{calls} calls over HTTP to the sandbox at {url}, each checked by what it changed",
        "",
        style.paint(head, "1"),
        rule,
        *(style.paint(line, "32") for line in body),
        "",
        f"Refused, as it should be, with status {refused.status}: {refused.operation} of a paid invoice",
        style.paint(f"  {refused.changed}", "31"),
    ]
    text = "\n".join(lines)
    return text if style.drawings else text.replace("─", "-").replace("→", "->")


def _cells(row: Row) -> tuple[str, ...]:
    return (row.client, row.operation, str(row.status), row.changed[:_LONGEST], f"{row.milliseconds:.1f}")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(
        cell.rjust(width) if name in _NUMBERS else cell.ljust(width)
        for name, cell, width in zip(_HEAD, cells, widths, strict=True)
    )
