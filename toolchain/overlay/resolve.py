"""`resolve`: apply overlays to a document and write the result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolchain import overlay
from toolchain.openapi.report import dump, write_atomically, write_stdout
from toolchain.openapi.yaml import load, load_object

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def resolve(document: Path, overlays: Sequence[Path], *, strict: bool = False) -> dict[str, Any]:
    """Return the document in the file `document` with the overlays in `overlays` applied, in the order given.

    Keys keep the document's order, new ones come last. ToolchainError names the file and the place in it.
    """
    base = load_object(document)
    return overlay.apply(base, [(str(path), load(path)) for path in overlays], strict=strict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("document", metavar="DOCUMENT", type=Path, help="the document, YAML or JSON")
    parser.add_argument(
        "overlays", metavar="OVERLAY", type=Path, nargs="*", help="overlays, applied in the order given"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default="-",
        help="where to write: YAML or JSON by its ending (- for stdout, in the document's own format)",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="hold each action to its x-expect, and demand its description, x-confidence and x-remove-when",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; ToolchainError on bad input, and then nothing is written."""
    output: Path | None = None if args.output == "-" else Path(args.output)
    endings = [path.suffix.lower() for path in (output, args.document) if path is not None]
    known = [ending for ending in endings if ending in (".yaml", ".yml", ".json")]
    text = dump(resolve(args.document, args.overlays, strict=args.strict), as_yaml=known[:1] not in ([], [".json"]))
    if output is None:
        write_stdout(text)
    else:
        write_atomically(output, text)
    return 0
