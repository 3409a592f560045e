"""What can be compared: revisions, folders, files, and what each consists of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.toolchain.diff.cli import Result, git, run

if TYPE_CHECKING:
    from pathlib import Path

SOURCE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/things": {
            "get": {
                "operationId": "list-things",
                "responses": {
                    "200": {
                        "description": "All",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    }
                },
            }
        }
    },
    "components": {"schemas": {"Thing": {"type": "object", "properties": {"size": {"type": "number"}}}}},
}
ACTION: dict[str, Any] = {
    "target": "$.components.schemas.Thing.properties.size",
    "description": "docs say: a number. wire has: a string. evidence: q01.",
    "x-expect": {"value": {"type": "number"}},
    "update": {"type": "string"},
}


def write(root: Path, *, source: dict[str, Any] = SOURCE, actions: list[dict[str, Any]] | None = None) -> None:
    """Write a project below `root`: a source, an overlay if there are actions, and a model that belongs to it."""
    (root / "openapi").mkdir(exist_ok=True)
    (root / "openapi/invoices.yaml").write_text(yaml.safe_dump(source))
    (root / "overlays").mkdir(exist_ok=True)
    overlay = {"overlay": "1.1.0", "info": {"title": "T", "version": "1"}, "actions": actions}
    (root / "overlays/10-size.yaml").unlink(missing_ok=True)
    if actions:
        (root / "overlays/10-size.yaml").write_text(yaml.safe_dump(overlay))


def commit(root: Path, message: str) -> str:
    """Commit everything, and return the commit's hash."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", f"--message={message}")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository whose main branch has a project of this layout, with one overlay."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write(tmp_path, actions=[ACTION])
    commit(tmp_path, "One")
    return tmp_path


def found(result: Result) -> list[tuple[str, str]]:
    """Return class and pointer of the changes in a JSON report."""
    assert result.err == ""
    return [(change["class"], change["pointer"]) for change in json.loads(result.out)["changes"]]


