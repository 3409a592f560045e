"""What the model template shows, worked out from the schemas of the description."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final

from openapi_python_client.parser.openapi import GeneratorData
from openapi_python_client.strings import ClassName

from toolchain.errors import ToolchainError
from toolchain.generate.all_of import object_schema
from toolchain.generate.directions import returned_schemas
from toolchain.generate.fields import Field
from toolchain.generate.names import attribute_names
from toolchain.generate.property_types import TEXT, PropertyType, PropertyTypes, Schema

IDENTITY: Final = "_id"
"""The field that a response is known by: the one attribute of responses that is never None."""
DEPRECATED: Final = "Deprecated: the service may drop it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A schema of objects as a class."""

    name: str
    module: str
    doc: str
    mixin: str | None
    of_request: bool
    is_body: bool
    """Whether an operation takes it as its body."""
    is_open: bool
    """Whether fields beside its own are described."""
    untyped: tuple[str, ...]
    """JSON names of fields that are known, and left in the overflow on purpose."""
    fields: tuple[Field, ...]

    @property
    def base(self) -> str:
        return "RequestModel" if self.of_request else "ResponseModel"

    @property
    def identity(self) -> str | None:
        """The JSON name of the text that objects of a response must have."""
        return next((field.wire_name for field in self.fields if field.required and not self.of_request), None)

    @property
    def imports(self) -> list[str]:
        """``module:name`` of all that the fields' code uses from outside the package."""
        return sorted({need for field in self.fields for need in field.needs})

    @property
    def classes(self) -> set[str]:
        """The generated classes in its fields."""
        return {name for field in self.fields for name in field.type.classes}


class Models:
    """All the models of a description, by class name.

    Args:
        data: what openapi-python-client made of the document, in which names and modules of classes are.
        document: the document itself, with what properties hold.
    """

    def __init__(self, data: GeneratorData, document: Mapping[str, Any]) -> None:
        self.modules = {
            str(item.class_info.name): str(item.class_info.module_name) for item in [*data.models, *data.enums]
        }
        """The module of each generated class."""
        schemas: Schema = document.get("components", {}).get("schemas", {})
        returned = {str(ClassName(name, "")) for name in returned_schemas(document)}
        described = {str(ClassName(name, "")): object_schema(schema, document) for name, schema in schemas.items()}
        self.types = {
            of_request: PropertyTypes(schemas, self.modules, of_request=of_request) for of_request in (True, False)
        }
        bodies = (
            operation["requestBody"]["content"].values()
            for item in document.get("paths", {}).values()
            for operation in item.values()
            if "requestBody" in operation
        )
        found = [self.types[True].of(media["schema"]) for content in bodies for media in content]
        self._bodies = {found_type.classes[0] for found_type in found if found_type.form == "model"}
        made = [str(model.class_info.name) for model in data.models]
        views = {
            name: self._view(name, described[name], self.types[name not in returned], of_request=name not in returned)
            for name in made
        }
        known = {name for name, view in views.items() if view.identity is not None}
        self.by_name = {name: self._linked(view, known) for name, view in views.items()}

    def cyclic(self, name: str, other: str) -> bool:
        """Whether model `other` leads back to model `name`, so that their modules can't both import at the top."""
        pending, seen = [other], set[str]()
        while pending:
            here = pending.pop()
            if here == name:
                return True
            if here not in seen and here in self.by_name:
                seen.add(here)
                pending.extend(self.by_name[here].classes)
        return False

    def _view(self, name: str, schema: Schema, types: PropertyTypes, *, of_request: bool) -> Model:
        required = schema.get("required", [])
        fields = [
            replace(
                self._field(name, wire_name, member, types.of(member), is_required=wire_name in required),
                of_request=of_request,
            )
            for wire_name, member in schema.get("properties", {}).items()
        ]
        return Model(
            name=name,
            module=self.modules[name],
            doc=" ".join(
                [
                    schema.get("description", "").strip() or f"The object `{name}` of the description.",
                    *([DEPRECATED] if schema.get("deprecated") is True else []),
                ]
            ),
            mixin=mixin_of(name, schema),
            of_request=of_request,
            is_body=name in self._bodies,
            is_open=schema.get("additionalProperties", False) is not False,
            untyped=tuple(sorted(schema.get("x-untyped-properties", []))),
            fields=tuple(sorted(_named(fields, schema), key=lambda field: not field.required)),
        )

    def _field(self, model: str, wire_name: str, schema: Schema, found: PropertyType, *, is_required: bool) -> Field:
        if '"' in wire_name or "\\" in wire_name or not wire_name.isprintable():
            raise ToolchainError(
                f"property {wire_name!r}: quotes, backslashes and control characters are not supported"
            )
        return Field(
            model=model,
            name="",
            wire_name=wire_name,
            type=found,
            doc=attribute_doc(schema),
            deprecated=schema.get("deprecated") is True,
            of_request=True,
            required=is_required and "x-client-option" not in schema,  # that the client fills in, if the body doesn't
            module=self.modules[found.classes[0]] if found.classes else "",
        )

    def _linked(self, view: Model, known: set[str]) -> Model:
        """Return a view whose fields know whether the objects in them are told by a text that they must have."""
        fields = [replace(field, has_identity=bool(known & set(field.type.classes))) for field in view.fields]
        return replace(view, fields=tuple(fields))


def _named(fields: list[Field], schema: Schema) -> Iterator[Field]:
    """Yield the fields of one model, each with an attribute of its own."""
    texts = {field.wire_name for field in fields if field.type.descriptor}
    called = {name: {**member}.get("x-python-name", name) for name, member in schema.get("properties", {}).items()}
    names = attribute_names(called, texts)
    taken = set(names.values()) | {f"_{name}" for name in names.values()}
    for field in fields:
        companion = ""
        if field.type.descriptor.startswith("read_day"):
            companion = f"{names[field.wire_name]}_time"
            while companion in taken:
                companion += "_"
            taken.add(companion)
        is_identity = field.wire_name == IDENTITY and field.type.form == "text" and not field.nullable
        required = field.required and (field.of_request or is_identity)
        found = TEXT if required and not field.of_request else field.type
        yield replace(field, name=names[field.wire_name], companion=companion, required=required, type=found)


def mixin_of(name: str, schema: Schema) -> str | None:
    """Return the dotted name of the class that a model's class inherits its behaviour from."""
    mixin = schema.get("x-python-mixin")
    if mixin is None:
        return None
    check_mixin(name, str(mixin))
    return str(mixin)


def check_mixin(schema: str, mixin: str) -> None:
    """Raise ToolchainError unless `mixin` is the dotted name of a class that can be imported."""
    module, _, name = mixin.rpartition(".")
    try:
        found: object = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        found = None
    if not isinstance(found, type):
        raise ToolchainError(f"{schema}: x-python-mixin {mixin!r} is no class that can be imported")


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
