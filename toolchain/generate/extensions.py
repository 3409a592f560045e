"""The description's extensions: what kind of value each of them takes."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from toolchain.generate.faults import Fault, Keys
from toolchain.generate.views import CLIENT_OPTIONS

TAKES: Final[Mapping[str, type]] = {
    "x-client-option": str,
    "x-echoes": dict,
    "x-enum-descriptions": dict,
    "x-pagination": dict,
    "x-passing-faults": list,
    "x-python-mixin": str,
    "x-python-name": str,
    "x-retry": dict,
    "x-source": dict,
    "x-untyped-properties": list,
}
SHOWN: Final[Mapping[type, str]] = {str: "a text", dict: "an object", list: "a list"}
POLICIES: Final = ("always", "unless-applied", "never")
RETRY_KEYS: Final = frozenset({"policy", "outcome-check", "already-gone"})
GONE: Final[Mapping[str, tuple[type, str]]] = {
    "response": (dict, "an object"),
    "message": (str, "a text"),
    "status": (int, "a number"),
}

JSONObject = Mapping[str, Any]


def extension_faults(value: Any, keys: Keys = ()) -> Iterator[Fault]:
    """Yield where an extension has a value of another kind than it takes, or a name that is nearly one of ours."""
    if value.__class__ is list:
        for index, member in enumerate(value):
            yield from extension_faults(member, (*keys, str(index)))
    if value.__class__ is not dict:
        return
    for key, member in value.items():
        if key.startswith("x-") and keys[-1:] != ("properties",):
            yield from (Fault((*keys, key), f"{place_of(keys)}: {problem}") for problem in _problems(key, member))
        if key not in ("example", "examples"):
            yield from extension_faults(member, (*keys, key))


def place_of(keys: Keys) -> str:
    """Return a place as messages name it: its operation or schema, and the keys below that."""
    if keys[:1] == ("paths",) and len(keys) > 2:
        return " ".join([keys[2].upper(), keys[1], "/".join(keys[3:])]).strip()
    if keys[:2] == ("components", "schemas") and len(keys) > 2:
        return " ".join([f"schema {keys[2]!r}", "/".join(keys[3:])]).strip()
    return "/".join(keys) or "the document"


def _problems(key: str, value: Any) -> Iterator[str]:
    kind: type | None = TAKES.get(key)
    members: Any = value
    if kind is None:
        near = next((known for known in TAKES if _one_edit_apart(key, known)), None)
        if near:
            yield f"unknown {key}; did you mean {near}?"
    elif not isinstance(value, kind) or isinstance(value, bool):
        yield f"{key} must be {SHOWN[kind]}, not {value!r}"
    elif key == "x-enum-descriptions" and not all(isinstance(text, str) for text in members.values()):
        yield "x-enum-descriptions must have a text for each value"
    elif key == "x-client-option" and value not in CLIENT_OPTIONS:
        yield f"unknown x-client-option {value!r}; known are {', '.join(CLIENT_OPTIONS)}"
    elif key == "x-echoes" and not all(isinstance(name, str) for name in members.values()):
        yield "x-echoes must have a property's name for each path parameter"
    elif key == "x-passing-faults" and not all(map(_is_passing_fault, members)):
        yield "x-passing-faults must have objects with message and status"
    elif key == "x-source" and not all(map(_names_places, members.values())):
        yield "x-source must have texts, or lists of texts"
    elif key == "x-untyped-properties" and not _names_places(value):
        yield "x-untyped-properties must list names"


def _one_edit_apart(first: str, second: str) -> bool:
    """Whether a letter added, left out or changed, or two exchanged, make one text of the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    one, other = first[start:], second[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def _is_passing_fault(value: Any) -> bool:
    return value.__class__ is dict and {key: member.__class__ for key, member in value.items()} == {
        "message": str,
        "status": int,
    }


def _names_places(value: Any) -> bool:
    return all(isinstance(name, str) for name in (value if value.__class__ is list else [value]))


def retry_problems(retry: JSONObject) -> Iterator[str]:
    """Yield what is wrong with an operation's ``x-retry``."""
    if unknown := sorted(retry.keys() - RETRY_KEYS):
        yield f"x-retry has no {unknown[0]!r}; it takes {', '.join(sorted(RETRY_KEYS))}"
    if retry and retry.get("policy") not in POLICIES:
        yield f"x-retry: policy must be one of {', '.join(POLICIES)}, not {retry.get('policy')!r}"
    if not isinstance(retry.get("outcome-check", ""), str):
        yield f"x-retry: outcome-check must be an operationId, not {retry['outcome-check']!r}"
    gone = retry.get("already-gone", {})
    if gone.__class__ is not dict or (gone and sorted(gone) != sorted(GONE)):
        yield "x-retry: already-gone must have message, response and status"
        return
    for key, (kind, shown) in GONE.items():
        if gone and gone[key].__class__ is not kind:
            yield f"x-retry: {key} of already-gone must be {shown}, not {gone[key]!r}"
