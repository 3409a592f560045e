"""From the description to the package: made aside, and swapped in only when all of it is right.

The lock has the digests of all inputs and outputs, which tell whether there is anything to do.
"""

import hashlib
import json
import keyword
import re
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from toolchain.errors import ToolchainError
from toolchain.openapi.report import write_atomically

if TYPE_CHECKING:
    from toolchain.generate.faults import Sources

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = "leadconnector_invoices"
GENERATORS: Final = ("openapi-python-client", "ruff")
TOOLCHAIN: Final = Path(__file__).resolve().parents[1]
CODE: Final = ("generate", "overlay", "openapi")
"""Its own code counts as an input too, as far as the result depends on it."""
IMPORTED: Final = frozenset(
    {"leadconnector", "toolchain", "anyio", "dateutil", "h11", "httpcore", "httpx", "msgspec", "typing_extensions"}
)
"""What packages import, and what makes them: none of them can be called so."""
GENERATED: Final = re.compile(rb'^DESCRIPTION_SHA256(: Final)? = "[0-9a-f]{64}"$', re.MULTILINE)
"""What the first module of a generated package has, in all versions."""

Lock = dict[str, Any]


class Layout:
    """The places of this project's own description and package, below `root`."""

    def __init__(self, root: Path) -> None:
        self.root: Final = root
        self.source: Final = root / "openapi/invoices.yaml"
        self.config: Final = root / "generator-config.yaml"
        self.templates: Final = root / "templates"
        self.resolved: Final = root / "openapi/resolved/invoices.json"
        self.lock: Final = root / "openapi/lock.json"
        self.package: Final = root / "generated" / PACKAGE

    @property
    def overlays(self) -> list[Path]:
        """The overlay documents, in the order in which they apply; what editors leave there begins with a dot."""
        return sorted((self.root / "overlays").rglob("[!.]*.yaml"))

    def name(self, path: Path) -> str:
        """The name of a file as messages and the lock give it."""
        return path.relative_to(self.root).as_posix()

    def digests(self, paths: Iterable[Path]) -> dict[str, str]:
        """The SHA-256 of each file by its name."""
        return {self.name(path): digest(path.read_bytes()) for path in paths}


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content`, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a tree in a fixed order, without what Python and tools leave there."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
            yield path


def tree_digest(folder: Path) -> str:
    """Return one SHA-256 for names and contents of a tree; of a folder that is not there, that of an empty one."""
    lines = (f"{path.relative_to(folder).as_posix()} {digest(path.read_bytes())}\n" for path in files_below(folder))
    return digest("".join(lines).encode())


def inputs(layout: Layout) -> Lock:
    """Digest all that the result depends on.

    Raises:
        ToolchainError: where one of the inputs is missing.
    """
    for path in (layout.source, layout.config):
        if not path.is_file():
            raise ToolchainError(f"{layout.name(path)}: no such file; generation needs it")
    for folder in (layout.templates, layout.root / "overlays"):
        if not folder.is_dir():
            raise ToolchainError(f"{layout.name(folder)}: no such folder; generation needs it")
    present = (path for path in files_below(layout.root / "overlays") if not path.name.startswith("."))
    stray = [path for path in present if path not in layout.overlays]
    if stray:
        raise ToolchainError(f"{layout.name(min(stray))}: would not be applied: the name of an overlay ends in .yaml")
    return {
        "source": layout.digests([layout.source]),
        "overlays": layout.digests(layout.overlays),
        "config": layout.digests([layout.config]),
        "templates": layout.digests(files_below(layout.templates)),
        "toolchain": digest(b"".join(path.read_bytes() for part in CODE for path in files_below(TOOLCHAIN / part))),
        "versions": {name: version(name) for name in GENERATORS},
    }


def outputs(layout: Layout) -> Lock:
    """Digest what generation has made."""
    present = [layout.resolved] if layout.resolved.is_file() else []
    return {
        "resolved": layout.digests(present),
        "generated": {layout.name(layout.package): tree_digest(layout.package)},
    }


def is_current(layout: Layout) -> bool:
    """Whether inputs and outputs are what the lock says; one that is missing or unreadable says nothing."""
    try:
        lock: Lock = json.loads(layout.lock.read_bytes())
    except (OSError, ValueError):
        return False
    return lock == {**inputs(layout), **outputs(layout)}


def generate(layout: Layout) -> None:
    """Make resolved document, package and lock anew.

    Raises:
        ToolchainError: for anything wrong with an input; the outputs are then as they were.
    """
    with made_aside(layout) as new:
        swap(new.package, layout.package)
        layout.resolved.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(layout.resolved, new.resolved.read_text("utf-8"))
        # Last, so that whatever is cut short before it is made again.
        write_atomically(layout.lock, new.lock.read_text("utf-8"))


def differences(layout: Layout) -> list[str]:
    """Return the names of output files that regeneration would change."""

    def contents(of: Layout) -> dict[str, bytes]:
        files = [*files_below(of.package), of.resolved, of.lock]
        return {of.name(path): path.read_bytes() for path in files if path.is_file()}

    here = contents(layout)
    with made_aside(layout) as new:
        made = contents(new)
    return sorted(name for name in made.keys() | here.keys() if made.get(name) != here.get(name))


@contextmanager
def made_aside(layout: Layout) -> Generator[Layout]:
    """Make all outputs in a folder of their own, on the same file system, which goes at the end."""
    before = inputs(layout)
    resolved = _resolved(layout.source, layout.overlays, strict=True)
    with tempfile.TemporaryDirectory(prefix=".generating-", dir=layout.root) as folder:
        new = Layout(Path(folder))
        new.resolved.parent.mkdir(parents=True)
        _write(*resolved, layout, layout.config, new.package, new.resolved)
        new.lock.write_text(_json({**before, **outputs(new)}), "utf-8")
        yield new


def generate_package(
    source: Path, overlays: list[Path], package: str, out: Path, config: Path | None
) -> dict[str, Any]:
    """Make the package `out`/`package` of any description, and return that as it was resolved.

    Beside its modules the package has the description, as ``openapi.json``, for the sandbox.

    Raises:
        ToolchainError: for anything wrong with an input, and where something else than such a package stands there,
            which is then as it was.
    """
    if not package.isidentifier() or keyword.iskeyword(package):
        raise ToolchainError(f"--package {package!r}: must be a name that Python can import")
    if package in IMPORTED or package in sys.stdlib_module_names:
        raise ToolchainError(f"--package {package!r}: would hide the module of that name; choose another")
    if not _may_replace(out / package):
        problem = "is there, and no package that was generated; move it away, or choose another --package or --out"
        raise ToolchainError(f"{out / package}: {problem}")
    own = Layout(ROOT)
    document, sources = _resolved(source.absolute(), [path.absolute() for path in overlays], strict=False)
    _name_calls(document)
    try:
        out.mkdir(parents=True, exist_ok=True)
        aside = tempfile.TemporaryDirectory(prefix=".generating-", dir=out)
    except OSError as error:
        raise ToolchainError(f"--out {out}: no folder can be made there: {error.strerror or error}") from None
    with aside as folder:
        new = Path(folder) / package
        _write(document, sources, own, config or own.config, new, new / "openapi.json")
        swap(new, out / package)
    return document


def _may_replace(target: Path) -> bool:
    """Whether nothing is lost with what stands there: nothing, an empty folder, or what generation has made."""
    if target.is_symlink() or not target.is_dir():
        return not (target.is_symlink() or target.exists())
    root = target / "__init__.py"
    return not any(target.iterdir()) or (root.is_file() and GENERATED.search(root.read_bytes()) is not None)


def _name_calls(document: dict[str, Any]) -> None:
    """Write into a document what the client calls each operation, for the sandbox, which knows no rule of names."""
    from toolchain.generate.names import call_names
    from toolchain.generate.operations import operations_of

    for operation in operations_of(document):
        document["paths"][operation.path][operation.method]["x-python-call"] = ".".join(call_names(operation))


def _resolved(source: Path, overlays: list[Path], *, strict: bool) -> tuple[dict[str, Any], "Sources"]:
    """Return the checked document, and what it came of; ToolchainError with file and line of all that is wrong."""
    # Imported here: an unchanged description must be told without loading the generator.
    from toolchain.generate.checks import refuse_unfit
    from toolchain.generate.faults import Sources

    sources = Sources(source, overlays)
    document = sources.resolved(strict=strict)
    refuse_unfit(document, sources)
    return document, sources


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _write(
    document: dict[str, Any], sources: "Sources", own: Layout, config: Path, package: Path, resolved: Path
) -> None:
    """Write the package of a description, called as its folder is, and the resolved document."""
    from toolchain.generate.rendering import render

    content = _json(document)
    sha256 = digest(content.encode())
    try:
        render(document, sources, digest=sha256, config=config, templates=own.templates, target=package)
    except (ToolchainError, OSError):  # such as a full disk: not what the source says
        raise
    except Exception as error:  # a description of a kind that nobody has tried: one line all the same
        said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise ToolchainError(f"{sources.name()}: can't be made into a package: {said}") from error
    resolved.write_text(content, "utf-8")


def swap(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target`; on a failure `target` is as it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = new.with_name(".old")  # which no package is called
    try:
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        raise ToolchainError(f"{target}: cannot be replaced: {error.strerror or error}") from None
    shutil.rmtree(old, ignore_errors=True)
