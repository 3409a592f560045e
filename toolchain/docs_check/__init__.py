"""Compare captured documentation pages with the description, fact by fact (`python -m toolchain docs-check`)."""
