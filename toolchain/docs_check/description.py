"""Make out of an OpenAPI document what it says of each operation, in the terms in which pages speak."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

from toolchain.docs_check.expected_examples import of_schema, of_value
from toolchain.docs_check.operation import Entry, Group, Operation
from toolchain.docs_check.types import Type
from toolchain.docs_check.view import View
from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import as_object
from toolchain.openapi.operations import operations, path_template
from toolchain.openapi.pointer import ROOT, find, join, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.expected_examples import Expected
    from toolchain.openapi.document import Document
    from toolchain.openapi.json_values import JSON
    from toolchain.openapi.operations import Operation as Described

MAX_LEVELS: Final = 30
MAX_FIELDS: Final = 5000
"""Fields within fields of one body, each counted wherever it can stand."""
_CONSTRAINTS: Final = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
)  # fmt: skip


class Description:
    """An OpenAPI document and its operations; ToolchainError where one cannot be made out."""

    def __init__(self, document: Document) -> None:
        self.document = document
        root = View(document, ROOT)
        self.servers = tuple(place.text("url").rstrip("/") for place in root.each("servers"))
        self.operations: dict[tuple[str, str], Operation] = {
            (found.method.upper(), found.path): self._operation(found) for found in operations(document)
        }
        if not self.operations:
            raise ToolchainError(f"{document.name}: has no operations; is it an OpenAPI document?")

    def find(self, method: str, path: str) -> Operation | None:
        """Return an operation by method and path, whatever its parameters are called and whether it ends with a /."""
        template = path_template(path).rstrip("/")
        matches = [
            operation
            for (other, its_path), operation in self.operations.items()
            if other == method and path_template(its_path).rstrip("/") == template
        ]
        return self.operations.get((method, path)) or (matches[0] if matches else None)

    def unknown(self, method: str, path: str) -> Operation:
        """Return an operation that the description doesn't have."""
        pointer = join("paths", path, method.lower())
        return Operation(
            method=method.lower(), path=path, pointer=pointer, servers=self.servers, is_known=False,
            scopes_pointer=pointer + join("security"),
        )  # fmt: skip

    def enum_of(self, pointer: str) -> str:
        """Return where the allowed values of the field at a place stand, or would stand."""
        groups = [group for operation in self.operations.values() for group in operation.groups]
        return next((entry.at("enum") for group in groups for entry in group.entries if entry.pointer == pointer), "")

    def sources(self, pointer: str) -> frozenset[str] | None:
        """Return the pages that the nearest `x-source` at or above a place names; None if there is no `x-source`."""
        keys = parse(pointer) or ()
        for length in range(len(keys), -1, -1):
            holder = as_object(cast("JSON", find(self.document.root, keys[:length])))
            if "x-source" in holder:
                return _pages(holder["x-source"])
        return None

    def _operation(self, found: Described) -> Operation:
        item, place = View(self.document, found.item), View(self.document, found.pointer)
        parameters = list(_parameters(item, place))
        pointer = str(place.where("parameters"))
        groups = [
            Group(key=key, pointer=pointer, home=pointer, entries=tuple(listed))
            for key in ("path", "query", "header", "cookie")
            if (listed := [entry for entry in parameters if entry.place == key])
        ]
        security = place if "security" in place.value else View(self.document, ROOT)
        credentials = tuple(_credentials(security))
        if credentials:
            pointer = str(place.where("security"))
            groups.append(Group(key="authorization", pointer=pointer, home=pointer, entries=credentials))
        if "requestBody" in place.value:
            groups.append(_body("body", place.below("requestBody")))
        groups += [_body(status, response) for status, response in place.objects("responses").items()]
        return Operation(
            method=found.method, path=found.path, pointer=str(found.pointer), servers=self.servers,
            groups=tuple(groups), scopes=_scopes(security), scopes_pointer=str(security.where("security")),
            sources=_pages(place.value.get("x-source")),
        )  # fmt: skip


def _pages(source: JSON) -> frozenset[str]:
    """Return the names of pages in an `x-source`."""
    pages = source.get("page") if isinstance(source, dict) else None
    return frozenset(str(page) for page in (pages if isinstance(pages, list) else [pages] if pages else []))


def _alternatives(holder: View) -> Iterator[tuple[str, JSON]]:
    for alternative in holder.array("security"):
        yield from (alternative if isinstance(alternative, dict) else {}).items()


def _scopes(holder: View) -> tuple[str, ...]:
    listed = [scopes for _, scopes in _alternatives(holder) if isinstance(scopes, list)]
    return tuple(sorted({str(scope) for scopes in listed for scope in scopes}))


