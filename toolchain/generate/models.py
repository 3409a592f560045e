"""What the model template shows, worked out from the generator's parse of the description."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final

from openapi_python_client.parser.openapi import GeneratorData
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from toolchain.errors import ToolchainError
from toolchain.generate.fields import Field
from toolchain.generate.kinds import KINDS
from toolchain.generate.names import attribute_names
from toolchain.generate.parsed import Schema, class_of, kind_of, nullable, raw, reachable

IDENTITY: Final = "_id"
"""The field that an answer is known by: the one attribute of answers that is never None."""


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
    fields: tuple[Field, ...]

    @property
    def imports(self) -> list[str]:
        """``module:name`` of all that the fields' code uses from outside the package."""
        return sorted({need for field in self.fields for need in field.needs})

    @property
    def converters(self) -> list[str]:
        return sorted({field.converter for field in self.fields} - {""})


class Models:
    """All the models of a parsed description, by class name."""

    def __init__(self, data: GeneratorData) -> None:
        endpoints = [point for tag in data.endpoint_collections_by_tag.values() for point in tag.endpoints]
        self._parsed = {str(model.class_info.name): model for model in data.models}
        answers = (answer.prop for point in endpoints for answer in point.responses)
        self._answers = set(reachable(answers, self._parsed))
        bodies = (body.prop for point in endpoints for body in point.bodies)
        self._bodies = {str(body.class_info.name) for body in bodies if isinstance(body, ModelProperty)}
        self.by_name = {name: self._view(model) for name, model in self._parsed.items()}

    def cyclic(self, name: str, other: str) -> bool:
        """Whether model `other` leads back to model `name`, so that their modules can't both import at the top."""
        return other in self._parsed and name in reachable([self._parsed[other]], self._parsed)

    def property_of(self, name: str, wire_name: str) -> PropertyProtocol:
        """Return a property of a model as it was parsed."""
        model = self._parsed[name]
        found = [*(model.required_properties or []), *(model.optional_properties or [])]
        return next(prop for prop in found if prop.name.get_untrusted_value() == wire_name)

    def _view(self, model: ModelProperty) -> Model:
        schema = raw(model.data)
        name = str(model.class_info.name)
        fields = named(
            self._field(prop, schema, of_request=name not in self._answers)
            for prop in [*(model.required_properties or []), *(model.optional_properties or [])]
        )
        return Model(
            name=name,
            module=str(model.class_info.module_name),
            doc=schema.get("description", ""),
            mixin=mixin_of(name, schema),
            of_request=name not in self._answers,
            is_body=name in self._bodies,
            fields=tuple(sorted(fields, key=lambda field: not field.required)),
        )

    def _field(self, prop: PropertyProtocol, model: Schema, *, of_request: bool) -> Field:
        wire_name = prop.name.get_untrusted_value()
        schema = model.get("properties", {}).get(wire_name, {})
        if '"' in wire_name or "\\" in wire_name or not wire_name.isprintable():
            raise ToolchainError(
                f"property {wire_name!r}: quotes, backslashes and control characters are not supported"
            )
        kind = kind_of(prop, schema)
        class_name, module = class_of(prop) if "@" in KINDS[kind].annotation else ("", "")
        is_identity = wire_name == IDENTITY and kind == "text" and not nullable(prop, schema)
        filled_in = "x-client-option" in schema  # by the client, where the body does not say
        return Field(
            name="",
            wire_name=wire_name,
            kind=kind,
            doc=attribute_doc(schema, model.get("x-source", {})),
            of_request=of_request,
            required=prop.required and (of_request or is_identity) and not filled_in,
            nullable=nullable(prop, schema),
            class_name=class_name,
            module=module,
        )


def named(fields: Iterable[Field]) -> list[Field]:
    """Return the fields of one model, each with an attribute of its own."""
    found = list(fields)
    texts = {field.wire_name for field in found if field.row.descriptor}
    names = attribute_names((field.wire_name for field in found), texts)
    return [replace(field, name=names[field.wire_name]) for field in found]


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


def attribute_doc(schema: Schema, source: Schema) -> str:
    """Return an attribute's documentation: what it is, what the service makes of its absence, where that is from.

    Of its model's `source` that is the pages, which list all fields; a fact is about some, and these name it.
    """
    parts = [str(schema.get("description", "")).strip()]
    if "default" in schema:
        parts.append(f"The service's default: {schema['default']}.")
    if "x-client-option" in schema:
        parts.append("Left out, it is the client's.")
    pages = {"page": source["page"]} if "page" in source else source
    if places := {**pages, **schema.get("x-source", {})}:
        parts.append(f"Source: {source_of(places)}.")
    return " ".join(part for part in parts if part)


def source_of(source: Mapping[str, Any]) -> str:
    """Return where a statement is from: docs pages, and anchors of openapi/wire-facts.md."""
    return ", ".join(
        f"{place} {name}"
        for place, names in sorted(source.items())
        for name in ([names] if isinstance(names, str) else names)
    )
