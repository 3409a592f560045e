"""Write the documentation page of an operation in each of the layouts, from a description of our own.

A second pair of hands: nothing here is shared with the code under test, which has to find its way back from these
pages to the description.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tests.toolchain.docs_check.shown import Json, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Lines = tuple[str, ...]

PLACES = {
    "header": "Headers",
    "path": "Path Parameters",
    "query": "Query Parameters",
}


def docusaurus(document: Json, method: str, path: str) -> Lines:
    """A page that lists all fields and all responses, nested fields without any sign of nesting."""
    page = Operation(document, method, path)
    lines = [page.operation["summary"], "", f"{page.method}{page.server}{page.path}", "Request", ""]
    for place in ("path", "query"):
        lines += _flat_parameters(page, place)
    if page.body:
        lines += ["Body", *_flat(page, page.body)]
    lines += _flat_parameters(page, "header")
    lines += ["", "Responses"]
    for status, response in sorted(page.responses.items(), key=lambda found: (found[0] != "200", -int(found[0]))):
        heading = "Successful response" if status == "200" else HTTPStatus(int(status)).phrase
        lines += ["", heading, "", *_flat(page, page.schema(response))]
    return tuple(lines)


def _flat_parameters(page: Operation, place: str) -> Iterator[str]:
    parameters = [p for p in page.parameters if p["in"] == place]
    if parameters:
        yield PLACES[place]
    for p in parameters:
        schema = p["schema"] | {"description": p["description"]}
        yield from _flat_field(page, p["name"], schema, p.get("required", False))


def _flat(page: Operation, schema: Json) -> Iterator[str]:
    for name, field, is_required in page.fields(schema):
        yield from _flat_field(page, name, field, is_required)
        inner = page.resolve(field["items"]) if field.get("type") == "array" else field
        yield from _flat(page, inner)


def _flat_field(page: Operation, name: str, schema: Json, is_required: bool) -> Iterator[str]:
    yield from (name, _type(page, schema, "array[{}]".format), *["required"] * is_required)
    if "description" in schema:
        yield from ("", _first_sentence(schema), "")
    if "enum" in schema:
        yield from (f"Allowed value{'s' * (len(schema['enum']) > 1)}:", "".join(schema["enum"]))
    for key in ("default", "example"):
        if key in schema:
            value = schema[key]
            bare = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
            yield from (f"{key.title()}:", bare)


def mintlify(document: Json, method: str, path: str) -> Lines:
    """A page with curl, JSON, and fields with types; nested fields are folded away, other responses not shown."""
    page = Operation(document, method, path)
    crumbs = [line for part in page.path.strip("/").split("/") for line in ("/", part)]
    lines = ["Skip to main content", page.method, *crumbs, page.operation["summary"], *_curl(page, "  ")]
    lines += [*_pretty(page.answer(), "  "), "", "Authorizations", "", "Authorization", "string", "header", "required"]
    lines += ["", "The token.", ""]
    for place in ("header", "path", "query"):
        parameters = [p for p in page.parameters if p["in"] == place and p["name"] != "Authorization"]
        lines += [PLACES[place], ""] if parameters else []
        for p in parameters:
            schema = p["schema"] | {"description": p["description"]}
            lines += _full_field(page, p["name"], schema, p.get("required", False))
    if page.body:
        lines += ["Body", "", "application/json", *_full(page, page.body)]
    lines += ["Response", "", "Successful response", "", *_full(page, page.schema(page.responses["200"]))]
    return (*lines, "Last modified on May 4, 2026")


def _full(page: Operation, schema: Json) -> Iterator[str]:
    for name, field, is_required in page.fields(schema):
        yield from _full_field(page, name, field, is_required)


def _full_field(page: Operation, name: str, schema: Json, is_required: bool) -> Iterator[str]:
    yield from (name, _type(page, schema, "{}[]".format, enum="enum<{}>".format), *["required"] * is_required)
    if "default" in schema:
        yield f"default:{schema['default'] if isinstance(schema['default'], str) else json.dumps(schema['default'])}"
    if "description" in schema:
        yield from ("", _first_sentence(schema), "")
    if "enum" in schema:
        yield from ("Available options:", *(f"{value}," for value in schema["enum"][:-1]), schema["enum"][-1])
    if "example" in schema:
        yield from ("Example:", *_pretty(schema["example"], ""))


def stripped(document: Json, method: str, path: str) -> Lines:
    """What is left of such a page where names and types were lost, run together where boxes were."""
    page = Operation(document, method, path)
    text = "\n".join([*_curl(page, ""), ""]).removesuffix("\n") + "\n".join(_pretty(page.answer(), ""))
    text += "The token.\n"
    for place in ("header", "path", "query"):
        for p in page.parameters:
            if p["in"] == place and p["name"] != "Authorization":
                text += _remnant(page, p["schema"] | {"description": p["description"]})
    text += "".join(_remnant(page, field) for _, field, _ in page.fields(page.body or {}))
    text += "Successful response\n"
    text += "".join(_remnant(page, field) for _, field, _ in page.fields(page.schema(page.responses["200"])))
    return tuple((text + "Was this page helpful?").split("\n"))


def _remnant(page: Operation, schema: Json) -> str:
    text = f"{_first_sentence(schema)}\n" if "description" in schema else ""
    if "enum" in schema:
        text += f"{' '.join(schema['enum'])} "
    inner = page.resolve(schema["items"]) if schema.get("type") == "array" else schema
    if "properties" in inner:
        text += "Show child attributes\n"
    if "example" in schema:
        glued = "" if isinstance(schema["example"], dict | list) else "\n"
        text += "\n".join(_pretty(schema["example"], "")) + glued
    return text


def _curl(page: Operation, indent: str) -> Iterator[str]:
    yield f"curl --request {page.method} \\"
    options = [f"--url {page.server}{page.path}", "--header 'Authorization: Bearer <token>'"]
    options += ["--header 'Content-Type: application/json'"] if page.body else []
    names = [p["name"] for p in page.parameters if p["in"] == "header" and p.get("required")]
    options += [f"--header '{name}: <{name.lower()}>'" for name in names if name != "Authorization"]
    yield from (f"{indent}{option} \\" for option in options[:-1])
    if page.body is None:
        yield f"{indent}{options[-1]}"
        return
    yield f"{indent}{options[-1]} \\"
    yield f"{indent}--data '"
    yield from (*_pretty(page.example(page.body, required_only=True), indent), "'")


def _pretty(value: Any, indent: str) -> list[str]:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return [line if indent else line.strip() for line in text.split("\n")]


def _type(page: Operation, schema: Json, array: Callable[[str], str], enum: Callable[[str], str] = "{}".format) -> str:
    if schema["type"] == "array":
        return array(_type(page, page.resolve(schema["items"]), array, enum))
    return enum(schema["type"]) if "enum" in schema else str(schema["type"])


def _first_sentence(schema: Json) -> str:
    return str(schema["description"]).split(". ")[0].replace("\n", " ")


LAYOUTS = {"docusaurus": docusaurus, "mintlify": mintlify, "stripped": stripped}
