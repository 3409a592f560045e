"""The resolved document: source and overlays, held to the overlays' expectations and to OpenAPI 3.1."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

import jsonschema_rs
from openapi_spec_validator import schemas as openapi_schemas

from toolchain import overlay
from toolchain.generate.checks import faults
from toolchain.generate.faults import Fault, Sources, refuse
from toolchain.generate.normalize import meanings
from toolchain.generate.operations import JSONObject, named
from toolchain.openapi.document import load_bundled
from toolchain.openapi.json_values import as_object
from toolchain.openapi.openapi30 import upgrade
from toolchain.openapi.openapi_objects import CHILDREN, is_reference, walk
from toolchain.openapi.pointer import ROOT, join
from toolchain.openapi.yaml import load

META_SCHEMA: Final = {
    "$ref": "https://json-schema.org/draft/2020-12/schema",
    "properties": {
        "discriminator": {
            "type": "object",
            "required": ["propertyName"],
            "properties": {
                "propertyName": {"type": "string"},
                "mapping": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        }
    },
}
SECTIONS: Final = {children[1:]: section for section, children in CHILDREN["components"].items()}
"""Where the components of each kind stand, which alone the generator follows: others share what has a name."""


def resolved_document(source: Path, overlays: list[Path], *, strict: bool) -> tuple[dict[str, Any], Sources]:
    """Apply the overlays to the source and check the result; one of OpenAPI 3.0 becomes one of 3.1.

    Raises:
        ToolchainError: naming file and line of all that is wrong.
    """
    shown_source, *shown_overlays = map(shown, [source, *overlays])
    loaded = [(str(path), load(path)) for path in shown_overlays]
    document = overlay.apply(load_bundled(shown_source), loaded, strict=strict)
    sources = Sources(shown_source, shown_overlays)
    document = upgrade(document)
    refuse_unfit(document, sources)
    return document, sources


def refuse_unfit(document: dict[str, Any], sources: Sources) -> None:
    """Raise ToolchainError for all that keeps a package from being made of a document."""
    version = document.get("openapi")
    if not isinstance(version, str) or not version.startswith("3.1."):
        refuse([Fault(("openapi",), f"openapi is {version!r}; OpenAPI 3.0.x and 3.1.x are supported")], sources)
    refuse(reference_faults(document), sources)
    refuse(invalid_places(document), sources)
    refuse(faults(document), sources)


def shown(path: Path) -> Path:
    """Return a path as messages are to show it: short, where it lies below the current folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def invalid_places(document: dict[str, Any]) -> Iterator[Fault]:
    """Yield where a document is no valid OpenAPI 3.1."""
    openapi: dict[str, Any] = json.loads(json.dumps(dict(cast("Any", openapi_schemas).schema_v31)))
    openapi["$defs"]["schema"] |= META_SCHEMA  # it leaves what a schema may hold to the dialect
    found = jsonschema_rs.validator_for(openapi).iter_errors(document)
    errors = {tuple(map(str, error.instance_path)): error for error in found}
    for keys, error in errors.items():
        # Those found deepest say most: the ones above only say that something below is wrong.
        if not any(other[: len(keys)] == keys and other != keys for other in errors):
            said = " ".join(error.message.split())
            said = said if len(said) <= 300 else f"{said[:100]} … {said[-190:]}"  # it begins with the value
            yield Fault(keys, f"not valid OpenAPI 3.1 at {join(*keys) or 'the document'}: {said}")


def reference_faults(document: JSONObject) -> Iterator[Fault]:
    """Yield each ``$ref`` that leads nowhere, out of the document, to another kind of object, or in a circle."""
    for kind, node, pointer in walk("document", dict(document), ROOT):
        reference = as_object(node).get("$ref")
        if isinstance(reference, str) and is_reference(kind, node) and (problem := _problem(kind, document, reference)):
            yield Fault(pointer.keys, f"$ref {reference!r} {problem}")


def _problem(kind: str, document: JSONObject, reference: str) -> str:
    if not reference.startswith("#/"):
        return "leads out of the document"
    section = f"#/components/{SECTIONS.get(kind, '…')}/"
    if not reference.startswith(section) or "/" in reference.removeprefix(section):
        return f"must name a component, as {section}Name"
    try:
        target = named(document, reference)
    except (KeyError, IndexError, TypeError, ValueError):
        return "leads nowhere"
    try:
        comes_back = any(part.get("$ref") == reference for part in meanings(target, document))
    except (KeyError, IndexError, TypeError, ValueError):  # a fault of what it leads to, which is named there
        return ""
    return "leads back to itself" if comes_back else ""
