"""`python -m toolchain generate`: make the package from the description, or check that it is what would be made."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from toolchain.errors import ToolchainError
from toolchain.generate.operations import DescribedOperation, JSONObject, operations_of
from toolchain.generate.pipeline import ROOT, Layout, differences, generate, generate_package, is_current

LACKS = {
    "name": "it is called by its operationId: give it an x-python-name",
    "retry": "without x-retry only a read is repeated",
    "outcome-check": "nothing tells what became of a call whose response was lost",
    "options": "the caller gives what the client could fill in, by x-client-option",
    "pages": "without x-pagination a call gives one page",
    "echoes": "a response that shows another object than its path names is taken for its own, without x-echoes",
    "summary": "its docstring says nothing",
    "errors": "no response of an error is described",
    "security": "no scope is described",
    "example": "the sandbox makes its response up from the schema",
}
"""What an operation may lack, and what follows."""
OPTIONS = ("altId", "altType", "Version")
"""Parameters that the client can fill in."""


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


def print_table(document: JSONObject) -> None:
    """Print a row for each operation that lacks something, what that means, and how many lack nothing."""
    operations = list(operations_of(document))
    others_echo = any("x-echoes" in operation for operation in operations)
    rows = {
        f"{operation.method.upper()} {operation.path}": set(_lacks(operation, others_echo=others_echo))
        for operation in operations
    }
    lacking = {name: lacks for name, lacks in rows.items() if lacks}
    columns = [key for key in LACKS if any(key in lacks for lacks in lacking.values())]
    if lacking:
        width = max(map(len, lacking))
        print("  ".join(["lacking".ljust(width), *columns]))
        for name, lacks in lacking.items():
            marks = ("x".ljust(len(key)) if key in lacks else " " * len(key) for key in columns)
            print("  ".join([name.ljust(width), *marks]).rstrip())
        for key in columns:
            print(f"{key}: {LACKS[key]}")
    print(f"{len(rows) - len(lacking)} of {len(rows)} operations lack nothing that others have")


def _lacks(operation: DescribedOperation, *, others_echo: bool) -> Iterator[str]:
    retry = operation.get("x-retry", {})
    names = {parameter["name"] for parameter in operation.parameters}
    filled = {parameter["name"] for parameter in operation.parameters if "x-client-option" in parameter}
    in_path = any(parameter["in"] == "path" for parameter in operation.parameters)
    found = {
        "name": "x-python-name" not in operation,
        "retry": "policy" not in retry,
        "outcome-check": operation.method not in ("get", "head", "options") and "outcome-check" not in retry,
        "options": bool({*OPTIONS} & names - filled),
        "pages": operation.method == "get"
        and bool({"offset", "skip", "cursor"} & names)
        and "x-pagination" not in operation,
        "echoes": others_echo and "x-echoes" not in operation and in_path,
        "summary": not operation.get("summary") and not operation.get("description"),
        "errors": not any(str(status)[0] in "45" for status in operation.get("responses", {})),
        "security": not operation.get("security", operation.document.get("security")),
        "example": not all(map(_has_example, operation.successes.values())),
    }
    return (key for key, lacks in found.items() if lacks)


def _has_example(response: JSONObject) -> bool:
    content: JSONObject = response["content"]
    return not content or any("example" in media or "examples" in media for media in content.values())
