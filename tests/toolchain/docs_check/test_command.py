"""The command: exit codes and the three reports."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.toolchain.docs_check.render import docusaurus, mintlify, stripped
from tests.toolchain.docs_check.workplace import GET, OPERATIONS, Workplace

FACT_KEYS = ["line", "pointer", "kind", "verdict", "page_says", "description_says", "quirk", "overlay"]


def test_pages_that_agree(workplace: Workplace) -> None:
    code, out, err = workplace.run(*workplace.all_pages())
    assert (code, err) == (0, "")
    headings = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert headings == OPERATIONS
    assert "agrees, a quirk: example: /components/schemas/Plant/properties/count" in out
    assert "put right by: overlays/10-count.yaml action 2" in out


def test_what_disagrees_is_told_by_file_and_line(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = docusaurus(greenhouse, *GET)
    at = lines.index("404") + 1
    page = workplace.page("page.txt", [*lines[: at - 1], "405", *lines[at:]])
    code, out, _ = workplace.run(page)
    assert code == 1
    assert f"  {page}:{at}: contradicts: example: " in out
    assert "    page: 405; description: 404\n" in out
    assert "agrees: presence" not in out
    assert "agrees: presence" in workplace.run(page, "--all")[1]


def test_what_only_the_description_has_is_reported_and_no_failure(
    workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    lines = docusaurus(greenhouse, *GET)
    at = lines.index("shaded")
    code, out, _ = workplace.run(workplace.page("page.txt", lines[:at] + lines[at + 4 :]))
    assert code == 0
    assert "description only: presence: /components/schemas/Bed/properties/shaded" in out


def test_json_has_every_fact(workplace: Workplace) -> None:
    code, out, _ = workplace.run(*workplace.all_pages(), "--format", "json")
    answer = json.loads(out)
    assert (code, list(answer)) == (0, ["pages"])
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
    code, out, _ = workplace.run(page, "--format", "markdown")
    assert code == 1
    assert out.startswith("## GET /beds/{bedId}\n")
    row = next(line for line in out.splitlines() if line.startswith(f"| {at + 1} | contradicts: example | "))
    assert "\\<b\\>\\|\\`x\\`" in row
    assert "\u202e" not in out


def test_what_a_terminal_would_obey_is_escaped(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = mintlify(greenhouse, *GET)
    at = lines.index('          "name": "Robin",')
    page = workplace.page("page.txt", [*lines[:at], '"\\u001b[31m": "\\u009b2J",', *lines[at:]])
    code, out, _ = workplace.run(page)
    assert code == 1
    assert "\\x1b" in out
    assert "\x1b" not in out
    assert "\x9b" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--record"], "--record needs the pages", id="record without pages"),
        pytest.param(["p", "--captured", "March"], "'March' is not a date", id="date"),
    ],
)
def test_arguments_that_make_no_sense(workplace: Workplace, arguments: list[str], message: str) -> None:
    code, out, err = workplace.run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
