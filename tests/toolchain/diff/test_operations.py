"""Which operation of the one side is which of the other."""

from __future__ import annotations

import pytest

from toolchain.diff.compare.operations import pair_operations
from toolchain.openapi.operations import Operation, path_template
from toolchain.openapi.pointer import ROOT


def operations(*names: str) -> list[Operation]:
    """Return operations by their labels."""
    found: list[Operation] = []
    for name in names:
        method, path = name.split()
        item = ROOT.below("paths", path)
        found.append(Operation(method.lower(), path, item.below(method.lower()), item, item))
    return found


def pairs(old: list[Operation], new: list[Operation]) -> set[tuple[str | None, str | None]]:
    """Return the labels of the pairs."""
    return {(a.label if a else None, b.label if b else None) for a, b in pair_operations(old, new)}


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/a/{b}", "/a/{}"), ("/a/{b}/c/{d}", "/a/{}/c/{}"), ("/a", "/a"), ("/a/{b}.json", "/a/{}.json")],
)
def test_a_template(path: str, expected: str) -> None:
    assert path_template(path) == expected


def test_names_of_parameters_do_not_matter() -> None:
    assert pairs(operations("GET /a/{x}"), operations("GET /a/{y}")) == {("GET /a/{x}", "GET /a/{y}")}


def test_the_method_does() -> None:
    found = pairs(operations("GET /a"), operations("PUT /a"))
    assert found == {("GET /a", None), (None, "PUT /a")}


@pytest.mark.parametrize("old", [("GET /a/{x}", "GET /a/{y}"), ("GET /a/{y}", "GET /a/{x}")])
def test_of_two_with_the_same_template_the_one_of_the_same_path_is_paired(old: tuple[str, str]) -> None:
    assert pairs(operations(*old), operations("GET /a/{y}")) == {("GET /a/{x}", None), ("GET /a/{y}", "GET /a/{y}")}
