"""The Python reference: one page for each part of the public surface, written from docstrings."""

from __future__ import annotations

from toolchain.site.pages import REFERENCE, Page


def reference_pages() -> list[Page]:
    """Return the pages of the Python reference."""
    return [Page("reference/errors.md", REFERENCE, "# Errors\n\n::: leadconnector_invoices.errors\n")]
