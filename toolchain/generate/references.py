"""The references of a resolved document, all of which lead to some place in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from toolchain.errors import ToolchainError

JSONObject = Mapping[str, Any]


def lookup(document: JSONObject, value: Any) -> Any:
    """Follow the local references of a resolved document; RecursionError where they lead in a circle."""
    seen = set[str]()
    while "$ref" in value:
        reference = value["$ref"]
        if reference in seen:
            raise RecursionError(reference)
        seen.add(reference)
        value = named(document, reference)
    return value


def named(document: JSONObject, reference: str) -> Any:
    """Return what stands where a local reference points to, be it a reference too."""
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def check_references(document: JSONObject, name: str) -> None:
    """Raise ToolchainError for the first ``$ref`` that leads nowhere."""
    for place, reference in _references(document, "#"):
        if not reference.startswith("#/"):
            raise ToolchainError(f"{name}: {place}: $ref {reference!r} leads out of the document")
        try:
            lookup(document, {"$ref": reference})
        except (KeyError, IndexError, TypeError, ValueError):
            raise ToolchainError(f"{name}: {place}: $ref {reference!r} leads nowhere") from None
        except RecursionError:
            raise ToolchainError(f"{name}: {place}: $ref {reference!r} leads back to itself") from None


def _references(value: Any, place: str) -> Iterator[tuple[str, str]]:
    members: Any = ()
    if value.__class__ is dict:
        if isinstance(value.get("$ref"), str):
            yield place, value["$ref"]
        members = value.items()
    elif value.__class__ is list:
        members = enumerate(value)
    for key, member in members:
        yield from _references(member, f"{place}/{str(key).replace('~', '~0').replace('/', '~1')}")
