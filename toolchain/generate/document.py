"""The resolved document: source and overlays, held to the overlays' expectations and to OpenAPI 3.1."""

from pathlib import Path
from typing import Any, Final, cast

from toolchain import overlay
from toolchain.generate.checks import faults
from toolchain.generate.faults import Fault, Sources, refuse
from toolchain.generate.references import reference_faults
from toolchain.generate.validity import invalid_places
from toolchain.openapi.document import load_bundled
from toolchain.openapi.json_values import copy_json
from toolchain.openapi.openapi30 import upgrade
from toolchain.openapi.openapi_objects import children, walk
from toolchain.openapi.pointer import ROOT
from toolchain.openapi.yaml import load

FLAGS: Final = frozenset({"additionalProperties", "unevaluatedItems", "unevaluatedProperties"})
"""Keywords whose schema usually is true or false, and is read as that."""


def resolved_document(source: Path, overlays: list[Path], *, strict: bool) -> tuple[dict[str, Any], Sources]:
    """Apply the overlays to the source and check the result; one of OpenAPI 3.0 becomes one of 3.1.

    Raises:
        ToolchainError: naming file and line of all that is wrong.
    """
    shown_source, *shown_overlays = map(shown, [source, *overlays])
    loaded = [(str(path), load(path)) for path in shown_overlays]
    document = overlay.apply(load_bundled(shown_source), loaded, strict=strict)
    sources = Sources(shown_source, shown_overlays)
    document = schemas_as_objects(upgrade(document))
    refuse_unfit(document, sources)
    return document, sources


def schemas_as_objects(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with ``{}`` for each schema that is true, and ``{"not": {}}`` for one that is false."""
    places = [
        child.keys
        for kind, node, pointer in walk("document", document, ROOT)
        for of, value, child in children(kind, node, pointer)
        if of == "schema"
        and isinstance(value, bool)
        and not (kind == "schema" and len(child.keys) == len(pointer.keys) + 1 and child.keys[-1] in FLAGS)
    ]
    if not places:
        return document
    copied = cast("dict[str, Any]", copy_json(document))
    for *above, last in places:
        holder: Any = copied
        for key in above:
            holder = holder[int(key) if isinstance(holder, list) else key]
        at = int(last) if isinstance(holder, list) else last
        members = cast("Any", holder)
        members[at] = {} if members[at] else {"not": {}}
    return copied


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
