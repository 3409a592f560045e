"""The three forms of a report, byte for byte, and the exit codes."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.toolchain.diff.cli import run
from tests.toolchain.diff.documents import HERE
from toolchain.diff.classify import Change, ChangeClass
from toolchain.diff.report import Report, as_markdown, as_text
from toolchain.diff.values import code

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = {"terminal": "txt", "markdown": "md", "json": "json"}


@pytest.fixture
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the two sample documents, and nothing accepted."""
    for path in (HERE / "samples").iterdir():
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("form", ENDINGS)
def test_a_report_is_as_expected(form: str, samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = run(capfd, "old.yaml", "new.yaml", "--format", form, "--root", samples)
    assert (found.code, found.err) == (1, "")
    assert found.out == (HERE / "expected" / f"report.{ENDINGS[form]}").read_text("utf-8")


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("form", ENDINGS)
def test_a_report_of_nothing(form: str, samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = run(capfd, "old.yaml", "old.yaml", "--format", form, "--root", samples)
    assert (found.code, found.err) == (0, "")
    assert "nothing has changed" in found.out


def test_json_has_the_documented_form(samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = json.loads(run(capfd, "old.yaml", "new.yaml", "--format", "json", "--root", samples).out)
    assert content.keys() == {"bump", "why", "version", "failed", "warnings", "changes"}
    for change in content["changes"]:
        assert change.keys() - {"witness"} == {
            "id", "class", "operations", "pointer", "message", "python", "location", "reason", "accepted"
        }  # fmt: skip
        assert change["class"] in list(ChangeClass)
        assert change["operations"] == sorted(change["operations"])
    ranks = [(ChangeClass(change["class"]).rank, change["pointer"]) for change in content["changes"]]
    assert ranks == sorted(ranks)


def test_breaking_changes_that_are_accepted_do_not_fail(samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = json.loads(run(capfd, "old.yaml", "new.yaml", "--format", "json", "--root", samples).out)
    breaking = [change["id"] for change in content["changes"] if change["class"] == "breaking"]
    lines = [f'  - {{id: "{each}", reason: We never send it.}}' for each in breaking]
    accepted = samples / "accepted.yaml"
    accepted.write_text("\n".join(["accepted:", *lines]) + "\n")
    arguments = ["old.yaml", "new.yaml", "--root", samples, "--accept", accepted]
    found = run(capfd, *arguments, "--format", "json")
    assert found.code == 0
    again = json.loads(found.out)
    assert again["bump"] == "major"
    assert [change["id"] for change in again["changes"]] == [change["id"] for change in content["changes"]]
    assert {change["accepted"] for change in again["changes"] if change["id"] in breaking} == {"We never send it."}
    assert "accepted: We never send it." in run(capfd, *arguments).out
    assert "accepted: We never send it." in run(capfd, *arguments, "--format", "markdown").out
    accepted.write_text("\n".join(["accepted:", *lines[1:]]) + "\n")
    assert run(capfd, *arguments).code == 1


def test_the_accept_file_of_the_repository_counts_without_being_named(
    samples: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (samples / "openapi").mkdir()
    (samples / "openapi/accepted-changes.yaml").write_text('accepted: [{id: "000000000000", reason: Long ago.}]\n')
    found = run(capfd, "old.yaml", "new.yaml", "--root", samples)
    assert "nothing matches 000000000000" in found.out
    assert "`000000000000`" in run(capfd, "old.yaml", "new.yaml", "--root", samples, "--format", "markdown").out


def test_colours_are_only_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Report("old", "new", [_change("a `b`")])
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in as_text(found)
    plain = as_text(found)
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = as_text(found)
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_what_fails_is_said_with_the_entry_to_paste(
    samples: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    arguments = ["old.yaml", "new.yaml", "--root", samples]
    content = json.loads(run(capfd, *arguments, "--format", "json").out)
    breaking = [change["id"] for change in content["changes"] if change["class"] == "breaking"]
    found = run(capfd, *arguments, "--format", "markdown")
    for text in (run(capfd, *arguments).out, found.out, found.err):
        assert "2 breaking changes aren't accepted (--fail-on breaking)" in text
        assert all(f'- id: "{each}"' in text for each in breaking)
    assert found.out.startswith("**Failed**")


@pytest.mark.parametrize(("fail_on", "code"), [("breaking", 1), ("maybe", 1), ("never", 0)])
def test_what_it_fails_on_can_be_chosen(
    fail_on: str, code: int, samples: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = run(capfd, "old.yaml", "new.yaml", "--root", samples, "--fail-on", fail_on)
    assert found.code == code
    assert ("failed:" in found.out) == bool(code)


@pytest.mark.usefixtures("samples")
def test_maybe_fails_where_it_is_asked_to(samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    new = (samples / "old.yaml").read_text().replace("(x|y)", "(y|x)")
    (samples / "maybe.yaml").write_text(new)
    assert run(capfd, "old.yaml", "maybe.yaml", "--root", samples).code == 0
    found = run(capfd, "old.yaml", "maybe.yaml", "--root", samples, "--fail-on", "maybe")
    assert (found.code, "1 maybe change isn't accepted" in found.out) == (1, True)


def test_a_workflow_shows_changes_at_their_lines(
    samples: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    found = run(capfd, "old.yaml", "new.yaml", "--root", samples)
    assert re.search(r"^::error file=new.yaml,line=\d+::Thing.kind: values", found.err, re.MULTILINE)


def test_what_breaks_is_proven_by_a_value(samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = json.loads(run(capfd, "old.yaml", "new.yaml", "--format", "json", "--root", samples).out)
    [first, second] = [change["witness"] for change in content["changes"] if change["class"] == "breaking"]
    assert first["kind"] == "ti`ny"
    assert second["parts"][0]["weight"] % 1


def test_markdown_is_capped() -> None:
    found = Report("old", "new", [_change(f"m{number}") for number in range(300)])
    text = as_markdown(found)
    assert text.count("\n- m") == 100
    assert "- and 200 more" in text


def test_the_next_version_is_named() -> None:
    found = Report("old", "new", [_change("m")], version="0.1.0")
    assert "next version: 0.1.0 → 0.2.0" in as_text(found)
    assert "0.1.0 → 0.2.0" in as_markdown(found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("a <b> & *c* _d_ [e](f) @g #1 | ~~x~~ \\", r"a \<b\> \& \*c\* \_d\_ \[e\](f) \@g \#1 \| \~\~x\~\~ \\"),
        ("`a <b>` c*", r"`a <b>` c\*"),
    ],
)
def test_markdown_takes_nothing_for_markup(text: str, shown: str) -> None:
    assert f"- {shown}\n" in as_markdown(Report("old", "new", [_change(text)]))


def test_a_value_in_a_message_is_short_and_harmless() -> None:
    assert code("a`b\x1b[31m\n c") == "`` a`b [31m c ``"
    assert code({"b": 1, "a": [None]}) == '`{"a": [null], "b": 1}`'
    assert len(code("x" * 500)) == 82
    assert code("") == "(empty)"


@pytest.mark.parametrize("text", ["a`b", "`", "``", "`a` <b> `` c", "```yaml", "<b>"])
def test_a_value_is_shown_as_it_is_in_a_fence_that_it_cannot_leave(text: str) -> None:
    found = Report("old", "new", [_change(f"values + {code(text)}, {code(text)} and <i>")])
    assert f"values + {text}, {text} and <i>\n" in as_text(found)
    assert f"values + {code(text)}, {code(text)} and \\<i\\>\n" in as_markdown(found)
    assert code(text).strip("`") == (f" {text} " if "`" in text else text)


def test_many_operations_are_counted() -> None:
    operations = tuple(f"GET /{number:02}" for number in range(30))
    found = Report("old", "new", [_change("m", operations)])
    assert "GET /07, and 22 more" in as_text(found)
    assert "`GET /07`, and 22 more" in as_markdown(found)


def _change(message: str, operations: tuple[str, ...] = ()) -> Change:
    return Change("kind", ChangeClass.BREAKING, "/a", message, "key", operations)


@pytest.mark.parametrize("form", ENDINGS)
def test_what_a_description_says_stays_on_its_line(
    form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    evil = "x\n::error::y\x1b[31m\u2028"

    def document(name: str, kind: str) -> str:
        schema = {
            "type": "object",
            "properties": {"a": {"type": kind, "format": evil}, name: {"$ref": "#/components/schemas/" + evil}},
        }
        content = {"application/json": {"schema": schema}}
        operation = {"responses": {"200": {"description": "x", "content": content, "headers": {evil: {}}}}}
        components = {"schemas": {evil: {"type": kind, "not": {"type": kind, "items": {"$ref": "#/none"}}}}}
        return json.dumps({"openapi": "3.1.0", "info": {"title": "T", "version": "1"},
                           "paths": {"/a": {"get": operation}}, "components": components})  # fmt: skip

    (tmp_path / "a.json").write_text(document("b", "string"))
    (tmp_path / "b.json").write_text(document("c", "array"))
    options = ("--format", form, "--fail-on", "maybe", "--root", tmp_path / "elsewhere")
    found = run(capfd, tmp_path / "a.json", tmp_path / "b.json", *options)
    assert found.code == 1
    assert "refers to nothing" in found.out
    for text in (found.out, found.err):
        assert all(char.isprintable() for char in text.replace("\n", "")), text
        assert not any(line.startswith("::error::") for line in text.splitlines())
