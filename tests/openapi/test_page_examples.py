"""The resolved document against the JSON examples of the documentation pages: no key of theirs is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.pages import Page, pages
from tests.support.schemas import dereference

if TYPE_CHECKING:
    from collections.abc import Iterator


def unknown_keys(document: dict[str, Any], schema: dict[str, Any], value: Any, path: str = "$") -> Iterator[str]:
    """The places in a JSON value that a schema doesn't name."""
    schema = dereference(document, schema)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from unknown_keys(document, schema.get("items", {}), item, f"{path}[{index}]")
    elif isinstance(value, dict):
        properties = schema.get("properties", {})
        for key, item in value.items():
            if key in properties:
                yield from unknown_keys(document, properties[key], item, f"{path}.{key}")
            else:
                yield f"{path}.{key}"


def body_schema(document: dict[str, Any], page: Page, where: str) -> dict[str, Any]:
    """The schema of the request body or of the 200 response of a page's operation."""
    operation = document["paths"][page.path][page.method]
    holder = operation["requestBody"] if where == "request" else dereference(document, operation["responses"]["200"])
    return dereference(document, holder["content"]["application/json"]["schema"])


def test_whole_examples(resolved: dict[str, Any]) -> None:
    seen = 0
    for page in pages():
        for where, examples in (("response", page.response_examples()), ("request", page.request_examples())):
            for example in examples:
                seen += 1
                schema = body_schema(resolved, page, where)
                assert list(unknown_keys(resolved, schema, example)) == [], (page.name, where)
    assert seen >= 4


def test_examples_of_fields(resolved: dict[str, Any]) -> None:
    seen = 0
    for page in pages():
        for where, field, example in page.field_examples():
            seen += 1
            schema = body_schema(resolved, page, where)["properties"][field]
            assert list(unknown_keys(resolved, schema, example)) == [], (page.name, field)
    assert seen >= 9


@pytest.mark.parametrize("place", ["$.invoices[0].contactDetails.nick", "$.schedule.rrule.byEaster", "$.novelty"])
def test_a_new_key_would_be_noticed(resolved: dict[str, Any], place: str) -> None:
    example: dict[str, Any] = {
        "_id": "s",
        "invoices": [{"_id": "i", "contactDetails": {"name": "Alex"}}],
        "schedule": {"rrule": {"interval": 1}},
    }
    schema = {"$ref": "#/components/schemas/InvoiceSchedule"}
    assert list(unknown_keys(resolved, schema, example)) == []
    target = {
        "$.invoices[0].contactDetails.nick": example["invoices"][0]["contactDetails"],
        "$.schedule.rrule.byEaster": example["schedule"]["rrule"],
        "$.novelty": example,
    }[place]
    target[place.rpartition(".")[2]] = {}
    assert list(unknown_keys(resolved, schema, example)) == [place]


def test_every_page_is_an_operation_of_the_source(source: dict[str, Any]) -> None:
    documented = {(page.method, page.path) for page in pages()}
    assert documented
    assert documented <= {(method, path) for path, item in source["paths"].items() for method in item}
