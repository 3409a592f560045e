"""The pages of the site that are documents of the repository: where each goes, and what becomes of its links."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from pathlib import Path

START: Final = "Start"
GUIDES: Final = "Guides"
PYTHON: Final = "Python"
HTTP: Final = "HTTP"
DESCRIPTION: Final = "Description"
PROJECT: Final = "Project"
SECTIONS: Final = (START, GUIDES, PYTHON, HTTP, DESCRIPTION, PROJECT)

PLACES: Final = {
    "README.md": ("index.md", START),
    **{
        f"docs/{name}.md": (f"guides/{name}.md", GUIDES)
        for name in (
            *("models", "operating", "faults", "agency", "raw", "types", "bulk", "bulk-engines"),
            *("sandbox", "pytest", "fastapi", "celery", "opentelemetry", "api-v3"),
        )
    },
    "openapi/wire-facts.md": ("description/wire-facts.md", DESCRIPTION),
    "docs/diff.md": ("description/diff.md", DESCRIPTION),
    "docs/docs-check.md": ("description/docs-check.md", DESCRIPTION),
    "CHANGELOG.md": ("project/changelog.md", PROJECT),
    "CONTRIBUTING.md": ("project/contributing.md", PROJECT),
    "SECURITY.md": ("project/security.md", PROJECT),
    "docs/speed.md": ("project/speed.md", PROJECT),
    "bench/results/table.md": ("project/measurements.md", PROJECT),
}
"""Where documents go, by their names in the repository, in the order of reading. Any other in `docs/` is a guide."""

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_WIDE_TABLE = re.compile(r"^\|([^|\n]*\|){6,}$", re.MULTILINE)
_CODE_OR_LINK = re.compile(
    r"^(```+|~~~+).*?^\1\s*?$"
    r"|(?P<mark>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?!\w+:|#)(?P<link>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: its path below the site's root, its section, and its text in Markdown."""

    path: str
    section: str
    text: str

    @property
    def title(self) -> str:
        """The page's heading, without the marks of code; without a heading what its name says."""
        match = _TITLE.search(self.text)
        return match[1].replace("`", "") if match else PurePosixPath(self.path).stem.replace("-", " ").capitalize()


def document_pages(root: Path) -> tuple[list[Page], dict[str, Path]]:
    """Return the pages made from documents, and the pictures in them: path below the site's root → file."""
    guides = {f"docs/{path.name}": (f"guides/{path.name}", GUIDES) for path in sorted(root.glob("docs/*.md"))}
    places = {name: place for name, place in (PLACES | guides | PLACES).items() if (root / name).is_file()}
    sources = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Source"]
    pictures: dict[str, Path] = {}
    faults: list[str] = []

    def relinked(name: str, match: re.Match[str]) -> str:
        if match["link"] is None:
            return match[0]  # a block of code
        target = os.path.normpath(PurePosixPath(name).parent / match["link"])
        if target in places:
            there = places[target][0]
        elif match["mark"]:
            there = f"pictures/{target}"
            pictures[there] = root / target
        else:
            if not (root / target).exists():
                faults.append(f"{name}: links to {match['link']}, which does not exist")
            return f"[{match['text']}]({sources}/blob/main/{target})"  # no page, such as a program
        link = os.path.relpath(there, PurePosixPath(places[name][0]).parent)
        return f"{match['mark']}[{match['text']}]({link}{match['anchor'] or ''})"

    pages: list[Page] = []
    for name, (path, section) in places.items():
        text = _CODE_OR_LINK.sub(partial(relinked, name), (root / name).read_text("utf-8"))
        hidden = ["navigation"] if section == START else ["toc"] if _WIDE_TABLE.search(text) else []
        if hidden:  # its room is the text's
            text = f"---\nhide: {hidden}\n---\n{text}"
        pages.append(Page(path, section, text))
    if faults:
        raise ToolchainError(*faults)
    return pages, pictures
