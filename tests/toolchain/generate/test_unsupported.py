"""What can't be made into code that does as it is described is refused in one line, before anything is made."""

from pathlib import Path
from typing import Any

import pytest

from tests.toolchain.generate.small import DATA, described, make_package
from toolchain.errors import ToolchainError
from toolchain.openapi.yaml import load_object

CASES: dict[str, dict[str, Any]] = load_object(DATA / "unsupported.yaml")


@pytest.mark.parametrize("case", CASES)
def test_one_line_says_what_and_where(case: str, tmp_path: Path) -> None:
    with pytest.raises(ToolchainError) as refusal:
        make_package(described(CASES[case]), tmp_path)
    assert CASES[case]["says"] in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_the_small_description_itself_is_supported(tmp_path: Path) -> None:
    assert (make_package(described({}), tmp_path) / "client.py").is_file()
