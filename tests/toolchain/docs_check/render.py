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
    if values := _values(page, schema):
        yield from (f"Allowed value{'s' * (len(values) > 1)}:", "".join(values))
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
    lines += [
        *_pretty(page.response(), "  "),
        "",
        "Authorizations",
        "",
        "Authorization",
        "string",
        "header",
        "required",
    ]
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
    if values := _values(page, schema):
        yield from ("Available options:", *(f"{value}," for value in values[:-1]), values[-1])
    if "example" in schema:
        yield from ("Example:", *_pretty(schema["example"], ""))


def stripped(document: Json, method: str, path: str) -> Lines:
    """What is left of such a page where names and types were lost, run together where boxes were."""
    page = Operation(document, method, path)
    text = "\n".join([*_curl(page, ""), ""]).removesuffix("\n") + "\n".join(_pretty(page.response(), ""))
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
    if values := _values(page, schema):
        text += f"{' '.join(values)} "
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


def _values(page: Operation, schema: Json) -> list[str]:
    """The allowed values, of an array those of its elements."""
    while "enum" not in schema and "items" in schema:
        schema = page.resolve(schema["items"])
    found: list[str] = schema.get("enum", [])
    return found


def _first_sentence(schema: Json) -> str:
    return str(schema["description"]).split(". ")[0].replace("\n", " ")


def portal(document: Json, method: str, path: str) -> Lines:
    """A page of the vendor's portal: fields of the top level, all statuses, and a console with a curl call."""
    page = Operation(document, method, path)
    url = f"{page.server}{page.path}".replace("{", ":").replace("}", "")
    title = page.operation["summary"]
    scopes = [scope for scheme in page.operation.get("security", []) for scope in next(iter(scheme.values()))]
    lines = [f"Garden{title}", title, page.method, f" {url}", "What it does", "Requirements"]
    lines += ["Scope(s)", *scopes] if scopes else []
    lines += ["Auth Method(s)", "OAuth Access Token", "Token Type(s)", "Location Token", "Request"]
    for place in ("header", "path", "query"):
        parameters = [p for p in page.parameters if p["in"] == place and p["name"] != "Authorization"]
        lines += [f"{place.upper()} PARAMETERS"] if parameters else []
        for p in parameters:
            schema = p["schema"] | {"description": p["description"]}
            lines += _portal_field(page, p["name"], schema, p.get("required", False))
    if page.body:
        lines += ["APPLICATION/JSON", "BODY", "REQUIRED"]
        for name, field, is_required in page.fields(page.body):
            lines += _portal_field(page, name, field, is_required)
    lines += ["Responses", *sorted(page.responses), "Successful response", "APPLICATION/JSON"]
    lines += ["Schema", "Example (auto)", "SCHEMA"]
    for name, field, is_required in page.fields(page.schema(page.responses["200"])):
        lines += _portal_field(page, name, field, is_required)
    lines += ["", "", "Share your feedback", "★", "★", "AUTHORIZATION: AUTHORIZATION", "CURL", "NODEJS", "GO", "CURL"]
    lines += [f"curl -L -X {page.method} '{url}' \\"]
    lines += ["-H 'Content-Type: application/json' \\"] if page.body else []
    lines += ["-H 'Accept: application/json' \\", "-H 'Authorization: Bearer <TOKEN>'" + " \\" * bool(page.body)]
    if page.body:
        body = json.dumps(page.example(page.body, required_only=False), indent=2, ensure_ascii=False)
        lines += ["-d '" + body.replace("'", "'\\''") + "'"]
    lines += ["REQUEST", "COLLAPSE ALL", "Base URL", page.server, "Auth", "Bearer Token", "Parameters"]
    for p in page.parameters:
        lines += [f"{p['name']} — {p['in']}", *["REQUIRED"] * p.get("required", False)]
    lines += ["Body", " REQUIRED"] if page.body else []
    lines += ["SEND API REQUEST", "RESPONSE", "CLEAR", "Click the Send API Request button above to see it here!"]
    return tuple("\n".join(lines).split("\n"))


