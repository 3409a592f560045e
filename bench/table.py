"""The result as a Markdown table, which is as readable on a terminal."""

from collections.abc import Iterable, Sequence
from typing import Final

from bench.contenders import OURS
from bench.row import Row

_STOCK: Final = "stock generator"
_HEAD: Final = ("what", "measured against", "aim", OURS, _STOCK, "others")


def table(rows: Sequence[Row]) -> str:
    """Return the table."""
    cells = [_HEAD, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_line(line, widths) for line in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def shortfalls(rows: Sequence[Row]) -> list[str]:
    """Return a paragraph for each aim that is missed: what stands in its way."""
    return [f"✗ {row.title}: {row.shortfall or 'no reason is known'}" for row in rows if not row.is_met]


def number(value: float) -> str:
    """Return a figure to three digits, at most two of them behind the point."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def figure(row: Row, value: float) -> str:
    """Return a figure with its unit, where it has one."""
    return f"{number(value)} {row.unit}".rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    reached = figure(row, row.reached) + ("" if row.is_met else " ✗")
    others = [(name, value) for name, value in row.figures.items() if name not in (OURS, _STOCK) and value != 1]
    stock = figure(row, row.figures[_STOCK]) if _STOCK in row.figures else "-"
    against = f"{row.base} ({row.remark})" if row.remark else row.base
    return row.title, against or "-", _aim(row), reached, stock, _others(row, others)


def _aim(row: Row) -> str:
    return f"{'≥' if row.more_is_better else '≤'} {figure(row, row.aim)}"


def _others(row: Row, others: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {figure(row, value)}" for name, value in others) or "-"


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
