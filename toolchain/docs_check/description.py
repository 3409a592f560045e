"""Make out of an OpenAPI document what it says of each operation, in the terms in which pages speak."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from toolchain.docs_check.model import Endpoint, Entry, Expected, Group, Operation, Said
from toolchain.docs_check.types import UNKNOWN, Type, type_of, union
from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.json_values import JSON, as_list, as_object, kind
from toolchain.openapi.operations import Operation as Described
from toolchain.openapi.operations import operations, path_template
from toolchain.openapi.pointer import ROOT, Pointer

MAX_LEVELS: Final = 50
"""Arrays within arrays, and choices within choices, that are looked into."""
MAX_BASE: Final = 20
"""Parts that the path of a server is believed to have."""
MAX_NESTED: Final = 30
MAX_FIELDS: Final = 5000
"""Fields within fields of one body, each counted wherever it can stand."""
_CONSTRAINTS: Final = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
)  # fmt: skip


# -- schemas ----------------------------------------------------------------------------------------------------------


class View:
    """What an object says, together with what it refers to and what its `allOf` adds.

    Where several say something, the object itself goes before what it refers to, and that before `allOf`; properties
    and required names are those of all.
    """

    def __init__(self, document: Document, pointer: Pointer) -> None:
        self.document = document
        self.pointer = pointer
        self._parts = list(_parts(document, pointer, set()))
        self.value: dict[str, JSON] = {}
        self._places: dict[str, Pointer] = {}
        for place, node in self._parts:
            for key, value in node.items():
                if key not in self.value:
                    self.value[key] = value
                    self._places[key] = place.below(key)

    @property
    def home(self) -> Pointer:
        """Where the object really stands: itself, or what its references lead to in the end."""
        return self.document.follow(self.pointer)

    def where(self, key: str) -> Pointer:
        """Return the place of a key; if it is missing, where it would stand."""
        return self._places.get(key) or self.home.below(key)

    def below(self, key: str, *more: str | int) -> "View":
        """Return the object under a key, or further below."""
        return View(self.document, self.where(key).below(*more))

    def objects(self, key: str) -> dict[str, "View"]:
        """Return the objects in the maps under a key (`properties`, `responses`) by their names."""
        found: dict[str, Pointer] = {}
        for place, node in reversed(self._parts):
            holder = node.get(key)
            found |= {name: place.below(key, name) for name in (holder if isinstance(holder, dict) else {})}
        return {name: View(self.document, place) for name, place in found.items()}

    def each(self, key: str) -> Iterator["View"]:
        """Yield the objects in the list under a key (`parameters`, `servers`)."""
        for index in range(len(self.array(key))):
            yield self.below(key, index)

    def array(self, key: str) -> list[JSON]:
        """Return the list under a key; an empty one if it is missing."""
        found = self.value.get(key)
        return found if isinstance(found, list) else []

    def required(self) -> set[str]:
        """Return the names of the required properties."""
        lists = [node.get("required") for _, node in self._parts]
        return {str(name) for names in lists if isinstance(names, list) for name in names}

    def text(self, key: str, default: str = "") -> str:
        """Return the text under a key."""
        found = self.value.get(key)
        return found if isinstance(found, str) else default

    def type(self, levels: int = 0) -> Type:
        """Return the type of this schema."""
        inner = levels + 1
        if levels == MAX_LEVELS:
            return UNKNOWN
        choices = [each.type(inner) for key in ("anyOf", "oneOf") for each in self.each(key)]
        if choices and "type" not in self.value:
            return union(choices)
        return type_of(self.value, self.below("items").type(inner) if "items" in self.value else None)

    def innermost(self) -> "View":
        """Return the schema of the elements, and of their elements, down to one that is no array; or this one."""
        schema = self
        for _ in range(MAX_LEVELS):
            if "items" not in schema.value:
                break
            schema = schema.below("items")
        return schema


def _parts(document: Document, pointer: Pointer, seen: set[Pointer]) -> Iterator[tuple[Pointer, dict[str, JSON]]]:
    """Yield the objects that make up the one at `pointer`, the most specific first."""
    if pointer in seen:
        return
    seen.add(pointer)
    node = document.object(pointer)
    yield pointer, {key: value for key, value in node.items() if key not in ("$ref", "allOf")}
    target = document.reference(pointer)
    if target is not None:
        document.follow(pointer)  # refuses a circle
        yield from _parts(document, target, seen)
    members = node.get("allOf")
    for index in range(len(members) if isinstance(members, list) else 0):
        yield from _parts(document, pointer.below("allOf", index), seen)


# -- operations -------------------------------------------------------------------------------------------------------


class Description:
    """An OpenAPI document and its operations by name; ToolchainError where one cannot be made out.

    `lines` are those of its file, by the keys that lead to each place.
    """

    def __init__(self, document: Document, lines: Mapping[tuple[str, ...], int] | None = None) -> None:
        self.document = document
        self._lines = lines or {}
        root = View(document, ROOT)
        self.servers = tuple(place.text("url").rstrip("/") for place in root.each("servers"))
        described = map(self._operation, operations(document))
        self.operations = {operation.name: operation for operation in described}
        if not self.operations:
            raise ToolchainError(f"{document.name}: has no operations; is it an OpenAPI document?")

    def find(self, method: str, path: str) -> Operation | None:
        """Return an operation by method and path, whatever its parameters are called and whether it ends with a /."""
        template = path_template(path).rstrip("/")
        alike = (
            operation
            for operation in self.operations.values()
            if operation.method.upper() == method and path_template(operation.path).rstrip("/") == template
        )
        return self.operations.get(f"{method} {path}") or next(alike, None)

    def split(self, endpoint: Endpoint) -> Endpoint:
        """Return what a page says of method and URL, with the path of the server in the server's place.

        That is the path of a described server; if these have others, what stands before a described path.
        """
        method, server, path = endpoint.method.text, endpoint.server, endpoint.path
        parts, bases = path.text.split("/"), {urlsplit(url).path for url in self.servers} - {""}
        starts = ["/".join(parts[:count]) for count in range(min(len(parts), MAX_BASE), 1, -1)]
        known = (start for start in starts if bases and self.find(method, path.text[len(start) :]))
        base = next((start for start in starts if start in bases), None) or next(known, None)
        if not base or self.find(method, path.text):
            return endpoint
        host = server and Said(server.text + base, server.line)
        return replace(endpoint, server=host, path=Said(path.text[len(base) :] or "/", path.line))

    def unknown(self, method: str, path: str) -> Operation:
        """Return an operation that the description doesn't have."""
        pointer = ROOT.below("paths", path, method.lower())
        return Operation(
            method=method.lower(), path=path, pointer=pointer, servers=self.servers, is_known=False,
            scopes_pointer=pointer.below("security"),
        )  # fmt: skip

    def line(self, pointer: Pointer) -> int:
        """Return the line of a place; of what isn't there, of what it would stand in."""
        holders = reversed(pointer.prefixes())
        return next((self._lines[place.keys] for place in holders if place.keys in self._lines), 1)

    def enum_of(self, pointer: Pointer) -> Pointer | None:
        """Return where the allowed values of the field at a place stand, or would stand."""
        groups = [group for operation in self.operations.values() for group in operation.groups]
        return next((entry.at("enum") for group in groups for entry in group.entries if entry.pointer == pointer), None)

    def run_together(self, text: str) -> tuple[str, ...]:
        """Return the allowed values of some field that make up a text; none if no field has such."""
        entries = (
            entry for operation in self.operations.values() for group in operation.groups for entry in group.entries
        )
        sets = (tuple(map(str, entry.allowed)) for entry in entries if entry.allowed)
        return next((values for values in sets if "".join(values) == text), ())

    def sources(self, pointer: Pointer) -> frozenset[str] | None:
        """Return the pages that the nearest `x-source` at or above a place names; None if there is no `x-source`."""
        holders = map(self.document.object, reversed(pointer.prefixes()))
        return next((_pages(holder["x-source"]) for holder in holders if "x-source" in holder), None)

    def _operation(self, found: Described) -> Operation:
        item, place = View(self.document, found.item), View(self.document, found.pointer)
        parameters: dict[tuple[str, str], View] = {}
        for parameter in (*place.each("parameters"), *item.each("parameters")):
            parameters.setdefault((parameter.text("in"), parameter.text("name")), parameter)
        security = place if "security" in place.value else View(self.document, ROOT)
        alternatives = [as_object(alternative) for alternative in security.array("security")]
        scopes = {str(scope) for each in alternatives for listed in each.values() for scope in as_list(listed)}
        entries: dict[str, list[Entry]] = {"path": [], "query": [], "header": [], "cookie": [], "authorization": []}
        for (where, name), parameter in parameters.items():
            schema = parameter.below("schema") if "schema" in parameter.value else parameter
            if where in entries:
                entries[where].append(_entry((name,), schema, where, parameter))
        entries["authorization"] = list(_credentials(self.document, alternatives))
        groups: list[Group] = []
        for key, listed in entries.items():
            pointer = place.where("security" if key == "authorization" else "parameters")
            groups += [Group(key=key, pointer=pointer, home=pointer, entries=tuple(listed))] if listed else []
        if "requestBody" in place.value:
            groups.append(_body("body", place.below("requestBody")))
        responses = [_body(status, response) for status, response in place.objects("responses").items()]
        groups += [group for group in responses if group.is_response]  # not an extension, `x-…`
        return Operation(
            method=found.method, path=found.path, pointer=found.pointer, servers=self.servers,
            groups=tuple(groups), scopes=tuple(sorted(scopes)), scopes_pointer=security.where("security"),
            sources=_pages(place.value.get("x-source")),
        )  # fmt: skip


