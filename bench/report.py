"""The result as a table in Markdown and as a picture."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import escape

OURS: Final = "this client"
STOCK: Final = "stock generator"
_COLOURS: Final = {  # light, dark
    OURS: ("#0969da", "#4493f8"),
    STOCK: ("#bc4c00", "#f0883e"),
    "pydantic": ("#bf3989", "#f778ba"),
    "msgspec.Struct": ("#1a7f37", "#3fb950"),
    "vendor's SDK": ("#8250df", "#ab7df8"),
}
_WIDTH: Final = 900
_LEFT, _RIGHT, _TOP, _LANE = 470, 870, 84, 28
_FROM, _TO = 1 / 16, 8


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
        return self.reached >= self.aim if self.more_is_better else round(self.reached, 2) <= self.aim


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table, which reads well on a terminal too."""
    cells = [("what", "measured against", "aim", OURS, STOCK, "others"), *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def shortfalls(rows: Sequence[Row]) -> list[str]:
    """Return a paragraph for each missed aim: what stands in its way."""
    return [f"✗ {row.title}: {row.shortfall or 'no reason is known'}" for row in rows if not row.is_met]


def number(value: float) -> str:
    """Return a figure to three digits, at most two of them behind the point."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _cells(row: Row) -> tuple[str, ...]:
    def figure(value: float) -> str:
        return f"{number(value)} {row.unit}".rstrip()

    others = [f"{name} {figure(it)}" for name, it in row.figures.items() if name not in (OURS, STOCK) and it != 1]
    return (
        row.title,
        f"{row.base} ({row.remark})" if row.remark else row.base,
        f"{'≥' if row.more_is_better else '≤'} {figure(row.aim)}",
        figure(row.reached) + ("" if row.is_met else " ✗"),
        figure(row.figures[STOCK]) if STOCK in row.figures else "-",
        ", ".join(others) or "-",
    )


def plot(rows: Sequence[Row]) -> str:
    """Return an SVG: a lane for each ratio, a dot for each contender, on a logarithmic scale, as the table has them.

    Throughput is shown as in the table, so there more is better; its title says so. A missed aim has a cross.
    """
    lanes = [row for row in rows if not row.unit]
    names = [name for name in _COLOURS if any(name in row.figures for row in lanes)]
    height = _TOP + len(lanes) * _LANE + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>Cost of typed objects and calls, as ratios</title>",
        f"<style>{_style()}</style>",
        '<text class="title" x="16" y="26">Ratios to plain dicts and to httpx by hand (1)</text>',
        *_legend([*names, "others"]),
        *_scale(_TOP - 14, _TOP + len(lanes) * _LANE),
    ]
    for index, row in enumerate(lanes):
        parts += _lane(row, _TOP + index * _LANE + _LANE / 2)
    return "\n".join([*parts, "</svg>", ""])


def _style() -> str:
    # An <img> follows the reader's colour scheme by itself: the style is in the picture.
    def colours(dark: bool) -> str:
        own = [f".c{index} {{ fill: {pair[dark]} }}" for index, pair in enumerate(_COLOURS.values())]
        faint, text, grid = ("#9198a1", "#f0f6fc", "#3d444d") if dark else ("#59636e", "#1f2328", "#d1d9e0")
        return " ".join(
            [
                *own,
                f"text {{ fill: {text} }} .faint {{ fill: {faint} }} .others {{ fill: {faint} }}",
                f".grid {{ stroke: {grid} }} .one {{ stroke: {faint} }} .aim {{ stroke: {text}; stroke-width: 2 }}",
            ]
        )

    font = 'text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif }'
    title = ".title { font-size: 15px; font-weight: 600 } .value { font-weight: 600 }"
    return f"{font} {title} {colours(False)} @media (prefers-color-scheme: dark) {{ {colours(True)} }}"


def _class(name: str) -> str:
    return f"c{list(_COLOURS).index(name)}" if name in _COLOURS else "others"


def _legend(names: Sequence[str]) -> Iterator[str]:
    x = 16.0
    for name in names:
        yield f'<circle class="{_class(name)}" cx="{x + 5}" cy="46" r="5"/><text x="{x + 15}" y="50">{name}</text>'
        x += 34 + 6.4 * len(name)
    yield f'<path class="aim" d="M{x + 5} 38v16"/><text x="{x + 13}" y="50">aim (✗ missed)</text>'


def _scale(top: float, bottom: float) -> Iterator[str]:
    value = _FROM
    while value <= _TO:
        x = _x(value)
        yield f'<path class="{"one" if value == 1 else "grid"}" d="M{x:.1f} {top}V{bottom}"/>'
        label = f"{value:g}" if value >= 1 else f"1/{1 / value:g}"
        yield f'<text class="faint" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{label}</text>'
        value *= 2


def _lane(row: Row, y: float) -> Iterator[str]:
    title = row.title + (" (more is better)" if row.more_is_better else "")
    value = number(row.reached) + ("" if row.is_met else " ✗")
    yield f'<text x="16" y="{y + 4:.1f}">{escape(title)}</text>'
    yield f'<text class="value" x="{_LEFT - 20}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
    yield f'<path class="aim" d="M{_x(row.aim):.1f} {y - 9:.1f}v18"/>'
    for name, figure in sorted(row.figures.items(), key=lambda item: item[0] == OURS):
        if figure != 1:
            hint = f"<title>{escape(name)}: {number(figure)}</title>"
            radius = 6 if name == OURS else 4
            yield f'<circle class="{_class(name)}" cx="{_x(figure):.1f}" cy="{y:.1f}" r="{radius}">{hint}</circle>'


def _x(value: float) -> float:
    share = math.log(min(max(value, _FROM), _TO) / _FROM) / math.log(_TO / _FROM)
    return _LEFT + share * (_RIGHT - _LEFT)
