"""The description's extensions: what kind of value each of them takes."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

TAKES: Final[Mapping[str, type]] = {
    "x-client-option": str,
    "x-enum-descriptions": dict,
    "x-python-mixin": str,
    "x-python-name": str,
    "x-retry": dict,
    "x-source": dict,
}
SHOWN: Final[Mapping[type, str]] = {str: "a text", dict: "an object"}
POLICIES: Final = ("always", "unless-applied", "never")
RETRY_KEYS: Final = frozenset({"policy", "outcome-check", "already-gone"})
GONE: Final[Mapping[str, tuple[type, str]]] = {
    "answer": (dict, "an object"),
    "message": (str, "a text"),
    "status": (int, "a number"),
}

JSONObject = Mapping[str, Any]


def extension_problems(value: Any, place: str = "#") -> Iterator[str]:
    """Yield where an extension has a value of another kind than it takes."""
    if value.__class__ is list:
        for index, member in enumerate(value):
            yield from extension_problems(member, f"{place}/{index}")
    if value.__class__ is not dict:
        return
    for key, member in value.items():
        kind = TAKES.get(key)
        if kind and member.__class__ is not kind:
            yield f"{place}: {key} is to be {SHOWN[kind]}, not {member!r}"
        elif key == "x-enum-descriptions" and not all(isinstance(text, str) for text in member.values()):
            yield f"{place}: x-enum-descriptions is to have a text for each value"
        elif key == "x-source" and not all(map(_names_places, member.values())):
            yield f"{place}: x-source is to have texts, or lists of texts"
        yield from extension_problems(member, f"{place}/{str(key).replace('~', '~0').replace('/', '~1')}")


def _names_places(value: Any) -> bool:
    return all(isinstance(name, str) for name in (value if value.__class__ is list else [value]))


def retry_problems(retry: JSONObject) -> Iterator[str]:
    """Yield what is wrong with an operation's ``x-retry``."""
    if unknown := sorted(retry.keys() - RETRY_KEYS):
        yield f"x-retry has no {unknown[0]!r}; it takes {', '.join(sorted(RETRY_KEYS))}"
    if retry and retry.get("policy") not in POLICIES:
        yield f"x-retry: policy is to be one of {', '.join(POLICIES)}, not {retry.get('policy')!r}"
    if not isinstance(retry.get("outcome-check", ""), str):
        yield f"x-retry: outcome-check is to be an operationId, not {retry['outcome-check']!r}"
    gone = retry.get("already-gone", {})
    if gone.__class__ is not dict or (gone and sorted(gone) != sorted(GONE)):
        yield "x-retry: already-gone is to have answer, message and status"
        return
    for key, (kind, shown) in GONE.items():
        if gone and gone[key].__class__ is not kind:
            yield f"x-retry: {key} of already-gone is to be {shown}, not {gone[key]!r}"
