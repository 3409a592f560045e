"""The command: exit codes, the three reports, and how pages are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.toolchain.docs_check.render import LAYOUTS, docusaurus, mintlify, portal, stripped
from tests.toolchain.docs_check.workplace import GET, OPERATIONS, PUT, Workplace
from toolchain.docs_check.command import split

if TYPE_CHECKING:
    from pathlib import Path

FACT_KEYS = ["line", "pointer", "kind", "verdict", "page_says", "description_says", "quirk", "overlay"]


def test_pages_that_agree(workplace: Workplace) -> None:
    code, out, err = workplace.run(*workplace.all_pages())
    assert (code, err) == (0, "")
    assert out.startswith("no changes: ")
    assert out.count("\n") == 1, "quirks that overlays put right are not told"


def test_what_disagrees_is_told_by_file_and_line(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = docusaurus(greenhouse, *GET)
    at = lines.index("404") + 1
    page = workplace.page("page.txt", [*lines[: at - 1], "405", *lines[at:]])
    code, out, _ = workplace.run(page)
    assert code == 1
    first, last = out.splitlines()
    assert first.startswith(f"{page}:{at}: example: response 404.code of GET /beds/{{bedId}}: 404 → 405")
    assert first.endswith("  [openapi/invoices.yaml:67]")
    assert last.startswith("1 change: 1 example")
    everything = workplace.run(page, "--all")[1]
    assert f"{page}:{at}: contradicts: example: " in everything
    assert "agrees, a quirk: example: /components/schemas/Plant/properties/count" in everything
    assert "put right by: overlays/10-count.yaml action 2" in everything


def test_what_no_overlay_puts_right_is_told(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    (workplace.root / "overlays" / "10-count.yaml").unlink()
    page = workplace.page("page.txt", docusaurus(greenhouse, *PUT))
    code, out, _ = workplace.run(page)
    assert (code, "a quirk that no overlay puts right: Plant.count" in out) == (0, True)


def test_a_page_that_is_not_recorded_may_show_less(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = docusaurus(greenhouse, *GET)
    at = lines.index("shaded")
    code, out, _ = workplace.run(workplace.page("page.txt", lines[:at] + lines[at + 4 :]))
    assert code == 0
    assert "1 facts of the description are not on this page" in out


def test_json_has_every_fact(workplace: Workplace) -> None:
    code, out, _ = workplace.run(*workplace.all_pages(), "--format", "json")
    answer = json.loads(out)
    assert (code, list(answer)) == (0, ["pages", "changes", "notes"])
    assert answer["changes"] == []
    assert [page["operation"] for page in answer["pages"]] == OPERATIONS
    for page in answer["pages"]:
        assert list(page) == ["page", "operation", "facts"]
        assert len(page["facts"]) > 90
        assert all(list(fact) == FACT_KEYS for fact in page["facts"])
        assert [fact["line"] for fact in page["facts"]] == sorted(fact["line"] for fact in page["facts"])
    quirks = [fact for page in answer["pages"] for fact in page["facts"] if fact["quirk"]]
    assert {(fact["page_says"], fact["overlay"]) for fact in quirks} == {("a dozen", "overlays/10-count.yaml action 2")}


def test_json_comes_whatever_happens(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    good = workplace.page("good.txt", stripped(greenhouse, *GET))
    code, out, err = workplace.run(good, str(workplace.root / "missing.txt"), "--format", "json")
    answer = json.loads(out)
    assert code == 2
    assert [(page["operation"], "error" in page) for page in answer["pages"]] == [
        ("GET /beds/{bedId}", False),
        (None, True),
    ]
    assert "missing.txt: no such file" in answer["error"]
    assert "missing.txt: no such file" in err
    workplace.source.write_text("openapi: [")
    code, out, err = workplace.run(good, "--format", "json")
    assert (code, json.loads(out)["pages"]) == (2, [])
    assert "invoices.yaml" in json.loads(out)["error"]
    assert "Traceback" not in err


def test_markdown_shows_what_a_page_says_as_text(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = docusaurus(greenhouse, *GET)
    at = lines.index("b-17")
    page = workplace.page("page.txt", [*lines[:at], "<b>|`x`\u202e", *lines[at + 1 :]])
    code, out, _ = workplace.run(page, "--format", "markdown", "--draft")
    assert code == 1
    row = next(line for line in out.splitlines() if f"page.txt:{at + 1}: " in line)
    assert "\\<b\\>\\|\\`x\\`" in row
    assert "\u202e" not in out.partition("~~~yaml")[0]
    assert "~~~yaml\n# openapi/invoices.yaml:" in out


def test_what_a_terminal_would_obey_is_escaped(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = mintlify(greenhouse, *GET)
    at = lines.index('          "name": "Robin",')
    page = workplace.page("page.txt", [*lines[:at], '"\\u001b[31m": "\\u009b2J",', *lines[at:]])
    code, out, _ = workplace.run(page, "--draft")
    assert code == 1
    assert "\\x1b" in out
    assert "\x1b" not in out
    assert "\x9b" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--record"], "--record needs the pages", id="record without pages"),
    ],
)
def test_arguments_that_make_no_sense(workplace: Workplace, arguments: list[str], message: str) -> None:
    code, out, err = workplace.run(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_a_folder_of_pages(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    folder = workplace.root / "my pages"
    folder.mkdir()
    code, _, err = workplace.run(str(folder))
    assert (code, "is a folder without pages" in err) == (2, True)
    for name, write in LAYOUTS.items():
        (folder / f"{name} page.{'md' if name == 'markdown' else 'txt'}").write_text("\n".join(write(greenhouse, *PUT)))
    for other in ("README.md", ".hidden.txt", "picture.png"):
        (folder / other).write_text("nothing that could be read")
    code, out, err = workplace.run("--pages", str(folder))
    assert (code, err) == (0, "")
    assert " of 5 pages agree" in out


def test_a_folder_without_the_page_of_an_operation(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    workplace.run(*workplace.all_pages(), "--record")
    folder = workplace.root / "pages"
    folder.mkdir()
    for method, path in (GET, PUT):
        (folder / f"{method}.txt").write_text("\n".join(portal(greenhouse, method, path)))
    code, out, _ = workplace.run(str(folder), "--draft")
    assert code == 1
    assert "operation gone: POST /beds/{bedId}/water" in out
    assert "delete: paths./beds/{bedId}/water.post" in out
    (folder / "water.txt").write_text("nothing that could be read")
    code, out, _ = workplace.run(str(folder), "--all")
    assert (code, "gone" in out, "water.txt" in out) == (2, False, False), "this may be the page of it"
    (folder / "water.txt").unlink()
    (folder / "get.txt").unlink()
    assert workplace.run(str(folder))[0] == 0, "one page of three is no sign"


def test_how_pages_are_listed(tmp_path: Path) -> None:
    for name in ("a.txt", "b c.txt", "it's.txt"):
        (tmp_path / name).write_text("x")
    at = str(tmp_path)
    assert split("") == []
    assert split(f"{at}/b c.txt") == [f"{at}/b c.txt"]
    assert split(f"{at}/a.txt '{at}/b c.txt'") == [f"{at}/a.txt", f"{at}/b c.txt"]
    assert split(f"{at}/a.txt {at}/b c.txt") == [f"{at}/a.txt", f"{at}/b c.txt"]
    assert split(f"{at}/it's.txt {at}/a.txt") == [f"{at}/it's.txt", f"{at}/a.txt"]
    assert split(f"{at}/[ab]*.txt") == [f"{at}/a.txt", f"{at}/b c.txt"]
    (tmp_path / "two words").mkdir()
    (tmp_path / "two words" / "d.txt").write_text("x")
    assert split(f"{at}/two words/*.txt") == [f"{at}/two words/d.txt"]
    assert split(f"'{at}/two words/*.txt' {at}/a.*") == [f"{at}/two words/d.txt", f"{at}/a.txt"]
    assert split("none.txt also none.txt") == ["none.txt", "also", "none.txt"]
