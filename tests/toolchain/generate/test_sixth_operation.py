"""The description is all: operations added to it appear, typed, on both clients."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.typecheck import complaints
from tests.toolchain.generate.workspace import Workspace, make_workspace
from toolchain.generate.pipeline import ROOT

DATA = Path(__file__).parent / "data"


def data(name: str) -> str:
    return (DATA / name).read_text("utf-8")


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = make_workspace(tmp_path_factory.mktemp("extended") / "repository")
    workspace.replace("openapi/invoices.yaml", "\npaths:\n", "\npaths:\n" + data("paths.yaml"))
    workspace.replace("openapi/invoices.yaml", "\n  schemas:\n", "\n  schemas:\n" + data("schemas.yaml"))
    done = workspace.generate()
    assert (done.returncode, done.stderr) == (0, "")
    return workspace


def test_the_new_methods_work_on_the_wire(extended: Workspace) -> None:
    listing, other, void, report = json.loads(extended.run(data("use.py")))
    base = "https://services.leadconnectorhq.com/invoices"
    query = "altId=L&altType=location&limit=5&status=draft&startAt=2026-01-02T00%3A00%3A00.000Z&ids=x&ids=y%20z"
    assert listing == ["GET", f"{base}/schedule?{query}", "t1", ""]
    assert other[:3] == ["GET", f"{base}/schedule?altId=M&altType=location&limit=1", None]
    assert report == ["POST", f"{base.removesuffix('/invoices')}/reports/3?size=big&timeout=5", None, '{"kind":"k"}']
    assert void[:2] == ["POST", f"{base}/i/void/c"]
    assert json.loads(void[3]) == {
        "reason": "r",
        "at": "2026-01-02T00:00:00.000Z",
        "extra": {"k": [1]},
        "list": [1, 2],
        "note": None,
        "weight": 0.1,
        "parent": {"reason": "p", "at": "2026-01-02T00:00:00Z"},
        "pair": {"flags": [True]},
        "anything": [None],
        "either": True,
    }


def test_the_new_methods_are_typed(extended: Workspace) -> None:
    assert complaints(DATA / "typed.py", search=(extended.root / "generated", ROOT / "src")) == ""


def test_an_operation_without_retry_data_is_repeated_only_if_it_is_a_get(extended: Workspace) -> None:
    code = "".join(path.read_text("utf-8") for path in sorted((extended.package / "resources").glob("*.py")))
    policies = dict(re.findall(r'operation_id="([\w-]+)".*?RetryPolicy\("([a-z-]+)"\)', code, re.DOTALL))
    assert policies["list-invoice-schedules"] == "always"
    assert policies["void-invoice"] == "never"


def test_any_text_stays_inside_its_docstring(extended: Workspace) -> None:
    doc = extended.run(
        "from leadconnector_invoices.resources.schedules import Schedules\n"
        "print(Schedules.list_invoice_schedules.__doc__)"
    )
    assert r'''Says "quotes""", a \backslash\ and more."''' in doc


def test_a_shorter_name_is_a_matter_of_an_overlay(extended: Workspace, tmp_path: Path) -> None:
    workspace = Workspace(Path(shutil.copytree(extended.root, tmp_path / "copy")))
    workspace.overlay(
        "99-name",
        """
  - target: $.paths['/invoices/schedule'].get
    description: "docs say: nothing. wire has: nothing. evidence: a test."
    x-confidence: H
    x-remove-when: never
    x-expect: {value: {}}
    update: {x-python-name: list}
""",
    )
    assert workspace.generate().returncode == 0
    names = workspace.run(
        "from leadconnector_invoices.resources.schedules import AsyncSchedules, PrepareSchedules, Schedules\n"
        "print([hasattr(c, 'list') for c in (AsyncSchedules, PrepareSchedules, Schedules)])"
    )
    assert names == "[True, True, True]\n"
