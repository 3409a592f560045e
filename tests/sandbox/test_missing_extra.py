"""Without the packages of the extra, the sandbox says what to install."""

import sys

import pytest

from leadconnector.sandbox import MissingExtraError, Sandbox, formats


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what earlier tests have imported."""
    for cached in (formats._kind, formats._formats):
        monkeypatch.setattr(formats, cached.__name__, cached.__wrapped__)


@pytest.mark.usefixtures("forgotten")
def test_a_sandbox_needs_jsonschema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    with pytest.raises(MissingExtraError) as caught:
        Sandbox()
    assert str(caught.value) == "the sandbox needs jsonschema: pip install 'leadconnector-invoices[sandbox]'"
    assert caught.value.name == "jsonschema"


def test_only_http_needs_uvicorn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    sandbox = Sandbox()
    with pytest.raises(MissingExtraError, match="the sandbox needs uvicorn"), sandbox.serve():
        pass
