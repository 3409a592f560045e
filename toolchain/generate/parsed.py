"""Reads the properties that the generator made of schemas: which class, which kind, and what they lead to."""

from collections.abc import Mapping
from typing import Any, Final

from openapi_python_client.parser.properties.any import AnyProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.enum_property import EnumProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty

from toolchain.generate.kinds import ARRAY_OF

FREE: Final = "x-free"
"""Marks, in the document that the generator is given, a schema that says no more than object or array."""
OR_NULL: Final = "x-free-or-null"
"""Marks such a schema that takes null too."""
SIMPLE: Final[Mapping[type, str]] = {
    BooleanProperty: "boolean",
    DateProperty: "date",
    DateTimeProperty: "timestamp",
    FloatProperty: "number",
    IntProperty: "integer",
}

Schema = Mapping[str, Any]


def class_of(prop: PropertyProtocol) -> tuple[str, str]:
    """Return class and module of a model or enum, or of an array's elements; two empty texts where there is none."""
    if isinstance(prop, ListProperty):
        return class_of(prop.inner_property)
    if isinstance(prop, UnionProperty):
        return next((found for member in prop.inner_properties if (found := class_of(member))[0]), ("", ""))
    if isinstance(prop, (ModelProperty, EnumProperty)):
        return str(prop.class_info.name), str(prop.class_info.module_name)
    return "", ""


def kind_of(prop: PropertyProtocol, schema: Schema) -> str:
    """Return the name of the row in `toolchain.generate.kinds` that a property follows."""
    if isinstance(prop, UnionProperty):
        members = [member for member in prop.inner_properties if not isinstance(member, NoneProperty)]
        if len(members) == 1:
            return kind_of(members[0], schema)
        numeric = all(isinstance(member, (StringProperty, FloatProperty, IntProperty)) for member in members)
        return "text or number" if numeric else "anything"
    if isinstance(prop, ListProperty):
        return ARRAY_OF.get(kind_of(prop.inner_property, schema.get("items", {})), "array")
    if isinstance(prop, EnumProperty):
        return "enum" if prop.value_type is str else "integer"
    if isinstance(prop, ModelProperty):
        return "model"
    if isinstance(prop, AnyProperty):
        return str(schema.get(FREE, "anything"))
    if schema.get("format") == "date-or-date-time":
        return "date or timestamp"
    return SIMPLE.get(type(prop), "text")
