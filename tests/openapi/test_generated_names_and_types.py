"""What the generator and the runtime rely on in the resolved document: one class per thing, and the extensions."""

from __future__ import annotations

from typing import Any

from tests.support.schemas import schemas


def test_objects_and_enums_are_components(resolved: dict[str, Any]) -> None:
    """One inline object or enum would become a class named after the place where it happens to stand."""
    inline = [
        path
        for path, schema in schemas(resolved)
        if path[:-1] != ("components", "schemas") and ("enum" in schema or "properties" in schema)
    ]
    assert inline == []


def test_every_enum_is_open_and_explains_its_values(resolved: dict[str, Any]) -> None:
    enums = {name: schema for name, schema in resolved["components"]["schemas"].items() if "enum" in schema}
    assert len(enums) == 11
    for name, schema in enums.items():
        assert schema["x-open-enum"] is True, name
        assert list(schema["x-enum-descriptions"]) == schema["enum"], name


def test_every_number_is_an_exact_decimal(resolved: dict[str, Any]) -> None:
    inexact = [path for path, schema in schemas(resolved) if schema.get("type") == "number" and "format" not in schema]
    assert inexact == []


def test_nothing_is_described_twice_for_the_two_directions(
    resolved: dict[str, Any], by_direction: dict[str, Any]
) -> None:
    assert [name for name in resolved["components"]["schemas"] if name.endswith("Input")] == []
    twins = {name.removesuffix("Input") for name in by_direction["components"]["schemas"] if name.endswith("Input")}
    assert {"Address", "ContactDetails", "InvoiceItem", "Rrule", "Tax"} <= twins
    assert {"CancelSchedule", "Invoice", "InvoiceSchedule", "UpdateInvoice", "UpdateSchedule"} & twins == set()


def test_client_options(resolved: dict[str, Any]) -> None:
    marked = {
        ".".join(map(str, path[-3:])): node["x-client-option"]
        for path, node in [
            *(
                (("components", "parameters", name), node)
                for name, node in resolved["components"]["parameters"].items()
            ),
            *schemas(resolved),
        ]
        if "x-client-option" in node
    }
    bodies = ("CancelSchedule", "UpdateInvoice", "UpdateSchedule")
    assert marked == {
        "components.parameters.AltId": "location_id",
        "components.parameters.AltType": "location_type",
        "components.parameters.Version": "api_version",
        **{f"{body}.properties.altId": "location_id" for body in bodies},
        **{f"{body}.properties.altType": "location_type" for body in bodies},
    }
    for body in bodies:
        assert {"altId", "altType"} <= set(resolved["components"]["schemas"][body]["required"])


def test_mixins(resolved: dict[str, Any]) -> None:
    components = resolved["components"]["schemas"]
    assert {name: schema["x-python-mixin"] for name, schema in components.items() if "x-python-mixin" in schema} == {
        "UpdateInvoice": "leadconnector.invoices.full_replace.FullReplace",
        "InvoiceSchedule": "leadconnector.invoices.schedules.InvoiceIds",
        "UpdateSchedule": "leadconnector.invoices.full_replace.FullReplace",
        "Rrule": "leadconnector.invoices.recurrence.Recurrence",
        "PaymentSchedule": "leadconnector.invoices.schedules.PaymentPlan",
    }
