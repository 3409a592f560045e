"""Runs inside an environment that has nothing but an installed artefact and its locked run-time packages."""

import hashlib
import json
import sys
from importlib.metadata import metadata, version
from importlib.resources import files

import leadconnector
import leadconnector_invoices
from leadconnector.sandbox import MissingExtraError, Sandbox

# Both packages come from this environment, are typed, and hold the description they were generated from.
for module in (leadconnector, leadconnector_invoices):
    assert str(module.__file__).startswith(sys.prefix), f"{module.__name__} comes from {module.__file__}"
    assert files(module).joinpath("py.typed").is_file(), f"{module.__name__} has no py.typed"
assert leadconnector.__version__ == version("leadconnector-invoices"), "package and metadata differ in the version"
assert metadata("leadconnector-invoices")["License-Expression"] == "MIT"
content = files(leadconnector_invoices).joinpath("openapi.json").read_bytes()
assert json.loads(content)["openapi"].startswith("3.1."), "openapi.json is no OpenAPI 3.1 document"
assert hashlib.sha256(content).hexdigest() == leadconnector_invoices.DESCRIPTION_SHA256, "not what it was made from"

# Without its packages the sandbox says what to install.
said = ""
try:
    Sandbox()
except MissingExtraError as error:
    said = str(error)
assert "pip install 'leadconnector-invoices[sandbox]'" in said, f"the sandbox without its extra says {said!r}"
