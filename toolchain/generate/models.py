"""What the templates of models and enums show, worked out from the schemas of the description."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from openapi_python_client.strings import PythonIdentifier

from toolchain.generate.directions import IDENTITY, Uses
from toolchain.generate.names import attribute_names, class_names, first_free, snake
from toolchain.generate.normalize import enum_values, is_enum_class
from toolchain.generate.operations import Schema, lookup
from toolchain.generate.property_types import TEXT, PropertyType, PropertyTypes

CLASSES: Final = {"text": "str", "boolean": "bool", "integer": "int", "number": "Decimal"}
"""The class that a value usually has in JSON, and that is tested first."""
FREE: Final = {"OBJECT": "dict", "ARRAY": "list"}
"""The same of free JSON, which is copied when it is written."""
PARTS: Final = ("model", "models")
"""The forms of described objects and arrays of such."""
DEPRECATED: Final = "Deprecated: the service may drop it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a model.

    Fields of responses read None where the value is not there; fields of requests tell `UNSET` from null.
    """

    model: str
    """The class of the model that it is a field of."""
    name: str
    """Its attribute; until all fields of the model are known, what that must come of."""
    wire_name: str
    schema: Schema
    type: PropertyType
    doc: str
    deprecated: bool
    of_request: bool
    required: bool
    companion: str = ""
    """The attribute that reads the moment behind a day of a response."""
    has_identity: bool = False
    """Whether the class of its value is told by a text that objects of it must have."""
    on_demand: bool = False
    """Whether it is a part that is made when it is first read."""

    @property
    def is_hidden(self) -> bool:
        """Whether its attribute stands before a slot of another name: the text of a date, or a part."""
        return bool(self.type.descriptor) or self.on_demand

    @property
    def absent(self) -> str:
        return "UNSET" if self.of_request else "None"

    @property
    def slot(self) -> str:
        """The attribute that holds it."""
        return f"_{self.name}" if self.is_hidden else self.name

    @property
    def annotation(self) -> str:
        """The type of the public attribute."""
        return self._optional(self.type.annotation)

    @property
    def given(self) -> str:
        """The type of the constructor's argument."""
        return self._optional(self.type.accepts)

    @property
    def kind(self) -> str:
        """The name of its kind: one of `leadconnector.codec.kinds`, or made in the model's module."""
        return self.type.kind if self.type.kind.isidentifier() else f"_{self.name}_kind"

    @property
    def has_own_kind(self) -> bool:
        return self.kind != self.type.kind

    @property
    def declaration(self) -> str:
        """The line of the class's body that declares it."""
        if self.type.descriptor:
            return f"{self.name}: Dated[{self.annotation}] = Dated({self.slot!r}, {self.type.descriptor})"
        if self.on_demand:
            return f"{self.name}: OnDemand[{self.annotation}] = OnDemand({self.slot!r})"
        return f"{self.name}: {self.annotation}"

    @property
    def row(self) -> str:
        """Its row in the table of fields."""
        flags = [f"{flag}=True" for flag in ("required", "nullable", "deprecated") if getattr(self, flag)]
        return f"Field({', '.join([repr(self.name), repr(self.wire_name), self.kind, *flags])})"

    @property
    def nullable(self) -> bool:
        return self.type.nullable

    @property
    def argument(self) -> str:
        """Its parameter of the constructor."""
        return f"{self.name}: {self.given}" + ("" if self.required else f" = {self.absent}")

    @property
    def assigned(self) -> str:
        """What the constructor keeps of its argument."""
        if not self.type.given:
            return self.name
        convert = "converted" if self.required and not self.nullable else "converted_optional"
        return f"{convert}({self.kind}, {f'{self.model}.{self.name}'!r}, {self.name})"

    @property
    def decoding(self) -> Iterator[str]:
        """The statements that take it out of `data`, the parsed object of a response."""
        key = repr(self.wire_name)
        if self.required:
            yield f"self.{self.slot} = data.pop({key})"
            return
        form = self.type.form
        yield f"value = data.pop({key}, UNSET)"
        usual = ""
        if class_ := CLASSES.get(form, FREE.get(self.type.kind)):
            usual = f"value if value.__class__ is {class_} else "
        elif self.type.kind == "TEXTS":
            usual = "value if value.__class__ is list and all_text(map(type, value)) else "
        elif form == "enum":
            usual = f"{self.kind}.members.get(value) or {self.kind}.read(value) if value.__class__ is str else "
        elif form == "model" and not self.has_identity:
            usual = f"{self.kind}.read(value) if value.__class__ is dict else "
        target = f"made_{self.name}" if self.on_demand else f"self.{self.slot}"
        yield f"{target} = {usual}None if value is UNSET else {self.kind}.take(data, {key}, value)"

    @property
    def encoding(self) -> Iterator[str]:
        """The statements that write it into `data`, checking it by the way."""
        key = repr(self.wire_name)
        yield f"value = self.{self.slot}"
        can_be_none = self.nullable if self.required else self.of_request
        written = f"data[{key}] = " + (f"None if value is None else {self._written}" if can_be_none else self._written)
        if self.required:
            yield written
        else:
            yield f"if value is not {self.absent}:"
            yield f"    {written}"

    @property
    def _written(self) -> str:
        form = self.type.form
        write = f"{self.kind}.write(value)"
        if form == "number":
            return f"value if value.__class__ is Decimal and value.is_finite() else {write}"
        if form in CLASSES or form == "date":
            return f"value if value.__class__ is {CLASSES.get(form, 'str')} else {write}"
        if form == "enum":
            return "text_of(value)"
        if form == "models":
            is_list = "value.__class__ is list" + (f" and len(value) >= {self.type.least}" if self.type.least else "")
            return f"[{self.kind}.element.write(each) for each in value] if {is_list} else {write}"
        return write

    def _optional(self, annotation: str) -> str:
        absent = [*([] if self.required and not self.nullable else ["None"])]
        if self.of_request and not self.required:
            absent.append("Unset")
        return " | ".join(dict.fromkeys([annotation, *absent]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A schema of objects as a class."""

    name: str
    module: str
    doc: str
    mixin: str
    made_from: Mapping[str, str]
    """The class of the response that it can be made of, by the name of the argument."""
    of_request: bool
    has_arguments: bool
    """Whether functions hand on what its constructor takes: operations whose body it is, and such that make it."""
    is_open: bool
    """Whether fields beside its own are described."""
    patterns: tuple[str, ...]
    """Regular expressions for the JSON names of fields beside its own."""
    untyped: tuple[str, ...]
    """JSON names of fields that are known, and left in the overflow on purpose."""
    fields: tuple[Field, ...]

    @property
    def base(self) -> str:
        if self.of_request:
            return "RequestModel"
        return "ResponseWithParts" if self.on_demand else "ResponseModel"

    @property
    def at_once(self) -> list[Field]:
        """The fields that decoding takes."""
        return [field for field in self.fields if not field.on_demand]

    @property
    def on_demand(self) -> list[Field]:
        """The fields that wait until one of them is read."""
        return [field for field in self.fields if field.on_demand]

    @property
    def identity(self) -> str | None:
        """The JSON name of the text that objects of a response must have."""
        return next((field.wire_name for field in self.fields if field.required and not self.of_request), None)

    @property
    def classes(self) -> set[str]:
        """The generated classes in its fields."""
        return {name for field in self.fields for name in field.type.classes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """A schema of texts or whole numbers as an open enum: member name, value and doc of each."""

    name: str
    module: str
    doc: str
    base: str
    members: tuple[tuple[str, Any, str], ...]


class Models:
    """The models and enums of a normalized description in which no class is used in both directions.

    Args:
        document: the description.
        field_prefix: what a module's name begins with, if its class's name can't begin one.
    """

    def __init__(self, document: Schema, field_prefix: str = "") -> None:
        schemas: Mapping[str, Schema] = document["components"]["schemas"]
        self._document = document
        uses = Uses(document)
        requested, returned = uses.requested(), uses.returned()
        names = class_names({name: schema for name, schema in schemas.items() if name in requested | returned})
        models = {key: name for key, name in names.items() if "properties" in schemas[key]}
        enums = {key: name for key, name in names.items() if key not in models and is_enum_class(schemas[key])}
        self.modules = {name: str(PythonIdentifier(name, field_prefix)) for name in (models | enums).values()}
        """The module of each class."""
        types = {
            (package, of_request): PropertyTypes(schemas, names, package, of_request=of_request)
            for package in ("models", "_models")
            for of_request in (True, False)
        }
        self.types = {of_request: types["models", of_request] for of_request in (True, False)}
        """The types of what operations take and return, by whether they take it."""
        self._fields = {of_request: types["_models", of_request] for of_request in (True, False)}
        """Those of properties, beside which another one may be called ``models``."""
        found = [self.types[True].of(holder["schema"]) for holder in uses.requests]
        self._bodies = {found_type.classes[0] for found_type in found if found_type.form == "model"}
        self.enums = [self._enum(name, schemas[key]) for key, name in enums.items()]
        views = {name: self._view(name, schemas[key], of_request=key not in returned) for key, name in models.items()}
        self.by_name = views
        self.by_name = {name: _named(self._linked(view)) for name, view in views.items()}

    def _linked(self, view: Model) -> Model:
        """Return a view whose fields know of the objects in them what they are told by, and whether they can wait.

        What is nested within itself can't: making it may fail, which must come to light when a response is decoded.
        """
        fields: list[Field] = []
        for field in view.fields:
            if field.type.form in PARTS:
                name = field.type.classes[0]
                on_demand = view.identity is not None and not any(map(self._is_recursive, self._reachable(name)))
                is_known = self.by_name[name].identity is not None
                field = replace(field, has_identity=is_known, on_demand=on_demand)
            fields.append(field)
        return replace(view, fields=tuple(fields))

    def _is_recursive(self, name: str) -> bool:
        """Whether a model holds, at any depth, others of its own class."""
        return name in self.by_name and any(name in self._reachable(each) for each in self.by_name[name].classes)

    def _reachable(self, name: str) -> set[str]:
        """Return a class and all that its fields lead to."""
        pending, seen = [name], set[str]()
        while pending:
            here = pending.pop()
            if here not in seen:
                seen.add(here)
                pending.extend(self.by_name[here].classes if here in self.by_name else ())
        return seen

    def _view(self, name: str, schema: Schema, *, of_request: bool) -> Model:
        required = schema.get("required", [])
        fields = [
            self._field(name, wire_name, member, of_request=of_request, required=wire_name in required)
            for wire_name, member in schema["properties"].items()
        ]
        made_from = schema.get("x-python-made-from", {})
        patterns = tuple(sorted(schema.get("patternProperties", {})))
        are_known = all(map(_is_known_to_python, patterns))
        said = schema.get("description", "").strip() or f"The object `{name}` of the description."
        return Model(
            name=name,
            module=self.modules[name],
            doc=f"{said} {DEPRECATED}" if schema.get("deprecated") is True else said,
            mixin=schema.get("x-python-mixin", ""),
            made_from=made_from,
            of_request=of_request,
            has_arguments=of_request and (name in self._bodies or bool(made_from)),
            is_open=schema.get("additionalProperties", False) is not False or not are_known,
            patterns=patterns if are_known else (),
            untyped=tuple(sorted(schema.get("x-untyped-properties", []))),
            fields=tuple(fields),
        )

    def _field(self, model: str, wire_name: str, member: Schema, *, of_request: bool, required: bool) -> Field:
        found = self._fields[of_request].of(member)
        if of_request:  # the client fills in its options
            is_demanded = "x-client-option" not in {**lookup(self._document, member), **member}
        else:  # an id that can be nothing but a text, as one of several kinds in a union can
            is_demanded = wire_name == IDENTITY and found.kind in ("TEXT", "LENIENT_TEXT") and not found.nullable
        return Field(
            model=model,
            name=member.get("x-python-name", wire_name),
            wire_name=wire_name,
            schema=member,
            type=TEXT if required and is_demanded and not of_request else found,
            doc=attribute_doc(member),
            deprecated=member.get("deprecated") is True,
            of_request=of_request,
            required=required and is_demanded,
        )

    def _enum(self, name: str, schema: Schema) -> Enum:
        values = enum_values(schema)
        docs = schema.get("x-enum-descriptions", {})
        base = "OpenIntEnum" if isinstance(values[0], int) else "OpenStrEnum"
        return Enum(
            name=name,
            module=self.modules[name],
            doc=schema.get("description", ""),
            base=base,
            members=tuple(
                (key, each, docs.get(str(each), "")) for key, each in zip(_member_names(values), values, strict=True)
            ),
        )


def _is_known_to_python(pattern: str) -> bool:
    """Whether a regular expression of JSON Schema is one of Python's too, as nearly all are."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _member_names(values: list[Any]) -> list[str]:
    """Return the name of each member of an enum, no two the same."""
    if isinstance(values[0], int):
        return [f"VALUE_{value}" if value >= 0 else f"VALUE_NEGATIVE_{-value}" for value in values]
    plain = [
        snake(text.upper()).upper() if text[:1].isalpha() else f"VALUE_{number}" for number, text in enumerate(values)
    ]
    names: list[str] = []
    for name in plain:
        taken = {*names, *plain} if name in names else set[str]()
        names.append(first_free(name, taken.__contains__, "_"))
    return names


def _named(view: Model) -> Model:
    """Return a view whose fields have attributes, each of its own, the required ones first."""
    hidden = {field.wire_name for field in view.fields if field.is_hidden}
    names = attribute_names({field.wire_name: field.name for field in view.fields}, hidden, view.base)
    taken = set(names.values()) | {f"_{name}" for name in names.values()}
    fields: list[Field] = []
    for field in view.fields:
        companion = ""
        if field.type.descriptor.startswith("read_day"):
            companion = f"{names[field.wire_name]}_time"
            while companion in taken:
                companion += "_"
            taken.add(companion)
        fields.append(replace(field, name=names[field.wire_name], companion=companion))
    fields.sort(key=lambda field: not field.required)
    return replace(view, fields=tuple(fields))


def attribute_doc(schema: Schema) -> str:
    """Return an attribute's documentation: what it is, and what the service or the client makes of its absence."""
    parts = [str(schema.get("description", "")).strip()]
    if schema.get("deprecated") is True:
        parts.append(DEPRECATED)
    if "default" in schema:
        parts.append(f"The service's default: {schema['default']}.")
    if "x-client-option" in schema:
        parts.append("Left out, it is the client's.")
    return " ".join(part for part in parts if part)
