"""From the description to the package: made aside, and swapped in only when all of it is right."""

import json
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from toolchain.errors import ToolchainError
from toolchain.generate import lock
from toolchain.generate.layout import DISTRIBUTION, PACKAGE, Layout, digest, files_below
from toolchain.openapi.report import write_atomically


def is_current(layout: Layout) -> bool:
    """Whether inputs and outputs are what the lock says."""
    return lock.read(layout) == {**lock.inputs(layout), **lock.outputs(layout)}


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
    with made_aside(layout) as new:
        made = {new.name(path): path for path in [*files_below(new.package), new.resolved, new.lock]}
        here = {layout.name(path): path for path in [*files_below(layout.package), layout.resolved, layout.lock]}
        return [
            name
            for name in sorted(made.keys() | here.keys())
            if name not in made
            or name not in here
            or not here[name].is_file()
            or made[name].read_bytes() != here[name].read_bytes()
        ]


@contextmanager
def made_aside(layout: Layout) -> Generator[Layout]:
    """Make all outputs in a folder of their own, on the same file system, which goes at the end."""
    # Imported here: an unchanged description is to be told without loading the generator.
    from toolchain.generate.document import resolved_document
    from toolchain.generate.rendering import render

    sources = lock.inputs(layout)
    document = resolved_document(layout)
    content = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    with tempfile.TemporaryDirectory(prefix=".generating-", dir=layout.root) as folder:
        new = Layout(Path(folder))
        new.resolved.parent.mkdir(parents=True)
        new.resolved.write_text(content, "utf-8")
        new.package.parent.mkdir()
        try:
            render(
                document,
                digest=digest(content.encode()),
                config=layout.config,
                templates=layout.templates,
                package=PACKAGE,
                distribution=DISTRIBUTION,
                target=new.package,
            )
        except (ToolchainError, OSError):  # such as a full disk: not what the source says
            raise
        except Exception as error:  # a description of a kind that nobody has tried: one line all the same
            said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise ToolchainError(f"{layout.name(layout.source)}: can't be made into a package: {said}") from error
        new.lock.write_text(lock.text({**sources, **lock.outputs(new)}), "utf-8")
        yield new


def swap(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target`; on a failure `target` is as it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = new.with_name("old")
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
