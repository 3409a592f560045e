"""`python -m toolchain generate`: make the package from the description, or check that it is what would be made."""

import argparse
from pathlib import Path

from toolchain.generate.layout import ROOT, Layout
from toolchain.generate.pipeline import differences, generate, is_current


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if regeneration would change anything"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository to work on (default: this one)")


def run(args: argparse.Namespace) -> int:
    """Run the command; ToolchainError on bad input, and then nothing is changed."""
    layout = Layout(args.root.resolve())
    if args.check:
        changed = differences(layout)
        for name in changed:
            print(f"{name}: not what generation makes")
        return 1 if changed else 0
    if is_current(layout):
        print("nothing to do: description, overlays, templates and package are unchanged")
        return 0
    generate(layout)
    print(
        f"generated {layout.name(layout.package)} from {layout.name(layout.source)} and {len(layout.overlays)} overlays"
    )
    return 0
