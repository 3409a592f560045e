"""The record of the pages: what goes in, and when it no longer holds."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages import DIRECTORY, pages
from tests.toolchain.docs_check.conftest import ROOT
from tests.toolchain.docs_check.render import docusaurus
from tests.toolchain.docs_check.workplace import GET, OPERATIONS, Workplace
from toolchain.docs_check import record
from toolchain.docs_check.check import check
from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from toolchain.docs_check.coverage import Coverage
    from toolchain.docs_check.description import Description


def test_recording_and_verifying(workplace: Workplace) -> None:
    code, _, err = workplace.run()
    assert (code, "pages.yaml: no such file; write it with docs-check --record" in err) == (2, True)
    assert workplace.run(*workplace.all_pages(), "--record", "--captured", "2026-03-04")[0] == 0
    assert workplace.run() == (0, "openapi/pages.yaml holds\n", "")
    entries = record.read(workplace.record)
    assert [entry.operation for entry in entries] == OPERATIONS
    assert {entry.captured for entry in entries} == {date(2026, 3, 4)}
    assert all(entry.facts["agrees"] > 90 for entry in entries)
    before = workplace.record.read_bytes()
    assert workplace.run(*workplace.all_pages()[:1], "--record")[0] == 0
    assert workplace.record.read_bytes() == before, "the same page keeps its date, and the others stay"


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        pytest.param("How many of them.", "A number of them.", 0, id="text"),
        pytest.param("title: Greenhouse", "title: Glasshouse", 0, id="title"),
        pytest.param("example: Leek", "example: Kale", 3, id="example"),
        pytest.param("required: [name, count]", "required: [name]", 3, id="required"),
        pytest.param("enum: [metric, imperial]", "enum: [metric]", 1, id="allowed values of one operation"),
        pytest.param("default: false", "default: true", 3, id="default"),
        pytest.param("sown: {type: boolean", "sown: {type: string", 3, id="type"),
        pytest.param("shaded:", "shady:", 3, id="name"),
        pytest.param("  /beds/{bedId}/water:", "  /beds/{bedId}/drain:", 2, id="path"),
    ],
)
def test_an_edit_of_the_description_is_told(workplace: Workplace, old: str, new: str, problems: int) -> None:
    workplace.run(*workplace.all_pages(), "--record")
    source = workplace.source.read_text(encoding="utf-8")
    assert old in source
    workplace.source.write_text(source.replace(old, new, 1), encoding="utf-8")
    code, out, _ = workplace.run()
    assert code == bool(problems)
    assert out.count("\n") == (problems or 1)
    answer = json.loads(workplace.run("--format", "json")[1])
    assert len(answer["pages"]) == problems


def test_a_page_that_disagrees_is_not_recorded(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = docusaurus(greenhouse, *GET)
    page = workplace.page("page.txt", [line.replace("b-17", "b-18") for line in lines])
    code, _, err = workplace.run(page, "--record")
    assert (code, "nothing recorded" in err) == (1, True)
    assert not workplace.record.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("pages: none", "must have a list of pages", id="no list"),
        pytest.param("pages: [x]", "page 1 is not as", id="no page"),
        pytest.param("pages: [{operation: GET /beds}]", "page 1 is not as", id="keys missing"),
        pytest.param("pages: [", "is not YAML", id="no YAML"),
    ],
)
def test_a_record_that_is_none(workplace: Workplace, text: str, message: str) -> None:
    workplace.record.write_text(text, encoding="utf-8")
    code, out, err = workplace.run()
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize("field", ["captured", "sha256", "description", "facts"])
def test_a_record_with_a_wrong_field(workplace: Workplace, field: str) -> None:
    workplace.run(*workplace.all_pages(), "--record")
    text = workplace.record.read_text(encoding="utf-8")
    at = text.index(f"{field}:", text.index("operation"))
    workplace.record.write_text(text[:at] + f"{field}: 7\n  other:" + text[at + len(field) + 1 :], encoding="utf-8")
    with pytest.raises(ToolchainError, match="page 1 is not as"):
        record.read(workplace.record)


def test_a_record_of_disagreement_or_twice_the_same_does_not_hold(workplace: Workplace) -> None:
    workplace.run(*workplace.all_pages(), "--record")
    text = workplace.record.read_text(encoding="utf-8")
    once = text[text.index("- operation") :].split("\n- ")[0]
    doubled = text + once.replace("contradicts: 0", "contradicts: 2") + "\n"
    workplace.record.write_text(doubled, encoding="utf-8")
    code, out, _ = workplace.run()
    assert code == 1
    assert "is recorded twice" in out
    assert "the page disagreed when it was recorded: 2 contradicts" in out


def test_the_committed_record_holds(described: Description) -> None:
    entries = record.read(ROOT / "openapi" / "pages.yaml")
    assert record.problems(entries, described) == []
    assert len(entries) == 5


def test_the_committed_record_is_that_of_the_captured_pages(described: Description, coverage: Coverage) -> None:
    entries = {entry.operation: entry for entry in record.read(ROOT / "openapi" / "pages.yaml")}
    for page in pages():
        checked = check(DIRECTORY / f"{page.name}.txt", described, coverage)
        assert checked.capture is not None
        entry = entries[str(checked.operation)]
        assert (entry.sha256, entry.facts) == (checked.capture.sha256, checked.count())
