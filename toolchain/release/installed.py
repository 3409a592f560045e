"""Runs inside an environment that has nothing but an installed artefact and its locked run-time packages."""

import hashlib
import json
import re
import sys
from importlib.metadata import distribution
from importlib.resources import files

import leadconnector
import leadconnector_invoices
from leadconnector.sandbox import MissingExtraError, Sandbox

# Both packages come from this environment, are typed, and hold the description they were generated from.
for module in (leadconnector, leadconnector_invoices):
    assert str(module.__file__).startswith(sys.prefix), f"{module.__name__} comes from {module.__file__}"
    assert files(module).joinpath("py.typed").is_file(), f"{module.__name__} has no py.typed"

# What an index shows: a typed package with its licence and links, none of them relative.
installed = distribution("leadconnector-invoices")
metadata = installed.metadata
assert leadconnector.__version__ == installed.version, "package and metadata differ in the version"
assert metadata["License-Expression"] == "MIT"
assert "Typing :: Typed" in metadata.get_all("Classifier", [])
links = dict(line.split(", ", 1) for line in metadata.get_all("Project-URL", []))
assert {"Source", "Changelog", "Documentation", "Issues", "Security"} <= links.keys(), f"links: {links}"
readme = metadata["Description"]
relative = re.findall(r"\]\((?!https://|#)[^)]*\)", readme)
assert not relative, f"relative links in the readme: {relative}"
assert links["Source"] in readme, "the readme has no links to the repository"

# The SBOM lists this version, and each package that stands beside it here, as the lock has it, for external.
[place] = [path for path in installed.files or () if path.match("*.dist-info/sboms/*.cdx.json")]
sbom = json.loads(place.read_text())
assert sbom["metadata"]["component"]["version"] == installed.version, "the SBOM is of another version: run make lock"
for component in sbom["components"]:
    assert component["isExternal"], f"{component['name']}: nothing of it is in the wheel"
    if component["scope"] == "required":
        assert distribution(component["name"]).version == component["version"], f"{component['name']}: another version"

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
