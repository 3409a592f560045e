"""Pages that say what the description says: nothing is reported, and quirks are found without being told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.pages import DIRECTORY, pages
from tests.toolchain.docs_check.checking import facts_of, wrong
from tests.toolchain.docs_check.render import LAYOUTS
from toolchain.docs_check.check import NONE, Coverage, check
from toolchain.docs_check.description import Description
from toolchain.openapi.document import Document
from toolchain.openapi.pointer import MISSING, find

if TYPE_CHECKING:
    from pathlib import Path

QUIRKS = {
    "/components/schemas/InvoiceSchedule/properties/status": "12-schedule-status.yaml",
    "/components/schemas/InvoiceSchedule/properties/items": "20-invoice-items.yaml",
    "/components/schemas/Invoice/properties/invoiceItems": "20-invoice-items.yaml",
    "/components/schemas/BusinessDetails/properties/address": "22-typed-details.yaml",
    "/components/schemas/Discount/properties/validOnProductIds": "95-examples.yaml",
    "/components/schemas/TipsConfiguration/properties/tipsPercentage": "30-tips.yaml",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("document", ["greenhouse", "invoices"])
def test_a_page_written_from_the_description_agrees_with_it(
    request: pytest.FixtureRequest, tmp_path: Path, coverage: Coverage, layout: str, document: str
) -> None:
    source: dict[str, Any] = request.getfixturevalue(document)
    description: Description = request.getfixturevalue({"greenhouse": "planted", "invoices": "described"}[document])
    for operation in description.operations.values():
        lines = LAYOUTS[layout](source, operation.method, operation.path)
        file = tmp_path / "page.txt"
        file.write_text("\n".join(lines), encoding="utf-8")
        checked = check(file, description, coverage)
        assert (checked.error, checked.key[0]) == (None, operation.name)
        assert wrong(checked.facts) == []
        assert checked.count("agrees") > 60


@pytest.mark.parametrize("layout", LAYOUTS)
def test_servers_with_a_path(greenhouse: dict[str, Any], layout: str) -> None:
    """Other servers have the host alone, or a path that begins alike."""
    urls = ("/v2", "", "/v", "/v2/bed", "/b")
    document = greenhouse | {"servers": [{"url": f"https://api.greenhouse.example{path}"} for path in urls]}
    described = Description(Document("greenhouse.yaml", document))
    for method, path in (("put", "/beds/{bedId}"), ("post", "/beds/{bedId}/water")):
        lines = LAYOUTS[layout](document, method, path)
        assert wrong(facts_of(lines, described)) == []
        if layout == "mintlify":
            assert wrong(facts_of((*lines[:2], "/", "v2", *lines[2:]), described)) == []
        newer = document | {"servers": [{"url": "https://api.greenhouse.example/v3"}]}
        found = facts_of(LAYOUTS[layout](newer, method, path), described)
        assert {fact.kind for fact in found if fact.is_wrong} == {"server"}


def test_an_extension_among_responses_is_none(greenhouse: dict[str, Any], planted: Description) -> None:
    lines = "\n".join(LAYOUTS["markdown"](greenhouse, "put", "/beds/{bedId}"))
    extended = lines.replace('"responses": {', '"responses": {"x-note": {"text": "Be kind."},', 1)
    assert extended != lines
    assert wrong(facts_of(extended.split("\n"), planted)) == []


def test_the_captured_pages_agree(described: Description, coverage: Coverage) -> None:
    checked = [check(DIRECTORY / f"{page.name}.txt", described, coverage) for page in pages()]
    assert [page.error for page in checked] == [None] * len(checked)
    assert {page.key[0] for page in checked} == described.operations.keys()
    assert [(page.key[0], wrong(page.facts)) for page in checked if wrong(page.facts)] == []


def test_the_captured_pages_show_their_quirks_and_what_puts_each_right(
    described: Description, coverage: Coverage
) -> None:
    checked = [check(DIRECTORY / f"{page.name}.txt", described, coverage) for page in pages()]
    quirks = {(str(fact.quirk_of), fact.overlay) for page in checked for fact in page.facts if fact.quirk_of}
    assert {field for field, _ in quirks} == QUIRKS.keys()
    for field, overlay in quirks:
        assert overlay is not None
        assert overlay.startswith(QUIRKS[field]), field


def test_every_pointer_leads_to_a_place_in_the_description(invoices: dict[str, Any], described: Description) -> None:
    for page in pages():
        for fact in facts_of(page.text.split("\n"), described):
            if fact.kind not in ("required", "media type"):
                assert find(invoices, fact.pointer.keys) is not MISSING, fact


def test_the_quirk_of_a_page_of_our_own_is_found_and_its_overlay_named(
    greenhouse: dict[str, Any], planted: Description
) -> None:
    name = {"target": "$.components.schemas.Plant.properties.name", "update": {"example": "Kale"}}
    count = {"target": "$.components.schemas.Plant.properties.count", "update": {"type": "string"}}
    broken = {"target": "$.components.schemas.Plant.properties.count", "update": ["not", "an object"]}
    facts = facts_of(LAYOUTS["docusaurus"](greenhouse, "put", "/beds/{bedId}"), planted)
    quirks = [fact for fact in facts if fact.quirk_of]
    assert {str(fact.quirk_of) for fact in quirks} == {"/components/schemas/Plant/properties/count"}
    assert {(fact.page_says, fact.verdict) for fact in quirks} == {("a dozen", "agrees")}

    def overlay(*actions: Any) -> Any:
        return {"overlay": "1.1.0", "info": {"title": "T", "version": "1"}, "actions": list(actions)}

    def found(*overlays: tuple[str, Any]) -> set[str | None]:
        coverage = Coverage(greenhouse, overlays)
        return {coverage.covering(fact.quirk_of) for fact in quirks if fact.quirk_of}

    assert found(("a", overlay(name)), ("b", overlay(name, count))) == {"b action 2"}
    assert found(("a", overlay(broken, count))) == {"a action 2"}
    assert found(("a", overlay(name))) == {NONE}
    assert found() == {NONE}
