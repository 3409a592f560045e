"""Where the OpenAPI document comes from: the package data of an installation, or the checkout that `src` lies in."""

import contextlib
import json
import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from leadconnector.sandbox.errors import DocumentError
from leadconnector.sandbox.jsonvalues import is_object

PACKAGE = "leadconnector_invoices"
PACKAGE_DATA = "openapi.json"
CHECKOUT = Path(__file__).resolve().parents[3] / "openapi" / "resolved" / "invoices.json"


class _Readable(Protocol):
    def is_file(self) -> bool: ...
    def read_text(self, encoding: str) -> str: ...


def load_document(source: Mapping[str, Any] | str | os.PathLike[str] | None = None) -> dict[str, Any]:
    """Return the OpenAPI document: `source` itself, read from the JSON file that it names, or the one that ships.

    Raises:
        DocumentError: if there is none, or it is no OpenAPI 3.1 document.
    """
    if isinstance(source, Mapping):
        return _checked(dict(source), "the document")
    place = _shipped() if source is None else Path(source)
    try:
        parsed: object = json.loads(place.read_text("utf-8"))
    except OSError as error:
        raise DocumentError(f"{place}: {error.strerror or error}") from None
    except ValueError as error:
        raise DocumentError(f"{place} is no JSON: {error}") from None
    return _checked(parsed, str(place))


def _shipped() -> _Readable:
    candidates: list[_Readable] = [CHECKOUT]
    with contextlib.suppress(ModuleNotFoundError):
        # Package data first: beside an installed package, a checkout is there by chance.
        candidates.insert(0, files(PACKAGE).joinpath(PACKAGE_DATA))
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise DocumentError(
        f"no OpenAPI document: neither {PACKAGE}/{PACKAGE_DATA} (in an installation) nor {CHECKOUT} (in a checkout; "
        "`make generate` writes it) exists. Install the package again, or pass document="
    )


def _checked(parsed: object, name: str) -> dict[str, Any]:
    document = parsed if is_object(parsed) else {}
    if not str(document.get("openapi", "")).startswith("3.1."):
        raise DocumentError(f"{name} is no OpenAPI 3.1 document: it has no `openapi: 3.1.…`")
    if not isinstance(document.get("paths"), dict):
        raise DocumentError(f"{name} has no `paths`")
    return document
