"""The result as a picture: a lane for each ratio, a dot for each contender, on a logarithmic scale; less is better."""

import math
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from bench.contenders import OURS
from bench.row import Row
from bench.table import number

_WIDTH: Final = 900
_FIGURE: Final = 440
_LEFT: Final = 460
_RIGHT: Final = 870
_TOP: Final = 78
_LANE: Final = 26
_FROM: Final = 1 / 16
_TO: Final = 8
_CLASSES: Final = {
    OURS: "ours",
    "stock generator": "stock",
    "pydantic": "pydantic",
    "cattrs": "cattrs",
    "msgspec.Struct": "msgspec",
}
_LEGEND: Final = {**_CLASSES, "others": "other"}
# An <img> follows the reader's colour scheme by itself: the style is in the picture.
_STYLE: Final = """
text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 }
.faint { fill: #59636e }
.grid { stroke: #d1d9e0 }
.one { stroke: #59636e }
.aim { stroke: #1f2328; stroke-width: 2 }
.ours { fill: #0969da } .value { font-weight: 600; fill: #0969da }
.stock { fill: #bc4c00 } .pydantic { fill: #bf3989 } .cattrs { fill: #8250df }
.msgspec { fill: #1a7f37 } .other { fill: #818b98 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .faint { fill: #9198a1 }
  .grid { stroke: #3d444d }
  .one { stroke: #9198a1 }
  .aim { stroke: #f0f6fc }
  .ours, .value { fill: #4493f8 }
  .stock { fill: #f0883e } .pydantic { fill: #f778ba } .cattrs { fill: #ab7df8 }
  .msgspec { fill: #3fb950 } .other { fill: #818b98 }
}
"""


def plot(rows: Sequence[Row]) -> str:
    """Return the picture as SVG; rows that are no ratios are left out."""
    lanes = [row for row in rows if not row.unit]
    height = _TOP + len(lanes) * _LANE + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>Cost of typed objects and calls, as ratios</title>",
        f"<style>{_STYLE}</style>",
        '<text class="title" x="16" y="26">Cost against plain dicts and httpx by hand (1); less is better</text>',
        *_legend(),
        *_scale(_TOP - 14, _TOP + len(lanes) * _LANE),
    ]
    for index, row in enumerate(lanes):
        parts += _lane(row, _TOP + index * _LANE + _LANE / 2)
    return "\n".join([*parts, "</svg>", ""])


def _legend() -> Iterator[str]:
    x = 16.0
    for name, kind in _LEGEND.items():
        yield f'<circle class="{kind}" cx="{x + 5}" cy="46" r="5"/><text x="{x + 15}" y="50">{name}</text>'
        x += 34 + 6.4 * len(name)
    yield f'<path class="aim" d="M{x + 5} 38v16"/><text x="{x + 13}" y="50">aim</text>'


def _scale(top: float, bottom: float) -> Iterator[str]:
    value = _FROM
    while value <= _TO:
        x = _x(value)
        yield f'<path class="{"one" if value == 1 else "grid"}" d="M{x:.1f} {top}V{bottom}"/>'
        label = f"{value:g}" if value >= 1 else f"1/{1 / value:g}"
        yield f'<text class="faint" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{label}</text>'
        value *= 2


def _lane(row: Row, y: float) -> Iterator[str]:
    reached = _cost(row, row.reached)
    yield f'<text x="16" y="{y + 4:.1f}">{escape(row.title)}</text>'
    yield f'<text class="value" x="{_FIGURE}" y="{y + 4:.1f}" text-anchor="end">{number(reached)}</text>'
    yield f'<path class="aim" d="M{_x(_cost(row, row.aim)):.1f} {y - 9:.1f}v18"/>'
    for name, value in row.figures.items():
        if name != OURS and value != 1:
            kind = _CLASSES.get(name, "other")
            yield _dot(kind, _cost(row, value), y, 4, name)
    yield _dot("ours", reached, y, 6, OURS)


def _dot(kind: str, cost: float, y: float, radius: int, name: str) -> str:
    hint = f"<title>{escape(name)}: {number(cost)}</title>"
    return f'<circle class="{kind}" cx="{_x(cost):.1f}" cy="{y:.1f}" r="{radius}">{hint}</circle>'


def _cost(row: Row, value: float) -> float:
    """More requests a second are less time for each."""
    return 1 / value if row.more_is_better else value


def _x(value: float) -> float:
    share = math.log(min(max(value, _FROM), _TO) / _FROM) / math.log(_TO / _FROM)
    return _LEFT + share * (_RIGHT - _LEFT)
