"""`python -m toolchain generate`: make the package from the description, or check that it is what would be made."""

import argparse
import json
from pathlib import Path

from toolchain.errors import ToolchainError
from toolchain.generate.layout import ROOT, Layout
from toolchain.generate.operation_table import print_table
from toolchain.generate.pipeline import differences, generate, generate_package, is_current


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "document", metavar="DOCUMENT", type=Path, nargs="?", help="another description, OpenAPI 3.0 or 3.1 in one file"
    )
    parser.add_argument("overlays", metavar="OVERLAY", type=Path, nargs="*", help="overlays, applied in that order")
    parser.add_argument("--package", metavar="NAME", help="what the package of DOCUMENT is called")
    parser.add_argument("--out", metavar="DIR", type=Path, help="the folder to put that package into")
    parser.add_argument("--config", metavar="FILE", type=Path, help="settings in the place of generator-config.yaml")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if regeneration would change anything"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository to work on (default: this one)")


def run(args: argparse.Namespace) -> int:
    """Run the command; ToolchainError on bad input, and then nothing is changed."""
    if args.document is not None:
        return _run_on(args)
    if args.package or args.out or args.config:
        raise ToolchainError("--package, --out and --config go with a DOCUMENT")
    layout = Layout(args.root.resolve())
    if args.check:
        changed = differences(layout)
        for name in changed:
            print(f"{name}: not what generation makes")
        return 1 if changed else 0
    if is_current(layout):
        print("nothing to do: description, overlays, templates and package are unchanged")
    else:
        generate(layout)
        overlays = len(layout.overlays)
        print(f"generated {layout.name(layout.package)} from {layout.name(layout.source)} and {overlays} overlays")
    print_table(json.loads(layout.resolved.read_bytes()))
    return 0


def _run_on(args: argparse.Namespace) -> int:
    if not args.package or not args.out:
        raise ToolchainError("a DOCUMENT needs --package NAME and --out DIR")
    if args.check:
        raise ToolchainError("--check is for this repository's own package")
    document = generate_package(args.document, args.overlays, args.package, args.out, args.config)
    print(f"generated {args.out / args.package} from {args.document} and {len(args.overlays)} overlays")
    print_table(document)
    return 0
