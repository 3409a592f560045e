"""The resolved document: source and overlays, held to the overlays' expectations and to OpenAPI 3.1."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from toolchain import overlay
from toolchain.generate.checks import faults
from toolchain.generate.faults import Fault, Sources, refuse
from toolchain.generate.references import reference_faults
from toolchain.openapi.bundle import load_bundled
from toolchain.openapi.openapi30 import upgrade
from toolchain.openapi.yaml import load


def resolved_document(source: Path, overlays: list[Path], *, strict: bool) -> tuple[dict[str, Any], Sources]:
    """Apply the overlays to the source and check the result; one of OpenAPI 3.0 becomes one of 3.1.

    Raises:
        ToolchainError: naming file and line of all that is wrong.
    """
    shown_source, *shown_overlays = map(shown, [source, *overlays])
    loaded = [(str(path), load(path)) for path in shown_overlays]
    document = overlay.apply(load_bundled(shown_source), loaded, strict=strict)
    sources = Sources(shown_source, shown_overlays)
    if str(document.get("openapi", "")).startswith("3.0."):
        document = upgrade(document)
    refuse_unfit(document, sources)
    return document, sources


def refuse_unfit(document: dict[str, Any], sources: Sources) -> None:
    """Raise ToolchainError for all that keeps a package from being made of a document."""
    version = document.get("openapi")
    if not isinstance(version, str) or not version.startswith("3.1."):
        refuse([Fault(("openapi",), f"openapi is {version!r}; OpenAPI 3.0.x and 3.1.x are supported")], sources)
    refuse(reference_faults(document), sources)
    refuse(_invalid(document), sources)
    refuse(faults(document), sources)


def shown(path: Path) -> Path:
    """Return a path as messages are to show it: short, where it lies below the current folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _invalid(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield where a document is no valid OpenAPI 3.1."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    errors = OpenAPIV31SpecValidator(document).iter_errors()
    # Errors without a place are of defaults, which only docstrings show, and of what `checks` finds with its place.
    placed = [error for error in errors if error.absolute_path or error.instance is document]
    found = {tuple(map(str, error.absolute_path)): error for error in placed}
    for keys, error in found.items():
        # Those found deepest say most: the ones above only say that something below is wrong.
        if not any(other[: len(keys)] == keys and other != keys for other in found):
            place = "/".join(keys)
            yield Fault(keys, f"not valid OpenAPI 3.1 at {place}: {error.message.splitlines()[0][:300]}")
