"""Files that are no pages: one clear message, within bounded time and memory, and never a traceback."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.pages import pages
from tests.toolchain.docs_check.render import LAYOUTS, docusaurus, mintlify
from toolchain.__main__ import main
from toolchain.docs_check.check import Coverage, check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolchain.docs_check.description import Description

CURL = b"curl --request GET \\\n--url https://api.greenhouse.example/beds/{bedId}\n"
BODY = b"PUThttps://api.greenhouse.example/beds/{bedId}\nBody\n"
END = b"\nResponses\n\nOK\n\n"

UNUSABLE = {
    "empty": (b"", "is empty"),
    "blank": (b"\n \n\t\n", "is empty"),
    "UTF-16": ("Look\n".encode("utf-16"), "is not UTF-8 text but UTF-16"),
    "UTF-16 without a mark": ("Look\n".encode("utf-16-le"), "line 1: has the control character U+0000"),
    "Latin-1": (b"Look\nStra\xdfe", "line 2: is not UTF-8 text (byte 0xdf)"),
    "binary": (bytes(range(256)), "is not UTF-8 text"),
    "prose": (b"A page about something else.\n" * 20, "no known layout; tried Markdown with OpenAPI (no heading"),
    "too long": (b"x" * 600_000, "has 600000 bytes, and a page has at most 524288"),
    "too many lines": (b"\n" * 30_000 + b"x", "has 30001 lines"),
    "another API": (b"List\n\nGEThttps://api.orchard.example/trees\n\nResponses\n\nOK\n\nid\nstring\n", "another API"),
    "curl without URL": (b"curl --request GET\n", "the curl call names no URL"),
    "URL that is none": (b"curl --url https://[/x\n", "is not a URL"),
    "cut within curl": (CURL[:20], "names no URL"),
    "cut after curl": (CURL, "the page ends before its fields"),
    "cut within JSON": (CURL + b'{\n"id": "b-17",\n"plants": [\n', "within the JSON example that begins at line 3"),
    "cut within a string": (CURL + b'{\n"id": "b-1', "within the JSON example that begins at line 3"),
    "broken JSON": (CURL + b'{\n"id" "b-17"\n}\nText', "line 4: expected ':' after a JSON key"),
    "deep JSON": (CURL + b'{"a":' * 100 + b"1" + b"}" * 100, "nested deeper than 60 levels"),
    "number too long": (CURL + b'{"a": ' + b"9" * 5000 + b"}", "not a JSON value"),
    "half a surrogate": (CURL + b'{"a": "\\ud800"}', "not a JSON value"),
    "cut within a label": (BODY + b"name\nstring\nExample:", "ends before what it announces as example"),
    "cut before the responses": (BODY + b"name\nstring\nrequired", 'ends before its "Responses"'),
    "too many fields": (BODY + b"a\nstring\n" * 2000 + END, "lists more than 1000 fields"),
    "too many texts": (CURL + b"{}\n" + b"Some text\n" * 2000, "has more than 1000 texts"),
    "too many calls": (CURL * 30, "has more than 20 curl calls"),
}


def run(page: Path, root: Path, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    code = main(["docs-check", str(page), "--root", str(root), *options])
    out, err = capfd.readouterr()
    return code, out, err


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_page(
    name: str, tmp_path: Path, repository: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    content, message = UNUSABLE[name]
    page = tmp_path / "page.txt"
    page.write_bytes(content)
    code, out, err = run(page, repository(), capfd, "--format", "json")
    assert code == 2
    assert err.startswith(f"error: {page}: ")
    assert message in err
    assert err.count("\n") == 1
    assert len(err) < 600
    answer = json.loads(out)
    assert message in answer["error"]
    assert [entry["page"] for entry in answer["pages"]] == [str(page)]
    assert message in answer["pages"][0]["error"]


def test_files_that_are_none(
    tmp_path: Path, repository: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for page, message in (
        (tmp_path / "no", "no such file"),
        (tmp_path / "pipe", "is not a file"),
    ):
        code, out, err = run(page, repository(), capfd)
        assert (code, out) == (2, "")
        assert f"{page}: {message}" in err


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_cut_in_half(
    layout: str, greenhouse: dict[str, Any], tmp_path: Path, repository: Callable[..., Path],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    page = tmp_path / "page.txt"
    text = "\n".join(LAYOUTS[layout](greenhouse, "put", "/beds/{bedId}")).encode()
    for part in (text[: len(text) // 2], text[len(text) // 2 :]):
        page.write_bytes(part)
        code, _, err = run(page, repository(), capfd)
        assert code == 2, err
        assert "Traceback" not in err


def test_a_captured_page_cut_in_half(tmp_path: Path, described: Description, coverage: Coverage) -> None:
    file = tmp_path / "page.txt"
    for page in pages():
        half = len(page.text) // 2
        for part in (page.text[:half], page.text[half:]):
            file.write_text(part, encoding="utf-8")
            assert check(file, described, coverage).error, page.name


@pytest.mark.parametrize("method", ["put", "delete"])
@pytest.mark.parametrize(("layout", "first"), [("mintlify", "Authorizations"), ("stripped", r"\}[A-Z]")])
def test_a_page_cut_where_its_fields_begin(
    layout: str, first: str, method: str, invoices: dict[str, Any], described: Description, coverage: Coverage,
    tmp_path: Path,
) -> None:  # fmt: skip
    file = tmp_path / "page.txt"
    lines = LAYOUTS[layout](invoices, method, "/invoices/{invoiceId}")
    # Where types are lost, the first text stands behind the last bracket of the JSON.
    cut = next(at for at, line in enumerate(lines) if re.match(first, line))
    file.write_text("\n".join(lines[: cut + 1]), encoding="utf-8")
    error = str(check(file, described, coverage).error)
    assert "cut off here" in error or "is it a whole page" in error


def test_fields_that_are_missing_at_the_end_are_reported_with_the_error(
    greenhouse: dict[str, Any], planted: Description, tmp_path: Path
) -> None:
    file = tmp_path / "page.txt"
    lines = docusaurus(greenhouse, "put", "/beds/{bedId}")
    cut = lines.index("shaded")
    file.write_text("\n".join(lines[:cut]), encoding="utf-8")
    checked = check(file, planted, Coverage(greenhouse, []))
    assert str(checked.error).startswith(f"line {cut}: the page seems to be cut off here")
    assert checked.count("description only") > 5


def test_a_footer_tells_that_a_page_is_whole(greenhouse: dict[str, Any], planted: Description, tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    lines = mintlify(greenhouse, "get", "/beds/{bedId}")
    last = lines.index("wateredAt")
    results: list[tuple[bool, int]] = []
    for footer in (lines[-1:], ()):
        file.write_text("\n".join((*lines[:last], *footer)), encoding="utf-8")
        checked = check(file, planted, Coverage(greenhouse, []))
        results.append((checked.error is None, checked.count("description only")))
    assert results == [(True, 1), (False, 1)]
