"""What a property holds, by its schema: its type in Python, and its kind in `leadconnector.codec.kinds`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from leadconnector.codec.json import is_array, is_object
from toolchain.generate.directions import EITHER, TOLD_BY
from toolchain.generate.normalize import UNIONS, enum_values, is_enum_class, is_nullable
from toolchain.generate.operations import SCHEMAS, Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyType:
    """The type of a property."""

    annotation: str
    """What its attribute reads."""
    kind: str
    """The expression of its kind."""
    form: str = "other"
    """Which code reads and writes it; see `toolchain.generate.models`."""
    given: str = ""
    """What a constructor takes, where it takes more than the attribute gives."""
    descriptor: str = ""
    """The functions by which the attribute of a date reads the text of its slot and writes it."""
    classes: tuple[str, ...] = ()
    """The generated classes in it, by name; code has them as attributes of their package."""
    nullable: bool = False
    least: int = 0
    """How many elements an array of a request must have."""

    @property
    def accepts(self) -> str:
        return self.given or self.annotation


def _plain(annotation: str, kind: str, form: str = "other", **more: Any) -> PropertyType:
    return PropertyType(annotation=annotation, kind=kind, form=form, **more)


def _date(kind: str, annotation: str, read: str, given: str = "") -> PropertyType:
    return _plain(annotation, kind, "date", given=f"{given or annotation} | str", descriptor=f"{read}, {kind}.convert")


ANY: Final = _plain("Any", "ANYTHING", nullable=True)
OBJECT: Final = _plain("dict[str, Any]", "OBJECT")
ARRAY: Final = _plain("list[Any]", "ARRAY")
TEXT: Final = _plain("str", "TEXT", "text")
LENIENT_TEXT: Final = _plain("str", "LENIENT_TEXT", "text")
TEXTS: Final = _plain("list[str]", "TEXTS")
BOOLEAN: Final = _plain("bool", "BOOLEAN", "boolean")
INTEGER: Final = _plain("int", "INTEGER", "integer")
NUMBER: Final = _plain("Decimal", "NUMBER", "number", given="Decimal | int | str")
RAW_NUMBER: Final = _plain("int | Decimal", "RAW_NUMBER")
NOTHING: Final = _plain("None", "NOTHING", nullable=True)
TIMESTAMP: Final = _date("TIMESTAMP", "datetime", "datetime.fromisoformat")
DATE: Final = _date("DATE", "date", "date.fromisoformat")
DAY: Final = _date("DAY", "date", "read_day", given="date | datetime")
DATE_OR_TIMESTAMP: Final = _date("DAY", "date | datetime", "read_date_or_timestamp")
DATE_VALUES: Final = ("DATE_VALUE", "TIMESTAMP_VALUE", "DAY_VALUE")


class PropertyTypes:
    """The types of schemas of one direction, among the components of a description, some of which are classes.

    Args:
        schemas: the components.
        names: the classes of those that have one.
        package: what code calls the package of the classes.
        of_request: the direction.
    """

    def __init__(
        self, schemas: Mapping[str, Schema], names: Mapping[str, str], package: str, *, of_request: bool
    ) -> None:
        self._schemas = schemas
        self._names = names
        self._package = package
        self._of_request = of_request
        self._pending: list[str] = []

    def of(self, schema: Schema) -> PropertyType:
        """Return the type of a property, an array's element, a body or a response."""
        if "$ref" in schema:
            return self._referenced(schema["$ref"])
        if len(schema.get("allOf", [])) == 1:
            return self.of(schema["allOf"][0])
        if "const" in schema:
            return _literals([schema["const"]])
        if enum_values(schema):
            found = _literals(enum_values(schema))
            return replace(found, nullable=True) if is_nullable(schema) else found
        for key in UNIONS:
            if key in schema:
                return self._union(schema[key], schema.get("discriminator", {}))
        types = schema.get("type")
        if is_array(types):
            described = [{**schema, "type": kind} for kind in types]
            return self._union([each for each in described if _says(each, types)], {})
        return self._of_type(types, schema)

    def _of_type(self, kind: object, schema: Schema) -> PropertyType:
        if kind == "string":
            return self._text(schema.get("format"))
        if kind == "array":
            items = schema.get("items")
            return self._list(self.of(items), schema.get("minItems", 0)) if items else ARRAY
        if kind == "object" or (kind is None and "additionalProperties" in schema):
            values = schema.get("additionalProperties")
            return self._map(self.of(values)) if is_object(values) and values else OBJECT
        plain = {"boolean": BOOLEAN, "integer": INTEGER, "number": NUMBER, "null": NOTHING}
        return plain.get(str(kind), ANY)

    def _text(self, format_: object) -> PropertyType:
        if format_ == EITHER:
            return DATE_OR_TIMESTAMP if self._of_request else DAY
        if format_ in ("date", "date-time"):
            return DATE if format_ == "date" else TIMESTAMP
        return TEXT if self._of_request else LENIENT_TEXT

    def _referenced(self, reference: str) -> PropertyType:
        key = reference.removeprefix(SCHEMAS)
        schema = self._schemas[key]
        if "properties" in schema:
            name = self._names[key]
            called = f"{self._package}.{name}"
            kind = f"ModelOf(lambda: {called})"
            return _plain(called, kind, "model", classes=(name,), nullable=is_nullable(schema))
        if is_enum_class(schema):
            name = self._names[key]
            called = f"{self._package}.{name}"
            base = "int" if enum_values(schema)[0].__class__ is int else "str"
            return PropertyType(
                annotation=f"{called} | {base}" if self._of_request else called,
                kind=f"EnumOf({called})",
                form="enum" if base == "str" else "other",
                classes=(name,),
                nullable=is_nullable(schema),
            )
        if key in self._pending:  # within itself, without a class between
            return ANY
        self._pending.append(key)
        try:
            return self.of(schema)
        finally:
            self._pending.pop()

    def _list(self, element: PropertyType, min_items: int) -> PropertyType:
        element = as_element(element)
        least = min_items if self._of_request else 0
        if element.kind == "LENIENT_TEXT" and not element.nullable:
            return replace(TEXTS, given="Iterable[str]")
        form = "models" if element.form == "model" and not element.nullable else "other"
        flags = [*(["nullable=True"] if element.nullable else []), *([f"least={least}"] if least else [])]
        return PropertyType(
            annotation=f"list[{optional(element.annotation, element.nullable)}]",
            given=f"Iterable[{optional(element.accepts, element.nullable)}]",
            kind=f"ListOf({', '.join([element.kind, *flags])})",
            form=form,
            least=least,
            classes=element.classes,
        )

    def _map(self, element: PropertyType) -> PropertyType:
        element = as_element(element)
        return PropertyType(
            annotation=f"dict[str, {optional(element.annotation, element.nullable)}]",
            given=f"Mapping[str, {optional(element.accepts, element.nullable)}]",
            kind=f"MapOf({element.kind}{', nullable=True' if element.nullable else ''})",
            classes=element.classes,
        )

    def _union(self, schemas: Iterable[Schema], discriminator: Mapping[str, Any]) -> PropertyType:
        found = [(schema, self.of(schema)) for schema in _flattened(schemas)]
        nullable = any(kind is NOTHING or kind.nullable for _, kind in found)
        kinds = {kind.kind: (schema, kind) for schema, kind in found if kind.kind != "NOTHING"}
        if not kinds:
            return NOTHING
        if len(kinds) == 1:
            [(_, kind)] = kinds.values()
            return replace(kind, nullable=nullable)
        if "ANYTHING" in kinds:
            return ANY
        if kinds.keys() <= {"NUMBER", "INTEGER"}:
            return replace(NUMBER, nullable=nullable)
        if kinds.keys() <= {"DATE", "TIMESTAMP", "DAY"}:
            return replace(DATE_OR_TIMESTAMP if self._of_request else DAY, nullable=nullable)
        members = [self._member(schema, kind, discriminator) for schema, kind in kinds.values()]
        if "NUMBER" in kinds:
            members = [member for member in members if member.kind != "INTEGER"]
        if any(member.kind in DATE_VALUES for member in members):
            # Dates come before open enums, which take any text; any text comes first, so that it stays text.
            members.sort(key=lambda member: (member is not TEXT, member.kind not in DATE_VALUES))
            if members[0] is TEXT and not self._of_request:
                members = [member for member in members if member.kind not in DATE_VALUES]
        members = list({member.kind: member for member in members}.values())
        if len(members) == 1:
            return replace(members[0], nullable=nullable)
        annotations = [member.annotation for member in members]
        accepts = [
            given
            for member in members
            for given in (member.accepts.split(" | ") if member.kind in DATE_VALUES else [member.accepts])
        ]
        flags = [f"discriminator={discriminator['propertyName']!r}"] if discriminator.get("propertyName") else []
        if any(member.form == "model" for member in members):  # one that is none of the described stays as it came
            annotations.append("dict[str, Any]")
            accepts.append("dict[str, Any]")
            flags += [] if self._of_request else ["lenient=True"]
        return PropertyType(
            annotation=" | ".join(dict.fromkeys(annotations)),
            given=" | ".join(dict.fromkeys(accepts)),
            kind=f"UnionOf({', '.join([*(member.kind for member in members), *flags])})",
            form="text" if members[0] is TEXT else "other",
            classes=tuple(name for member in members for name in member.classes),
            nullable=nullable,
        )

    def _member(self, schema: Schema, kind: PropertyType, discriminator: Mapping[str, Any]) -> PropertyType:
        if kind.form == "model":
            return self._choice(schema, kind, discriminator)
        if kind.form == "date":
            return as_element(kind)
        if kind is LENIENT_TEXT:
            return TEXT
        return RAW_NUMBER if kind.kind == "NUMBER" else kind

    def _choice(self, schema: Schema, kind: PropertyType, discriminator: Mapping[str, Any]) -> PropertyType:
        key = _key(schema)
        described = self._schemas[key]
        tags = [value for value, name in discriminator.get("mapping", {}).items() if name.rpartition("/")[2] == key]
        arguments: list[str] = []
        if required := described.get(TOLD_BY, described.get("required")):
            arguments.append(f"required={tuple(required)!r}")
        listed = {name: member for name, member in described.get("properties", {}).items() if self._is_listed(member)}
        kinds = {name: self.of(member).kind for name, member in listed.items()}
        constants = [f"{name!r}: {kind}" for name, kind in kinds.items() if kind.startswith("Literals(")]
        if constants:
            arguments.append(f"constants={{{', '.join(constants)}}}")
        if discriminator:
            arguments.append(f"tags={tuple(tags)!r}")
        return replace(kind, kind=f"Choice({', '.join([f'lambda: {kind.annotation}', *arguments])})")

    def _is_listed(self, schema: Schema) -> bool:
        """Whether a schema lists the values other than null; no type is asked for, as it may lead back to the model."""
        if "$ref" in schema:
            return self._is_listed(self._schemas[schema["$ref"].removeprefix(SCHEMAS)])
        members = [part for key in ("allOf", *UNIONS) for part in schema.get(key, []) if part.get("type") != "null"]
        is_of_listed = bool(members) and all(map(self._is_listed, members))
        return "const" in schema or bool(enum_values(schema)) or is_of_listed


