"""The documents are true: their Python runs, their links lead somewhere, and the README stays short."""

import re
from pathlib import Path

import pytest

from tests.support.programs import finished
from tests.support.typecheck import complaints

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("openapi/*.md")])
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""What the Python blocks of a document print."""
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
WITH_CODE = [path for path in DOCUMENTS if BLOCK.search(path.read_text("utf-8"))]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", WITH_CODE, ids=name)
def test_the_python_blocks_of_a_document_run_one_after_the_other(path: Path, tmp_path: Path) -> None:
    code = "\n".join(BLOCK.findall(path.read_text("utf-8")))
    if "\ndef test_" in code:
        file = tmp_path / "test_blocks.py"
        file.write_text(code, "utf-8")
        done = finished("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(file))
    else:
        done = finished("-c", code)
    assert done.returncode == 0, done.stdout + done.stderr
    for shown in OUTPUT.findall(path.read_text("utf-8")):
        assert shown in done.stdout


def test_the_python_blocks_of_the_documents_are_typed(tmp_path: Path) -> None:
    for path in WITH_CODE:
        code = "\n".join(BLOCK.findall(path.read_text("utf-8")))
        (tmp_path / f"{path.stem.lower()}_blocks.py").write_text(code, "utf-8")
    assert complaints(*tmp_path.glob("*_blocks.py")) == ""


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_the_links_of_a_document_lead_somewhere(path: Path) -> None:
    missing = [link for link in LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()]
    assert missing == []


def test_the_readme_fits_and_has_a_whole_example_on_the_first_screen() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) < 120
    assert lines.index("```python") < 30
    code = "\n".join(re.findall(r"^```\w+\n(.*?)^```$", "\n".join(lines), re.MULTILINE | re.DOTALL))
    assert max(map(len, code.splitlines())) <= 88
