"""The HTTP reference: a page on which Redoc renders the resolved description, and the files that it needs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from toolchain.errors import ToolchainError
from toolchain.generate.layout import Layout, digest
from toolchain.openapi.operations import METHODS
from toolchain.site.pages import HTTP, Page

if TYPE_CHECKING:
    from pathlib import Path

REDOC: Final = "docs/vendor/redoc/redoc.standalone.js"
_PAGE: Final = """---
template: http.html
hide: [navigation, toc]
---
# HTTP

As the [resolved description](../openapi.json) has it: the vendor's documentation with the corrections.

| request | what it does | in Python |
|---|---|---|"""
_LOGO: Final = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
_NO_PICTURE: Final = b"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"


def http_page(root: Path) -> Page:
    """Return the page: the operations as search and readers without scripts find them, and the place for Redoc."""
    document: dict[str, Any] = json.loads(Layout(root).resolved.read_bytes())
    resources = {tag["name"]: tag["x-python-name"] for tag in document["tags"]}
    rows: list[str] = []
    for path, item in document["paths"].items():
        for method in filter(item.__contains__, METHODS):
            operation = item[method]
            call = f"{resources[operation['tags'][0]]}.{operation['x-python-name']}"
            rows.append(f"| `{method.upper()} {path}` | {operation['summary']} | `client.{call}` |")
    return Page("http.md", HTTP, "\n".join([_PAGE, *rows, ""]))


def http_files(root: Path) -> dict[str, bytes]:
    """Return the files beside the page by their paths on the site; ToolchainError for a Redoc that nobody reviewed."""
    redoc = (root / REDOC).read_bytes()
    if digest(redoc) not in (root / "docs/vendor/README.md").read_text("utf-8"):
        raise ToolchainError(f"{REDOC}: its SHA-256 is not the one in docs/vendor/README.md")
    redoc = re.sub(rb"\n//# sourceMappingURL=.*", b"", redoc.replace(_LOGO, _NO_PICTURE))
    return {"vendor/redoc.standalone.js": redoc, "openapi.json": Layout(root).resolved.read_bytes()}
