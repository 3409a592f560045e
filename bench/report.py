"""The result as a table in Markdown and as a picture."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import escape

from bench.peers import OURS, STOCK, STRUCT

_COLOURS: Final = {  # each is seen on white and on black
    OURS: "#2f81f7",
    STOCK: "#d4661e",
    "pydantic": "#cf4a9b",
    STRUCT: "#2da44e",
    "vendor's SDK": "#8f63e0",
    "httpx, called": "#a77400",
}
_WIDTH: Final = 900
_LEFT, _RIGHT, _TOP, _LANE = 470, 870, 104, 28
_FROM, _TO = 1 / 16, 8
_STYLE: Final = """\
text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 } .value { font-weight: 600 } .faint { fill: #59636e }
.grid { stroke: #d1d9e0 } .one { stroke: #59636e } .aim { stroke: #1f2328; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .faint { fill: #9198a1 }
.grid { stroke: #3d444d } .one { stroke: #9198a1 } .aim { stroke: #f0f6fc }
}"""
"""An `<img>` follows the reader's colour scheme by itself: the style is in the picture."""
Losses = Mapping[str, Sequence[str]]
"""By contender: what it loses of a payload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measurement: figures by contender, which without a unit are ratios to `base`."""

    title: str
    base: str
    aim: float
    figures: dict[str, float]
    unit: Literal["", "ms"] = ""
    more_is_better: bool = False
    remark: str = ""
    shortfall: str = ""
    """What stands in the way of the aim; printed where it is missed."""

    @property
    def reached(self) -> float:
        """Our own figure."""
        return self.figures[OURS]

    @property
    def is_met(self) -> bool:
        """Whether the aim is reached, at the precision of the table."""
        reached = round(self.reached, 2)
        return reached >= self.aim if self.more_is_better else reached <= self.aim

    @property
    def others(self) -> dict[str, float]:
        """The figures of the peers, less that of the base."""
        return {name: figure for name, figure in self.figures.items() if name != OURS and figure != 1}


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table, which reads well on a terminal too."""
    cells = [("what", "measured against", "aim", OURS, "others"), *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    def figure(value: float) -> str:
        return f"{number(value)} {row.unit}".rstrip()

    return (
        row.title,
        f"{row.base} ({row.remark})" if row.remark else row.base,
        f"{'≥' if row.more_is_better else '≤'} {figure(row.aim)}",
        figure(row.reached) + ("" if row.is_met else " ✗"),
        ", ".join(f"{name} {figure(it)}" for name, it in row.others.items()) or "-",
    )


def number(value: float) -> str:
    """Return a figure to three digits, at most two of them behind the point."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def shortfalls(rows: Sequence[Row]) -> list[str]:
    """Return a line for each reason for which an aim is missed."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if not row.is_met:
            reasons.setdefault(row.shortfall or "no reason is known", []).append(row.title)
    return [f"✗ {'; '.join(titles)}: {reason}" for reason, titles in reasons.items()]


def price_of_losing_nothing(rows: Sequence[Row], losses: Losses) -> str:
    """Say what it costs to keep what the fastest contender loses."""
    row = next(row for row in rows if STRUCT in row.figures)
    kept = f"{row.title} takes {number(row.reached)}"
    lossy = f"{STRUCT}, which drops {' and '.join(losses[STRUCT])}, {number(row.figures[STRUCT])}"
    return f"What losing nothing costs: {kept}, {lossy}."


def plot(rows: Sequence[Row], losses: Losses) -> str:
    """Return an SVG: a lane for each ratio, a dot for each contender, on a logarithmic scale, as the table has them.

    Throughput is shown as in the table, so there more is better; its title says so. A missed aim has a cross.
    """
    lanes = [row for row in rows if not row.unit]
    height = _TOP + len(lanes) * _LANE + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>Cost of typed objects and calls, as ratios</title>",
        f"<style>{_STYLE}</style>",
        '<text class="title" x="16" y="26">Ratios to plain dicts, and to httpx by hand (1)</text>',
        *_legend([name for name in _COLOURS if any(name in row.figures for row in lanes)]),
        f'<text class="faint" x="16" y="72">{escape(price_of_losing_nothing(rows, losses))}</text>',
        *_scale(_TOP - 14, _TOP + len(lanes) * _LANE),
    ]
    for index, row in enumerate(lanes):
        parts += _lane(row, _TOP + index * _LANE + _LANE / 2)
    return "\n".join([*parts, "</svg>", ""])


def _legend(names: Sequence[str]) -> Iterator[str]:
    x = 16.0
    for name in names:
        yield f'<circle fill="{_COLOURS[name]}" cx="{x + 5}" cy="46" r="5"/><text x="{x + 15}" y="50">{name}</text>'
        x += 34 + 6.4 * len(name)
    yield f'<path class="aim" d="M{x + 5} 38v16"/><text x="{x + 13}" y="50">aim (✗ missed)</text>'


def _scale(top: float, bottom: float) -> Iterator[str]:
    for power in range(round(math.log2(_FROM)), round(math.log2(_TO)) + 1):
        x, label = _x(2**power), f"{2**power}" if power >= 0 else f"1/{2**-power}"
        yield f'<path class="{"grid" if power else "one"}" d="M{x:.1f} {top}V{bottom}"/>'
        yield f'<text class="faint" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{label}</text>'


def _lane(row: Row, y: float) -> Iterator[str]:
    title = row.title + (" (more is better)" if row.more_is_better else "")
    value = number(row.reached) + ("" if row.is_met else " ✗")
    yield f'<text x="16" y="{y + 4:.1f}">{escape(title)}</text>'
    yield f'<text class="value" x="{_LEFT - 20}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
    yield f'<path class="aim" d="M{_x(row.aim):.1f} {y - 9:.1f}v18"/>'
    for name, figure in {**row.others, OURS: row.reached}.items():
        hint = f"<title>{escape(name)}: {number(figure)}</title>"
        radius = 6 if name == OURS else 4
        yield f'<circle fill="{_COLOURS[name]}" cx="{_x(figure):.1f}" cy="{y:.1f}" r="{radius}">{hint}</circle>'


def _x(value: float) -> float:
    share = math.log(min(max(value, _FROM), _TO) / _FROM) / math.log(_TO / _FROM)
    return _LEFT + share * (_RIGHT - _LEFT)