def _portal_field(page: Operation, name: str, schema: Json, is_required: bool) -> Iterator[str]:
    yield from (name, _type(page, schema, "{}[]".format), *["REQUIRED"] * is_required)
    if "description" in schema:
        yield _first_sentence(schema)
    if values := _values(page, schema):
        yield f"Possible values: [{', '.join(values)}]"
    for key, label in (("default", "Default value: "), ("example", "Example:")):
        if key in schema:
            value = schema[key]
            bare = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
            yield f"{label}{bare}"


def markdown(document: Json, method: str, path: str) -> Lines:
    """A Markdown page with the OpenAPI document of its operation, whose schemas are called otherwise than in ours."""
    page = Operation(document, method, path)
    lines = [f"# {page.operation['summary']}", "", f"{page.method} {page.server}{page.path}", "", "What it does.", ""]
    lines += ["## Authentication", "", "**Auth Methods:** OAuth Access Token", "", "## Parameters", ""]
    for place in ("header", "path", "query"):
        parameters = [p for p in page.parameters if p["in"] == place and p["name"] != "Authorization"]
        if parameters:
            lines += [f"### {place.title()} Parameters", "", "| Name | Type | Required | Description |"]
            lines += ["|------|------|----------|-------------|"]
        for p in parameters:
            required = "Yes" if p.get("required") else "No"
            lines += [f"| `{p['name']}` | {p['schema']['type']} | {required} | {p['description']} |"]
        lines += [""] if parameters else []
    lines += ["## OpenAPI Specification", "", "```json"]
    text = json.dumps(_single(page), indent=2, ensure_ascii=False)
    return (*lines, *text.split("\n"), "```")


def _single(page: Operation) -> Json:
    """The OpenAPI document of one operation, with its schemas under other names, one of them wrapped in `allOf`."""
    schemas: Json = {}
    content = {"application/json": {"schema": None}}
    listed = [p for p in page.parameters if p["name"] != "Authorization"]
    operation: Json = {"summary": page.operation["summary"], "parameters": listed}
    if page.body:
        schema = _renamed(page, page.operation["requestBody"], schemas)
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    operation["responses"] = {
        status: {
            "description": "Text.",
            "content": content | {"application/json": {"schema": _renamed(page, r, schemas)}},
        }
        for status, r in page.responses.items()
    }
    operation["security"] = [
        {"Some-Access": scopes} for given in page.operation.get("security", []) for scopes in given.values()
    ]
    scheme = {"type": "http", "scheme": "bearer"}
    return {
        "openapi": "3.0.0", "info": {"title": "API", "version": "1"}, "servers": [{"url": page.server}],
        "paths": {page.path: {page.method.lower(): operation}},
        "components": {"securitySchemes": {"Some-Access": scheme}, "schemas": schemas},
    }  # fmt: skip


def _renamed(page: Operation, holder: Json, schemas: Json) -> Json:
    schema = page.resolve(holder)["content"]["application/json"]["schema"]
    copied: Json = _copied(page, schema, schemas)
    return copied


def _copied(page: Operation, node: Any, schemas: Json) -> Any:
    """A copy without references to the document's own schemas: each is put among `schemas` as a `Dto`."""
    if isinstance(node, list):
        return [_copied(page, item, schemas) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2] + "Dto"
        if name not in schemas:
            schemas[name] = {}
            schemas[name].update(_copied(page, page.resolve({"$ref": node["$ref"]}), schemas))
        beside = {key: _copied(page, value, schemas) for key, value in node.items() if key != "$ref"}
        return (
            beside | {"allOf": [{"$ref": f"#/components/schemas/{name}"}]}
            if beside
            else {"$ref": f"#/components/schemas/{name}"}
        )
    return {key: _copied(page, value, schemas) for key, value in node.items() if not key.startswith("x-")}


LAYOUTS = {
    "docusaurus": docusaurus, "markdown": markdown, "mintlify": mintlify, "portal": portal, "stripped": stripped,
}  # fmt: skip
