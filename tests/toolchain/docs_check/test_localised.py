"""What changes on a page is reported as what it is, where it is, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.toolchain.docs_check.checking import facts_of, line_of, with_line, wrong
from tests.toolchain.docs_check.render import docusaurus, markdown, mintlify, portal, stripped

if TYPE_CHECKING:
    from toolchain.docs_check.description import Description
    from toolchain.docs_check.model import Group

BED = "/components/schemas/BedInput/properties"
PLANT = "/components/schemas/Plant/properties"
PUT = "/paths/~1beds~1{bedId}/put"


@pytest.fixture
def page(greenhouse: dict[str, Any]) -> tuple[str, ...]:
    """The Docusaurus page of PUT, whose body is nested three deep."""
    return docusaurus(greenhouse, "put", "/beds/{bedId}")


def put(description: Description) -> tuple[Group, ...]:
    return description.operations["PUT /beds/{bedId}"].groups


def inserted(page: tuple[str, ...], line: int, *new: str) -> tuple[str, ...]:
    return with_line(page, line, *new, page[line - 1])


@pytest.mark.parametrize(
    ("before", "pointer"),
    [
        pytest.param(("name", "string", "required", "", "Of the bed"), f"{BED}/nick", id="first of all"),
        pytest.param(("soil", "string"), f"{BED}/nick", id="top level"),
        pytest.param(("width", "number"), "/components/schemas/Size/properties/nick", id="first within an object"),
        pytest.param(("length", "number"), "/components/schemas/Size/properties/nick", id="within an object"),
        pytest.param(("count", "number"), f"{PLANT}/nick", id="within an array of objects"),
        pytest.param(("since", "string"), f"{PLANT}/helpers/items/properties/nick", id="within arrays in arrays"),
        pytest.param(("tags", "array[string]", "", "For"), f"{BED}/extras/properties/nick", id="after an empty object"),
    ],
)
def test_a_new_field_is_placed_by_its_neighbours(
    planted: Description, page: tuple[str, ...], before: tuple[str, ...], pointer: str
) -> None:
    line = next(at for at in range(1, len(page)) if all(map(str.startswith, page[at - 1 :], before)))
    facts = facts_of(inserted(page, line, "nick", "integer"), planted)
    assert wrong(facts) == [(line, "page only", "presence", pointer), (line + 1, "page only", "type", pointer)]


def test_the_fields_of_a_new_object_are_within_it(planted: Description, page: tuple[str, ...]) -> None:
    line = line_of(page, "soil", "string")
    changed = inserted(page, line, "pests", "array[object]", "kind", "string", "since", "string")
    pointers = [f"{BED}/pests", f"{BED}/pests/items/properties/kind", f"{BED}/pests/items/properties/since"]
    assert [fact[3] for fact in wrong(facts_of(changed, planted)) if fact[2] == "presence"] == pointers


def test_a_missing_field_is_due_where_the_next_one_stands(planted: Description, page: tuple[str, ...]) -> None:
    line = line_of(page, "count", "number")
    end = line_of(page, "sown", "boolean")
    changed = page[: line - 1] + page[end - 1 :]
    assert wrong(facts_of(changed, planted)) == [(line, "description only", "presence", f"{PLANT}/count")]


def test_a_renamed_field_is_the_same_by_another_name(planted: Description, page: tuple[str, ...]) -> None:
    line = line_of(page, "plants", "array[object]")
    reported = wrong(facts_of(with_line(page, line, "crops"), planted))
    assert reported == [(line, "contradicts", "name", f"{BED}/plants")]


def test_a_field_with_another_name_and_another_type_is_another_field(
    planted: Description, page: tuple[str, ...]
) -> None:
    line = line_of(page, "notes", "string")
    reported = wrong(facts_of(with_line(with_line(page, line + 1, "boolean"), line, "remarks"), planted))
    assert (line, "page only", "presence", f"{BED}/remarks") in reported
    assert "description only" in {verdict for _, verdict, _, pointer in reported if pointer == f"{BED}/notes"}


def test_an_object_that_becomes_a_string_keeps_its_fields(planted: Description, page: tuple[str, ...]) -> None:
    line = line_of(page, "plants", "array[object]")
    reported = wrong(facts_of(with_line(page, line + 1, "string"), planted))
    assert reported == [(line + 1, "contradicts", "type", f"{BED}/plants")]


def test_the_order_of_fields_is_no_fact(planted: Description, page: tuple[str, ...]) -> None:
    notes, extras = line_of(page, "notes", "string"), line_of(page, "extras", "object")
    tags = line_of(page, "tags", "array[string]", "", "For finding it.")
    changed = page[: notes - 1] + page[extras - 1 : tags - 1] + page[notes - 1 : extras - 1] + page[tags - 1 :]
    assert wrong(facts_of(changed, planted)) == []


def test_a_parameter_under_another_heading_is_another_one(planted: Description, greenhouse: dict[str, Any]) -> None:
    page = docusaurus(greenhouse, "get", "/beds/{bedId}")
    line = line_of(page, "Query Parameters")
    parameters = "/paths/~1beds~1{bedId}/get/parameters"
    reported = wrong(facts_of(with_line(page, line, "Cookies"), planted))
    assert reported[0] == (line, "page only", "place", parameters)
    assert (line + 1, "page only", "presence", f"{parameters}/units") in reported
    assert [fact[1:] for fact in reported if fact[1] != "page only"] == [
        ("description only", "presence", f"{parameters}/1")
    ]


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        pytest.param("Not Found", "Gone", "410", id="by name"),
        pytest.param("Not Found", "409", "409", id="by code"),
        pytest.param("Not Found", "5XX", "5XX", id="by class of codes"),
        pytest.param("Not Found", "Frost damage", "Frost damage", id="unknown"),
    ],
)
def test_another_response(planted: Description, page: tuple[str, ...], old: str, new: str, status: str) -> None:
    line = line_of(page, old)
    reported = wrong(facts_of(with_line(page, line, new), planted))
    assert (line, "page only", "presence", f"{PUT}/responses/{status.replace(' ', ' ')}") in reported
    assert "description only" in {verdict for _, verdict, _, pointer in reported if pointer == f"{PUT}/responses/404"}


def test_the_first_response_may_be_headed_by_any_text(planted: Description, page: tuple[str, ...]) -> None:
    line = line_of(page, "Successful response")
    assert wrong(facts_of(with_line(page, line, "The bed as planted"), planted)) == []


def test_allowed_values_that_are_run_together(planted: Description, page: tuple[str, ...]) -> None:
    line = line_of(page, "loamsandy_loamsand")
    pointer = f"{BED}/soil"
    assert wrong(facts_of(with_line(page, line, "sandloamsandy_loam"), planted)) == []
    facts = facts_of(with_line(page, line, "loamsandy_loamsandpeat"), planted)
    assert wrong(facts) == [(line, "contradicts", "allowed values", pointer)]
    says = next(fact.page_says for fact in facts if fact.line == line)
    assert says == ["loam", "sandy_loam", "sand", "peat"]


def test_a_dotted_name_is_a_nested_field_where_nesting_folds(planted: Description, greenhouse: dict[str, Any]) -> None:
    page = mintlify(greenhouse, "put", "/beds/{bedId}")
    line = line_of(page, "plants", "object[]")
    shown = facts_of(inserted(page, line, "size.width", "number", "required", "Example:", "1.2"), planted)
    size = "/components/schemas/Size/properties"
    assert wrong(shown) == [(line + 5, "description only", "presence", f"{size}/length")]
    new = facts_of(inserted(page, line, "size.depth", "number"), planted)
    assert (line, "page only", "presence", f"{size}/depth") in wrong(new)


def test_what_a_layout_does_not_show_is_silence(planted: Description, greenhouse: dict[str, Any]) -> None:
    for write, kinds in (
        (mintlify, {"presence", "example key"}),
        (stripped, {"presence", "type", "required", "default", "example key"}),
        (portal, {"presence", "place"}),
        (markdown, set()),
    ):
        facts = facts_of(write(greenhouse, "put", "/beds/{bedId}"), planted)
        assert {fact.kind for fact in facts if fact.verdict == "page silent"} == kinds


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        pytest.param("PUT", "GET", "method", id="method of another operation"),
        pytest.param("{bedId}", "{id}", "path", id="parameter of the path"),
        pytest.param("https://api.greenhouse", "https://api.orchard", "server", id="server"),
    ],
)
def test_a_wrong_name_does_not_hide_which_operation_a_page_is_about(
    planted: Description, page: tuple[str, ...], old: str, new: str, kind: str
) -> None:
    reported = wrong(facts_of(with_line(page, 3, page[2].replace(old, new)), planted))
    assert [(line, verdict, found) for line, verdict, found, _ in reported] == [(3, "contradicts", kind)]


def test_an_operation_that_the_description_lacks(planted: Description, page: tuple[str, ...]) -> None:
    changed = ("Sell", "", "POSThttps://api.greenhouse.example/sales", "Body", "price", "number", "", "Responses", "")
    reported = wrong(facts_of((*changed, "Sold", "", "id", "string"), planted))
    assert {(fact[0], fact[1]) for fact in reported if fact[0] == 3} == {(3, "contradicts")}
    assert {fact[1] for fact in reported if fact[0] != 3} == {"page only"}
    assert {fact[2] for fact in reported if fact[0] == 3} == {"method", "path"}
