"""Changes of a page: one for each cause, and a draft that makes page and description agree."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.toolchain.docs_check.checking import with_line
from tests.toolchain.docs_check.pasting import pasted
from tests.toolchain.docs_check.render import LAYOUTS
from tests.toolchain.docs_check.shown import Operation
from tests.toolchain.docs_check.workplace import GET, PUT
from toolchain.openapi.yaml import loads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.toolchain.docs_check.workplace import Workplace

Lines = tuple[str, ...]
NAMED = ("docusaurus", "mintlify", "portal", "markdown")
SALE = {
    "summary": "Sell a bed",
    "security": [{"key": []}],
    "parameters": [
        {"$ref": "#/components/parameters/Edition"},
        {"name": "bedId", "in": "path", "required": True, "description": "Which bed.",
         "schema": {"type": "string", "example": "b-17"}},
        {"name": "coupon", "in": "query", "description": "Less to pay.", "schema": {"type": "string", "example": "X1"}},
    ],
    "requestBody": {"required": True, "content": {"application/json": {"schema": {
        "type": "object", "required": ["price"], "properties": {
            "price": {"type": "number", "description": "What it costs.", "example": 9.5},
            "buyer": {"type": "object", "description": "Who buys.", "properties": {
                "name": {"type": "string", "description": "Of the buyer.", "example": "Kim"}}},
        }}}}},
    "responses": {
        "200": {"description": "Sold.", "content": {"application/json": {"schema": {
            "type": "object", "required": ["id", "state"], "properties": {
                "id": {"type": "string", "description": "Key.", "example": "s-1"},
                "state": {"type": "string", "enum": ["metric", "imperial"], "example": "metric"},
                "lines": {"type": "array", "items": {"type": "object", "properties": {
                    "plant": {"type": "string", "example": "Leek"}}}},
            }}}}},
        "404": {"$ref": "#/components/responses/NotFound"},
    },
}  # fmt: skip


def edited(greenhouse: dict[str, Any], edit: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """What the vendor's API has become."""
    document: dict[str, Any] = json.loads(json.dumps(greenhouse))
    edit(document)
    return document


def properties(document: dict[str, Any], schema: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][schema]["properties"]
    return found


def _add(document: dict[str, Any]) -> None:
    properties(document, "BedInput")["nick"] = {"type": "string", "description": "For short.", "example": "Al"}
    document["components"]["schemas"]["BedInput"]["required"].append("nick")


def _add_object(document: dict[str, Any]) -> None:
    inner = {"kind": {"type": "string", "description": "Which.", "example": "snail"}, "since": {"type": "string"}}
    items = {"type": "object", "required": ["kind"], "properties": inner}
    properties(document, "BedInput")["pests"] = {"type": "array", "description": "What eats.", "items": items}


