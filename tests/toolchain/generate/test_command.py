"""`generate DOCUMENT`: any description, in any files, with all its faults in one run and by file and line."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.toolchain.generate.small import DATA, merged
from toolchain.__main__ import main
from toolchain.openapi.yaml import load_object

REF = "common/pets.yaml#/components/schemas/Pet"
PET = yaml.safe_load(f"""
openapi: 3.0.3
info: {{title: Pets, version: '1'}}
servers: [{{url: 'https://pets.example'}}]
paths:
  /pets:
    get:
      operationId: list-pets
      responses: {{'200': {{description: Pets., content: {{application/json: {{schema: {{$ref: '{REF}'}}}}}}}}}}
components:
  schemas: {{Pet: {{type: string}}}}
  securitySchemes: {{bearer: {{type: http, scheme: bearer, name: Authorization, in: header}}}}
""")
COMMON = yaml.safe_load("""
components:
  schemas:
    Pet:
      type: object
      properties: {name: {type: string, nullable: true}, owner: {$ref: '#/components/schemas/Owner'}}
    Owner: {type: object, properties: {pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
""")


def run(document: Path, *more: str) -> int:
    return main(["generate", str(document), *more, "--package", "pets", "--out", str(document.parent / "out")])


def write(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, sort_keys=False), "utf-8")
    return path


def test_a_description_of_3_0_in_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "common/pets.yaml", COMMON)
    assert run(write(tmp_path / "pets.yaml", PET)) == 0
    package = tmp_path / "out/pets"
    resolved = load_object(package / "openapi.json")
    assert resolved["openapi"] == "3.1.0"
    assert sorted(resolved["components"]["schemas"]) == ["Owner", "Pet", "Pet2"]
    assert (package / "models/pet_2.py").is_file()
    assert not (package / "models/pet.py").exists(), "nothing uses it"
    assert list((tmp_path / "out").iterdir()) == [package]
    shown = capsys.readouterr().out
    assert "GET /pets" in shown
    assert "retry: without x-retry only a read is repeated" in shown
    assert "0 of 1 operations lack nothing" in shown


def test_the_table_tells_what_others_echo_and_what_skips_without_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = load_object(DATA / "small.yaml")
    described = {"tags": ["Thing"], "responses": {"204": {"description": "x"}}}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    skipping = {"name": "skip", "in": "query", "schema": {"type": "integer"}}
    paths = {
        "/a/{id}": {"get": {**described, "operationId": "a", "parameters": [named], "x-echoes": {"id": "_id"}}},
        "/b/{id}": {"get": {**described, "operationId": "b", "parameters": [named]}},
        "/c": {"get": {**described, "operationId": "c", "parameters": [skipping]}},
    }
    assert run(write(tmp_path / "things.yaml", {**small, "paths": paths})) == 0
    header, *rows = capsys.readouterr().out.partition("lacking ")[2].splitlines()
    columns = {name: len("lacking ") + header.index(name) for name in ("pages", "echoes")}
    lacks = {row.split()[1]: {name for name, at in columns.items() if row[at : at + 1] == "x"} for row in rows[:3]}
    assert lacks == {"/a/{id}": set(), "/b/{id}": {"echoes"}, "/c": {"pages"}}


def test_schemas_that_are_true_take_anything_and_false_ones_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = {
        "/a": {
            "post": {
                "operationId": "a",
                "tags": ["Thing"],
                "parameters": [{"name": "q", "in": "query", "schema": True}],
                "requestBody": {"content": {"application/json": {"schema": True}}},
                "responses": {"200": {"description": "x", "content": {"application/json": {"schema": True}}}},
            }
        }
    }
    members = {"x": True, "additionalProperties": True, "y": {"type": "array", "items": True}}
    document = merged(
        load_object(DATA / "small.yaml"),
        {"paths": whole, "components": {"schemas": {"Thing": {"properties": members, "additionalProperties": True}}}},
    )
    assert run(write(tmp_path / "things.yaml", document)) == 0
    code = (tmp_path / "out/pets/models/thing.py").read_text("utf-8")
    assert "    x: Any | None\n" in code
    assert "    y: list[Any] | None\n" in code
    document["components"]["schemas"]["Thing"]["properties"]["x"] = False
    capsys.readouterr()
    assert run(write(tmp_path / "things.yaml", document)) == 2
    assert "schema 'Thing': no value fits a schema that is false; leave it out" in capsys.readouterr().err


def test_a_reference_to_nothing_in_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "common/pets.yaml", {"components": {"schemas": {}}})
    document = write(tmp_path / "pets.yaml", PET)
    assert run(document) == 2
    line = [each.strip() for each in document.read_text("utf-8").splitlines()].index("schema:") + 1
    problem = f"$ref '{REF}' refers to nothing; mend it or take it out"
    assert capsys.readouterr().err == f"error: {document}:{line}: {problem}\n"


def test_all_faults_of_a_run_stand_where_they_were_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty = {"components": {"schemas": {"Thing": {"required": ["nothing"]}}}, "tags": [{"name": "3"}]}
    document = write(tmp_path / "things.yaml", merged(load_object(DATA / "small.yaml"), faulty))
    overlay = write(
        tmp_path / "overlay.yaml",
        {
            "overlay": "1.1.0",
            "info": {"title": "x", "version": "1"},
            "actions": [
                {"target": "$.components.schemas.Thing", "update": {"required": ["none"]}},
                {"target": "$.paths.*.get", "update": {"x-retry": {"policy": "sometimes"}}},
                {"target": "$.components.schemas.Base", "update": {"x-python-mixin": "no.Where"}},
            ],
        },
    )
    assert run(document, str(overlay)) == 2
    lines = capsys.readouterr().err.splitlines()
    text, overlay_text = document.read_text("utf-8").splitlines(), overlay.read_text("utf-8").splitlines()
    thing = text.index("      required:", text.index("    Thing:", text.index("  schemas:"))) + 2
    actions = [number for number, each in enumerate(overlay_text, 1) if each.startswith("- target")]
    tag = text.index("- name: '3'") + 1
    policy = 'x-retry/policy: "sometimes" is not one of "always", "unless-applied" or "never"'
    mixin = "schema 'Base': x-python-mixin 'no.Where' is no class that can be imported"
    assert lines == [
        f"error: {overlay}:{actions[1]}: GET /things/{{thingId}}: {policy}",
        f"error: {overlay}:{actions[2]}: {mixin}",
        f"error: {document}:{thing}: schema 'Thing': required names 'nothing', which is no property",
        f"error: {overlay}:{actions[0]}: schema 'Thing': required names 'none', which is no property",
        f"error: {document}:{tag}: tag '3': '3' is no Python name; give the tag an x-python-name",
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--package", "x"], "--package, --out and --config go with a DOCUMENT"),
        (["d.yaml"], "a DOCUMENT needs --package NAME and --out DIR"),
        (["d.yaml", "--package", "x", "--out", "y", "--check"], "--check is for this repository's own package"),
        (["d.yaml", "--package", "a-b", "--out", "y"], "--package 'a-b': must be a name that Python can import"),
        *(
            (
                ["d.yaml", "--package", name, "--out", "y"],
                f"--package '{name}': would hide the module of that name; choose another",
            )
            for name in ("leadconnector", "toolchain", "httpx", "json", "typing")
        ),
    ],
)
def test_arguments_that_do_not_go_together(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", *arguments]) == 2
    assert capsys.readouterr().err == f"error: {problem}\n"


@pytest.mark.parametrize("kind", ["folder", "package", "file", "link", "dead link"])
def test_what_was_not_generated_is_not_replaced(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "precious.py").write_text("1")
    target = tmp_path / "out/pets"
    target.parent.mkdir()
    if "link" in kind:
        target.symlink_to(kept if kind == "link" else tmp_path / "nothing")
    elif kind == "file":
        target.write_text("1")
    else:
        kept.rename(target)
        kept = target
    if kind == "package":
        (target / "__init__.py").write_text('"""Mine; no DESCRIPTION_SHA256 here."""\n')
    before = sorted(tmp_path.rglob("*"))
    document = write(tmp_path / "small.yaml", load_object(DATA / "small.yaml"))
    assert run(document) == 2
    problem = "is there, and no package that was generated; move it away, or choose another --package or --out"
    assert capsys.readouterr().err == f"error: {target}: {problem}\n"
    assert sorted(tmp_path.rglob("*")) == sorted([*before, document])
    assert target.is_symlink() == ("link" in kind)


@pytest.mark.parametrize("first", ["", '"""Old."""\n\nDESCRIPTION_SHA256: Final = "' + 64 * "0" + '"\n'])
def test_what_was_generated_is_replaced(first: str, tmp_path: Path) -> None:
    document = write(tmp_path / "small.yaml", load_object(DATA / "small.yaml"))
    target = tmp_path / "out/pets"
    target.mkdir(parents=True)
    if first:
        (target / "__init__.py").write_text(first)
        (target / "old.py").touch()
    assert [run(document), run(document)] == [0, 0]
    assert (target / "client.py").is_file()
    assert not (target / "old.py").exists()


def test_a_package_called_old_is_replaced(tmp_path: Path) -> None:
    document = write(tmp_path / "small.yaml", load_object(DATA / "small.yaml"))
    for _ in range(2):
        assert main(["generate", str(document), "--package", "old", "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "small.yaml"]


@pytest.mark.parametrize("out", ["small.yaml", "small.yaml/below", "/proc", "/proc/below"])
def test_a_folder_that_cannot_be_made(out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = write(tmp_path / "small.yaml", load_object(DATA / "small.yaml"))
    assert main(["generate", str(document), "--package", "pets", "--out", str(tmp_path / out)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: --out {tmp_path / out}: no folder can be made there: ")
    assert error.count("\n") == 1
