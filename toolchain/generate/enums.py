"""What the enum template shows."""

from dataclasses import dataclass

from openapi_python_client.parser.openapi import GeneratorData
from openapi_python_client.parser.properties.enum_property import EnumProperty
from openapi_python_client.strings import ClassName

from toolchain.generate.property_types import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """A schema of texts as an open enum: member name, value and doc of each."""

    doc: str
    members: tuple[tuple[str, str, str], ...]


def enums(data: GeneratorData, document: Schema) -> dict[str, Enum]:
    """Return the enums of a parsed description by class name; their docs come from the document's components."""
    components: Schema = document.get("components", {}).get("schemas", {})
    schemas = {str(ClassName(name, "")): schema for name, schema in components.items()}
    views: dict[str, Enum] = {}
    for prop in data.enums:
        name = str(prop.class_info.name)
        schema = schemas.get(name, {})
        docs = schema.get("x-enum-descriptions", {})
        order = [str(value) for value in schema.get("enum", [])]
        found = [(key, str(value)) for key, value in prop.values.items()] if isinstance(prop, EnumProperty) else []
        members = sorted(found, key=lambda member: order.index(member[1]) if member[1] in order else len(order))
        views[name] = Enum(
            doc=schema.get("description", ""),
            members=tuple((key, value, docs.get(value, "")) for key, value in members),
        )
    return views
