"""Names that would stand in each other's way in a module of generated code: changed by rule."""

from collections.abc import Mapping
from typing import Any, Final

from openapi_python_client.strings import ClassName

import toolchain.generate.property_types as property_types
from leadconnector.client.async_client import AsyncClient
from leadconnector.client.sync_client import SyncClient
from toolchain.generate.imports import IN_MODELS, IN_RESOURCES
from toolchain.generate.names import identifier, snake

CLIENT_NAMES: Final = frozenset({*dir(SyncClient), *dir(AsyncClient), "property", "resources"})
"""What a client has beside its resources, and what its class body names."""
RESOURCE_NAMES: Final = frozenset({"builtins", "date_", "datetime_", "deprecated", "models", "prepare"})
"""What a resource has beside its methods, and what its class body names."""


def class_names(schemas: Mapping[str, Any]) -> dict[str, str]:
    """Return the class name of each schema: no two that differ in case only, none that its module imports.

    A schema called exactly as a class has that name; others that come to it get a number.
    """
    wanted = {name: _class_name(schema.get("x-python-name", name)) for name, schema in schemas.items()}
    mixins = {schema["x-python-mixin"].rpartition(".")[2] for schema in schemas.values() if "x-python-mixin" in schema}
    reserved = {*_attributes(IN_MODELS), *_of_kinds(), "DayTime", "OpenIntEnum", "OpenStrEnum", *mixins}
    names: dict[str, str] = {}
    modules: set[str] = set()
    for name, class_name in sorted(wanted.items(), key=lambda pair: (pair[0] != pair[1], pair[0])):
        free = (
            f"{class_name}Model" if class_name in reserved or f"{class_name}Arguments" in names.values() else class_name
        )
        number = 1
        while snake(free) in modules:
            number += 1
            free = f"{class_name}{number}"
        names[name] = free
        modules.add(snake(free))
    return names


def attribute_of_client(name: str) -> str:
    """Return the client's attribute for a resource."""
    found = identifier(name)
    return f"{found}_" if found in CLIENT_NAMES else found


def resource_class(name: str) -> str:
    """Return the class name of a resource, which has others beside it named after it."""
    class_name = str(ClassName(name, ""))
    taken = _attributes(IN_RESOURCES)
    mine = {class_name, f"Async{class_name}", f"Prepare{class_name}"}
    return f"{class_name}Resource" if mine & taken else class_name


def method_of(name: str) -> str:
    """Return the method's name for an operation; those of builtins, such as `list`, are good ones."""
    found = identifier(name)
    return f"{found}_" if found in RESOURCE_NAMES else found


def _class_name(name: str) -> str:
    return str(ClassName(name, ""))


def _of_kinds() -> set[str]:
    plain = (value for value in vars(property_types).values() if isinstance(value, property_types.PropertyType))
    composed = {"Choice", "EnumOf", "ListOf", "Literals", "MapOf", "ModelOf", "UnionOf", "Iterable", "Literal"}
    return composed | _attributes(need for each in plain for need in each.needs)


def _attributes(needs: Any) -> set[str]:
    return {need.partition(":")[2] for need in needs}
