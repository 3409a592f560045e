"""`make release`: what keeps a version from being released, a line each, and what comes next."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolchain.__main__ import main
from toolchain.bootstrap import ROOT
from toolchain.release import command, sbom

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {"/things": {"get": {"operationId": "list-things", "responses": {"204": {"description": "None"}}}}},
}
LOCK = "one==1 \\\n    --hash=sha256:00\n    # via own (pyproject.toml)\n"
TODAY = datetime.now(UTC).date()


class Repository:
    """A released 1.0.0, and what has been done since."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("openapi/released", "requirements", "src/leadconnector"):
            (root / folder).mkdir(parents=True)
        self.write("requirements/runtime.txt", LOCK)
        self.write("pyproject.toml", '[project]\nname = "own"\nlicense = "MIT"\ndependencies = ["one>=1"]\n')
        self.git("init", "--quiet", "--initial-branch=main")
        self.version("1.0.0")
        self.changelog(f"## 1.0.0 - {TODAY - timedelta(days=9)}\n\n- All.\n")
        self.describe({})
        self.write("openapi/released/1.0.0.json", json.dumps(DESCRIPTION))
        self.commit()

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, "utf-8")

    def version(self, version: str) -> None:
        self.write("src/leadconnector/__init__.py", f'__version__ = "{version}"\n')
        self.write(sbom.SBOM, sbom.current(self.root, version))

    def changelog(self, section: str) -> None:
        path = self.root / "CHANGELOG.md"
        old = path.read_text("utf-8").partition("\n\n")[2] if path.exists() else ""
        self.write("CHANGELOG.md", f"# Changelog\n\n{section}\n{old}")

    def describe(self, operation: dict[str, Any]) -> None:
        paths = {"/things": {"get": DESCRIPTION["paths"]["/things"]["get"] | operation}}
        self.write("openapi/invoices.yaml", yaml.safe_dump(DESCRIPTION | {"paths": paths}))

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], cwd=self.root, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def release(repository: Repository, version: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["release", version, "--root", str(repository.root)])
    out, err = capsys.readouterr()
    assert not (out and err)
    return code, out + err


def test_says_what_is_next(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.version("1.0.1")
    repository.changelog(f"## 1.0.1 - {TODAY}\n\n### Fixed\n\n- It.\n")
    repository.commit()
    code, said = release(repository, "1.0.1", capsys)
    assert code == 0
    assert said.startswith("1.0.1 can be released: ")
    assert "  git tag --sign v1.0.1 " in said
    # In the workflow the tag is there, on what is checked out.
    repository.git("tag", "v1.0.1")
    assert release(repository, "1.0.1", capsys)[0] == 0


def test_the_first_version_has_nothing_to_compare_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = release(Repository(tmp_path), "1.0.0", capsys)
    assert code == 0
    assert said.startswith("1.0.0 can be released: ")


def test_all_that_is_in_the_way_is_said_at_once(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.describe({"parameters": [{"name": "n", "in": "query", "required": True, "schema": {"type": "string"}}]})
    repository.write("requirements/runtime.txt", LOCK.replace("==1", "==2"))
    repository.changelog("## 1.1.0 - unreleased\n\n### New\n\n- A parameter.\n")
    repository.commit()
    repository.write("openapi/stray.yaml", "")
    code, said = release(repository, "1.2.0", capsys)
    assert code == 1
    assert said.splitlines() == [
        "error: CHANGELOG.md begins with 1.1.0, not 1.2.0",
        "error: CHANGELOG.md gives no date of 1.1.0 but 'unreleased': write the day, as 2026-01-31",
        "error: src/leadconnector/__init__.py says 1.0.0, not 1.2.0",
        f"error: {sbom.SBOM} is of another version, or of older locks: run make lock",
        "error: 1 files are not committed, openapi/stray.yaml for one: commit or stash them",
        "error: CHANGELOG.md has no `### Breaks` under 1.1.0, but the diff since 1.0.0 tells of 1 breaking",
        "error: 1.2.0 is too low after 1.0.0, for 1 breaking: it must be 2.0.0 or more",
    ]


ENTRY = {"patch": "### Fixed\n\n- It.\n", "minor": "### New\n\n- It.\n", "major": "### Breaks\n\n- It.\n"}


@pytest.mark.parametrize(
    ("previous", "diff", "changelog", "low", "least"),
    [
        ("1.2.3", "none", "patch", "1.2.3", "1.2.4"),
        ("1.2.3", "none", "minor", "1.2.9", "1.3.0"),
        ("1.2.3", "none", "major", "1.9.0", "2.0.0"),
        ("1.2.3", "patch", "patch", "0.9.9", "1.2.4"),
        ("1.2.3", "minor", "patch", "1.2.4", "1.3.0"),
        ("1.2.3", "major", "major", "1.3.0", "2.0.0"),
        ("0.2.3", "none", "patch", "0.2.3", "0.2.4"),
        ("0.2.3", "minor", "patch", "0.2.4", "0.3.0"),
        ("0.2.3", "major", "major", "0.2.10", "0.3.0"),
        ("0.9.9", "none", "minor", "0.9.10", "0.10.0"),
    ],
)
def test_diff_and_changelog_say_what_the_version_must_be(
    previous: str, diff: str, changelog: str, low: str, least: str
) -> None:
    def faults(version: str) -> list[str]:
        top = command.Section(version, "", ENTRY[changelog])
        return list(command.version_faults(version, previous, top, diff, "x"))

    assert faults(least) == faults("99.0.0") == []
    [fault] = faults(low)
    assert fault.startswith(f"{low} is too low after {previous}, for ")
    assert fault.endswith(f": it must be {least} or more")


@pytest.mark.parametrize(
    ("when", "entry", "fault"),
    [
        ("2026-01-31", "### New", "CHANGELOG.md says nothing under 1.0.1"),
        ("soon", "- It.", "CHANGELOG.md gives no date of 1.0.1 but 'soon': write the day, as 2026-01-31"),
        ("2026-99-99", "- It.", "CHANGELOG.md gives no date of 1.0.1 but '2026-99-99': write the day, as 2026-01-31"),
        ("20260131", "- It.", "CHANGELOG.md gives no date of 1.0.1 but '20260131': write the day, as 2026-01-31"),
    ],
)
def test_faults_of_the_changelog(when: str, entry: str, fault: str) -> None:
    assert list(command.changelog_faults("1.0.1", command.Section("1.0.1", when, entry))) == [fault]


def test_without_a_description_to_compare_with(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.version("1.0.1")
    repository.changelog(f"## 1.0.1 - {TODAY}\n\n- It.\n")
    (repository.root / "openapi/released/1.0.0.json").unlink()
    repository.commit()
    code, said = release(repository, "1.0.1", capsys)
    assert code == 1
    way = "`git show v1.0.0:openapi/resolved/invoices.json` prints what it must hold"
    assert said == f"error: openapi/released/1.0.0.json is missing: {way}\n"


@pytest.mark.parametrize("version", ["", "1.0", "v1.0.0", "1.0.0rc1", "1.0.01", "1.0.0\n", "--x"])
def test_versions_are_three_numbers(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    if version.startswith("--"):
        with pytest.raises(SystemExit, match="2"):
            main(["release", version])
        return
    assert main(["release", version, "--root", str(ROOT)]) == 2
    assert "VERSION must be three numbers" in capsys.readouterr().err