def _pages(source: JSON) -> frozenset[str]:
    pages = as_object(source).get("page")
    return frozenset(str(page) for page in (pages if isinstance(pages, list) else [pages] if pages else []))


def _credentials(document: Document, alternatives: Sequence[dict[str, JSON]]) -> Iterator[Entry]:
    """Yield the headers that carry the credentials, which pages list like parameters; each once."""
    seen: set[tuple[str, str]] = set()
    for name in (name for alternative in alternatives for name in alternative):
        scheme = View(document, ROOT.below("components", "securitySchemes", name))
        is_key = scheme.text("type") == "apiKey"
        header = scheme.text("name", name) if is_key else "Authorization"
        sent_in = scheme.text("in", "header") if is_key else "header"
        if (header, sent_in) not in seen:
            seen.add((header, sent_in))
            yield Entry(
                path=(header,), pointer=scheme.pointer, home=scheme.pointer, type=Type(("string",)),
                is_required=True, place="authorization", sent_in=sent_in,
            )  # fmt: skip


def _body(key: str, holder: View) -> Group:
    """Return the fields of a request body or response; JSON where there is a choice."""
    contents = holder.objects("content")
    media_type = next((name for name in contents if "json" in name), next(iter(contents), None))
    pointer = holder.pointer
    if media_type is None or "schema" not in contents[media_type].value:
        return Group(key=key, pointer=pointer, home=holder.where("content"), media_type=media_type)
    content, is_request = contents[media_type], key == "body"
    schema = content.below("schema")
    entries = tuple(islice(_fields(schema, (), "body" if is_request else "response", ()), MAX_FIELDS + 1))
    if len(entries) > MAX_FIELDS:
        raise ToolchainError(f"{schema.document.name}: {schema.pointer}: describes more than {MAX_FIELDS} fields")
    if "example" in content.value:
        example = _written(content.value["example"], content.where("example"))
    elif examples := content.objects("examples"):
        first = next(iter(examples.values()))
        example = _written(first.value.get("value"), first.where("value"))
    else:
        example = _example_of(schema, is_request=is_request)
    return Group(
        key=key, pointer=pointer, home=_home(schema), media_type=media_type, entries=entries, example=example
    )  # fmt: skip


