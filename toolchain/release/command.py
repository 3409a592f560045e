"""`python -m toolchain release VERSION`: whether version, changelog, SBOM and diff agree, and what to do next.

Nothing is tagged, pushed or published here: a tag is, by hand, and `.github/workflows/release.yml` does the rest.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from toolchain.bootstrap import ROOT
from toolchain.diff import printed
from toolchain.errors import ToolchainError
from toolchain.release import sbom

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

VERSION_FILE: Final = "src/leadconnector/__init__.py"
_VERSION: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_SECTION: Final = re.compile(r"^## (\S+) \S (.+)\n((?:(?!## ).*\n?)*)", re.MULTILINE)
_PARTS: Final = ("none", "patch", "minor", "major")
_NEXT: Final = """\
{version} can be released: version, changelog, SBOM and diff agree.
Next:
  make check test build
  git tag --sign v{version} --message {version}
  git push origin v{version}    # release.yml builds and tries it, and publishes once somebody approves
"""


class Section(NamedTuple):
    """A section of the changelog."""

    version: str
    when: str
    text: str

    @property
    def part(self) -> str:
        """The part of the version that its entries raise."""
        return "major" if "### Breaks" in self.text else "minor" if "### New" in self.text else "patch"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("version", metavar="VERSION", help="what is released, such as 1.2.0")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository to work on (default: this one)")


def run(args: argparse.Namespace) -> int:
    """Run the command; 1 and one line each on stderr for what is in the way, ToolchainError on bad input."""
    version: str = args.version
    root: Path = args.root
    if not _VERSION.fullmatch(version):
        raise ToolchainError(f"VERSION must be three numbers, not {version!r}: make release VERSION=1.2.0")
    sections = [Section(*found) for found in _SECTION.findall((root / "CHANGELOG.md").read_text("utf-8"))]
    if not sections:
        raise ToolchainError("CHANGELOG.md has no section with a version and a date")
    faults = [*changelog_faults(version, sections[0]), *tree_faults(version, root)]
    if len(sections) > 1:
        previous = sections[1].version
        try:
            faults += version_faults(version, previous, sections[0], *diff(root, previous))
        except ToolchainError as error:
            faults += error.messages
    for fault in faults:
        print(f"error: {fault}", file=sys.stderr)
    if not faults:
        print(_NEXT.format(version=version), end="")
    return 1 if faults else 0


def changelog_faults(version: str, top: Section) -> Iterator[str]:
    """Yield what is wrong with the changelog's first section."""
    if top.version != version:
        yield f"CHANGELOG.md begins with {top.version}, not {version}"
    if not re.search(r"^- ", top.text, re.MULTILINE):
        yield f"CHANGELOG.md says nothing under {top.version}"
    if not _is_day(top.when):
        yield f"CHANGELOG.md gives no date of {top.version} but {top.when!r}: write the day, as 2026-01-31"


def _is_day(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def tree_faults(version: str, root: Path) -> Iterator[str]:
    """Yield what is wrong with the files and with git's state."""
    match = re.search(r'^__version__ = "(.*)"', (root / VERSION_FILE).read_text("utf-8"), re.MULTILINE)
    own = match[1] if match else "no version"
    if own != version:
        yield f"{VERSION_FILE} says {own}, not {version}"
    if (root / sbom.SBOM).read_text("utf-8") != sbom.current(root, own):
        yield f"{sbom.SBOM} is of another version, or of older locks: run make lock"
    if changed := git(root, "status", "--porcelain").splitlines():
        yield f"{len(changed)} files are not committed, {changed[0][3:]} for one: commit or stash them"


def diff(root: Path, previous: str) -> tuple[str, str]:
    """Return the part of the version that the diff from the last release raises, and why."""
    base = root / f"openapi/released/{previous}.json"
    if not base.is_file():
        raise ToolchainError(
            f"openapi/released/{previous}.json is missing: `git show v{previous}:openapi/resolved/invoices.json` "
            "prints what it must hold"
        )
    report = json.loads(printed(str(base), "HEAD", "--root", str(root), "--format", "json", cwd=ROOT))
    return report["bump"], report["why"]


def version_faults(version: str, previous: str, top: Section, part: str, why: str) -> Iterator[str]:
    """Yield where the version is too low for changelog or diff, and where these contradict each other.

    Before 1.0 the minor part is raised where the major one would be.
    """
    if not _VERSION.fullmatch(previous):
        yield f"CHANGELOG.md has {previous} before {top.version}, which is not three numbers"
        return
    if part == "major" and top.part != "major":
        yield f"CHANGELOG.md has no `### Breaks` under {top.version}, but the diff since {previous} tells of {why}"
    if _PARTS.index(top.part) > _PARTS.index(part):
        part, why = top.part, f"entries of the changelog that ask for a {top.part} release"
    new, (major, minor, patch) = (tuple(map(int, each.split("."))) for each in (version, previous))
    if part == "major" and major > 0:
        least = (major + 1, 0, 0)
    elif part in {"major", "minor"}:
        least = (major, minor + 1, 0)
    else:
        least = (major, minor, patch + 1)
    if new < least:
        yield f"{version} is too low after {previous}, for {why}: it must be {'.'.join(map(str, least))} or more"


def git(root: Path, *arguments: str) -> str:
    """Return what git prints."""
    made = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    if made.returncode != 0:
        raise ToolchainError(f"git {arguments[0]} failed: {made.stderr}")
    return made.stdout
