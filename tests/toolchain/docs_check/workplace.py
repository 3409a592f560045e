"""A repository to run the command in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.toolchain.docs_check.render import LAYOUTS
from toolchain.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

GET, PUT = ("get", "/beds/{bedId}"), ("put", "/beds/{bedId}")
OPERATIONS = ["GET /beds/{bedId}", "PUT /beds/{bedId}", "POST /beds/{bedId}/water"]


class Workplace:
    """A repository, and pages of it."""

    def __init__(self, root: Path, greenhouse: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.record = root / "openapi" / "pages.yaml"
        self.source = root / "openapi" / "invoices.yaml"
        self._greenhouse = greenhouse
        self._capfd = capfd

    def page(self, name: str, lines: Sequence[str]) -> str:
        """The path of a page with these lines."""
        path = self.root / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return str(path)

    def all_pages(self) -> list[str]:
        """A page of each operation, each in another layout."""
        operations = {"docusaurus": PUT, "mintlify": GET, "stripped": ("post", "/beds/{bedId}/water")}
        return [self.page(f"{name}.txt", LAYOUTS[name](self._greenhouse, *of)) for name, of in operations.items()]

    def changes(self, lines: Sequence[str], document: Any = None) -> list[dict[str, Any]]:
        """The changes of a page with these lines, from the JSON report; compared with `document`, if there is one."""
        if document is not None:
            self.source.write_text(json.dumps(document), encoding="utf-8")
        out = self.run(self.page("page.txt", lines), "--format", "json")[1]
        found: list[dict[str, Any]] = json.loads(out)["changes"]
        return found

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error."""
        code = main(["docs-check", "--root", str(self.root), *arguments])
        out, err = self._capfd.readouterr()
        return code, out, err
