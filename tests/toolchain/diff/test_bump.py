"""The version that follows from changes."""

from __future__ import annotations

import pytest

from toolchain.diff.classify import Change, ChangeClass, bump


@pytest.mark.parametrize(
    ("classes", "part"),
    [
        ([], "none"),
        (["docs"], "patch"),
        (["docs", "compatible"], "minor"),
        (["surface", "docs"], "major"),
        (["maybe"], "major"),
        (["compatible", "breaking"], "major"),
    ],
)
def test_the_worst_change_decides(classes: list[str], part: str) -> None:
    found = bump([_change(each) for each in classes])
    assert found.part == part
    assert found.why


def test_what_could_not_be_decided_is_compatible_once_accepted() -> None:
    assert bump([_change("maybe", "Every token has it.")]).part == "minor"


def test_a_breaking_change_stays_one_when_accepted() -> None:
    found = bump([_change("breaking", "It was wrong.")])
    assert found == ("major", "1 breaking")


def _change(change_class: str, accepted: str = "") -> Change:
    return Change("kind", ChangeClass(change_class), "/a", "message", change_class, accepted=accepted)
