"""Which operation of the one side is which of the other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.toolchain.diff.documents import changes

DONE = {"responses": {"200": {"description": "Done."}}}


def described(*labels: str) -> dict[str, Any]:
    """Return a document with operations by their labels, ``GET /a`` or ``GET /a operationId``."""
    paths: dict[str, Any] = {}
    for label in labels:
        method, path, *identifier = label.split()
        operation = {**DONE, **({"operationId": identifier[0]} if identifier else {})}
        paths.setdefault(path, {})[method.lower()] = operation
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["GET /a/{x}"], ["GET /a/{y}"], []),
        (["GET /a"], ["PUT /a"], ["operation `GET /a` is gone", "new operation `PUT /a`"]),
        # Of two with the same template that of the same path is paired.
        (["GET /a/{x}", "GET /a/{y}"], ["GET /a/{y}"], ["operation `GET /a/{x}` is gone"]),
        (["GET /a/{y}", "GET /a/{x}"], ["GET /a/{y}"], ["operation `GET /a/{x}` is gone"]),
        (["GET /a/{b}/c/{d}", "GET /a/{b}.json"], ["GET /a/{x}.json", "GET /a/{x}/c/{y}"], []),
        (["GET /a list"], ["GET /b list"], ["operation `GET /a` is now `GET /b`"]),
        (["GET /a list", "GET /c"], ["POST /a list", "GET /c"], ["operation `GET /a` is now `POST /a`"]),
        (["GET /a list"], ["GET /b all"], ["operation `GET /a` is gone", "new operation `GET /b`"]),
    ],
)
def test_operations_pair(old: list[str], new: list[str], expected: list[str]) -> None:
    assert [change.message for change in changes(described(*old), described(*new))] == expected


def test_an_operation_that_moved_is_compared_all_the_same() -> None:
    old, new = described("GET /a list"), described("GET /b list")
    new["paths"]["/b"]["get"]["parameters"] = [{"name": "q", "in": "query", "schema": {"type": "string"}}]
    moved, added = changes(old, new)
    assert moved.change_class.value == "breaking"
    assert (added.message, added.operations) == ("new query parameter `q` (string)", ("GET /b",))


@pytest.mark.parametrize("key", ["query", "additionalOperations"])
def test_operations_that_the_version_does_not_have_are_not_ignored(key: str) -> None:
    old, new = described("GET /a"), described("GET /a")
    old["paths"]["/a"][key] = DONE if key == "query" else {"COPY": DONE}
    for found in (changes(old, new), changes(new, old)):
        [change] = found
        assert (change.change_class.value, change.reason) == ("maybe", "it is part of OpenAPI 3.2 only")
        assert change.message.startswith(f"`{key}` ")
    assert changes(old, old) == []
