"""What can't be made into code that does as it is described is refused in one line, before anything is made."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.packages import make_package
from tests.toolchain.generate.small import DATA, described
from toolchain.errors import ToolchainError
from toolchain.openapi.yaml import load_object

CASES: dict[str, dict[str, Any]] = load_object(DATA / "unsupported.yaml")


@pytest.mark.parametrize("case", CASES)
def test_one_line_says_what_and_where(case: str, tmp_path: Path) -> None:
    with pytest.raises(ToolchainError) as refusal:
        make_package(described(CASES[case]), tmp_path, "small")
    assert CASES[case]["says"] in str(refusal.value)
    assert re.match(r"\S*small\.json:\d+: ", str(refusal.value))
    assert [path.name for path in tmp_path.iterdir()] == ["small.json"]


def test_the_small_description_itself_is_supported(tmp_path: Path) -> None:
    assert (make_package(described({}), tmp_path, "small") / "client.py").is_file()
