"""Strict type checkers accept what is right, and refuse what is wrong: tests/typing has both.

Both complain, too, of a comment that expects an error where they find none.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import typecheck

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "typing"


def by_mypy(folder: Path) -> str:
    return typecheck.complaints(folder)


def by_pyright(folder: Path) -> str:
    return typecheck.pyright_complaints(folder / "pyrightconfig.json")


EACH_CHECKER = pytest.mark.parametrize("check", [by_mypy, by_pyright])


@EACH_CHECKER
def test_the_checkers_find_the_expected_errors_and_no_other(check) -> None:
    assert check(FOLDER) == ""


def test_each_error_is_expected_of_both() -> None:
    """A comment for one of them alone would be easily forgotten; an unhashable key is seen by pyright only."""
    lines = (FOLDER / "refused.py").read_text("utf-8").splitlines()
    expecting = [line for line in lines if re.search(r"# (type|pyright): ignore", line)]
    assert len(expecting) > 20
    assert [line.strip() for line in expecting if "# type: ignore[" not in line or "# pyright: ignore" not in line] == [
        "print({invoice: 1})  # pyright: ignore[reportUnhashable]"
    ]


@EACH_CHECKER
def test_an_error_that_is_not_expected_is_found(check, tmp_path: Path) -> None:
    """So that the checkers are known to look."""
    config = (FOLDER / "pyrightconfig.json").read_text("utf-8").replace("../../", f"{ROOT.as_posix()}/")
    (tmp_path / "pyrightconfig.json").write_text(config, "utf-8")
    (tmp_path / "wrong.py").write_text("from leadconnector_invoices.models import Invoice\n\nInvoice(id=5)\n", "utf-8")
    assert "wrong.py:3:" in check(tmp_path)
