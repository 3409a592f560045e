"""Without the packages of the extra, the sandbox says what to install."""

import sys

import pytest

from leadconnector.sandbox import MissingExtraError, Sandbox


@pytest.mark.parametrize("package", ["jsonschema", "referencing", "rstr"])
def test_a_sandbox_needs_the_packages_of_its_extra(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError) as caught:
        Sandbox()
    assert str(caught.value) == f"the sandbox needs {package}: pip install 'leadconnector-invoices[sandbox]'"
    assert caught.value.name == package
    twin = MissingExtraError(*caught.value.args)
    assert (str(twin), twin.name) == (str(caught.value), package)
