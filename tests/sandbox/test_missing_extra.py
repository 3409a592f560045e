"""Without the packages of the extra, the sandbox says what to install."""

import sys

import pytest

from leadconnector.sandbox import MissingExtraError, Sandbox


def test_a_sandbox_needs_jsonschema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    with pytest.raises(MissingExtraError) as caught:
        Sandbox()
    assert str(caught.value) == "the sandbox needs jsonschema: pip install 'leadconnector-invoices[sandbox]'"
    assert caught.value.name == "jsonschema"


def test_a_sandbox_needs_referencing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "referencing", None)
    with pytest.raises(MissingExtraError, match="the sandbox needs referencing: pip install"):
        Sandbox()


def test_only_patterns_need_rstr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rstr", None)
    response = {"content": {"application/json": {"schema": {"type": "string", "pattern": "^[a-z]+$"}}}}
    paths = {"/x": {"get": {"responses": {"200": response}}}}
    sandbox = Sandbox(document={"openapi": "3.1.0", "paths": paths})
    with pytest.raises(MissingExtraError, match="the sandbox needs rstr"):
        sandbox.handle("GET", "/x")
