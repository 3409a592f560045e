"""Bad input: one clear line, exit code 2, nothing on standard output."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.toolchain.diff.cli import git, run
from tests.toolchain.diff.documents import changes, with_schema, worst
from toolchain.diff.classify import ordered
from toolchain.diff.compare import compare
from toolchain.errors import ToolchainError
from toolchain.openapi.document import Document
from toolchain.openapi.yaml import loads

if TYPE_CHECKING:
    from pathlib import Path

    from toolchain.openapi.json_values import JSON

GOOD = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}


def schemas(**components: Any) -> str:
    """Return a document with these schemas, as JSON."""
    return json.dumps({**GOOD, "components": {"schemas": components}})


def ref(target: str) -> dict[str, str]:
    """Return a reference."""
    return {"$ref": target}


A, B = ref("#/components/schemas/A"), ref("#/components/schemas/B")
DOCUMENTS: dict[str, tuple[str | bytes, str]] = {
    "not YAML": ("openapi: [", "is not YAML"),
    "not JSON": ("{", "is not YAML"),
    "not text": (b"openapi: \xff", "is not UTF-8 text"),
    "empty": ("", "is empty"),
    "a list": ("- openapi: 3.1.0", "is not an OpenAPI 3.0, 3.1 or 3.2 document"),
    "something else": ("name: x", "it has no openapi field"),
    "Swagger": ("swagger: '2.0'", "it has swagger instead"),
    "a later OpenAPI": ("openapi: 4.0.0", "is OpenAPI 4.0.0; 3.0, 3.1 and 3.2 are supported"),
    "a number as version": ("openapi: 3.1", "is not an OpenAPI 3.0, 3.1 or 3.2 document"),
    "a recursive alias": ("openapi: 3.1.0\ninfo: &a {x: *a}", "recursive"),
    "too deep": ("openapi: 3.1.0\ninfo: " + "[" * 300 + "]" * 300, "nested deeper than"),
    "dangling": (schemas(A=B), "/components/schemas/A: $ref '#/components/schemas/B' refers to nothing"),
    "dangling within": (schemas(A={"items": ref("#/x")}), "/components/schemas/A/items: $ref '#/x' refers to nothing"),
    "dangling anchor": (schemas(A=ref("#b")), "refers to nothing"),
    "no text": (schemas(A={"$ref": 5}), "$ref 5 refers to nothing"),
    "no such file": (schemas(A=ref("none.yaml#/A")), "none.yaml: cannot be read"),
    "an address": (schemas(A=ref("https://example.com/a.yaml")), "is an address; only files are read"),
    "itself": (schemas(A=A), "/components/schemas/A: $ref goes in a circle"),
    "a circle": (schemas(A=B, B=A), "$ref goes in a circle"),
    "the whole file": (json.dumps({**GOOD, "paths": {"/a": ref("#/paths/~1a")}}), "$ref goes in a circle"),
    "a circle through a file": (schemas(A=ref("other.json#/A")), "$ref goes in a circle"),
    "another file that is none": (schemas(A=ref("broken.yaml")), "broken.yaml:2: is not YAML"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a good document and the files that bad ones refer to."""
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    (tmp_path / "other.json").write_text(json.dumps({"A": ref("bad.yaml#/components/schemas/A")}))
    (tmp_path / "broken.yaml").write_text("a: [")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("is_old", [True, False])
