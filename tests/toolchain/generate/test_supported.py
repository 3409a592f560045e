"""Descriptions that are odd, and work: what is generated from them imports, is typed, and sends what they say."""

import json
import os
from pathlib import Path

import pytest

from leadconnector.sandbox import Sandbox
from tests.support.packages import make_package
from tests.support.programs import output_of
from tests.support.typecheck import complaints
from tests.toolchain.generate.small import DATA, described
from toolchain.generate.pipeline import PACKAGE, ROOT
from toolchain.openapi.yaml import load_object


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the package."""
    root = tmp_path_factory.mktemp("odd")
    make_package(described({"add": load_object(DATA / "odd.yaml")}), root, PACKAGE)
    return root


def run(root: Path, *arguments: str) -> str:
    path = os.pathsep.join([str(root), str(ROOT / "src")])
    return output_of(*arguments, cwd=root, PYTHONPATH=path)


def test_every_call_sends_what_is_described(odd: Path) -> None:
    sent = json.loads(run(odd, str(DATA / "use_odd.py")))
    names = "prepared=1&response=2&body=3&body_=4&body_content=5&value_content=6&path_text=7&parse_json=8"
    instant = "2026-01-02T00:00:00Z"
    assert [[method, path] for method, path, _ in sent] == [
        ["GET", "/v1/things/a%2Fb.pdf"],
        ["HEAD", "/v1/things/x.pdf"],
        ["DELETE", "/v1/things/x.pdf"],
        ["DELETE", "/v1/things/y.pdf"],
        ["GET", "/v1/v3/new/2026-01-02/true/5/2/1.50"],
        ["POST", f"/v1/names/1?{names}&level=2&many=1&many=2&state=old&one=a%2Cb"],
        ["POST", "/v1/composed"],
        ["PUT", "/v1/composed"],
        ["PUT", "/v1/composed"],
        ["POST", "/v1/alone"],
        ["POST", "/v1/alone"],
        ["GET", "/v1/alone"],
        ["GET", "/v1/choice"],
        ["POST", "/v1/maybe"],
        ["POST", "/v1/maybe"],
        ["POST", "/v1/null"],
        ["POST", "/v1/null"],
    ]
    nothing = dict.fromkeys(("text", "amount", "day", "thing", "many", "free", "nothing"))
    assert [json.loads(content) for *_, content in sent if content] == [
        {
            "_id": "a",
            "id": "b",
            "createdAt": instant,
            "_createdAt": "c",
            "encoded": "2026-01-02",
            "classmethod": "d",
            "converted": "e",
        },
        {"altId": "L", "name": "n", "note": "o", "at": "2026-01-02", "free": {"k": 1}},
        {"altId": "L"},
        {"altId": "L", "note": "n"},
        {"altId": "a", "name": "n"},
        {"altId": "L"},
        None,
        nothing,
        {**nothing, "day": "2026-01-02"},
    ]


@pytest.mark.parametrize("name", ["things.compose", "things.get_thing", "default.get_pdf", "async_things.alone"])
def test_the_sandbox_knows_a_call_as_the_client_does(odd: Path, name: str) -> None:
    sandbox = Sandbox(document=odd / PACKAGE / "openapi.json")
    sandbox.fail_next(status=503, operation=name)
    with pytest.raises(ValueError, match=rf"none of .*{name}"):
        sandbox.fail_next(status=503, operation="things.none")


def test_the_parts_of_a_model_keep_their_documentation(odd: Path) -> None:
    made = (odd / PACKAGE / "models/compose.py").read_text("utf-8")
    assert '"""Another."""' in made
    assert '"""All in all."""' in (odd / PACKAGE / "models/more.py").read_text("utf-8")


def test_the_package_is_typed(odd: Path) -> None:
    assert complaints("-p", PACKAGE, search=(odd, ROOT / "src")) == ""


def test_a_package_without_models_is_typed(tmp_path: Path) -> None:
    document = described({})
    document["paths"]["/things/{thingId}"]["get"]["responses"] = {"204": {"description": "Nothing."}}
    assert [path.name for path in (make_package(document, tmp_path, "bare") / "models").iterdir()] == ["__init__.py"]
    assert complaints("-p", "bare", search=(tmp_path, ROOT / "src")) == ""
