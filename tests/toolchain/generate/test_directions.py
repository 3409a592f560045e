"""A schema that requests and responses share becomes two, by use; one that only one of them has stays one."""

from typing import Any

import pytest

from toolchain.generate.directions import directed

REF = "#/components/schemas/"


def document(*, sent: Any = None, returned: Any = None, status: str = "200", **schemas: Any) -> dict[str, Any]:
    """A description of one call: what its body is, what comes back, and the component schemas."""
    operation: dict[str, Any] = {"operationId": "call", "responses": {status: {"description": "x"}}}
    if sent is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": sent}}}
    if returned is not None:
        operation["responses"][status]["content"] = {"application/json": {"schema": returned}}
    return {"openapi": "3.1.0", "paths": {"/call": {"post": operation}}, "components": {"schemas": schemas}}


def ref(name: str, **beside: Any) -> dict[str, Any]:
    return {"$ref": REF + name, **beside}


def plant(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


def schemas_of(made: dict[str, Any]) -> dict[str, Any]:
    schemas: dict[str, Any] = made["components"]["schemas"]
    return schemas


def sent_by(made: dict[str, Any]) -> Any:
    return made["paths"]["/call"]["post"]["requestBody"]["content"]["application/json"]["schema"]


def returned_by(made: dict[str, Any]) -> Any:
    return made["paths"]["/call"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]


TEXT = {"type": "string"}


def test_a_shared_schema_is_two_at_every_depth() -> None:
    given = document(
        sent=ref("Bed"),
        returned={"type": "array", "items": ref("Bed")},
        Bed=plant("rows", rows={"type": "array", "items": ref("Row")}, soil=ref("Soil")),
        Row=plant("crop", crop=TEXT, bed=ref("Bed")),
        Soil={"type": "string", "enum": ["clay", "sand"]},
    )
    made = directed(given)
    assert (sent_by(made), returned_by(made)) == (ref("BedInput"), {"type": "array", "items": ref("Bed")})
    assert schemas_of(made) == {
        "Bed": {**plant(rows={"type": "array", "items": ref("Row")}, soil=ref("Soil")), "x-told-by": ["rows"]},
        "BedInput": plant("rows", rows={"type": "array", "items": ref("RowInput")}, soil=ref("Soil")),
        "Row": {**plant(crop=TEXT, bed=ref("Bed")), "x-told-by": ["crop"]},  # in a union
        "RowInput": plant("crop", crop=TEXT, bed=ref("BedInput")),
        "Soil": {"type": "string", "enum": ["clay", "sand"]},  # says the same in both directions
    }


@pytest.mark.parametrize("use", ["sent", "returned"])
def test_a_schema_of_one_direction_is_one(use: str) -> None:
    used: dict[str, Any] = {use: ref("Bed")}
    made = directed(document(**used, Bed=plant("name", name=TEXT)))
    assert schemas_of(made) == {"Bed": plant("name", name=TEXT)}


def test_errors_are_not_responses_that_make_classes() -> None:
    made = directed(document(sent=ref("Bed"), returned=ref("Bed"), status="422", Bed=plant("name", name=TEXT)))
    assert schemas_of(made) == {"Bed": plant("name", name=TEXT)}


def test_the_default_response_counts() -> None:
    made = directed(document(sent=ref("Bed"), returned=ref("Bed"), status="default", Bed=plant(name=TEXT)))
    assert set(schemas_of(made)) == {"Bed", "BedInput"}


@pytest.mark.parametrize("shared", [True, False])
def test_read_only_and_write_only(shared: bool) -> None:
    properties = {
        "id": {**TEXT, "readOnly": True},
        "secret": {**TEXT, "writeOnly": True},
        "stamp": ref("Stamp"),
        "name": TEXT,
    }
    both = plant("id", "secret", "stamp", "name", **properties)
    other = ref("Bed") if shared else ref("Other")
    made = schemas_of(
        directed(document(sent=ref("Bed"), returned=other, Bed=both, Other=both, Stamp={**TEXT, "readOnly": True}))
    )
    request, response = (made["BedInput"], made["Bed"]) if shared else (made["Bed"], made["Other"])
    assert (set(request["properties"]), request["required"]) == ({"secret", "name"}, ["secret", "name"])
    assert set(response["properties"]) == {"id", "stamp", "name"}
    assert response["required"] == (["id", "stamp"] if shared else ["id", "stamp", "name"])


def test_an_object_that_only_the_service_fills_is_no_request() -> None:
    made = directed(document(sent=ref("Bed"), Bed=plant("id", id={**TEXT, "readOnly": True})))
    assert schemas_of(made)["Bed"] == plant()


def test_what_a_request_must_have_a_shared_response_may_lack_but_the_id_of_its_root() -> None:
    made = schemas_of(
        directed(
            document(
                sent=ref("Bed"),
                returned=ref("Bed"),
                Bed=plant("_id", "name", _id=TEXT, name={**TEXT, "default": "x"}, row=ref("Row")),
                Row=plant("_id", _id=TEXT),
            )
        )
    )
    assert (made["Bed"]["required"], made["Bed"]["properties"]["name"]) == (["_id"], TEXT)
    assert (made["BedInput"]["required"], made["BedInput"]["properties"]["name"]["default"]) == (["_id", "name"], "x")
    assert "required" not in made["Row"]
    assert made["RowInput"]["required"] == ["_id"]


def test_a_day_for_which_a_moment_may_come_is_sent_as_a_day() -> None:
    day = {"type": "string", "format": "date-or-date-time"}
    made = schemas_of(
        directed(document(sent=ref("Bed"), returned=ref("Other"), Bed=plant(due=day), Other=plant(due=day)))
    )
    assert (made["Bed"]["properties"]["due"]["format"], made["Other"]["properties"]["due"]) == ("date", day)
    named = schemas_of(directed(document(sent=ref("Bed"), returned=ref("Day"), Bed=plant(due=ref("Day")), Day=day)))
    assert (named["Bed"]["properties"]["due"], named["DayInput"]["format"]) == (ref("DayInput"), "date")


def test_the_client_fills_in_requests_only() -> None:
    marked = plant(altId={**TEXT, "x-client-option": "location_id"})
    made = schemas_of(directed(document(sent=ref("Bed"), returned=ref("Bed"), Bed=marked)))
    assert (made["BedInput"], made["Bed"]) == (marked, plant(altId=TEXT))


def test_objects_described_in_place_are_named_alike() -> None:
    bed = plant(owner=plant("name", name=TEXT), rows={"type": "array", "items": plant(crop=plant(name=TEXT))})
    made = schemas_of(directed(document(sent=ref("Bed"), returned=ref("Bed"), Bed=bed)))
    names = ["Bed", "BedOwner", "BedRowsItem", "BedRowsItemCrop"]
    assert sorted(made) == sorted(names + [f"{name}Input" for name in names])
    assert made["BedInput"]["properties"]["rows"]["items"] == ref("BedRowsItemInput")
    assert made["BedOwnerInput"]["required"] == ["name"]


def test_compositions_maps_and_unions_lead_to_the_request_classes() -> None:
    given = document(
        sent=ref("Garden"),
        returned=ref("Garden"),
        Garden={"allOf": [ref("Base"), plant("beds", beds={"type": "object", "additionalProperties": ref("Bed")})]},
        Base=plant("name", name=TEXT),
        Bed={
            "oneOf": [ref("Row"), ref("Pot")],
            "discriminator": {"propertyName": "kind", "mapping": {"row": REF + "Row"}},
        },
        Row=plant("kind", kind=TEXT),
        Pot=plant("kind", kind=TEXT),
    )
    made = schemas_of(directed(given))
    assert made["GardenInput"]["properties"].keys() == {"name", "beds"}
    assert made["GardenInput"]["properties"]["beds"]["additionalProperties"] == ref("BedInput")
    assert made["BedInput"]["oneOf"] == [ref("RowInput"), ref("PotInput")]
    # Without a mapping the name of the schema is the value, and that does not change with the class.
    assert made["BedInput"]["discriminator"]["mapping"] == {"row": REF + "RowInput", "Pot": REF + "PotInput"}
    assert made["Bed"]["discriminator"]["mapping"] == {"row": REF + "Row", "Pot": REF + "Pot"}


def test_enums_in_place_are_one_class_for_both_directions() -> None:
    color = {"type": "string", "enum": ["red", "white"]}
    made = schemas_of(directed(document(sent=ref("Bed"), returned=ref("Bed"), Bed=plant(color=color))))
    assert made["BedColor"] == color
    assert made["Bed"]["properties"] == made["BedInput"]["properties"] == {"color": ref("BedColor")}


def test_another_operation_turns_no_request_class_around() -> None:
    """Reading a thing by the schema of a body gives the response a class; the body demands what it did."""
    body = plant("name", "price", name=TEXT, price={"type": "number"})
    alone = directed(document(sent=ref("Body"), Body=body))
    both = directed(document(sent=ref("Body"), returned=ref("Body"), Body=body))
    assert schemas_of(both)["BodyInput"] == schemas_of(alone)["Body"] == body


def test_a_python_name_names_both_classes() -> None:
    bed = {**plant(name=TEXT), "x-python-name": "Plot"}
    made = schemas_of(directed(document(sent=ref("Bed"), returned=ref("Bed"), Bed=bed)))
    assert {name: schema["x-python-name"] for name, schema in made.items()} == {"Bed": "Plot", "PlotInput": "PlotInput"}


def test_a_name_that_is_taken_gets_a_number() -> None:
    bed = plant(name=TEXT, other=ref("BedInput"))
    given = document(sent=ref("Bed"), returned=ref("Bed"), Bed=bed, BedInput={"type": "integer"})
    assert set(schemas_of(directed(given))) == {"Bed", "BedInput2", "BedInput"}
    given["components"]["schemas"]["Bed"]["x-python-name"] = "Plot"
    assert set(schemas_of(directed(given))) == {"Bed", "PlotInput", "BedInput"}


def test_names_of_properties_are_no_keywords_and_examples_no_schemas() -> None:
    bed = plant("properties", properties=TEXT, readOnly=TEXT, items=TEXT, **{"$ref": TEXT, "example": TEXT})
    bed["example"] = {"$ref": "not one", "properties": {"readOnly": True}}
    made = schemas_of(directed(document(sent=ref("Bed"), returned=ref("Bed"), Bed=bed)))
    assert made["BedInput"]["properties"].keys() == bed["properties"].keys()
    assert made["BedInput"]["example"] == bed["example"]


def test_the_given_document_stays_as_it_is_whatever_its_parts_share() -> None:
    content = {"application/json": {"schema": ref("Bed")}}
    given = document(sent=ref("Bed"), returned=ref("Bed"), Bed=plant("name", name=TEXT))
    operation = given["paths"]["/call"]["post"]
    operation["requestBody"]["content"] = operation["responses"]["200"]["content"] = content
    made = directed(given)
    assert (sent_by(made), returned_by(made)) == (ref("BedInput"), ref("Bed"))
    assert schemas_of(given) == {"Bed": plant("name", name=TEXT)}
