"""The import lines of generated modules."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from toolchain.generate.models import Model, Models
from toolchain.generate.operations import Operation, Resource

IN_MODELS: Final = frozenset(
    {
        "collections.abc:Iterable",
        "collections.abc:Mapping",
        "typing:TYPE_CHECKING",
        "typing:Any",
        "typing:ClassVar",
        "typing:Self",
        "typing:TypedDict",
        "attrs:define",
        "attrs:field",
        "attrs:setters",
        "leadconnector.codec.answer:Answer",
        "leadconnector.codec.decoding:blank",
        "leadconnector.codec.encoding:ensure",
        "leadconnector.codec.requests:given",
        "leadconnector.codec.requests:required",
        "leadconnector.codec.model:Model",
        "leadconnector.codec.unset:UNSET",
        "leadconnector.codec.unset:Unset",
    }
)
"""What the template of models uses."""
IN_FACADES: Final = frozenset(
    {
        "typing:Final",
        "leadconnector.client.async_client:AsyncClient",
        "leadconnector.client.options:Options",
        "leadconnector.client.request:PreparedRequest",
        "leadconnector.client.sync_client:SyncClient",
    }
)
"""What the annotations in the template of resources use."""


def lines(names: Iterable[str]) -> list[str]:
    """Return import lines for names given as ``module:name``."""
    by_module: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        module, _, attribute = name.partition(":")
        by_module[module].add(attribute)
    return [f"from {module} import {', '.join(sorted(attributes))}" for module, attributes in sorted(by_module.items())]


def model_imports(model: Model) -> list[str]:
    """Return the imports of a model's module but those of other models; ruff drops what its fields don't use."""
    names = {
        *IN_MODELS,
        *model.imports,
        *(f"leadconnector.codec.converters:{converter}" for converter in model.converters),
    }
    if model.mixin:
        module, _, name = model.mixin.rpartition(".")
        names.add(f"{module}:{name}")
    return lines(names)


def related_imports(model: Model, *, models: Models, package: str, cyclic: bool = False) -> list[str]:
    """Return the imports of the models and enums that a model's fields refer to.

    The `cyclic` ones, which lead back to the model itself, stand below its class.
    """
    names: set[str] = set()
    for field in model.fields:
        if not field.class_name or field.class_name == model.name:
            continue
        if models.cyclic(model.name, field.class_name) == cyclic:
            module = f"{package}.models.{field.module}"
            names.add(f"{module}:{field.class_name}")
            other = models.by_name.get(field.class_name)
            if other:
                companions = ("encode",) if other.of_request else ("encode", "read")
                names |= {f"{module}:{companion}_{field.module}" for companion in companions}
    return lines(names)


def facade_imports(resource: Resource, *, package: str) -> list[str]:
    """Return the imports of a resource's module; models load on first use."""
    names = {"leadconnector.client.request:prepare"}
    if any(operation.body or operation.answer.models for operation in resource.operations):
        names.add(f"{package}:models")
    for operation in resource.operations:
        names.add(f"{package}.api.{resource.package}.{operation.module}:{operation.constant}")
        names |= {need for need in operation.answer.needs if not need.startswith("typing:")}
        names |= {"leadconnector.client.json_body:body_content"} if operation.body else set()
        if not all(parameter.is_text for parameter in operation.path_parameters):
            names.add("leadconnector.client.path:path_text")
    return lines(names)


def facade_type_imports(resource: Resource, *, package: str) -> list[str]:
    """Return the imports that only its annotations need."""
    names = set(IN_FACADES)
    for operation in resource.operations:
        names |= {f"{package}.models.{module}:{name}" for module, name in classes_of(operation)}
        given = (*operation.path_parameters, *operation.options)
        names |= {need for each in given for need in each.needs if need.startswith(("typing:", "d"))}
        names |= {need for need in operation.answer.needs if need.startswith("typing:")}
    return (["import builtins"] if resource.shadowed else []) + lines(names)


def classes_of(operation: Operation) -> set[tuple[str, str]]:
    """Return module and name of the models and enums in an operation's signature."""
    given = (*operation.path_parameters, *operation.options)
    named = {(each.module, each.class_name) for each in given if each.class_name}
    if operation.body:
        named.add((operation.body.module, operation.body.class_name))
    return named | set(operation.answer.models)
