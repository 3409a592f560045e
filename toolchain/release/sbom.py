"""`python -m toolchain.release.sbom`: write the SBOM that the wheel carries (PEP 770); the last step of `make lock`.

The wheel holds no dependency, so each is marked as external. Its version is the one that the release was tested with.
The same locks and version give the same bytes: there is no serial number and no time.

This uses the library under `cyclonedx-bom`. Its command can't mark what is external, doesn't know a dynamic version,
and writes addresses of indexes.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, Final, cast

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot7
from packageurl import PackageURL

from leadconnector import __version__
from toolchain.bootstrap import ROOT

SBOM: Final = "requirements/leadconnector-invoices.cdx.json"
_PIN: Final = re.compile(r"^(\S+)==(\S+)( ;)?.*\n((?: {4}.*\n)+)", re.MULTILINE)
_VIA: Final = re.compile(r"^ {4}# +(?:via )?([\w.-]+)", re.MULTILINE)
# Decorators of py-serializable hide the types of these classes from pyright.
_Bom, _Component, _License = cast("tuple[Any, ...]", (Bom, Component, DisjunctiveLicense))


def sbom(project: dict[str, Any], version: str, lock: str) -> str:
    """Return the SBOM as JSON, from pyproject.toml's ``[project]`` and the lock of its run-time packages."""
    name: str = project["name"]
    bom = _Bom()
    bom.serial_number = bom.metadata.timestamp = None  # random, and now, otherwise
    bom.metadata.component = root = _component(name, version)
    root.licenses.add(_License(id=project["license"]))
    components, needed_by = {name: root}, dict[str, list[str]]()
    for package, its_version, marked, rest in _PIN.findall(lock):
        component = components[package] = _component(package, its_version)
        component.is_external = True
        component.scope = ComponentScope.OPTIONAL if marked else ComponentScope.REQUIRED
        needed_by[package] = _VIA.findall(rest)
        bom.components.add(component)
    for package, component in components.items():
        needed = [components[other] for other, names in needed_by.items() if package in names]
        bom.register_dependency(component, needed)
    return JsonV1Dot7(bom).output_as_string(indent=2) + "\n"


def _component(name: str, version: str) -> Any:
    purl = PackageURL("pypi", name=name, version=version)
    return _Component(type=ComponentType.LIBRARY, name=name, version=version, purl=purl, bom_ref=str(purl))


def current(root: Path, version: str) -> str:
    """Return the SBOM of a version from the locks below ``root``."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return sbom(project, version, (root / "requirements/runtime.txt").read_text("utf-8"))


if __name__ == "__main__":
    (ROOT / SBOM).write_text(current(ROOT, __version__), "utf-8")
    print(f"  {SBOM}")
