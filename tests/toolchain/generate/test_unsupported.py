"""What can't be made into code that does as it is described is refused in one line, before anything is made."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.packages import make_package
from tests.toolchain.generate.small import DATA, described, merged
from toolchain.errors import ToolchainError
from toolchain.openapi.yaml import load_object

MIXIN = "leadconnector.invoices.full_replace.FullReplace"
BODY = {"type": "object", "x-python-mixin": MIXIN, "properties": {"name": {"type": "string"}}}
PLACE = "requestBody/content/application/json/schema"
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


def test_a_body_in_place_is_made_from_a_response_by_the_name_of_its_class(tmp_path: Path) -> None:
    schemas = {"Thing": {"x-python-name": "Item"}}
    made = make_package(
        described({"schemas": schemas, "body": {**BODY, "x-python-made-from": {"thing": "Item"}}}), tmp_path, "small"
    )
    assert "def from_thing(" in (made / "models/get_thing.py").read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        *(
            (
                {"x-python-made-from": {argument: "Thing"}},
                f"x-python-made-from: its argument can't be called '{argument}'",
            )
            for argument in ("my thing", "class", "timezone", "changes", "cls", "body", "dict", "json", "")
        ),
        (
            {"properties": {"fromThing": {"type": "string"}}, "x-python-made-from": {"thing": "Thing"}},
            "x-python-made-from: from_thing is what a property is called",
        ),
        ({"x-python-made-from": {"state": "State"}}, "x-python-made-from: 'State' is no class of a response's object"),
        ({"x-python-made-from": {"base": "Base"}}, "x-python-made-from: 'Base' is no class of a response's object"),
        (
            {"x-python-made-from": {"it": "GetThing"}},
            "x-python-made-from: 'GetThing' is no class of a response's object",
        ),
        (
            {
                "x-python-made-from": {"thing": "Thing"},
                "x-python-mixin": "leadconnector.invoices.recurrence.Recurrence",
            },
            f"x-python-made-from needs the x-python-mixin {MIXIN}",
        ),
    ],
)
def test_what_a_body_cannot_be_made_from(change: dict[str, Any], problem: str, tmp_path: Path) -> None:
    document = described({"body": {**BODY, **change}})
    assert refusal_of(document, "x-python-made-from", tmp_path) == f"GET /things/{{thingId}} {PLACE}: {problem}"


@pytest.mark.parametrize("case", ["received", "both", "a part", "an enum", "unused"])
def test_what_is_no_object_of_a_request_alone_is_not_made(case: str, tmp_path: Path) -> None:
    made = {**BODY, "x-python-made-from": {"thing": "Thing"}}
    reference = {"$ref": "#/components/schemas/Made"}
    changes: dict[str, dict[str, Any]] = {
        "received": {"schemas": {"Thing": {"properties": {"made": reference}}}},
        "both": {"schemas": {"Thing": {"properties": {"made": reference}}}, "body": reference},
        "a part": {"body": {"allOf": [reference, {"type": "object", "properties": {"note": {"type": "string"}}}]}},
        "an enum": {"body": {"type": "object", "properties": {"state": reference}}},
        "unused": {},
    }
    if case == "an enum":
        made = {"type": "string", "enum": ["a", "b"], "x-python-made-from": {"thing": "Thing"}}
    change = merged(changes[case], {"schemas": {"Made": made}})
    said = refusal_of(described(change), "x-python-made-from", tmp_path)
    assert said == "schema 'Made': x-python-made-from is for objects that are sent, and in no response"


def test_pages_of_no_style_lack_nothing_else(tmp_path: Path) -> None:
    said = refusal_of(described({"get": {"x-pagination": {"items": "name"}}}), "x-pagination", tmp_path)
    assert said == 'GET /things/{thingId}: x-pagination: "style" is a required property'


def test_a_status_may_be_written_as_a_float(tmp_path: Path) -> None:
    gone = {"status": 404.0, "message": "m", "response": {}}
    extensions = {
        "x-passing-faults": [{"status": 401.0, "message": "m"}],
        "x-retry": {"policy": "always", "already-gone": gone},
    }
    made = make_package(described({"get": extensions}), tmp_path, "small")
    code = (made / "resources/things.py").read_text("utf-8")
    assert re.findall(r"status=([\d.]+)", code) == ["404", "401"]


def refusal_of(document: dict[str, Any], key: str, root: Path) -> str:
    """Return the one line that refuses a description, without file and line, which must be those of a key."""
    with pytest.raises(ToolchainError) as refusal:
        make_package(document, root, "small")
    found = re.fullmatch(r"\S*small\.json:(\d+): (.*)", str(refusal.value))
    assert found, str(refusal.value)
    assert key in (root / "small.json").read_text("utf-8").splitlines()[int(found[1]) - 1]
    return found[2]
