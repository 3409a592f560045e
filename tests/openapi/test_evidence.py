"""Every statement has its source: operations and schemas, overlay actions, and the numbered quirks of the pages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.schemas import walk

ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
QUIRK = re.compile(r'^\| <a id="q(\d\d)"></a>(\d+) \|(.*)\|$', re.MULTILINE)
CITATION = re.compile(r"`(\d\d-[\w-]+\.yaml)` (\d+(?:, \d+)*)")
EVIDENCE = re.compile(r"docs say: .+ wire has: .+ evidence: ([\w-]+(?:, [\w-]+)*)\.")


def quirks(facts: str) -> dict[int, str]:
    """Number of each quirk → the cell that says what fixes it."""
    return {int(number): cells.split(" | ")[-1].strip() for _, number, cells in QUIRK.findall(facts)}


def cited_actions(text: str) -> set[tuple[str, int]]:
    """The (file, action number) pairs that a text names."""
    return {(file, int(number)) for file, numbers in CITATION.findall(text) for number in numbers.split(", ")}


def existing_actions(overlays: dict[str, dict[str, Any]]) -> set[tuple[str, int]]:
    """Every (file, action number) pair there is."""
    return {(name, number) for name, document in overlays.items() for number in range(1, len(document["actions"]) + 1)}


def test_every_quirk_has_a_row_with_its_fix_or_the_reason_why_not(
    facts: str, overlays: dict[str, dict[str, Any]]
) -> None:
    rows = quirks(facts)
    assert sorted(rows) == list(range(1, 31))
    assert len(QUIRK.findall(facts)) == 30
    for number, fix in rows.items():
        cited = cited_actions(fix)
        assert cited <= existing_actions(overlays), number
        assert cited or re.match(r"no action: .{20}", fix), number


def test_the_anchor_of_a_quirk_is_its_number(facts: str) -> None:
    assert [(int(anchor), int(number)) for anchor, number, _ in QUIRK.findall(facts)] == [(n, n) for n in range(1, 31)]


def test_every_action_is_named_in_the_facts(facts: str, overlays: dict[str, dict[str, Any]]) -> None:
    assert existing_actions(overlays) - cited_actions(facts) == set()


def test_anchors_are_unique(facts: str) -> None:
    anchors = ANCHOR.findall(facts)
    assert len(anchors) == len(set(anchors))


def test_every_operation_and_schema_of_the_source_names_its_source(source: dict[str, Any]) -> None:
    operations = [
        operation for item in source["paths"].values() for operation in item.values() if isinstance(operation, dict)
    ]
    for node in [*operations, *source["components"]["schemas"].values(), *source["components"]["parameters"].values()]:
        assert node.get("x-source"), node


@pytest.mark.parametrize("document", ["source", "resolved"])
def test_every_source_exists(request: pytest.FixtureRequest, facts: str, document: str) -> None:
    anchors = set(ANCHOR.findall(facts))
    sources = [(path, node["x-source"]) for path, node in walk(request.getfixturevalue(document)) if is_sourced(node)]
    assert sources
    for path, named in sources:
        assert named.keys() <= {"page", "fact"}, path
        for value in named.values():
            names = value if isinstance(value, list) else [value]
            assert set(names) <= anchors, path


def is_sourced(node: Any) -> bool:
    """Whether a node says where it comes from."""
    return isinstance(node, dict) and "x-source" in node


def test_every_action_gives_its_evidence(facts: str, overlays: dict[str, dict[str, Any]]) -> None:
    anchors = set(ANCHOR.findall(facts))
    for name, document in overlays.items():
        for number, action in enumerate(document["actions"], start=1):
            match = EVIDENCE.fullmatch(action["description"])
            assert match, (name, number, action["description"])
            assert set(match[1].split(", ")) <= anchors, (name, number)
            assert action["x-confidence"] in {"H", "M", "L"}, (name, number)
            assert action["x-remove-when"].strip(), (name, number)
            assert action["x-expect"].keys() & {"value", "sha256"}, (name, number)
