"""The record of the pages: what goes in, and when it no longer holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.pages import DIRECTORY, pages
from tests.toolchain.docs_check.conftest import ROOT
from tests.toolchain.docs_check.pasting import pasted
from tests.toolchain.docs_check.render import LAYOUTS, docusaurus, portal
from tests.toolchain.docs_check.test_changes import NAMED
from tests.toolchain.docs_check.workplace import GET, OPERATIONS, PUT, Workplace
from toolchain.docs_check import changes, readers, record
from toolchain.docs_check.check import check, identify
from toolchain.docs_check.text import PageError
from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from toolchain.docs_check.check import Coverage
    from toolchain.docs_check.description import Description


def test_recording_and_verifying(workplace: Workplace) -> None:
    code, _, err = workplace.run()
    assert (code, "pages.yaml: no such file; write it with docs-check --record" in err) == (2, True)
    assert workplace.run(*workplace.all_pages(), "--record")[0] == 0
    assert workplace.run() == (0, "openapi/pages.yaml holds\n", "")
    entries = record.read(workplace.record)
    assert [entry.operation for entry in entries] == OPERATIONS
    assert all(sum(entry.agrees.values()) > 90 for entry in entries)
    before = workplace.record.read_bytes()
    assert workplace.run(*workplace.all_pages()[:1], "--record")[0] == 0
    assert workplace.record.read_bytes() == before, "the other pages stay"


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
        pytest.param("litres, in: query, required: true", "litres, in: query", 1, id="required parameter"),
        pytest.param("notes: {type: string,", "notes: {type: string, maxLength: 9,", 1, id="constraint"),
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


@pytest.mark.parametrize("field", ["sha256", "description", "agrees"])
def test_a_record_with_a_wrong_field(workplace: Workplace, field: str) -> None:
    workplace.run(*workplace.all_pages(), "--record")
    text = workplace.record.read_text(encoding="utf-8")
    at = text.index(f"{field}:", text.index("operation"))
    workplace.record.write_text(text[:at] + f"{field}: 7\n  other:" + text[at + len(field) + 1 :], encoding="utf-8")
    with pytest.raises(ToolchainError, match="page 1 is not as"):
        record.read(workplace.record)


def blocks(lines: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """The first and last line of each field of a page, and its name."""
    return [
        (block.name.line, block.end - 1, block.names[-1])
        for section in readers.read(lines).sections
        for block in section.blocks
    ]


@pytest.mark.parametrize("layout", ["docusaurus", "mintlify", "portal"])
def test_removing_any_field_from_a_recorded_page_fails(
    layout: str, workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    lines = LAYOUTS[layout](greenhouse, *PUT)
    assert workplace.run(workplace.page("page.txt", lines), "--record")[0] == 0
    found = blocks(lines)
    assert len(found) > 15
    for first, last, name in found:
        changed = workplace.changes(lines[: first - 1] + lines[last:])
        assert [change["kind"] for change in changed] == ["field removed"], (name, changed)


def test_removing_any_field_from_a_captured_page_fails(described: Description) -> None:
    recorded = {entry.key: entry for entry in record.read(ROOT / "openapi" / "pages.yaml")}
    for page in pages():
        lines = tuple(page.text.split("\n"))
        for first, last, name in blocks(lines):
            try:
                read = readers.read(lines[: first - 1] + lines[last:])
                found = identify(read, described)
            except PageError:
                continue
            recorded[found.operation.name, read.layout].recall(found.facts)
            kinds = [change.kind for change in changes.find(found.facts, found.operation)]
            assert "field removed" in kinds, (page.name, name, kinds)


def test_a_field_of_a_captured_page_that_is_withdrawn_while_another_is_new(
    workplace: Workplace, invoices: dict[str, Any]
) -> None:
    workplace.record.write_bytes((ROOT / "openapi" / "pages.yaml").read_bytes())
    lines = pages()[0].text.split("\n")
    assert workplace.changes(lines, invoices) == []
    example = readers.read(lines).calls[0].responses[0]
    first, last, _ = next(block for block in reversed(blocks(tuple(lines))) if block[2] == "name")
    end = blocks(tuple(lines))[-1][1]
    lines[end:end] = ["coupon", "string", "required", "", "Less to pay", "", "Example:", "", '"X1"', ""]
    del lines[first - 1 : last]
    lines[example.last_line - 2] += ', "coupon": "X1"'
    del lines[next(member.line for member in example.members if member.key == "name") - 1]
    found = workplace.changes(lines)
    assert [(change["kind"], change["name"]) for change in found] == [
        ("field removed", "InvoiceSchedule.name"), ("field added", "InvoiceSchedule.coupon"),
    ]  # fmt: skip
    assert workplace.changes(lines, pasted(invoices, [edit for change in found for edit in change["edits"]])) == []


def test_what_a_page_has_withdrawn_and_what_it_never_had(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = docusaurus(greenhouse, *GET)
    at = lines.index("shaded")
    less = lines[:at] + lines[at + 4 :]
    workplace.run(workplace.page("page.txt", less), "--record")
    assert workplace.run(workplace.page("page.txt", less))[0] == 0
    code, out, _ = workplace.run(workplace.page("page.txt", lines))
    assert (code, "facts are new since the page was recorded, and agree; record it (--record)" in out) == (0, True)
    workplace.run(workplace.page("page.txt", lines), "--record")
    code, out, _ = workplace.run(workplace.page("page.txt", less), "--draft")
    assert code == 1
    assert "field removed: Bed.shaded: the page has withdrawn it" in out
    assert "delete: components.schemas.Bed.properties.shaded" in out


@pytest.mark.parametrize("layout", ["docusaurus", "markdown"])
def test_an_example_that_is_withdrawn_with_a_type(
    layout: str, workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    """The draft leaves out what the page no longer says, be it a list or a default."""
    lines = LAYOUTS[layout](greenhouse, *PUT)
    workplace.run(workplace.page("page.txt", lines), "--record")
    grown = json.loads(json.dumps(greenhouse))
    schemas = grown["components"]["schemas"]
    del schemas["Plant"]["properties"]["tags"]["example"]
    schemas["Size"]["properties"]["length"] = {"type": "boolean", "description": "Along.", "example": True}
    lines = LAYOUTS[layout](grown, *PUT)
    document = greenhouse
    for kinds in (["example", "type"], []):
        found = workplace.changes(lines, document)
        assert sorted(change["kind"] for change in found) == kinds
        document = pasted(document, [edit for change in found for edit in change["edits"]])


@pytest.mark.parametrize("layout", NAMED)
def test_a_recorded_page_that_drops_a_required_flag_is_one_change(
    layout: str, workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    """A curl call that shows required fields alone loses the field too, and goes on without it."""
    workplace.run(workplace.page("page.txt", LAYOUTS[layout](greenhouse, *PUT)), "--record")
    grown = json.loads(json.dumps(greenhouse))
    grown["components"]["schemas"]["BedInput"]["required"].remove("soil")
    lines = LAYOUTS[layout](grown, *PUT)
    (change,) = workplace.changes(lines)
    assert (change["kind"], change["name"]) == ("required", "BedInput.soil")
    assert workplace.changes(lines, pasted(greenhouse, change["edits"])) == []


@pytest.mark.parametrize("security", [[], [{"key": []}]])
@pytest.mark.parametrize("layout", ["portal", "markdown"])
def test_scopes_that_are_withdrawn(
    layout: str, security: Any, workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    document = json.loads(json.dumps(greenhouse))
    operation = document["paths"]["/beds/{bedId}"]["put"]
    operation["security"] = [{"key": ["beds.write"]}]
    workplace.changes((), document)
    assert workplace.run(workplace.page("page.txt", LAYOUTS[layout](document, *PUT)), "--record")[0] == 0
    operation["security"] = security
    lines = LAYOUTS[layout](document, *PUT)
    operation["security"] = [{"key": ["beds.write"]}]
    (change,) = workplace.changes(lines)
    assert (change["kind"], change["summary"]) == ("scopes", '- ["beds.write"]')
    assert workplace.changes(lines, pasted(document, change["edits"])) == []


def test_a_response_that_is_withdrawn(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = docusaurus(greenhouse, *PUT)
    workplace.run(workplace.page("page.txt", lines), "--record")
    first, last = lines.index("Unprocessable Entity"), lines.index("Not Found")
    code, out, _ = workplace.run(workplace.page("page.txt", lines[:first] + lines[last:]), "--draft")
    assert (code, out.count("\n")) == (1, 3)
    assert "response removed: response 422 of PUT /beds/{bedId}" in out
    assert "delete: paths./beds/{bedId}.put.responses.422" in out


def test_a_page_in_another_layout_is_compared_without_memory(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    workplace.run(workplace.page("page.txt", docusaurus(greenhouse, *PUT)), "--record")
    lines = portal(greenhouse, *PUT)
    at = lines.index("notes")
    other = workplace.page("other.txt", lines[:at] + lines[at + 4 :])
    assert workplace.run(other)[0] == 0
    assert workplace.run(other, "--record")[0] == 0
    assert [entry.layout for entry in record.read(workplace.record)] == ["Docusaurus", "Vendor portal"]


def test_a_disagreement_of_two_pages_is_recorded_with_its_overlay(
    workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    lines = portal(greenhouse, *GET)
    at = lines.index("area")
    other = [*lines[: at + 2], "REQUIRED", *lines[at + 2 :]]
    page = workplace.page("page.txt", other)
    code, _, err = workplace.run(page, "--record")
    assert (code, "nothing recorded" in err) == (1, True)
    text = workplace.source.read_text(encoding="utf-8")
    text = text.replace(
        "      summary: Look at a bed\n", "      summary: Look at a bed\n      x-source: {page: look}\n"
    )
    named = text.replace("area: {type: number,", "area: {type: number, x-source: {page: plant},")
    workplace.source.write_text(named, encoding="utf-8")
    overlay = workplace.root / "overlays" / "20-area.yaml"
    target = "$.components.schemas.Bed.properties.area"
    action = f"actions: [{{target: {target}, update: {{format: double}}}}]\n"
    overlay.write_text("overlay: 1.1.0\ninfo: {title: T, version: 1.0.0}\n" + action, encoding="utf-8")
    code, out, _ = workplace.run(page)
    assert (code, "x-source follows plant here: --record makes it a known disagreement" in out) == (1, True)
    assert workplace.run(page, "--record")[0] == 0
    code, out, _ = workplace.run(page)
    assert (code, "1 known disagreement" in out) == (0, True)
    assert record.read(workplace.record)[0].disagrees == (
        {
            "about": "200/area", "fact": "required", "page says": True, "description says": False,
            "overlay": "overlays/20-area.yaml action 1",
        },
    )  # fmt: skip
    third = workplace.page("page.txt", [*lines[: at + 1], "string", "REQUIRED", *lines[at + 2 :]])
    assert workplace.run(third)[0] == 1, "the page has changed"
    code, out, _ = workplace.run(workplace.page("page.txt", lines))
    assert (code, "the known disagreement (required of 200/area) is over" in out) == (1, True)
    demanded = named.replace("required: [id, name, soil]", "required: [id, name, soil, area]")
    workplace.source.write_text(demanded, encoding="utf-8")
    assert workplace.run(workplace.page("page.txt", other))[0] == 1, "the description has changed"


def test_the_committed_record_holds(described: Description) -> None:
    entries = record.read(ROOT / "openapi" / "pages.yaml")
    assert record.problems(entries, described) == []
    assert len(entries) == 5


def test_the_committed_record_is_that_of_the_captured_pages(described: Description, coverage: Coverage) -> None:
    entries = {entry.operation: entry for entry in record.read(ROOT / "openapi" / "pages.yaml")}
    for page in pages():
        checked = check(DIRECTORY / f"{page.name}.txt", described, coverage)
        entry = entries[checked.key[0]]
        assert (entry.sha256, sum(entry.agrees.values())) == (
            checked.sha256,
            checked.count("agrees"),
        )
        entry.recall(checked.facts)
        assert not any(fact.is_withdrawn or fact.is_settled for fact in checked.facts)
