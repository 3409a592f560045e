"""Make out of an OpenAPI document what it says of each operation, in the terms in which pages speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolchain.docs_check.document import View, join
from toolchain.docs_check.expected_examples import of_schema, of_value
from toolchain.docs_check.operation import Entry, Group, Operation
from toolchain.docs_check.types import Type
from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.docs_check.expected_examples import Wanted
    from toolchain.openapi.json_values import JSON

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
MAX_LEVELS: Final = 30


class Description:
    """An OpenAPI document and its operations; ToolchainError where one cannot be made out."""

    def __init__(self, document: JSON) -> None:
        self.document = document
        root = View(document, "")
        self.servers = tuple(place.text("url").rstrip("/") for place in root.each("servers"))
        self.operations: dict[tuple[str, str], Operation] = {
            (method.upper(), path): _operation(item, method, path, self.servers)
            for path, item in root.objects("paths").items()
            for method in METHODS
            if method in item.value
        }
        if not self.operations:
            raise ToolchainError("the description has no operations; is it an OpenAPI document?")

    def unknown(self, method: str, path: str) -> Operation:
        """Return an operation that the description doesn't have."""
        pointer = join("/paths", path, method.lower())
        return Operation(method=method.lower(), path=path, pointer=pointer, servers=self.servers)


def _operation(item: View, method: str, path: str, servers: tuple[str, ...]) -> Operation:
    place = item.below(method)
    parameters = list(_parameters(item, place))
    pointer = place.where("parameters")
    groups = [
        Group(key=key, pointer=pointer, home=pointer, entries=tuple(found))
        for key in ("path", "query", "header", "cookie")
        if (found := [entry for entry in parameters if entry.place == key])
    ]
    credentials = tuple(_credentials(place))
    if credentials:
        pointer = place.where("security")
        groups.append(Group(key="authorization", pointer=pointer, home=pointer, entries=credentials))
    if "requestBody" in place.value:
        groups.append(_body("body", place.below("requestBody"), wants_optional=False))
    groups += [_body(status, response) for status, response in place.objects("responses").items()]
    return Operation(method=method, path=path, pointer=place.pointer, servers=servers, groups=tuple(groups))


def _credentials(operation: View) -> Iterator[Entry]:
    """Yield the headers that carry the credentials, which pages list like parameters."""
    holder = operation if "security" in operation.value else View(operation.document, "")
    for alternative in holder.array("security"):
        for name in alternative if isinstance(alternative, dict) else {}:
            scheme = View(operation.document, join("/components/securitySchemes", name))
            is_key = scheme.text("type") == "apiKey"
            yield Entry(
                path=(scheme.text("name", name) if is_key else "Authorization",), pointer=scheme.pointer,
                home=scheme.pointer, type=Type(("string",)), is_required=True, place="authorization",
                sent_in=scheme.text("in", "header") if is_key else "header",
            )  # fmt: skip


def _parameters(item: View, operation: View) -> Iterator[Entry]:
    """Yield the parameters of an operation and those of its path that it doesn't replace."""
    seen: set[tuple[str, str]] = set()
    for parameter in (*operation.each("parameters"), *item.each("parameters")):
        place, name = parameter.text("in"), parameter.text("name")
        if (place, name) not in seen:
            seen.add((place, name))
            schema = parameter.below("schema") if "schema" in parameter.value else parameter
            yield _entry((name,), schema, place, parameter.value.get("required") is True, parameter)


def _body(key: str, holder: View, *, wants_optional: bool = True) -> Group:
    """Return the fields of a request body or response; JSON where there is a choice."""
    contents = holder.objects("content")
    media_type = next((name for name in contents if "json" in name), next(iter(contents), None))
    if media_type is None or "schema" not in contents[media_type].value:
        return Group(key=key, pointer=holder.pointer, home=holder.where("content"), entries=(), media_type=media_type)
    content = contents[media_type]
    schema = content.below("schema")
    return Group(
        key=key, pointer=holder.pointer, home=_home(schema), media_type=media_type,
        entries=tuple(_fields(schema, (), "body" if key == "body" else "response", ())),
        example=_example(content) or of_schema(schema, wants_optional=wants_optional),
    )  # fmt: skip


def _example(content: View) -> Wanted | None:
    if "example" in content.value:
        return of_value(content.value["example"], content.where("example"))
    for example in content.objects("examples").values():
        return of_value(example.value.get("value"), example.where("value"))
    return None


def _fields(schema: View, path: tuple[str, ...], place: str, within: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the fields of a schema in order, each followed by those within it; no schema within itself."""
    schema = schema.innermost()
    if schema.home in within or len(path) == MAX_LEVELS:
        return
    required = schema.array("required")
    for name, field in schema.objects("properties").items():
        yield _entry((*path, name), field, place, name in required)
        yield from _fields(field, (*path, name), place, (*within, schema.home))


def _entry(path: tuple[str, ...], schema: View, place: str, is_required: bool, holder: View | None = None) -> Entry:
    """Return the entry of a schema. A parameter is its `holder`, and may have the example in the schema's place."""
    sources = [schema] if holder is None else [schema, holder]
    given = {
        key: of_value(source.value[key], source.where(key))
        for source in sources
        for key in ("default", "example")
        if key in source.value
    }
    return Entry(
        path=path, pointer=holder.home if holder else schema.pointer, home=_home(schema), type=schema.type(),
        is_required=is_required, place=place, sent_in=place,
        allowed=tuple(schema.array("enum")) if "enum" in schema.value else None,
        default=given.get("default"), example=given.get("example"),
    )  # fmt: skip


def _home(schema: View) -> str:
    """Return where a field within this schema, or within its elements, would be described."""
    return schema.innermost().where("properties")
