"""What is made of a description: forms that the project's own doesn't have, and descriptions that are none."""

from __future__ import annotations

from typing import Any

import pytest

from tests.toolchain.docs_check.checking import facts_of, line_of, wrong
from tests.toolchain.docs_check.render import mintlify, stripped
from toolchain.docs_check.description import Description
from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.pointer import ROOT
from toolchain.openapi.yaml import loads

DOCUMENT = """
openapi: 3.1.0
servers: [{url: 'https://api.example/'}]
paths:
  /trees/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: depth, in: query, schema: {type: integer}, example: 3}
    patch:
      security: [{query-key: []}, {token: []}]
      parameters:
        - {name: depth, in: query, description: A second time., schema: {type: number}}
        - {name: legacy, in: query, type: string}
      requestBody:
        content:
          text/csv: {}
          application/json: {schema: {$ref: '#/components/schemas/Tree'}, example: {name: Oak}}
      responses:
        '204': {description: Nothing.}
        default: {description: A file., content: {image/png: {schema: {type: string, format: binary}}}}
components:
  securitySchemes:
    query-key: {type: apiKey, in: query, name: key}
    token: {type: http, scheme: bearer}
  schemas:
    Tree:
      type: object
      required: [name]
      properties:
        name: {$ref: '#/components/schemas/Name', description: Beside the reference.}
        kind: {enum: [leaf, needle]}
        age: {type: [integer, 'null']}
        rings: {type: array}
        anything: {}
        twigs: {type: array, items: {type: array, items: {$ref: '#/components/schemas/Tree'}}}
        parent: {$ref: '#/components/schemas/Tree'}
        loop: {$ref: '#/components/schemas/Loop'}
        nest: {properties: {eggs: {type: number}}}
    Name: {type: string, example: Oak, description: Hidden.}
    Loop: {type: array, items: {$ref: '#/components/schemas/Loop'}}
"""


def described(text: str = DOCUMENT) -> Description:
    return Description(Document("trees.yaml", loads(text, "trees.yaml")))


def test_the_fields_of_an_operation() -> None:
    description = described()
    operation = description.operations["PATCH /trees/{id}"]
    groups = {group.key: group for group in operation.groups}
    assert list(groups) == ["path", "query", "authorization", "body", "204", "default"]
    assert [(entry.name, entry.type.names, entry.is_required) for entry in groups["query"].entries] == [
        ("depth", ("number",), False),
        ("legacy", ("string",), False),
    ]
    assert [(entry.name, entry.sent_in) for entry in groups["authorization"].entries] == [
        ("key", "query"),
        ("Authorization", "header"),
    ]
    body = {entry.path: entry for entry in groups["body"].entries}
    assert body.pop(("loop",)).type.names == ("array",), "an array of itself has some type, and an end"
    assert {path: str(entry.type) for path, entry in body.items()} == {
        ("name",): "string",
        ("kind",): "enum<string>",
        ("age",): "integer | null",
        ("rings",): "any[]",
        ("anything",): "any",
        ("twigs",): "object[][]",
        ("parent",): "object",
        ("nest",): "object",
        ("nest", "eggs"): "number",
    }
    assert body[("name",)].example is not None
    assert (str(body[("name",)].pointer), str(body[("name",)].example.pointer)) == (
        "/components/schemas/Tree/properties/name",
        "/components/schemas/Name/example",
    )
    assert (groups["body"].media_type, groups["default"].media_type) == ("application/json", "image/png")
    assert groups["body"].example is not None
    assert groups["body"].example.value == {"name": "Oak"}
    assert operation.success() is groups["204"]
    assert description.servers == ("https://api.example",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("'#/components/schemas/Name'", "'#/components/schemas/Nam'", "refers to nothing", id="nothing"),
        pytest.param("'#/components/schemas/Name'", "'names.yaml'", "refers to nothing", id="another file"),
        pytest.param(
            "Name: {type: string,", "Name: {$ref: '#/components/schemas/Name',", "goes in a circle", id="circle"
        ),
        pytest.param("    patch:", "    x-patch:", "has no operations", id="no operations"),
    ],
)
def test_a_description_that_is_none(old: str, new: str, message: str) -> None:
    assert old in DOCUMENT
    with pytest.raises(ToolchainError, match=message):
        described(DOCUMENT.replace(old, new))


MERGED = """
openapi: 3.0.3
paths:
  /trees:
    post:
      x-source: {page: plant-tree}
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Base'
                - {required: [kind], properties: {kind: {type: string, nullable: true}}}
      responses:
        '200':
          description: Done.
          content: {application/json: {schema: {$ref: '#/components/schemas/Base'}}}
components:
  schemas:
    Base:
      type: object
      required: [name]
      x-source: {page: [list-trees]}
      properties:
        id: {type: string, readOnly: true}
        name: {allOf: [{$ref: '#/components/schemas/Name'}], example: Oak}
        secret: {type: string, writeOnly: true}
        size: {oneOf: [{type: number}, {type: string}], minimum: 1}
    Name: {type: string, enum: [Oak, Elm]}
"""


def test_all_of_is_one_schema_and_direction_decides_what_is_in_it() -> None:
    description = described(MERGED)
    operation = description.operations["POST /trees"]
    fields = {
        group.key: {entry.name: (entry.type.names, entry.is_required) for entry in group.entries}
        for group in operation.groups
    }
    common = {"name": (("string",), True), "size": (("number", "string"), False)}
    assert fields["body"] == common | {
        "secret": (("string",), False),
        "kind": (("null", "string"), True),
    }
    assert fields["200"] == common | {"id": (("string",), False)}
    name = next(entry for entry in operation.groups[0].entries if entry.name == "name")
    assert (str(name.keywords["enum"]), str(name.keywords["required"])) == (
        "/components/schemas/Name/enum",
        "/components/schemas/Base/required",
    )
    assert description.sources(
        ROOT.below("components", "schemas", "Base", "properties", "name", "example")
    ) == frozenset({"list-trees"})
    assert operation.sources == {"plant-tree"}
    assert description.sources(ROOT.below("components", "schemas", "Name")) is None


def test_the_json_around_a_call(planted: Description, greenhouse: dict[str, Any]) -> None:
    lines = mintlify(greenhouse, "put", "/beds/{bedId}")
    answer, authorizations = lines.index("'") + 2, line_of(lines, "Authorizations")
    without_answer = (*lines[: answer - 1], *lines[authorizations - 2 :])
    assert {fact[1:3] for fact in wrong(facts_of(without_answer, planted))} == {("description only", "example kind")}
    second = (*lines[: authorizations - 2], '{"id": "b-18"}', *lines[authorizations - 2 :])
    assert [fact[:3] for fact in wrong(facts_of(second, planted))] == [(authorizations - 1, "page only", "example")]
    data, call = line_of(lines, "  --data '"), line_of(lines, "curl --request PUT \\")
    without_body = (*lines[: data - 2], lines[data - 2].removesuffix(" \\"), *lines[answer - 1 :])
    assert [fact[:3] for fact in wrong(facts_of(without_body, planted))] == [(call, "description only", "example kind")]


def test_json_that_the_description_lacks(planted: Description, greenhouse: dict[str, Any]) -> None:
    lines = list(stripped(greenhouse, "get", "/beds/{bedId}"))
    lines[3] = lines[3].replace("{", " \\")
    with_body = [*lines[:4], '--data \'{"name": "South"}\'', "{", *lines[4:]]
    assert [fact[:3] for fact in wrong(facts_of(with_body, planted))] == [(5, "page only", "example")]
