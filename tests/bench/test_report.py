"""From times to ratios, a table and a plot; without measuring anything."""

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import httpx
import pytest

from bench import calls
from bench.peers import OURS, STRUCT
from bench.report import Row, plot, shortfalls, table
from bench.timing import interleave, ratios

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {"plain dicts": 1.0, OURS: 0.97, "stock generator": 3.2, STRUCT: 0.4}
LOSSES = {STRUCT: ["unknown fields", "nulls"]}
MET = Row(title="decoding", base="json.loads", aim=1.0, figures=FIGURES)
MISSED = Row(
    title="importing",
    base="bare Python",
    aim=2.0,
    unit="ms",
    figures={OURS: 12.345},
    remark="told so",
    shortfall="for a reason",
)
RATE = Row(title="calling", base="httpx", aim=6, figures={OURS: 6.5, "vendor's SDK": 0.96}, more_is_better=True)


def test_ratios_are_those_of_the_same_round() -> None:
    now = 0.0

    def takes(seconds: float) -> Callable[[], None]:
        def work() -> None:
            nonlocal now
            now += seconds

        return work

    contenders = {"json": takes(0.002), OURS: takes(0.001)}
    times = interleave(contenders, 5, clock=lambda: now)
    assert times["json"] == pytest.approx([0.002] * 5)
    assert ratios(times, "json") == pytest.approx({"json": 1.0, OURS: 0.5})


def test_the_table_says_what_was_reached_and_what_was_not() -> None:
    head, rule, *lines = table([MET, MISSED, RATE]).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in [head, *lines]]
    assert set(rule) == {"|", "-"}
    assert cells == [
        ["what", "measured against", "aim", OURS, "others"],
        ["decoding", "json.loads", "≤ 1.00", "0.97", "stock generator 3.20, msgspec.Struct 0.40"],
        ["importing", "bare Python (told so)", "≤ 2.00 ms", "12.3 ms ✗", "-"],
        ["calling", "httpx", "≥ 6.00", "6.50", "vendor's SDK 0.96"],
    ]


def test_each_missed_aim_has_its_reason() -> None:
    again = replace(MISSED, title="importing again")
    assert shortfalls([MET, MISSED, RATE, again]) == ["✗ importing; importing again: for a reason"]


def test_the_plot_has_a_dot_for_each_ratio_but_the_base_and_names_each_contender() -> None:
    picture = ElementTree.fromstring(plot([MET, MISSED, RATE], LOSSES))
    hints = [title.text for title in picture.findall(f".//{SVG}circle/{SVG}title")]
    assert hints == [
        *("stock generator: 3.20", "msgspec.Struct: 0.40", f"{OURS}: 0.97"),
        *("vendor's SDK: 0.96", f"{OURS}: 6.50"),
    ]
    words = [text.text for text in picture.findall(f".//{SVG}text")]
    assert {OURS, "stock generator", "msgspec.Struct", "vendor's SDK", "calling (more is better)"} <= set(words)
    style = picture.findtext(f"{SVG}style")
    assert style
    assert "prefers-color-scheme: dark" in style


def test_the_plot_says_what_losing_nothing_costs() -> None:
    said = "decoding takes 0.97, msgspec.Struct, which drops unknown fields and nulls, 0.40."
    assert f"What losing nothing costs: {said}" in plot([MET], LOSSES)


def test_the_plot_marks_a_missed_aim() -> None:
    missed = replace(MET, aim=0.5)
    assert "0.97 ✗" in plot([missed], LOSSES)
    assert "✗</text>" not in plot([MET], LOSSES).replace("aim (✗ missed)", "")


def test_the_server_responds_to_each_request_and_ends() -> None:
    with calls.running_server() as base_url, httpx.Client(base_url=base_url) as client:
        assert [client.get("/any/path").content for _ in range(3)] == [calls.SCHEDULE] * 3
        assert client.put("/any/path", content=b"x" * 200_000).content == calls.INVOICE
        assert client.get("/any/path").content == calls.SCHEDULE
    with pytest.raises(httpx.ConnectError):
        httpx.get(base_url)
