"""The import lines of generated modules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from toolchain.generate.models import Model, Models
from toolchain.generate.property_types import CONTAINER, KIND
from toolchain.generate.views import ANNOTATED, Resource

IN_MODELS: Final = frozenset(
    {
        "collections.abc:Iterable",
        "collections.abc:Mapping",
        "typing:TYPE_CHECKING",
        "typing:Any",
        "typing:Self",
        "typing:TypedDict",
        "decimal:Decimal",
        "leadconnector.codec.generated_code:blank",
        "leadconnector.codec.generated_code:day",
        "leadconnector.codec.generated_code:texts",
        "leadconnector.codec.generated_code:timestamp",
        "leadconnector.codec.generated_code:models",
        "leadconnector.codec.generated_code:number",
        "leadconnector.codec.generated_code:copied_extra",
        "leadconnector.codec.generated_code:ensure",
        "leadconnector.codec.generated_code:text_of",
        "leadconnector.codec.containers:Field",
        "leadconnector.codec.kinds:MisfitError",
        "leadconnector.codec.generated_code:converted",
        "leadconnector.codec.generated_code:converted_optional",
        "leadconnector.codec.model:RequestModel",
        "leadconnector.codec.model:ResponseModel",
        "leadconnector.codec.unset:UNSET",
        "leadconnector.codec.unset:Unset",
    }
)
"""What the template of models uses."""
IN_RESOURCES: Final = frozenset(
    {
        "typing:Any",
        "typing:Final",
        "typing:TYPE_CHECKING",
        "collections.abc:AsyncIterator",
        "collections.abc:Iterable",
        "collections.abc:Iterator",
        "decimal:Decimal",
        "leadconnector.client.async_client:AsyncClient",
        "leadconnector.client.operation:AlreadyGone",
        "leadconnector.client.operation:Operation",
        "leadconnector.client.operation:PassingFault",
        "leadconnector.client.operation:RetryPolicy",
        "leadconnector.client.options:Options",
        "leadconnector.client.pagination:AsyncPage",
        "leadconnector.client.pagination:Page",
        "leadconnector.client.pagination:Pagination",
        "leadconnector.client.request:PreparedRequest",
        "leadconnector.client.sync_client:SyncClient",
    }
)
"""The classes that modules of resources import."""
AT_RUN_TIME: Final = (
    "decimal:",
    "leadconnector.client.operation:",
    "leadconnector.client.pagination:",
    "leadconnector.client.query:",
    "leadconnector.client.contents:",
    "leadconnector.codec.",
)


def lines(names: Iterable[str]) -> list[str]:
    """Return import lines for names given as ``module:name``."""
    by_module: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        module, _, attribute = name.partition(":")
        by_module[module].add(attribute)
    return [f"from {module} import {', '.join(sorted(attributes))}" for module, attributes in sorted(by_module.items())]


def model_imports(model: Model) -> list[str]:
    """Return the imports of a model's module but those of other models; ruff drops what its fields don't use."""
    names = {*IN_MODELS, *model.imports}
    if model.mixin:
        module, _, name = model.mixin.rpartition(".")
        names.add(f"{module}:{name}")
    return lines(names)


def related_imports(model: Model, *, models: Models, package: str, cyclic: bool = False) -> list[str]:
    """Return the imports of the models and enums that a model's fields refer to.

    The `cyclic` ones, which lead back to the model itself, stand below its class.
    """
    names: set[str] = set()
    for name in model.classes - {model.name}:
        if models.cyclic(model.name, name) == cyclic:
            module = models.modules[name]
            names.add(f"{package}.models.{module}:{name}")
            if name in models.by_name:
                names |= {f"{package}.models.{module}:{verb}_{module}" for verb in ("decode", "encode")}
    return lines(names)


def resource_imports(resource: Resource, *, package: str) -> list[str]:
    """Return the imports of a resource's module; ruff drops what it doesn't use. Models load on first use."""
    names = {
        f"{package}:models",
        "leadconnector.client.deprecation:deprecated",
        "leadconnector.client.contents:form_content",
        "leadconnector.client.contents:value_content",
        "leadconnector.client.json_body:body_content",
        "leadconnector.client.location:location_of",
        "leadconnector.client.path:path_text",
        "leadconnector.client.request:prepare",
        "typing:Final",
        "typing:TYPE_CHECKING",
    }
    needs = {*IN_RESOURCES, *_needs(resource)}
    return lines(names | {need for need in needs if need.startswith(AT_RUN_TIME)})


def resource_type_imports(resource: Resource) -> list[str]:
    """Return the imports that only its annotations need."""
    needs = {need for need in {*IN_RESOURCES, *_needs(resource)} if not need.startswith(AT_RUN_TIME)}
    return [
        *sorted({ANNOTATED[name][0] for name in resource.shadowed}),
        *lines(needs - {"typing:TYPE_CHECKING", "typing:Final"}),
    ]


def _needs(resource: Resource) -> Iterator[str]:
    for operation in resource.operations:
        for parameter in (*operation.path_parameters, *operation.query, *operation.headers):
            yield from (need for need in parameter.needs if need.startswith(NEEDED_BY_ANNOTATIONS))
        if operation.body:
            yield from (need for need in operation.body.needs if need.startswith(NEEDED_BY_ANNOTATIONS))
        yield from operation.result.needs


NEEDED_BY_ANNOTATIONS: Final = (
    "collections.abc:",
    "datetime:",
    "decimal:",
    "leadconnector.client.",
    KIND,
    CONTAINER,
    "typing:",
)
"""Where the names in annotations and in the code of kinds come from, among all that a type needs."""
