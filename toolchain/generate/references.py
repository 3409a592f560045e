"""The references of a resolved document, all of which are to lead to some place in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from toolchain.generate.faults import Fault, Keys

COMPONENT: Final = re.compile(r"#/components/\w+/[^/]+")
"""What the generator follows; a part of something else must be a component, too, for others to share it."""

JSONObject = Mapping[str, Any]


def lookup(document: JSONObject, value: Any) -> Any:
    """Follow the local references of a resolved document, none of which leads in a circle."""
    while "$ref" in value:
        value = named(document, value["$ref"])
    return value


def named(document: JSONObject, reference: str) -> Any:
    """Return what stands where a local reference points to, be it a reference too."""
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def reference_faults(document: JSONObject) -> Iterator[Fault]:
    """Yield each ``$ref`` that leads nowhere, out of the document, or in a circle."""
    for keys, reference in _references(document, ()):
        problem = _problem(document, reference)
        if problem:
            yield Fault(keys, f"$ref {reference!r} {problem}")


def _problem(document: JSONObject, reference: str) -> str:
    if not reference.startswith("#/"):
        return "leads out of the document"
    if not COMPONENT.fullmatch(reference):
        return "must name a component, as #/components/…/Name"
    try:
        comes_back = reference in _same(document, reference)
    except (KeyError, IndexError, TypeError, ValueError):
        return "leads nowhere"
    return "leads back to itself" if comes_back else ""


def _same(document: JSONObject, reference: str) -> set[str]:
    """Return the references that say what the very value is that a reference stands for, not what is within it."""
    pending, found = [named(document, reference)], set[str]()
    while pending:
        value = pending.pop()
        if value.__class__ is not dict:
            continue
        pending += [part for key in ("allOf", "anyOf", "oneOf") for part in value.get(key, ())]
        if isinstance(further := value.get("$ref"), str) and further not in found:
            found.add(further)
            pending.append(named(document, further))
    return found


def _references(value: Any, keys: Keys) -> Iterator[tuple[Keys, str]]:
    members: Any = ()
    if value.__class__ is dict:
        if isinstance(value.get("$ref"), str):
            yield keys, value["$ref"]
        members = value.items()
    elif value.__class__ is list:
        members = enumerate(value)
    for key, member in members:
        if key not in ("example", "examples"):
            yield from _references(member, (*keys, str(key)))