def _fields(schema: View, path: tuple[str, ...], place: str, within: tuple[Pointer, ...]) -> Iterator[Entry]:
    """Yield the fields of a schema in order, each followed by those within it; no schema within itself."""
    schema = schema.innermost()
    home = schema.home
    if home in within or len(path) == MAX_NESTED:
        return
    required = schema.required()
    for name, field in schema.objects("properties").items():
        if not field.value.get("readOnly" if place == "body" else "writeOnly"):
            entry = _entry((*path, name), field, place, None)
            keywords = {**entry.keywords, "required": schema.where("required")}
            yield replace(entry, is_required=name in required, keywords=keywords)
            yield from _fields(field, (*path, name), place, (*within, home))


def _entry(path: tuple[str, ...], schema: View, place: str, holder: View | None) -> Entry:
    """Return the entry of a schema. A parameter is its `holder`, and may have the example in the schema's place."""
    given: dict[str, Expected] = {}
    # The allowed values of an array are those of its elements.
    values = schema if "enum" in schema.value else schema.innermost()
    keywords = {"type": schema.where("type"), "enum": values.where("enum")}
    for source in [schema] if holder is None else [schema, holder]:
        for key in ("default", "example"):
            keywords.setdefault(key, schema.pointer.below(key))
            if key in source.value:
                given[key] = _written(source.value[key], source.where(key))
                keywords[key] = source.where(key)
    return Entry(
        path=path, pointer=holder.home if holder else schema.pointer, home=_home(schema), type=schema.type(),
        is_required=bool(holder and holder.value.get("required") is True), place=place, sent_in=place,
        allowed=tuple(values.array("enum")) if "enum" in values.value else None,
        default=given.get("default"), example=given.get("example"),
        keywords=keywords | {"required": holder.where("required")} if holder else keywords,
        constraints={key: schema.value[key] for key in _CONSTRAINTS if key in schema.value},
    )  # fmt: skip