def test_the_default_is_where_the_work_left_main_against_the_working_tree(
    repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    git(repository, "checkout", "--quiet", "-b", "work")
    assert found(run(capfd, "--root", repository, "--format", "json")) == []
    git(repository, "checkout", "--quiet", "main")
    write(repository, actions=[ACTION], source={**SOURCE, "info": {"title": "Later on main", "version": "1"}})
    commit(repository, "Two")
    git(repository, "checkout", "--quiet", "work")
    write(repository, actions=[])
    result = run(capfd, "--root", repository, "--format", "json")
    assert result.code == 1
    assert found(result) == [("breaking", "/components/schemas/Thing/properties/size/type")]


def test_revisions_have_their_own_overlays(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first = git(repository, "rev-parse", "HEAD")
    write(repository, actions=[{**ACTION, "update": {"type": "string", "format": "decimal"}}])
    second = commit(repository, "Two")
    write(repository, actions=[])
    result = run(capfd, first, second, "--root", repository, "--format", "json")
    assert found(result) == [("surface", "/components/schemas/Thing/properties/size/format")]
    assert run(capfd, first[:10], "HEAD", "--root", repository).out.startswith(f"{first[:12]} → HEAD ({second[:12]})\n")


def test_an_overlay_that_no_longer_finds_what_it_expects_still_applies(
    repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The demands of generation were met when that revision was made, by the toolchain of its time."""
    source = json.loads(json.dumps(SOURCE).replace('"number"', '"integer"'))
    write(repository, source=source, actions=[ACTION])
    assert found(run(capfd, "HEAD", repository, "--root", repository, "--format", "json")) == []


def test_a_revision_without_source_has_its_resolved_document(
    repository: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (repository / "openapi/invoices.yaml").unlink()
    (repository / "openapi/resolved").mkdir()
    resolved = json.loads(json.dumps(SOURCE).replace('"number"', '"string"'))
    (repository / "openapi/resolved/invoices.json").write_text(json.dumps(resolved))
    commit(repository, "Two")
    assert found(run(capfd, "HEAD~1", "HEAD", "--root", repository, "--format", "json")) == []


def test_a_project_in_a_folder_of_a_repository(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    inner = tmp_path / "packages/invoices"
    inner.mkdir(parents=True)
    write(inner, actions=[ACTION])
    commit(tmp_path, "One")
    assert found(run(capfd, "main", inner, "--root", inner, "--format", "json")) == []


def test_the_surface_of_generated_packages_is_compared(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    package = repository / "generated/leadconnector_invoices"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("class Client:\n    def get(self, thing_id: str) -> int:\n        return 1\n")
    commit(repository, "Two")
    (package / "__init__.py").write_text(
        "class Client:\n    def fetch(self, thing_id: str) -> int:\n        return 1\n"
    )
    result = run(capfd, "HEAD", repository, "--root", repository, "--format", "json")
    assert found(result) == [("surface", "leadconnector_invoices.Client.get")]
    assert json.loads(result.out)["bump"] == "major"
    # Nothing to compare with.
    assert found(run(capfd, "HEAD~1", repository, "--root", repository, "--format", "json")) == []


def test_json_and_yaml_say_the_same(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(SOURCE))
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(SOURCE))
    assert found(run(capfd, tmp_path / "a.json", tmp_path / "a.yaml", "--root", tmp_path, "--format", "json")) == []


def test_nothing_is_left_behind(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    run(capfd, "HEAD", "HEAD", "--root", repository)
    assert list(folder.iterdir()) == []
    assert git(repository, "status", "--porcelain") == ""


def test_a_hook_that_names_its_repository_does_no_harm(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert run(capfd, "HEAD", "HEAD", "--root", repository).code == 0


def test_what_is_out_of_date_is_said_first(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = json.loads(json.dumps(SOURCE).replace('"number"', '"integer"'))
    expecting = {**ACTION, "x-confidence": "high", "x-remove-when": "never"}
    write(repository, source=source, actions=[expecting])
    (repository / "openapi/lock.json").write_text("{}")
    (repository / "templates").mkdir()
    (repository / "generator-config.yaml").write_text("{}")
    lines = run(capfd, "HEAD", repository, "--root", repository).out.splitlines()
    assert lines[1].startswith("warning: an overlay no longer applies: overlays/10-size.yaml")
    assert lines[2].startswith("warning: generated/leadconnector_invoices is stale")
    assert run(capfd, "HEAD", repository, "--root", repository, "--format", "markdown").out.startswith("Warning: an ov")


def test_a_change_stands_at_the_action_that_made_it(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def locations(*arguments: object) -> dict[str, str]:
        result = run(capfd, *arguments, "--root", repository, "--format", "json")
        return {change["pointer"]: change["location"] for change in json.loads(result.out)["changes"]}

    place = "/components/schemas/Thing/properties/size"
    second = {**ACTION, "target": "$.components.schemas.Thing.properties", "update": {"new": {"type": "string"}}}
    write(repository, actions=[{**ACTION, "update": {"type": "boolean"}}, second])
    overlay = "overlays/10-size.yaml"
    lines = (repository / overlay).read_text().splitlines()
    first, other = (f"{overlay}:{number}" for number, line in enumerate(lines, 1) if line.startswith("- "))
    found = locations("HEAD", repository)
    assert found[f"{place}/type"] == first
    assert found["/components/schemas/Thing/properties/new"] == other
    # One that went is named where it stood, a change of the source in the source.
    write(repository, source={**SOURCE, "servers": [{"url": "https://a.example"}]}, actions=[second])
    found = locations("HEAD", repository)
    assert found[f"{place}/type"] == f"{overlay}:2"
    line = (repository / "openapi/invoices.yaml").read_text().splitlines().index("servers:") + 1
    assert found["/servers"] == f"openapi/invoices.yaml:{line}"