def test_a_document(name: str, is_old: bool, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content, message = DOCUMENTS[name]
    (folder / "bad.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    arguments = ["bad.yaml", "good.json"] if is_old else ["good.json", "bad.yaml"]
    assert_refused(run(capfd, *arguments, "--root", folder), "bad.yaml" if name != "another" else "", message)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("no-such-revision", "there is no such file or folder, and no such revision"),
        ("", "there is no such file or folder, and no such revision"),
        ("--output=/tmp/x", None),
        (".", "has neither openapi/invoices.yaml nor openapi/resolved/invoices.json"),
    ],
)
def test_an_argument(argument: str, message: str | None, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    if message is None:
        with pytest.raises(SystemExit) as caught:
            run(capfd, argument, "good.json", "--root", folder)
        assert caught.value.code == 2
    else:
        # An empty one counts as none given, and there is no repository to take the default from.
        found = run(capfd, argument, "good.json", "--root", folder)
        assert_refused(found, "", message if argument else "no commit in common")


def test_revisions(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    git(folder, "init", "--quiet", "--initial-branch=trunk")
    git(folder, "add", "good.json")
    git(folder, "commit", "--quiet", "--message=One")
    assert_refused(run(capfd, "HEAD", "good.json", "--root", folder), "HEAD (", "has neither openapi/invoices.yaml")
    assert_refused(run(capfd, "HEAD~1", "good.json", "--root", folder), "HEAD~1", "no such revision")
    assert_refused(run(capfd, "--root", folder), "", "say what to compare with (BASE=…)")
    # What is not a commit is no revision to compare.
    assert_refused(
        run(capfd, git(folder, "rev-parse", "HEAD^{tree}"), "good.json", "--root", folder), "", "no such revision"
    )


def test_a_revision_cannot_refer_to_what_lies_outside(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    inside = folder / "repository"
    (inside / "openapi").mkdir(parents=True)
    (folder / "secret.json").write_text(json.dumps({"type": "string"}))
    (inside / "openapi/link.json").symlink_to("../../secret.json")
    git(inside, "init", "--quiet")
    for target, message in (("../../secret.json", "outside of the repository"), ("link.json", "cannot be read")):
        (inside / "openapi/invoices.yaml").write_text(schemas(A=ref(target)))
        git(inside, "add", ".")
        git(inside, "commit", "--quiet", f"--message={target}")
        assert_refused(run(capfd, "HEAD", "good.json", "--root", inside), "", message)


def test_without_git(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    assert_refused(run(capfd, "main", "good.json", "--root", folder), "", "git is not installed; compare files instead")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("accepted: {}", "must have the one field accepted, a list"),
        ("accepted: []\nmore: 1", "must have the one field accepted"),
        ("[]", "must hold an object"),
        ("accepted: [abc]", "entry 1 must have the fields id and reason"),
        (
            "accepted: [{id: 123456789012, reason: r}]",
            "entry 1 must have the fields id and reason, both text (in quotes)",
        ),
        ('accepted: [{id: "abc", reason: r}]', "entry 1 must have a fingerprint of 12 digits"),
        ('accepted: [{id: "aaaaaaaaaaaa", reason: " "}]', "and a reason"),
        ('accepted: [{id: "aaaaaaaaaaaa"}]', "entry 1 must have the fields"),
        ('accepted: [{id: "aaaaaaaaaaaa", reason: r}, {id: "aaaaaaaaaaaa", reason: s}]', "entry 2 has the same id"),
    ],
)
def test_an_accept_file(content: str, message: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "accepted.yaml").write_text(content)
    found = run(capfd, "good.json", "good.json", "--root", folder, "--accept", "accepted.yaml")
    assert_refused(found, "accepted.yaml", message)


def test_an_accept_file_that_is_missing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = run(capfd, "good.json", "good.json", "--root", folder, "--accept", "none.yaml")
    assert_refused(found, "none.yaml", "cannot be read")


def assert_refused(found: tuple[int, str, str], where: str, message: str) -> None:
    """Hold a result to exit code 2 and one line that says where and what."""
    code, out, err = found
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"error: {where}")
    assert message in err
    assert "Traceback" not in err


def test_what_is_wrong_with_a_foreign_document_is_a_warning(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    wrong = {"a": ref("#/nowhere"), "b": ref("none.yaml#/B"), "c": ref("https://example.com/c.yaml"), "d": {"$ref": 5}}
    text = json.dumps({**GOOD, "components": {"schemas": {"A": {"properties": wrong}}}})
    (elsewhere / "old.json").write_text(text.replace('"components"', '"info": {}, "components"'))
    (elsewhere / "new.yaml").write_text("x-a: 1\nx-a: 2\n" + yaml.safe_dump(json.loads(text)))
    found = run(capfd, elsewhere / "old.json", elsewhere / "new.yaml", "--root", folder, "--format", "json")
    assert found.code == 0
    told = "\n".join(json.loads(found.out)["warnings"])
    assert "old.json: duplicate key 'info'; the last one counts" in told
    assert "new.yaml:2: duplicate key 'x-a', first on line 1; the last one counts" in told
    assert told.count("refers to nothing; mend it or take it out; what it stands for is unknown") == 4
    assert told.count("is an address") == told.count("none.yaml: cannot be read") == 2
    # The same one within the repository must be mended.
    (folder / "ours.json").write_text((elsewhere / "old.json").read_text())
    assert_refused(run(capfd, "ours.json", "good.json", "--root", folder), "ours.json", "duplicate key 'info'")


@pytest.mark.parametrize("direction", ["request", "answer"])
def test_what_is_not_there_can_not_be_compared(direction: str) -> None:
    def document(name: str, schema: JSON) -> Document:
        return Document(name, with_schema({"type": "object", "properties": {"a": schema}}, direction), warnings=[])

    gone, other, there = document("gone", ref("#/gone")), document("other", ref("#/other")), document("there", {})
    string = document("string", {"type": "string"})
    assert compare(gone, document("again", ref("#/gone"))) == []
    for old, new in ((gone, string), (string, gone), (gone, other)):
        assert worst(ordered(compare(old, new))) == "maybe", (old.name, new.name)
    # Whatever it is, it is something.
    assert worst(ordered(compare(*((gone, there) if direction == "request" else (there, gone))))) == "compatible"


def test_a_text_that_may_be_what_is_not_there_is_undecided() -> None:
    def document(schema: JSON) -> Document:
        content = with_schema({}, "request")
        content["paths"]["/things"]["post"]["parameters"] = [{"name": "a", "in": "query", "schema": schema}]
        return Document("foreign", content, warnings=[])

    either: JSON = {"anyOf": [{"type": "array", "items": ref("#/gone")}, {"type": "boolean"}]}
    change = ordered(compare(document({"enum": [1]}), document(either)))[0]
    assert (change.change_class.value, change.witness) == ("maybe", None)


@pytest.mark.parametrize("direction", ["request", "answer"])
def test_a_pattern_of_names_that_no_engine_can_run_is_passed_over(direction: str) -> None:
    def schema(kind: str) -> JSON:
        return {"type": "object", "patternProperties": {"[": {"type": "null"}}, "properties": {"a": {"type": kind}}}

    [change] = changes(with_schema(schema("string"), direction), with_schema(schema("integer"), direction))
    assert change.change_class.value == "breaking"
    assert change.witness is not None


def test_an_anchor_set_twice_is_a_warning_where_duplicate_keys_are() -> None:
    text, warnings = "a: &x 1\nb: *x\nc: &x 2\nd: *x\n", list[str]()
    assert loads(text, "theirs.yaml", warnings) == {"a": 1, "b": 1, "c": 2, "d": 2}
    assert warnings == ["theirs.yaml:3: the anchor &x is set twice; each alias takes the one before it"]
    with pytest.raises(ToolchainError, match="set twice"):
        loads(text, "ours.yaml")
