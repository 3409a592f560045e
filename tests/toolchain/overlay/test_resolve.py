"""The `resolve` command, and how documents are written."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given

from tests.support.json_strategies import VALUES
from tests.toolchain.overlay.overlay_data import same
from toolchain.__main__ import main
from toolchain.errors import ToolchainError
from toolchain.openapi.report import dump, write_atomically, write_stdout
from toolchain.openapi.yaml import load, loads
from toolchain.overlay.resolve import resolve

DOCUMENT = """\
openapi: 3.1.0
info: {version: 1.0.0, title: Zoo}
paths:
  /b:
    get:
      responses:
        200: {description: Fed, until 2021-07-28}
  /a: {}
"""
OVERLAY = """\
overlay: 1.1.0
info: {title: T, version: 1.0.0}
actions:
  - target: $.info
    update: {title: Zoo é}
"""
RESULT = {
    "openapi": "3.1.0",
    "info": {"version": "1.0.0", "title": "Zoo é"},
    "paths": {"/b": {"get": {"responses": {"200": {"description": "Fed", "until 2021-07-28": None}}}}, "/a": {}},
}
STRICT_FIELDS = """\
    description: D
    x-confidence: H
    x-remove-when: never
    x-expect: {value: {title: %s}}
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "d.yaml").write_text(DOCUMENT)
    (tmp_path / "o.yaml").write_text(OVERLAY)
    return tmp_path


