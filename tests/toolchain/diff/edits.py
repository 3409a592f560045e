"""Applies the edits of the corpus: values put at JSON pointers, moved, taken out."""

from __future__ import annotations

import copy
from typing import Any

from toolchain.openapi.pointer import parse


def edited(base: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """Return the base document with one case's edit, `move` before `remove` before `set`."""
    result = copy.deepcopy(base)
    for source, target in case.get("move", {}).items():
        _put(result, target, _take(result, source))
    for pointer in case.get("remove", []):
        _take(result, pointer)
    for pointer, value in case.get("set", {}).items():
        _put(result, pointer, copy.deepcopy(value))
    return result


def _container(document: Any, pointer: str) -> tuple[Any, Any]:
    *above, last = parse(pointer) or ()
    for key in above:
        document = document[int(key) if isinstance(document, list) else key]
    return document, int(last) if isinstance(document, list) else last


def _take(document: Any, pointer: str) -> Any:
    container, key = _container(document, pointer)
    return container.pop(key)


def _put(document: Any, pointer: str, value: Any) -> None:
    container, key = _container(document, pointer)
    if isinstance(container, list) and key == len(container):
        container.append(value)
    else:
        container[key] = value
