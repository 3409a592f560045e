"""Classes of schemas and resources that would stand in a module beside another thing of their name."""

from collections.abc import Iterable
from typing import Final

from toolchain.errors import ToolchainError
from toolchain.generate.imports import IN_FACADES, IN_MODELS
from toolchain.generate.kinds import KINDS
from toolchain.generate.models import Models
from toolchain.generate.operations import Resource

IN_CLIENTS: Final = frozenset({"AsyncClient", "Client", "ClassVar", "Service", "TYPE_CHECKING"})
"""What the modules of the clients have beside their resources' classes."""


def refuse_clashes(classes: Iterable[str], models: Models, resources: Iterable[Resource]) -> None:
    """Raise ToolchainError for the first class that can't have its name."""
    given = _attributes([*IN_FACADES, *IN_MODELS, *(need for row in KINDS.values() for need in row.needs)])
    given |= {"OpenStrEnum", *(model.mixin.rpartition(".")[2] for model in models.by_name.values() if model.mixin)}
    given |= {f"{model.name}Arguments" for model in models.by_name.values() if model.of_request and model.is_body}
    known = set(classes)
    for name in sorted(name for name in known if not name.isidentifier()):
        raise ToolchainError(f"schema {name!r} makes no Python name; it is to begin with a letter")
    for name in sorted(known & given):
        raise ToolchainError(f"schema {name!r}: the generated code has something else of that name; rename the schema")
    for resource in resources:
        for name in (resource.class_name, f"Async{resource.class_name}", f"Prepare{resource.class_name}"):
            if name in IN_CLIENTS | _attributes(IN_FACADES):
                what = f"resource {resource.name!r}: the generated code has another {name}"
                raise ToolchainError(f"{what}; give its tag another x-python-name")
            if name in known:
                what = f"schema {name!r}: the resource {resource.name!r} has a class of that name"
                raise ToolchainError(f"{what}; give its tag another x-python-name, or rename the schema")


def _attributes(needs: Iterable[str]) -> set[str]:
    return {need.partition(":")[2] for need in needs}
