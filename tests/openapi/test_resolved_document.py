"""The resolved document as a whole: valid, its operations, and the shape that generated code relies on."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.schemas import dereference, schemas
from toolchain import overlay
from toolchain.openapi.json_values import canonical_json

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
KEYWORDS = {
    "$ref", "const", "default", "description", "enum", "example", "format", "items", "maximum", "minItems", "minimum",
    "not", "properties", "readOnly", "required", "type", "x-client-option", "x-enum-descriptions", "x-open-enum",
    "x-python-made-from", "x-python-mixin", "x-source", "x-untyped-properties",
}  # fmt: skip

# operation id: (method and path, Python name, query parameters, body and if it is required, response, scope, retry)
OPERATIONS = {
    "get-invoice-schedule": (
        "get /invoices/schedule/{scheduleId}", "schedules.get", {"altId", "altType"}, None,
        {"200": "InvoiceSchedule"}, "invoices/schedule.readonly", {"policy": "always"},
    ),
    "cancel-invoice-schedule": (
        "post /invoices/schedule/{scheduleId}/cancel", "schedules.cancel", set(), ("CancelSchedule", True),
        {"200": "InvoiceSchedule", "201": "InvoiceSchedule"}, "invoices/schedule.write",
        {"policy": "unless-applied", "outcome-check": "get-invoice-schedule"},
    ),
    "update-and-schedule-invoice-schedule": (
        "post /invoices/schedule/{scheduleId}/updateAndSchedule", "schedules.update_and_schedule", set(),
        ("UpdateSchedule", False), {"200": "InvoiceSchedule"}, "invoices/schedule.write",
        {"policy": "unless-applied", "outcome-check": "get-invoice-schedule"},
    ),
    "update-invoice": (
        "put /invoices/{invoiceId}", "invoices.update", set(), ("UpdateInvoice", True), {"200": "Invoice"},
        "invoices.write", {"policy": "always", "outcome-check": "get-invoice-schedule"},
    ),
    "delete-invoice": (
        "delete /invoices/{invoiceId}", "invoices.delete", {"altId", "altType"}, None, {"200": "Invoice"},
        "invoices.write",
        {
            "policy": "always",
            "outcome-check": "get-invoice-schedule",
            "already-gone": {
                "status": 400,
                "message": "unable to find",
                "response": {"_id": "{invoiceId}", "deleted": True},
            },
        },
    ),
}  # fmt: skip


def operations(document: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation id → (method and path, operation)."""
    return {
        item[method]["operationId"]: (f"{method} {path}", item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def test_is_valid_openapi(resolved: dict[str, Any]) -> None:
    assert resolved["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(resolved).iter_errors()] == []


def test_the_source_is_valid_openapi_too(source: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(source).iter_errors()] == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation(resolved: dict[str, Any], name: str) -> None:
    place, operation = operations(resolved)[name]
    parameters = [dereference(resolved, parameter) for parameter in operation["parameters"]]
    attributes = {tag["name"]: tag["x-python-name"] for tag in resolved["tags"]}
    body = operation.get("requestBody")
    contents = {
        status: dereference(resolved, response)["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for status, response in operation["responses"].items()
    }
    assert (
        place,
        f"{attributes[operation['tags'][0]]}.{operation['x-python-name']}",
        {parameter["name"] for parameter in parameters if parameter["in"] == "query"},
        body and (body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2], body["required"]),
        {status: schema for status, schema in contents.items() if status.startswith("2")},
        operation["security"][0]["bearer"][0],
        operation["x-retry"],
    ) == OPERATIONS[name]
    assert {status: schema for status, schema in contents.items() if not status.startswith("2")} == dict.fromkeys(
        ("400", "401", "403", *(["404"] if "schedule" in place else []), "422", "429", "5XX"), "ErrorResponse"
    )


def test_every_operation_sends_the_version_and_no_other_header(resolved: dict[str, Any]) -> None:
    for _, operation in operations(resolved).values():
        parameters = [dereference(resolved, parameter) for parameter in operation["parameters"]]
        headers = [parameter for parameter in parameters if parameter["in"] == "header"]
        assert [(header["name"], header["schema"]["default"]) for header in headers] == [("Version", "2021-07-28")]


def test_the_schema_keywords_in_use(resolved: dict[str, Any]) -> None:
    assert {keyword for _, schema in schemas(resolved) for keyword in schema} == KEYWORDS


def test_no_object_is_closed(source: dict[str, Any], resolved: dict[str, Any]) -> None:
    closing = {"additionalProperties", "unevaluatedProperties"}
    for document in (source, resolved):
        assert [path for path, schema in schemas(document) if closing & schema.keys()] == []


def test_responses_require_their_id_and_nothing_else(by_direction: dict[str, Any]) -> None:
    components = by_direction["components"]["schemas"]
    reached: set[str] = set()
    pending = ["Invoice", "InvoiceSchedule", "ErrorResponse"]
    while pending:
        name = pending.pop()
        reached.add(name)
        references = [node["$ref"].rpartition("/")[2] for _, node in schemas_below(components[name]) if "$ref" in node]
        pending += [reference for reference in references if reference not in reached]
    required = {name: components[name]["required"] for name in reached if "required" in components[name]}
    assert required == {"Invoice": ["_id"], "InvoiceSchedule": ["_id"]}
    assert not [name for name in reached if name.endswith("Input")]


def schemas_below(schema: dict[str, Any]) -> list[tuple[tuple[object, ...], dict[str, Any]]]:
    """The schemas nested in one schema, itself included."""
    return list(schemas({"components": {"schemas": {"it": schema}}}))


def test_every_property_and_component_says_what_it_is(resolved: dict[str, Any]) -> None:
    silent = [
        path
        for path, schema in schemas(resolved)
        if (path[-2] == "properties" or path[:-1] == ("components", "schemas")) and not schema.get("description")
    ]
    assert silent == []


def test_every_component_is_used(resolved: dict[str, Any]) -> None:
    text = canonical_json(resolved).decode()
    unused = [
        f"#/components/{kind}/{name}"
        for kind, members in resolved["components"].items()
        if kind != "securitySchemes"
        for name in members
        if f'"#/components/{kind}/{name}"' not in text
    ]
    assert unused == []


def test_a_sixth_operation_needs_no_overlay(source: dict[str, Any], overlays: dict[str, dict[str, Any]]) -> None:
    """The overlays act by rule on what is transcribed, mistakes of the pages included."""
    extended = copy.deepcopy(source)
    schemas_ = extended["components"]["schemas"]
    put = extended["paths"]["/invoices/{invoiceId}"]["put"]
    extended["paths"]["/invoices/{invoiceId}/send"] = {"post": copy.deepcopy(put) | {"operationId": "send-invoice"}}
    sending = extended["paths"]["/invoices/{invoiceId}/send"]["post"]
    sending["requestBody"]["content"]["application/json"]["schema"] = {"$ref": "#/components/schemas/SendInvoice"}
    schemas_["SendInvoice"] = {
        "type": "object",
        "required": ["altId", "altType", "channel"],
        "properties": {
            "altId": {"type": "string"},
            "altType": {"$ref": "#/components/schemas/AltType"},
            "channel": {"$ref": "#/components/schemas/Channel"},
            "fee": {"type": "number"},
            "dueDate": {"type": "string"},
            "createdAt": {"type": "string", "example": "2024-01-01T00:00:00.000Z"},
        },
        "example": {"address": {"countryCode": "USA"}},
    }
    schemas_["Channel"] = {"type": "string", "enum": ["email", "sms"]}
    result = overlay.apply(extended, overlays.items(), strict=True)
    assert operations(result).keys() == {*operations(source), "send-invoice"}
    _, operation = operations(result)["send-invoice"]
    parameters = [dereference(result, parameter)["name"] for parameter in operation["parameters"]]
    assert parameters == ["invoiceId", "Version"]
    assert {"403", "429", "5XX"} <= operation["responses"].keys()
    made = result["components"]["schemas"]
    properties = made["SendInvoice"]["properties"]
    assert [properties[name].get("x-client-option") for name in ("altId", "altType", "fee")] == [
        "location_id",
        "location_type",
        None,
    ]
    assert [properties[name]["format"] for name in ("fee", "dueDate", "createdAt")] == [
        "decimal",
        "date-or-date-time",
        "date-time",
    ]
    assert made["Channel"]["x-open-enum"] is True
    assert made["SendInvoice"]["example"] == {"address": {"countryCode": "US"}}
