"""The pages on the description: the HTTP reference, what each overlay puts right, and what changed by version."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from leadconnector import __version__
from toolchain.diff import printed
from toolchain.errors import ToolchainError
from toolchain.generate.operations import operations_of
from toolchain.generate.pipeline import Layout, digest
from toolchain.openapi.yaml import load_object
from toolchain.site.pages import DESCRIPTION, HTTP, PLACES, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REDOC: Final = "docs/vendor/redoc/redoc.standalone.js"
HTTP_INTRO: Final = """---
template: http.html
hide: [navigation, toc]
---
# HTTP

As the [resolved description](../openapi.json) has it: the vendor's documentation with the corrections.

| request | what it does | in Python |
|---|---|---|"""
_LOGO: Final = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
_NO_PICTURE: Final = b"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"
CONFIDENCE: Final = {
    "H": "high: two independent sources, or a recording",
    "M": "medium: one source",
    "L": "low: inferred",
}
PARTS: Final = re.compile(
    r"docs say: (?P<docs>.+?)\s+wire has: (?P<wire>.+?)\s+evidence: (?P<evidence>.+?)\.?", re.DOTALL
)
INTRO: Final = """# Corrections

`openapi/invoices.yaml` says what the vendor's documentation says, mistakes included. Each overlay below puts one thing
right before the client is generated, or adds what a Python client needs and no description has. It stands on evidence,
says how sure it is, and stops the build when the documentation no longer says what it corrects.
"""
CHANGES_INTRO: Final = """# What changed

What `make diff` says of the descriptions of two versions, for those who call the API. The
[changelog](../project/changelog.md) tells of the whole package.
"""


def http_page(root: Path) -> Page:
    """Return the page: the operations as search and readers without scripts find them, and the place for Redoc."""
    document: dict[str, Any] = json.loads(Layout(root).resolved.read_bytes())
    resources = {tag["name"]: tag["x-python-name"] for tag in document["tags"]}
    rows: list[str] = []
    for operation in operations_of(document):
        request = f"{operation.method.upper()} {operation.path}"
        call = f"{resources[operation['tags'][0]]}.{operation['x-python-name']}"
        rows.append(f"| `{request}` | {operation['summary']} | `client.{call}` |")
    return Page("http.md", HTTP, "\n".join([HTTP_INTRO, *rows, ""]))


def http_files(root: Path) -> dict[str, bytes]:
    """Return the files beside the page by their paths on the site; ToolchainError for a Redoc that nobody reviewed."""
    redoc = (root / REDOC).read_bytes()
    if digest(redoc) not in (root / "docs/vendor/README.md").read_text("utf-8"):
        raise ToolchainError(f"{REDOC}: its SHA-256 is not the one in docs/vendor/README.md")
    redoc = re.sub(rb"\n//# sourceMappingURL=.*", b"", redoc.replace(_LOGO, _NO_PICTURE))
    return {"vendor/redoc.standalone.js": redoc, "openapi.json": Layout(root).resolved.read_bytes()}


def corrections_page(root: Path) -> Page:
    """Return the page; ToolchainError for an action that lacks one of its statements."""
    lines = [INTRO]
    for path in Layout(root).overlays:
        overlay = load_object(path)
        name = path.relative_to(root).as_posix()
        lines += [f"## {overlay['info']['title']}", "", f"In `{name}`:", ""]
        for number, action in enumerate(overlay["actions"], 1):
            lines += _action(f"{name}: action {number}", action)
    return Page("description/corrections.md", DESCRIPTION, "\n".join(lines))


def _action(place: str, action: dict[str, Any]) -> Iterator[str]:
    said = PARTS.fullmatch(action["description"].strip())
    if said is None:
        raise ToolchainError(f"{place}: description must be 'docs say: … wire has: … evidence: ….'")
    facts = PLACES["openapi/wire-facts.md"][0].rpartition("/")[2]
    evidence = ", ".join(f"[{fact}]({facts}#{fact})" for fact in re.split(r",\s+", said["evidence"]))
    yield f"`{action['target']}`"
    yield ""
    for term, text in (
        ("Documentation", said["docs"]),
        ("Wire", said["wire"]),
        ("Evidence", f"{evidence}; confidence {CONFIDENCE[action['x-confidence']]}"),
        ("Can go when", action["x-remove-when"]),
    ):
        yield f"{term}\n:   {' '.join(text.split())}\n"


def changes_page(root: Path) -> Page:
    """Return the page of what changed from one version's description to the next, newest first."""
    released = {path.stem: path for path in (root / "openapi/released").glob("*.json")}
    versions = sorted(released, key=lambda version: [int(part) for part in version.split(".")])
    current = "the next version" if __version__ in released else __version__
    documents = [*((version, released[version]) for version in versions), (current, Layout(root).resolved)]
    lines = [CHANGES_INTRO]
    for (old, before), (new, after) in reversed([*pairwise(documents)]):
        files = [path.relative_to(root).as_posix() for path in (before, after)]
        lines += [f"## From {old} to {new}", "", printed(*files, "--format", "markdown", cwd=root)]
    return Page("description/changes.md", DESCRIPTION, "\n".join(lines))