def _key(schema: Schema) -> str:
    while "$ref" not in schema:
        schema = schema["allOf"][0]
    return str(schema["$ref"]).removeprefix(SCHEMAS)


def _flattened(schemas: Iterable[Schema]) -> Iterable[Schema]:
    for schema in schemas:
        nested = [member for key in UNIONS for member in schema.get(key, [])]
        yield from _flattened(nested) if nested and not schema.get("discriminator") else [schema]


def _says(schema: Schema, types: Iterable[object]) -> bool:
    """Whether one of several types is more than what another one of them says: an integer is a number."""
    return not (schema["type"] == "integer" and "number" in types)


def _literals(values: list[Any]) -> PropertyType:
    """Return the type of one of a few values: those of fractions are an open enum, as those of texts and integers."""
    if values == [None]:
        return NOTHING
    numbers = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if len(numbers) == len(values) > 1:
        return replace(NUMBER, kind=f"NumberOf({', '.join(map(_code, values))})")
    plain = [value for value in values if isinstance(value, (str, int))]
    annotations = [*([f"Literal[{', '.join(map(repr, plain))}]"] if plain else [])]
    for kind, annotation in ((float, "Decimal"), (dict, "dict[str, Any]"), (list, "list[Any]")):
        annotations += [annotation] if any(isinstance(value, kind) for value in values) else []
    return PropertyType(annotation=" | ".join(annotations), kind=f"Literals({', '.join(map(_code, values))})")


def _code(value: Any) -> str:
    """Return the expression of a JSON value as models hold it."""
    if is_object(value):
        return "{" + ", ".join(f"{name!r}: {_code(member)}" for name, member in value.items()) + "}"
    if is_array(value):
        return "[" + ", ".join(map(_code, value)) + "]"
    return f'Decimal("{value!r}")' if isinstance(value, float) else repr(value)


def as_element(element: PropertyType) -> PropertyType:
    """Return the type of an element, or a whole response: a date is read at once, as there is no descriptor."""
    if element.form != "date":
        return element
    annotation = "date | datetime" if element.kind == "DAY" else element.annotation
    return replace(element, annotation=annotation, kind=f"{element.kind}_VALUE", form="other", descriptor="")


def optional(annotation: str, nullable: bool) -> str:
    """Return an annotation that None fits too, if it may."""
    return f"{annotation} | None" if nullable and annotation not in ("Any", "None") else annotation
