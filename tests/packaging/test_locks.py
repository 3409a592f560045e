"""The lock files: complete, hashed, free of addresses, and in step with pyproject.toml."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = sorted((ROOT / "requirements").glob("*.txt"), key=lambda path: path.name)
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+?)(?: ; [^\\]+)? \\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def pins(name: str) -> dict[str, set[str]]:
    """Package → versions; more than one where they differ by Python or system."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer((ROOT / "requirements" / name).read_text()):
        found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


def declared(group: str) -> Iterator[Requirement]:
    """What a dependency group names, the groups it includes too."""
    for entry in PROJECT["dependency-groups"][group]:
        if isinstance(entry, dict):
            yield from declared(entry["include-group"])
        else:
            yield Requirement(entry)


def shipped() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    return [Requirement(text) for texts in (PROJECT["project"]["dependencies"], *extras) for text in texts]


def test_there_are_locks() -> None:
    assert {path.name for path in LOCKS} >= {
        "build.txt",
        "dev.txt",
        "lock.txt",
        "lowest.txt",
        "runtime.txt",
        "sandbox.txt",
    }


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_line_is_a_hashed_pin_or_a_comment(path: Path) -> None:
    rest = re.sub(r"^ *#.*\n", "", PIN.sub("", path.read_text()), flags=re.MULTILINE)
    assert rest.strip() == ""


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_no_address_in_a_lock(path: Path) -> None:
    assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted-host", path.read_text())


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("dev.txt", [*shipped(), *declared("dev")]),
        ("lowest.txt", [*shipped(), *declared("dev")]),
        ("runtime.txt", [Requirement(text) for text in PROJECT["project"]["dependencies"]]),
        ("sandbox.txt", [Requirement(text) for text in PROJECT["project"]["optional-dependencies"]["sandbox"]]),
        ("build.txt", list(declared("build"))),
        ("lock.txt", list(declared("lock"))),
    ],
)
def test_locks_hold_what_the_project_declares(lock: str, requirements: list[Requirement]) -> None:
    locked = pins(lock)
    for requirement in requirements:
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement} is not in {lock}: run make lock"
        assert all(requirement.specifier.contains(version) for version in versions), (
            f"{lock} has {versions}: {requirement}"
        )


@pytest.mark.parametrize("name", ["build.txt", "runtime.txt", "sandbox.txt"])
def test_smaller_locks_agree_with_the_whole(name: str) -> None:
    whole = pins("dev.txt")
    assert {package: versions for package, versions in pins(name).items() if not versions <= whole[package]} == {}


def test_lowest_holds_the_lower_bounds() -> None:
    lowest = pins("lowest.txt")
    for requirement in shipped():
        bounds = {spec.version for spec in requirement.specifier if spec.operator == ">="}
        versions = lowest[canonicalize_name(requirement.name)]
        assert not bounds or any(f"{version}.0".startswith(f"{bound}.") for bound in bounds for version in versions), (
            f"{requirement} is tested no lower than {versions}"
        )


OWN = {"leadconnector", "leadconnector_invoices"}
CHECKERS_OWN = {"typing_extensions"}  # for type checkers only, all of which bring its types (typeshed, stdlib)


def test_shipped_code_imports_nothing_undeclared() -> None:
    names = {canonicalize_name(requirement.name) for requirement in shipped()}
    distributions = packages_distributions()
    for tree in ("src", "generated"):
        for path in (ROOT / tree).rglob("*.py"):
            for module in imported(path) - sys.stdlib_module_names - {*OWN, *CHECKERS_OWN}:
                owners = {canonicalize_name(name) for name in distributions.get(module, [])}
                assert owners & names, (
                    f"{path.relative_to(ROOT)} imports {module}, which pyproject.toml does not declare"
                )


def imported(path: Path) -> set[str]:
    """Top-level names of the modules that a file imports from elsewhere."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            modules.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            modules.add(node.module.partition(".")[0])
    return modules