def _credentials(holder: View) -> Iterator[Entry]:
    """Yield the headers that carry the credentials, which pages list like parameters; each once."""
    seen: set[tuple[str, str]] = set()
    for name, _ in _alternatives(holder):
        scheme = View(holder.document, ROOT.below("components", "securitySchemes", name))
        is_key = scheme.text("type") == "apiKey"
        header = scheme.text("name", name) if is_key else "Authorization"
        sent_in = scheme.text("in", "header") if is_key else "header"
        if (header, sent_in) not in seen:
            seen.add((header, sent_in))
            yield Entry(
                path=(header,), pointer=str(scheme.pointer), home=str(scheme.pointer), type=Type(("string",)),
                is_required=True, place="authorization", sent_in=sent_in,
            )  # fmt: skip


def _parameters(item: View, operation: View) -> Iterator[Entry]:
    """Yield the parameters of an operation and those of its path that it doesn't replace."""
    seen: set[tuple[str, str]] = set()
    for parameter in (*operation.each("parameters"), *item.each("parameters")):
        place, name = parameter.text("in"), parameter.text("name")
        if (place, name) not in seen:
            seen.add((place, name))
            schema = parameter.below("schema") if "schema" in parameter.value else parameter
            yield _entry((name,), schema, place, parameter)


def _body(key: str, holder: View) -> Group:
    """Return the fields of a request body or response; JSON where there is a choice."""
    contents = holder.objects("content")
    media_type = next((name for name in contents if "json" in name), next(iter(contents), None))
    pointer = str(holder.pointer)
    if media_type is None or "schema" not in contents[media_type].value:
        return Group(key=key, pointer=pointer, home=str(holder.where("content")), media_type=media_type)
    content = contents[media_type]
    schema = content.below("schema")
    is_request = key == "body"
    return Group(
        key=key, pointer=pointer, home=_home(schema), media_type=media_type,
        entries=_bounded(_fields(schema, (), "body" if is_request else "response", ()), schema),
        example=_example(content) or of_schema(schema, is_request=is_request),
    )  # fmt: skip


def _bounded(fields: Iterator[Entry], schema: View) -> tuple[Entry, ...]:
    entries = tuple(islice(fields, MAX_FIELDS + 1))
    if len(entries) > MAX_FIELDS:
        raise ToolchainError(f"{schema.document.name}: {schema.pointer}: describes more than {MAX_FIELDS} fields")
    return entries


def _example(content: View) -> Expected | None:
    if "example" in content.value:
        return of_value(content.value["example"], content.where("example"))
    for example in content.objects("examples").values():
        return of_value(example.value.get("value"), example.where("value"))
    return None


def _fields(schema: View, path: tuple[str, ...], place: str, within: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the fields of a schema in order, each followed by those within it; no schema within itself."""
    schema = schema.innermost()
    home = str(schema.home)
    if home in within or len(path) == MAX_LEVELS:
        return
    required = schema.required()
    for name, field in schema.objects("properties").items():
        if not field.value.get("readOnly" if place == "body" else "writeOnly"):
            entry = _entry((*path, name), field, place, None)
            keywords = {**entry.keywords, "required": str(schema.where("required"))}
            yield replace(entry, is_required=name in required, keywords=keywords)
            yield from _fields(field, (*path, name), place, (*within, home))


def _entry(path: tuple[str, ...], schema: View, place: str, holder: View | None) -> Entry:
    """Return the entry of a schema. A parameter is its `holder`, and may have the example in the schema's place."""
    given: dict[str, Expected] = {}
    keywords = {key: str(schema.where(key)) for key in ("type", "items", "enum")}
    for source in [schema] if holder is None else [schema, holder]:
        for key in ("default", "example"):
            keywords.setdefault(key, str(schema.pointer.below(key)))
            if key in source.value:
                given[key] = of_value(source.value[key], source.where(key))
                keywords[key] = str(source.where(key))
    return Entry(
        path=path, pointer=str(holder.home if holder else schema.pointer), home=_home(schema), type=schema.type(),
        is_required=bool(holder and holder.value.get("required") is True), place=place, sent_in=place,
        allowed=tuple(schema.array("enum")) if "enum" in schema.value else None,
        default=given.get("default"), example=given.get("example"),
        keywords=keywords | {"required": str(holder.where("required"))} if holder else keywords,
        constraints={key: schema.value[key] for key in _CONSTRAINTS if key in schema.value},
    )  # fmt: skip


def _home(schema: View) -> str:
    """Return where a field within this schema, or within its elements, would be described."""
    return str(schema.innermost().where("properties"))
