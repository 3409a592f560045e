"""The resolved document: source and overlays, held to the overlays' expectations and to OpenAPI 3.1."""

from pathlib import Path
from typing import Any

from toolchain.errors import ToolchainError
from toolchain.generate.checks import check
from toolchain.generate.layout import Layout
from toolchain.generate.references import check_references
from toolchain.overlay.resolve import resolve


def resolved_document(layout: Layout) -> dict[str, Any]:
    """Apply the overlays to the source and validate the result.

    Raises:
        ToolchainError: naming the file, or the place in the resolved document, that is wrong.
    """
    source, *overlays = map(shown, [layout.source, *layout.overlays])
    document = resolve(source, overlays, strict=True)
    refuse_unfit(document, f"{layout.name(layout.source)} with its overlays")
    return document


def refuse_unfit(document: dict[str, Any], name: str) -> None:
    """Raise ToolchainError for the first thing for which a package can't be made of the document called `name`."""
    check_references(document, name)
    validate(document, name)
    check(document, name)


def shown(path: Path) -> Path:
    """Return a path as messages are to show it: short, where it lies below the current folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def validate(document: dict[str, Any], name: str) -> None:
    """Hold a document to OpenAPI 3.1; raise ToolchainError for the first thing that is wrong."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    version = document.get("openapi")
    if not isinstance(version, str) or not version.startswith("3.1."):
        raise ToolchainError(f"{name}: openapi is {version!r}; this project's description is OpenAPI 3.1.x")
    errors = OpenAPIV31SpecValidator(document).iter_errors()
    # The one found deepest says most: those above it only say that something below is wrong.
    error = max(errors, key=lambda found: len(found.absolute_path), default=None)
    if error is not None:
        place = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.absolute_path)
        raise ToolchainError(f"{name}: not valid OpenAPI 3.1 at #{place}: {' '.join(error.message.split())[:300]}")
