"""The surface of generated packages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from toolchain.diff.classify import Change, ChangeClass
from toolchain.diff.compare.python_api import compare_packages

if TYPE_CHECKING:
    from pathlib import Path

MODEL = '''\
"""Models."""

class Thing:
    """A thing."""

    name: str | None = None
    """Its name."""
    size: int = 0

    def copy(self, deep: bool = False) -> "Thing":
        """Copy it."""
        return self

    def _private(self) -> None: ...
'''


@pytest.fixture
def packages(tmp_path: Path) -> tuple[Path, Path]:
    """Return two folders with the same package."""
    for side in ("old", "new"):
        folder = tmp_path / side / "package"
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text('from package.thing import Thing\n\n__all__ = ["Thing"]\n')
        (folder / "thing.py").write_text(MODEL)
    return tmp_path / "old/package", tmp_path / "new/package"


@pytest.mark.parametrize(
    ("before", "after", "path", "words"),
    [
        ("name:", "title:", "Thing.name", "public object was removed"),
        ("name: str | None", "name: str", "Thing.name", "type `str | None` → `str`"),
        ("class Thing", "class Object", "Thing", "public object was removed"),
        ("def copy", "def clone", "Thing.copy", "public object was removed"),
        ("deep: bool = False", "deep: bool", "Thing.copy", "parameter is now required: `deep`"),
        ("deep: bool", "deep: int", "Thing.copy", "type of `deep` `bool` → `int`"),
        ("deep: bool = False", "", "Thing.copy", "parameter was removed: `deep`"),
        ("(self, deep", "(self, more: int, deep", "Thing.copy", "parameter was added as required: `more`"),
        ('-> "Thing"', "-> None", "Thing.copy", "returned type `Thing` → `None`"),
        (
            "size: int = 0",
            "def size(self) -> int: ...",
            "Thing.size",
            "public object points to a different kind of object",
        ),
    ],
)
def test_what_is_gone_or_has_another_type(
    before: str, after: str, path: str, words: str, packages: tuple[Path, Path]
) -> None:
    old, new = packages
    assert before in MODEL
    (new / "thing.py").write_text(MODEL.replace(before, after))
    found = compare_packages(old, new)
    assert f"`{path}`: {words}" in [change.message for change in found]
    assert {change.change_class.value for change in found} == {"surface"}
    assert len({change.id for change in found}) == len(found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("A thing.", "One thing."),
        ("_private", "_hidden"),
        ("size: int = 0", "size: int = 0\n    weight: int = 0"),
        ("deep: bool = False", "deep: bool = False, more: int = 0"),
    ],
)
def test_what_is_added_or_only_explained(before: str, after: str, packages: tuple[Path, Path]) -> None:
    old, new = packages
    (new / "thing.py").write_text(MODEL.replace(before, after) if before else MODEL)
    assert compare_packages(old, new) == []


def test_what_several_classes_have_in_common_is_one_change(packages: tuple[Path, Path]) -> None:
    old, new = packages
    both = MODEL + MODEL.replace("class Thing", "class ThingInput")
    (old / "thing.py").write_text(both)
    (new / "thing.py").write_text(both.replace("def copy", "def clone"))
    [change] = compare_packages(old, new)
    assert change.message == "`Thing.copy`: public object was removed; so it is for `ThingInput.copy`"


@pytest.mark.parametrize(
    ("kind", "pointer", "python"),
    [
        ("property-removed", "/components/schemas/thing/properties/the-name", ()),
        ("operation-removed", "/paths/~1thing/get", ("client.thing.the_name",)),
    ],
)
def test_what_follows_from_a_change_of_the_description_is_none_of_its_own(
    kind: str, pointer: str, python: tuple[str, ...], packages: tuple[Path, Path]
) -> None:
    old, new = packages
    for name in ("Thing", "AsyncThing", "ThingArguments"):
        content = f"class {name}:\n    the_name: str\n    other: str\n"
        (old / "thing.py").write_text((old / "thing.py").read_text() + content)
    (new / "thing.py").write_text((old / "thing.py").read_text().replace("    the_name: str\n", ""))
    assert len(compare_packages(old, new)) == 1
    known = Change(kind, ChangeClass.BREAKING, pointer, "It changed.", "", python=python)
    assert compare_packages(old, new, [known]) == []
    assert len(compare_packages(old, new, [replace(known, change_class=ChangeClass.DOCS)])) == 1


def test_where_a_class_is_from_is_no_type(packages: tuple[Path, Path]) -> None:
    old, new = packages
    (new / "thing.py").write_text(MODEL.replace("name: str | None", "name: builtins.Str | None"))
    (old / "thing.py").write_text(MODEL.replace("name: str | None", "name: Str | None"))
    assert compare_packages(old, new) == []


def test_nothing_is_imported(packages: tuple[Path, Path]) -> None:
    old, new = packages
    (new / "thing.py").write_text("raise SystemExit('imported')\n" + MODEL)
    assert compare_packages(old, new) == []