def _add_value(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Soil"]["enum"].append("peat")


def _drop_required(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["BedInput"]["required"].remove("soil")


def _demand(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["BedInput"]["required"].append("notes")


def _rename(document: dict[str, Any]) -> None:
    fields = properties(document, "BedInput")
    renamed = {"remarks" if name == "notes" else name: field for name, field in fields.items()}
    fields.clear()
    fields.update(renamed)


def _retype(document: dict[str, Any]) -> None:
    properties(document, "BedInput")["notes"] |= {"type": "number", "example": 3}


def _another_example(document: dict[str, Any]) -> None:
    properties(document, "BedInput")["notes"]["example"] = "Half shade"


def _another_default(document: dict[str, Any]) -> None:
    properties(document, "BedInput")["soil"]["default"] = "sand"


def _add_parameter(document: dict[str, Any]) -> None:
    parameter = {"name": "dry", "in": "query", "description": "No change.", "schema": {"type": "boolean"}}
    document["paths"]["/beds/{bedId}"]["put"]["parameters"].append(parameter)


def _add_response(document: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": {"code": {"type": "number", "example": 409}}}
    response = {"description": "Taken.", "content": {"application/json": {"schema": schema}}}
    document["paths"]["/beds/{bedId}"]["put"]["responses"]["409"] = response


EDITS = {
    "field added": (_add, "BedInput.nick"),
    "object added": (_add_object, "BedInput.pests"),
    "value added": (_add_value, "+ peat"),
    "required dropped": (_drop_required, "required → optional"),
    "demanded": (_demand, "optional → required"),
    "renamed": (_rename, "notes → remarks"),
    "retyped": (_retype, "string → number"),
    "example": (_another_example, "BedInput.notes"),
    "default": (_another_default, "loam → sand"),
    "parameter added": (_add_parameter, "query parameter dry of PUT /beds/{bedId}"),
}
KINDS = {
    "object added": "field added", "value added": "allowed values", "required dropped": "required",
    "demanded": "required", "renamed": "field renamed", "retyped": "type", "parameter added": "field added",
}  # fmt: skip


@pytest.mark.parametrize("layout", NAMED)
@pytest.mark.parametrize("name", EDITS)
def test_a_change_is_one_change_and_its_draft_pasted_ends_it(
    layout: str, name: str, greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    edit, said = EDITS[name]
    lines = LAYOUTS[layout](edited(greenhouse, edit), *PUT)
    found = workplace.changes(lines)
    assert [change["kind"] for change in found] == [KINDS.get(name, name)], found
    assert said in f"{found[0]['name']}: {found[0]['summary']}"
    assert found[0]["line"] <= len(lines)
    assert workplace.changes(lines, pasted(greenhouse, found[0]["edits"])) == []


def test_a_new_response_is_one_change(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    for layout in ("docusaurus", "portal", "markdown"):
        lines = LAYOUTS[layout](edited(greenhouse, _add_response), *PUT)
        found = workplace.changes(lines, greenhouse)
        assert [change["kind"] for change in found] == ["response added"]
        assert workplace.changes(lines, pasted(greenhouse, found[0]["edits"])) == []


def ends_with(lines: Sequence[str], workplace: Workplace, document: dict[str, Any], kind: str, name: str) -> None:
    """Assert that a page has this one change, and none once its draft is pasted."""
    found = workplace.changes(lines, document)
    assert [(change["kind"], change["name"]) for change in found] == [(kind, name)]
    assert workplace.changes(lines, pasted(document, found[0]["edits"])) == []


def test_a_field_that_only_examples_show(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    lines = "\n".join(LAYOUTS["stripped"](greenhouse, *GET))
    in_both = lines.replace('"area": 4.8,', '"area": 4.8,\n"height": 9,').replace(
        "In square metres.\n4.8\n", "In square metres.\n4.8\nUpwards.\n9\n"
    )
    ends_with(in_both.split("\n"), workplace, greenhouse, "field added", "Bed.height")
    renamed = lines.replace('"wateredAt"', '"lastWatered"')
    ends_with(renamed.split("\n"), workplace, greenhouse, "field renamed", "Bed.wateredAt")


def test_neighbours_with_the_same_example(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    """Where names are lost, a new field beside one with the same example is one change all the same."""
    lines = LAYOUTS["stripped"](greenhouse, *GET)
    at = lines.index('"South"')
    for line in (at - 1, at + 1):
        found = workplace.changes((*lines[:line], "Nick name", '"South"', *lines[line:]))
        assert [change["kind"] for change in found] == ["field added"]


def test_a_query_that_becomes_a_body(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    """What is sent elsewhere is new there, and withdrawn where it was."""
    lines = LAYOUTS["docusaurus"](greenhouse, "post", "/beds/{bedId}/water")
    assert workplace.run(workplace.page("page.txt", lines), "--record")[0] == 0
    changed = with_line(lines, lines.index("Query Parameters") + 1, "Body")
    found = workplace.changes(changed)
    assert [(change["kind"], change["name"]) for change in found] == [
        ("field added", "request body of POST /beds/{bedId}/water"),
        ("field removed", "query parameter litres of POST /beds/{bedId}/water"),
    ]
    edits = [edit for change in found for edit in change["edits"]]
    assert workplace.changes(changed, pasted(greenhouse, edits)) == []


COUPON = {"type": "string", "description": "Less to pay.", "example": "X1"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_withdrawn_field_and_a_new_one_are_two_changes(
    layout: str, greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    """Not one that is renamed: their values differ, and so do their places."""

    def edit(document: dict[str, Any]) -> None:
        schema = document["components"]["schemas"]["BedInput"]
        schema["required"] = ["coupon" if name == "name" else name for name in schema["required"]]
        del schema["properties"]["name"]
        schema["properties"]["coupon"] = COUPON

    workplace.run(workplace.page("page.txt", LAYOUTS[layout](greenhouse, *PUT)), "--record")
    lines = LAYOUTS[layout](edited(greenhouse, edit), *PUT)
    found = workplace.changes(lines)
    assert {(change["kind"], change["name"]) for change in found} == {
        ("field added", "BedInput.coupon"), ("field removed", "BedInput.name"),
    }  # fmt: skip
    assert len(found) == 2
    edits = [edit for change in found for edit in change["edits"]]
    assert workplace.changes(lines, pasted(greenhouse, edits)) == []


@pytest.mark.parametrize("operation", [GET, PUT])
@pytest.mark.parametrize("layout", NAMED)
def test_a_new_field_beside_one_that_the_page_never_showed(
    layout: str, operation: tuple[str, str], greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    def unseen(document: dict[str, Any]) -> None:
        for schema in ("Bed", "BedInput"):
            properties(document, schema)["ghost"] = {"type": "string", "description": "Unseen.", "example": "boo"}

    described = edited(greenhouse, unseen)
    assert workplace.changes(LAYOUTS[layout](greenhouse, *operation), described) == []
    name = "BedInput" if operation == PUT else "Bed"
    grown = edited(greenhouse, lambda document: properties(document, name).update(coupon=COUPON))
    lines = LAYOUTS[layout](grown, *operation)
    ends_with(lines, workplace, described, "field added", f"{name}.coupon")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_renamed_fields_are_two_changes(layout: str, greenhouse: dict[str, Any], workplace: Workplace) -> None:
    def edit(document: dict[str, Any]) -> None:
        schema, new = document["components"]["schemas"]["Bed"], {"id": "key", "name": "title"}
        schema["properties"] = {new.get(key, key): one for key, one in schema["properties"].items()}
        schema["required"] = [new.get(key, key) for key in schema["required"]]

    lines = LAYOUTS[layout](edited(greenhouse, edit), *GET)
    found = workplace.changes(lines)
    assert [change["summary"] for change in found] == ["id → key", "name → title"]
    assert workplace.changes(lines, pasted(greenhouse, [edit for change in found for edit in change["edits"]])) == []


def test_a_header_that_only_the_call_shows(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    lines = LAYOUTS["stripped"](greenhouse, *GET)
    at = next(at for at, line in enumerate(lines) if line.startswith("--header 'Api-Edition"))
    changed = (*lines[:at], "--header 'X-Tenant: <tenant>' \\", *lines[at:])
    ends_with(changed, workplace, greenhouse, "field added", "header X-Tenant of GET /beds/{bedId}")


def test_the_names_of_an_operation(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    text = "\n".join(LAYOUTS["portal"](greenhouse, *PUT))
    renamed = text.replace(":bedId", ":id").replace("bedId\n", "id\n").replace("bedId —", "id —")
    ends_with(renamed.split("\n"), workplace, greenhouse, "field renamed", "path parameter bedId of PUT /beds/{bedId}")
    moved = text.replace("https://api.greenhouse", "https://beds.greenhouse")
    ends_with(moved.split("\n"), workplace, greenhouse, "server", "PUT /beds/{bedId}")
    scoped = text.replace("Requirements", "Requirements\nScope(s)\nbeds.write")
    ends_with(scoped.split("\n"), workplace, greenhouse, "scopes", "PUT /beds/{bedId}")
    written = "\n".join(LAYOUTS["markdown"](greenhouse, *PUT)).replace(
        "## OpenAPI", "**Scopes:** beds.write\n\n## OpenAPI"
    )
    ends_with(written.split("\n"), workplace, greenhouse, "scopes", "PUT /beds/{bedId}")
    typed = text.replace("APPLICATION/JSON\nBODY", "TEXT/JSON\nBODY").replace(
        "Type: application/json", "Type: text/json"
    )
    ends_with(typed.split("\n"), workplace, greenhouse, "media type", "request body of PUT /beds/{bedId}")


@pytest.mark.parametrize("layout", NAMED)
def test_a_new_operation_is_one_change_and_its_draft_is_all_of_it(
    layout: str, greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    grown = edited(greenhouse, lambda document: document["paths"].update({"/beds/{bedId}/sale": {"post": SALE}}))
    lines = LAYOUTS[layout](grown, "post", "/beds/{bedId}/sale")
    found = workplace.changes(lines)
    assert [(change["kind"], change["name"]) for change in found] == [("operation added", "POST /beds/{bedId}/sale")]
    assert workplace.changes(lines, pasted(greenhouse, found[0]["edits"])) == []
    operation = pasted(greenhouse, found[0]["edits"])["paths"]["/beds/{bedId}/sale"]["post"]
    assert len(operation["parameters"]) == 3
    assert "requestBody" in operation
    assert "404" in operation["responses"] or layout == "mintlify"


def test_a_new_field_without_a_type_has_none_in_its_draft(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    new = {"description": "For short.", "example": "Al"}
    grown = edited(greenhouse, lambda document: properties(document, "BedInput").update(nick=new))
    (change,) = workplace.changes(LAYOUTS["markdown"](grown, *PUT))
    assert change["edits"][0]["value"].keys() == {"description", "example"}


def test_a_schema_that_is_used_twice_changes_once(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    grown = edited(greenhouse, lambda document: properties(document, "Size").update(depth={"type": "number"}))
    found = workplace.changes(LAYOUTS["docusaurus"](grown, *PUT))
    assert [(change["kind"], change["name"]) for change in found] == [("field added", "Size.depth")]


def test_a_value_of_one_of_several_fields_with_one_schema(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    """The other fields keep their values, so the draft gives this one a set of its own."""
    lines = LAYOUTS["docusaurus"](greenhouse, *PUT)
    at = lines.index("loamsandy_loamsand") + 1
    changed = with_line(lines, at, "loamsandy_loamsandpeat")
    (change,) = workplace.changes(changed)
    assert [edit["pointer"] for edit in change["edits"]] == ["/components/schemas/BedInput/properties/soil"]
    assert workplace.changes(changed, pasted(greenhouse, change["edits"])) == []


def test_the_yaml_of_a_draft_can_be_pasted_at_its_line(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    page = workplace.page("page.txt", LAYOUTS["portal"](edited(greenhouse, _add_parameter), *PUT))
    grown = edited(greenhouse, lambda document: document["paths"].update({"/beds/{bedId}/sale": {"post": SALE}}))
    new = workplace.page("new.txt", LAYOUTS["docusaurus"](grown, "post", "/beds/{bedId}/sale"))
    code, out, _ = workplace.run(new, page, "--draft")
    assert code == 1
    assert out.splitlines()[-1].startswith("2 changes: 1 field added, 1 operation added")
    where = re.search(r"# openapi/invoices.yaml:(\d+): in paths add\n((?: .*\n)+)", out)
    assert where
    source = workplace.source.read_text(encoding="utf-8").splitlines(keepends=True)
    at = int(where[1])
    assert source[at - 1] == "paths:\n"
    workplace.source.write_text("".join([*source[:at], where[2], *source[at:]]), encoding="utf-8")
    assert workplace.run(new)[0] == 0
    assert loads(workplace.source.read_text(encoding="utf-8"))


def test_changes_of_two_pages_that_are_one(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    grown = edited(greenhouse, lambda document: properties(document, "Bed").update(nick={"type": "string"}))
    pages = [workplace.page(f"{method}.txt", LAYOUTS["portal"](grown, method, path)) for method, path in (GET, PUT)]
    code, out, _ = workplace.run(*pages, "--format", "json")
    answer = json.loads(out)
    assert (code, [change["name"] for change in answer["changes"]]) == (1, ["Bed.nick"])
    assert {place["page"] for place in answer["changes"][0]["places"]} == set(pages)
    assert answer["changes"][0]["description"].startswith("openapi/invoices.yaml:")


def test_two_changes_of_one_list_add_up(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    def edit(document: dict[str, Any]) -> None:
        _demand(document)
        _drop_required(document)

    lines = LAYOUTS["docusaurus"](edited(greenhouse, edit), *PUT)
    found = workplace.changes(lines)
    assert [change["kind"] for change in found] == ["required", "required"]
    assert workplace.changes(lines, pasted(greenhouse, [edit for change in found for edit in change["edits"]])) == []


def test_two_fields_that_become_required_are_two_changes(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    def edit(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["BedInput"]["required"] += ["notes", "tags"]

    found = workplace.changes(LAYOUTS["docusaurus"](edited(greenhouse, edit), *PUT))
    assert [change["name"] for change in found] == ["BedInput.notes", "BedInput.tags"]


@pytest.mark.parametrize("layout", NAMED)
def test_a_renamed_field_with_allowed_values(layout: str, greenhouse: dict[str, Any], workplace: Workplace) -> None:
    def edit(document: dict[str, Any]) -> None:
        schema = document["components"]["schemas"]["BedInput"]
        schema["required"] = ["name", "ground", "plants"]
        schema["properties"] = {"ground" if key == "soil" else key: one for key, one in schema["properties"].items()}

    lines = LAYOUTS[layout](edited(greenhouse, edit), *PUT)
    ends_with(lines, workplace, greenhouse, "field renamed", "BedInput.soil")


def test_a_set_of_values_that_a_type_tells_of(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    """A page that writes `enum<string>` says by `string` that any will do, be its values recorded or not."""

    def edit(document: dict[str, Any]) -> None:
        properties(document, "BedInput")["soil"] = {
            "type": "string", "description": "What it is made of.", "default": "loam", "example": "sand",
        }  # fmt: skip

    lines = LAYOUTS["mintlify"](edited(greenhouse, edit), *PUT)
    for kind, summary in (("type", "enum<string> → string"), ("allowed values", "- loam - sandy_loam - sand")):
        (change,) = workplace.changes(lines, greenhouse)
        assert (change["kind"], change["name"], change["summary"]) == (kind, "BedInput.soil", summary)
        assert workplace.changes(lines, pasted(greenhouse, change["edits"])) == []
        workplace.source.write_text(json.dumps(greenhouse), encoding="utf-8")
        workplace.run(workplace.page("page.txt", LAYOUTS["mintlify"](greenhouse, *PUT)), "--record")
    lines = LAYOUTS["mintlify"](greenhouse, *PUT)
    (change,) = workplace.changes(with_line(lines, lines.index("notes") + 2, "enum<string>"), greenhouse)
    assert (change["kind"], change["summary"]) == ("type", "string → enum<string>")


@pytest.mark.parametrize("layout", NAMED)
def test_a_set_of_values_is_no_other_type(layout: str, greenhouse: dict[str, Any], workplace: Workplace) -> None:
    def restrict(document: dict[str, Any]) -> None:
        properties(document, "BedInput")["notes"] |= {"enum": ["metric", "imperial"], "example": "metric"}

    lines = LAYOUTS[layout](edited(greenhouse, restrict), *PUT)
    found = workplace.changes(lines)
    assert sorted(change["kind"] for change in found) == ["allowed values", "example"]
    assert workplace.changes(lines, pasted(greenhouse, [edit for change in found for edit in change["edits"]])) == []

    def free(document: dict[str, Any]) -> None:
        del properties(document, "BedInput")["notes"]["enum"]

    restricted = edited(greenhouse, restrict)
    found = workplace.changes(LAYOUTS[layout](edited(restricted, free), *PUT), restricted)
    assert [change["kind"] for change in found] == ["type"] * (layout == "mintlify")


def test_a_new_object_that_is_described_last_is_found(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    """A draft is pasted at the end of a schema; the page has it in the middle, before other objects."""

    def edit(document: dict[str, Any]) -> None:
        fields = properties(document, "Plant")
        last = fields.pop("helpers")
        items = {"type": "object", "properties": {"kind": {"type": "string"}, "size": {"type": "number"}}}
        fields |= {"pests": {"type": "array", "description": "What eats.", "items": items}, "helpers": last}

    for layout in ("docusaurus", "markdown"):
        lines = LAYOUTS[layout](edited(greenhouse, edit), *GET)
        ends_with(lines, workplace, greenhouse, "field added", "Plant.pests")


def test_an_element_of_a_list_is_drafted_as_one(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    """The name in `required` of a field that is renamed, not the number of its place."""
    name = greenhouse["components"]["schemas"]["BedInput"]["required"][0]

    def rename(document: dict[str, Any]) -> None:
        schema = document["components"]["schemas"]["BedInput"]
        schema["required"][0] = "newName"
        schema["properties"] = {"newName" if k == name else k: v for k, v in schema["properties"].items()}

    page = workplace.page("page.txt", LAYOUTS["docusaurus"](edited(greenhouse, rename), *PUT))
    code, out, _ = workplace.run(page, "--draft")
    assert code == 1
    found = re.search(rf"in components.schemas.BedInput.required replace {name}\n +- newName\n", out)
    assert found, out


def test_a_portal_page_with_fields_on_one_line_is_refused(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    text = "\n".join(LAYOUTS["portal"](greenhouse, *PUT))
    joined = re.sub(r"^(\w+)\n(string|number|integer|boolean|object)$", r"\1 \2", text, flags=re.MULTILINE)
    assert joined != text
    notes = text.replace("notes\nstring\n", "notes string\n")
    assert notes != text
    for changed in (joined, notes):
        code, _, err = workplace.run(workplace.page("page.txt", tuple(changed.split("\n"))))
        assert code == 2
        assert "a field's name and type stand on one line" in err


def test_the_draft_replaces_what_stands_on_one_line_with_other_keys(
    workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    def add_value(document: dict[str, Any]) -> None:
        parameters = document["paths"]["/beds/{bedId}"]["get"]["parameters"]
        next(one for one in parameters if "enum" in one.get("schema", {}))["schema"]["enum"].append("nautical")

    (change,) = workplace.changes(LAYOUTS["docusaurus"](edited(greenhouse, add_value), *GET))
    assert (change["kind"], change["summary"]) == ("allowed values", "+ nautical")
    assert change["draft"].splitlines()[0].endswith(".schema replace")


def test_the_draft_of_what_is_no_property_lists_nothing_as_required(
    workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    lines = LAYOUTS["mintlify"](greenhouse, *GET)
    at = lines.index("Authorizations") + 1
    changes = workplace.changes((*lines[:at], "Api-Edition", "string", "required", "", "Which one.", *lines[at:]))
    drafts = [edit["pointer"] for change in changes if change["kind"] == "field added" for edit in change["edits"]]
    assert drafts
    assert not [pointer for pointer in drafts if "required" in pointer]


@pytest.mark.parametrize("new", ["v2", "2025-01-01 2025-07-01", "2025-01-01, v2"])
def test_a_value_that_replaces_the_only_one_on_a_page_without_types(
    new: str, greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    """Nothing sets it apart from the text of the next field, and it is none that the description has."""
    lines = tuple(line.replace("2024-05-01 ", f"{new} ") for line in LAYOUTS["stripped"](greenhouse, *GET))
    (change,) = workplace.changes(lines)
    assert (change["kind"], change["name"]) == ("allowed values", "parameter Edition")
    assert change["summary"] == " ".join([*(f"+ {value}" for value in new.replace(",", "").split()), "- 2024-05-01"])
    assert workplace.changes(lines, pasted(greenhouse, change["edits"])) == []


@pytest.mark.parametrize("known", [[], ["wet", "dry"], ["dry", "moist", "wet"]])
def test_new_values_that_run_together(known: list[str], greenhouse: dict[str, Any], workplace: Workplace) -> None:
    """Which values they are shows a field that has the same ones; without one it takes a reader."""

    def elsewhere(document: dict[str, Any]) -> None:
        if known:
            properties(document, "Plant")["thirst"] = {"type": "string", "enum": known}

    def edit(document: dict[str, Any]) -> None:
        properties(document, "BedInput")["notes"]["enum"] = ["dry", "moist", "wet"]
        properties(document, "BedInput")["kind"] = {"type": "string", "enum": ["dry", "moist", "wet"]}

    before = edited(greenhouse, elsewhere)
    lines = LAYOUTS["docusaurus"](edited(before, edit), *PUT)
    found = workplace.changes(lines, before)
    assert [(change["kind"], change["name"]) for change in found] == [
        ("allowed values", "BedInput.notes"), ("field added", "BedInput.kind")
    ]  # fmt: skip
    drafts = "".join(change["draft"] for change in found)
    hints = [text for text in workplace.run(str(workplace.root / "page.txt"))[1].split("\n") if "run together" in text]
    if len(known) == 3:
        assert (drafts.count("enum:"), drafts.count("- moist"), hints) == (2, 2, [])
        assert workplace.changes(lines, pasted(before, [edit for change in found for edit in change["edits"]])) == []
    else:
        assert ("enum" in drafts, "drymoistwet" in drafts) == (False, False)
        assert hints == ["    the page's allowed values drymoistwet run together: tell them apart"] * 2


@pytest.mark.parametrize("layout", ["mintlify", "stripped"])
def test_an_example_of_a_field_that_the_json_does_not_repeat(
    layout: str, greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    """The draft has what the field says; none prints what is there already."""
    document = edited(greenhouse, _write_example)
    lines = LAYOUTS[layout](document, *PUT)
    at = max(index for index, line in enumerate(lines) if line == '"South"')
    lines = (*lines[:at], '"North"', *lines[at + 1 :])
    (change,) = workplace.changes(lines, document)
    assert [edit["value"] for edit in change["edits"]] == ["North"]
    assert workplace.changes(lines, pasted(document, change["edits"])) == []
    (change,) = workplace.changes(lines, greenhouse)
    assert [edit["value"] for edit in change["edits"]] == ["North"]
    (change,) = workplace.changes(lines, pasted(greenhouse, change["edits"]))
    assert change["draft"] == ""
    out = workplace.run(str(workplace.root / "page.txt"))[1]
    assert "the page also has the value of the description: it contradicts itself" in out


def _write_example(document: dict[str, Any]) -> None:
    value = Operation(document, *PUT).response()
    document["components"]["responses"]["Bed"]["content"]["application/json"]["examples"] = {"Bed": {"value": value}}


@pytest.mark.parametrize("layout", NAMED)
@pytest.mark.parametrize("before", [["wet"], ["wet", "dry"], ["any", "wet", "cold"]])
def test_the_values_of_the_elements_of_an_array(
    layout: str, before: list[str], greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    def with_values(*values: str) -> Callable[[dict[str, Any]], None]:
        def edit(document: dict[str, Any]) -> None:
            tags = properties(document, "BedInput")["tags"] | {"example": ["wet"]}
            if values:
                tags["items"] = {"type": "string", "enum": [*values]}
            properties(document, "BedInput")["tags"] = tags

        return edit

    document = edited(greenhouse, with_values(*before))
    lines = LAYOUTS[layout](edited(greenhouse, with_values("wet", "dry", "any")), *PUT)
    (change,) = workplace.changes(lines, document)
    assert (change["kind"], change["name"]) == ("allowed values", "BedInput.tags")
    assert workplace.changes(lines, pasted(document, change["edits"])) == []


def test_a_new_array_of_values(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    def edit(document: dict[str, Any]) -> None:
        items = {"type": "array", "items": {"type": "integer", "enum": [1, 2]}}
        properties(document, "BedInput")["rows"] = {"type": "array", "items": items}

    lines = LAYOUTS["markdown"](edited(greenhouse, edit), *PUT)
    (change,) = workplace.changes(lines)
    (draft,) = (edit["value"] for edit in change["edits"])
    assert draft["items"] == {"type": "array", "items": {"type": "integer", "enum": [1, 2]}}
    assert workplace.changes(lines, pasted(greenhouse, change["edits"])) == []


@pytest.mark.parametrize(
    ("new", "security"),
    [
        ("X-Key\nstring\nheader\nrequired", [{"X-Key": []}]),
        ("Authorization\nstring\nheader\nrequired\nX-Key\nstring\nheader\nrequired", [{"key": [], "X-Key": []}]),
        ("Authorization\nobject\nquery", None),
    ],
)
def test_another_credential_leaves_those_of_other_operations(
    new: str, security: Any, greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    """Nor does a scheme become a property with a type, or required."""
    text = "\n".join(LAYOUTS["mintlify"](greenhouse, *PUT))
    old = "Authorization\nstring\nheader\nrequired"
    assert old in text
    lines = text.replace(old, new).split("\n")
    if security and "key" not in security[0]:
        lines = [line.replace("Authorization: Bearer <token>", "X-Key: <key>") for line in lines]
    found = workplace.changes(lines)
    document = pasted(greenhouse, [edit for change in found for edit in change["edits"]])
    put, schemes = document["paths"]["/beds/{bedId}"]["put"], document["components"]["securitySchemes"]
    assert put.get("security") == security
    assert schemes.get("X-Key") == (security and {"type": "apiKey", "in": "header", "name": "X-Key"})
    assert (schemes["key"], document["security"]) == ({"type": "http", "scheme": "bearer"}, [{"key": []}])
    assert bool(workplace.changes(lines, document)) == (security is None)


@pytest.mark.parametrize(("of", "moved"), [(["put"], {"put"}), (["put", "get"], {"put", "get"})])
def test_another_path_moves_the_operations_that_have_it(
    of: list[str], moved: set[str], greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    """A page that names the old path too, in its curl call, is still that of its operation."""
    server, old, new = "https://api.greenhouse.example", "/beds/{bedId}", "/v2/beds/{bedId}"
    for method in of:
        lines = LAYOUTS["portal"](greenhouse, method, old)
        at = next(index for index, line in enumerate(lines) if line.startswith(f" {server}"))
        workplace.page(f"{method}.txt", (*lines[:at], f"{server}{new}", *lines[at + 1 :]))
    out = workplace.run(*(str(workplace.root / f"{method}.txt") for method in of), "--format", "json")[1]
    (change,) = json.loads(out)["changes"]
    assert (change["kind"], change["summary"]) == ("path", f"{old} → {new}")
    paths = pasted(greenhouse, change["edits"])["paths"]
    item = greenhouse["paths"][old]
    assert paths[new] == {key: value for key, value in item.items() if key not in {"get", "put"} - moved}
    assert paths.get(old) == ({key: value for key, value in item.items() if key not in moved} if len(of) == 1 else None)


def test_drafts_that_bring_the_same_keys_can_be_pasted_together(
    workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    def edit(document: dict[str, Any]) -> None:
        kind = {"type": "string", "description": "Which."}
        properties(document, "BedInput")["extras"] |= {"properties": {"a": kind, "b": kind}, "required": ["a", "b"]}

    found = workplace.changes(LAYOUTS["docusaurus"](edited(greenhouse, edit), *PUT), greenhouse)
    assert [change["name"] for change in found] == ["BedInput.extras.a", "BedInput.extras.b"]
    draft = "".join(change["draft"] for change in found)
    assert (draft.count(" properties:\n"), draft.count(" required:\n")) == (1, 1)
    holder = "in components.schemas.BedInput.properties.extras"
    assert (draft.count(f"{holder} add"), draft.count(f"{holder}.properties add")) == (2, 1)
    assert draft.count(f"{holder}.required add\n            - b") == 1


@pytest.mark.parametrize("layout", ["docusaurus", "markdown"])
@pytest.mark.parametrize("becomes", ["object", "array"])
@pytest.mark.parametrize("name", ["notes", "tags"])
def test_fields_within_what_was_none(
    layout: str, becomes: str, name: str, greenhouse: dict[str, Any], workplace: Workplace
) -> None:
    def edit(document: dict[str, Any]) -> None:
        inner = {"a": {"type": "string", "description": "Which."}, "b": {"type": "number"}}
        within = {"type": "object", "required": ["b"], "properties": inner}
        schema = within if becomes == "object" else {"type": "array", "items": within}
        properties(document, "BedInput")[name] = {"description": "Text.", **schema}

    lines = LAYOUTS[layout](edited(greenhouse, edit), *PUT)
    found = workplace.changes(lines)
    document = pasted(greenhouse, [edit for change in found for edit in change["edits"]])
    schema = properties(document, "BedInput")[name]
    within = schema if becomes == "object" else schema["items"]
    assert (schema["type"], sorted(within["properties"]), within["required"]) == (becomes, ["a", "b"], ["b"])
    assert "properties" not in schema or schema is within
    assert workplace.changes(lines, document) == []


def test_the_values_of_the_elements_of_an_array_by_reference(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    def refer(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Tags"] = {"type": "array", "items": {"type": "string"}}
        properties(document, "BedInput")["tags"] = {"$ref": "#/components/schemas/Tags"}

    def edit(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Tags"]["items"]["enum"] = ["wet", "dry"]

    before = edited(greenhouse, refer)
    lines = LAYOUTS["markdown"](edited(before, edit), *PUT)
    (change,) = workplace.changes(lines, before)
    assert workplace.changes(lines, after := pasted(before, change["edits"])) == []
    assert after["components"]["schemas"]["Tags"]["items"]["type"] == "string"


def test_a_member_that_only_a_written_example_shows(greenhouse: dict[str, Any], workplace: Workplace) -> None:
    """It belongs to the schema, though the page's JSON is compared with the example beside it."""

    def inline(document: dict[str, Any]) -> None:
        _write_example(document)
        responses = document["paths"]["/beds/{bedId}"]["get"]["responses"]
        responses["200"] = document["components"]["responses"]["Bed"]
        media = responses["200"]["content"]["application/json"]
        media["schema"] = document["components"]["schemas"]["Bed"]

    before = edited(greenhouse, inline)
    lines = [
        line.replace('"shaded": false', '"shaded": false, "nick": "Al"') for line in LAYOUTS["mintlify"](before, *GET)
    ]
    (change,) = workplace.changes(lines, before)
    assert (change["kind"], change["pointer"].endswith("/schema/properties/nick")) == ("field added", True)
    assert workplace.changes(lines, pasted(before, change["edits"])) == []