def run(capfd: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    code = main(["resolve", *map(str, args)])
    captured = capfd.readouterr()
    return code, captured.out, captured.err


def start(*args: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "error", "-m", "toolchain", *map(str, args)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, **{"stdout": pipe, "stderr": pipe, **options})


def test_to_json(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = files / "out.json"
    assert run(capfd, files / "d.yaml", files / "o.yaml", "-o", out) == (0, "", "")
    assert json.loads(out.read_bytes()) == RESULT
    assert list(json.loads(out.read_bytes())["paths"]) == ["/b", "/a"]
    assert out.read_text("utf-8").endswith("}\n")


@pytest.mark.parametrize("name", ["out.yaml", "out.yml", "OUT.YAML"])
def test_to_yaml(files: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, files / "d.yaml", files / "o.yaml", "-o", files / name) == (0, "", "")
    text = (files / name).read_text("utf-8")
    assert text.startswith("openapi: 3.1.0\ninfo:\n  version: 1.0.0\n  title: Zoo é\n")
    assert loads(text) == RESULT


def test_an_ending_that_says_nothing_takes_the_documents_format(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, files / "d.yaml", "-o", files / "out")
    assert (files / "out").read_text().startswith("openapi:")


@pytest.mark.parametrize("options", [[], ["-o", "-"]])
def test_stdout_has_the_documents_format(files: Path, options: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, files / "d.yaml", files / "o.yaml", *options)
    assert (code, err) == (0, "")
    assert out.startswith("openapi: 3.1.0\n")
    assert loads(out) == RESULT
    (files / "d.json").write_text(json.dumps(loads(DOCUMENT)))
    _, out, _ = run(capfd, files / "d.json", files / "o.yaml", *options)
    assert json.loads(out) == RESULT


def test_json_overlays_on_yaml_documents(files: Path) -> None:
    (files / "o.json").write_text(json.dumps(loads(OVERLAY)))
    assert resolve(files / "d.yaml", [files / "o.json"]) == RESULT


def test_no_overlay_leaves_the_document_as_it_is(files: Path) -> None:
    assert resolve(files / "d.yaml", []) == loads(DOCUMENT)


def test_strict(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    strict, out = files / "s.yaml", files / "out.json"
    strict.write_text(OVERLAY + STRICT_FIELDS % "Zoo")
    assert run(capfd, "--strict", files / "d.yaml", strict, "-o", out) == (0, "", "")
    assert json.loads(out.read_bytes()) == RESULT
    strict.write_text(OVERLAY + STRICT_FIELDS % "Zebra")
    code, _, err = run(capfd, "--strict", files / "d.yaml", strict, "-o", out)
    assert code == 2
    assert err.startswith(f"error: {strict}:4: action 1 ($.info): expected old value " + '{"title":"Zebra"}, found ')
    assert "; remove the action when: never" in err


@pytest.mark.parametrize(
    ("document", "overlay", "message"),
    [
        (None, OVERLAY, "d.yaml: cannot be read: No such file or directory"),
        ("- a\n", OVERLAY, "d.yaml: must hold an object, and holds an array"),
        ("a: [\n", OVERLAY, "d.yaml:"),
        (DOCUMENT, None, "o.yaml: cannot be read: No such file or directory"),
        (DOCUMENT, "a: 1\na: 2\n", "o.yaml:2: duplicate key 'a'"),
        (DOCUMENT, OVERLAY.replace("1.1.0", "1.2.0"), "o.yaml:1: /overlay: Overlay '1.2.0' is not supported"),
        (DOCUMENT, OVERLAY.replace("$.info", "$.info["), "o.yaml:4: /actions/0/target (action 1): '$.info[' is not an"),
        (DOCUMENT, OVERLAY + "    updat: 1\n", "o.yaml:4: /actions/0: Additional properties are not allowed ('updat'"),
        (DOCUMENT, OVERLAY.replace("update:", "copy: $\n    update:"), "o.yaml:4: /actions/0: has copy and update"),
        (DOCUMENT, OVERLAY.replace("{title: Zoo é}", "1"), "o.yaml:4: action 1 ($.info): $['info'] is an object"),
    ],
)
def test_bad_input_is_one_line_and_leaves_the_output_alone(
    tmp_path: Path, document: str | None, overlay: str | None, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("d.yaml", document), ("o.yaml", overlay), ("out.json", "before")):
        if text is not None:
            (tmp_path / name).write_text(text)
    code, out, err = run(capfd, tmp_path / "d.yaml", tmp_path / "o.yaml", "-o", tmp_path / "out.json")
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert f"{tmp_path}{os.sep}{message}" in err
    assert (tmp_path / "out.json").read_text() == "before"
    assert {path.name for path in tmp_path.iterdir()} <= {"d.yaml", "o.yaml", "out.json"}


@given(VALUES)
def test_yaml_reads_back_as_it_was(value: Any) -> None:
    text = dump(value, as_yaml=True)
    assert same(loads(text), value), text


@given(VALUES)
def test_yaml_means_the_same_to_readers_of_yaml_1_1(value: Any) -> None:
    assert same(yaml.safe_load(dump(value, as_yaml=True)), value)


@given(VALUES)
def test_json_reads_back_as_it_was(value: Any) -> None:
    assert same(loads(dump(value), "f.json"), value)


def test_writing_replaces_the_whole_file_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text("something longer")
    file.chmod(0o640)
    write_atomically(file, "é\n")
    assert file.read_bytes() == b"\xc3\xa9\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_writing_through_a_link_changes_the_file_it_points_to(tmp_path: Path) -> None:
    file, link = tmp_path / "f.json", tmp_path / "link.json"
    file.write_text("old")
    link.symlink_to(file)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"


def test_a_failed_write_leaves_the_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "f.json"
    file.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ToolchainError, match=r"f\.json: cannot be written: No space left on device$"):
        write_atomically(file, "new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match="cannot be written: is not a regular file"):
        write_atomically(tmp_path, "x")
    with pytest.raises(ToolchainError, match="cannot be written: No such file or directory"):
        write_atomically(tmp_path / "none" / "f.json", "x")


def test_the_command_line_as_a_process(files: Path) -> None:
    process = start("resolve", files / "d.yaml", files / "o.yaml", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    assert loads(out.decode()) == RESULT


def test_a_closed_stdout_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(ToolchainError, match="standard output is closed"):
        write_stdout("x")


def test_a_reader_that_goes_away_is_no_traceback(files: Path) -> None:
    (files / "big.yaml").write_text("".join(f"k{n}: {'x' * 100}\n" for n in range(5000)))
    process = start("resolve", files / "big.yaml")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(1) == b"k"
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), err) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
def test_a_full_disk_behind_stdout_is_one_line(files: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("resolve", files / "d.yaml", stdout=full)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, b"error: [Errno 28] No space left on device\n")


def test_an_interrupt_is_one_line(
    files: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("toolchain.overlay.resolve.load_object", interrupt)
    assert run(capfd, files / "d.yaml") == (130, "", "error: interrupted\n")


@pytest.mark.parametrize("args", [[], ["unknown"], ["--", "resolve"], ["resolve"], ["resolve", "d.yaml", "--unknown"]])
def test_wrong_usage_exits_with_2(args: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(args)
    assert caught.value.code == 2
    assert "usage: python -m toolchain" in capfd.readouterr().err


def test_help_lists_the_commands(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "apply overlays to a document" in capfd.readouterr().out


def test_files_named_by_the_caller_are_loaded_as_they_are(files: Path) -> None:
    assert load(files / "d.yaml") == loads(DOCUMENT)
