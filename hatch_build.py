"""Build hook: puts the resolved description into the wheel as package data."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DOCUMENT = "openapi/resolved/invoices.json"


class ResolvedDocument(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the document to wheels only.

    A static ``force-include`` would also act on editable installs: it would leave a copy in site-packages that grows
    stale, and would refuse to install in a tree whose document has yet to be resolved.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; ``version`` is "standard" or "editable"."""
        if version == "editable":
            return
        if not Path(self.root, DOCUMENT).is_file():
            self.app.abort(f"{DOCUMENT} is missing: run `make generate` first")
        build_data["force_include"][DOCUMENT] = "leadconnector_invoices/openapi.json"