def _home(schema: View) -> Pointer:
    """Return where a field within this schema, or within its elements, would be described."""
    return schema.innermost().where("properties")


# -- examples ---------------------------------------------------------------------------------------------------------


def _written(value: JSON, pointer: Pointer) -> Expected:
    members: dict[str, Expected] = {}
    items: tuple[Expected, ...] = ()
    if isinstance(value, dict):
        members = {key: _written(item, pointer.below(key)) for key, item in value.items()}
    elif isinstance(value, list):
        items = tuple(_written(item, pointer.below(index)) for index, item in enumerate(value))
    return Expected(pointer, kind(value), True, value, members, items=items, home=pointer)


def _example_of(schema: View, *, is_request: bool, within: tuple[Pointer, ...] = ()) -> Expected:
    """Return the example that a page makes up from the examples of the fields.

    Examples of requests need not show what may be left out. `within` are the schemas that this one is part of, none of
    which is entered again.
    """
    if "example" in schema.value:
        return _written(schema.value["example"], schema.where("example"))
    type_ = schema.type()
    name = type_.names[0] if len(type_.names) == 1 else "any"
    pointer, home = schema.pointer, schema.home
    unknown = Expected(pointer, {"integer": "number", "any": None}.get(name, name), False)
    if home in within:
        return unknown
    inner = (*within, home)
    if name == "object" and "properties" in schema.value:
        hidden = "readOnly" if is_request else "writeOnly"
        fields = {key: place for key, place in schema.objects("properties").items() if not place.value.get(hidden)}
        members = {key: _example_of(place, is_request=is_request, within=inner) for key, place in fields.items()}
        optional = frozenset(members) - schema.required() if is_request else frozenset[str]()
        return Expected(pointer, "object", True, None, members, optional, home=schema.where("properties"))
    if name == "array" and "items" in schema.value:
        item = _example_of(schema.below("items"), is_request=is_request, within=inner)
        return Expected(pointer, "array", item.is_known, items=(item,), home=item.home)
    return unknown
