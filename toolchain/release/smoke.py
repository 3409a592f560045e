"""`python -m toolchain.release.smoke DIR`: install the wheel and the sdist in DIR away from the checkout, and try them.

Each is installed into an environment that has nothing else, with the locked packages: first those of run time alone,
where `installed.py` looks around, then the sandbox's, with which the demo runs.
"""

import argparse
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from toolchain.bootstrap import ROOT, SetupError, create_venv, install_lock, pip, python_of

PACKAGES: Final = ("leadconnector", "leadconnector_invoices")
JUNK: Final = {"__pycache__", ".venv", ".git", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".env"}
LOCKS: Final = ROOT / "requirements"


def main() -> int:
    """Check both artefacts; 0 if they work, otherwise one line on stderr and 1."""
    parser = argparse.ArgumentParser(prog="python -m toolchain.release.smoke", description=__doc__)
    parser.add_argument("directory", type=Path, help="holds one wheel and one sdist")
    directory = parser.parse_args().directory
    try:
        wheel, sdist = only(directory, "*.whl"), only(directory, "*.tar.gz")
        check_wheel(wheel)
        check_sdist(sdist)
        with ThreadPoolExecutor() as pool:
            list(pool.map(try_out, (wheel, sdist), (None, LOCKS / "build.txt")))
    except (SetupError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def only(directory: Path, pattern: str) -> Path:
    """Return the one artefact of its kind; with an old one beside it, it would be open which was tested."""
    found = sorted(directory.glob(pattern))
    if len(found) != 1:
        raise ValueError(f"{directory} has {len(found)} files {pattern}, not one: run make build")
    return found[0].absolute()


def check_wheel(path: Path) -> None:
    """Raise ValueError where the wheel holds more than its two packages; `installed.py` sees whether they are whole."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    refuse_junk(path, names)
    if others := {name.split("/")[0] for name in names if ".dist-info/" not in name} - set(PACKAGES):
        raise ValueError(f"{path.name} holds {', '.join(sorted(others))} beside its two packages")


def check_sdist(path: Path) -> None:
    """Raise ValueError where the sdist lacks something of the list in pyproject.toml."""
    with tarfile.open(path) as archive:
        names = [f"/{name.partition('/')[2]}" for name in archive.getnames()]
    refuse_junk(path, names)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for wanted in settings["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]:
        if not any(name == wanted or name.startswith(f"{wanted}/") for name in names):
            raise ValueError(f"{path.name} lacks {wanted}, which pyproject.toml lists")


def refuse_junk(path: Path, names: Collection[str]) -> None:
    """Raise ValueError where something is there that is no part of the project."""
    if junk := sorted(name for name in names if JUNK & set(name.split("/"))):
        raise ValueError(f"{path.name} holds {junk[0]}, which is no part of the project")


def try_out(artefact: Path, build_lock: Path | None) -> None:
    """Install with the locked run-time packages alone, look around; add the sandbox's, and run the demo."""
    with tempfile.TemporaryDirectory(prefix="smoke-") as place:
        venv = Path(place, "venv")
        create_venv(venv)
        for lock in filter(None, (LOCKS / "runtime.txt", build_lock)):
            install_lock(venv, lock)
        pip(venv, "install", "--no-deps", "--no-build-isolation", str(artefact), doing=f"installing {artefact.name}")
        run_script(venv, artefact, Path(__file__).with_name("installed.py"))
        install_lock(venv, LOCKS / "sandbox.txt")
        run_script(venv, artefact, ROOT / "examples/demo.py")


def run_script(venv: Path, artefact: Path, script: Path) -> None:
    """Run a script where nothing but what was installed can be imported: -I, and another directory."""
    try:
        code = subprocess.run([python_of(venv), "-I", "-W", "error", str(script)], cwd=venv, timeout=120).returncode
    except subprocess.TimeoutExpired:
        raise SetupError(f"{artefact.name}: {script.name} did not end within 120 s") from None
    if code != 0:
        raise SetupError(f"{artefact.name}: {script.name} failed, as said above")


if __name__ == "__main__":
    sys.exit(main())
