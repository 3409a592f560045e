"""Install a wheel and an sdist, each into an empty environment away from the checkout, and try them there."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from toolchain.bootstrap import ROOT, SetupError, create_venv, install_lock, pip, python_of
from toolchain.release.contents import check_sdist, check_wheel

LOCKS = ROOT / "requirements"
SCRIPT = Path(__file__).with_name("installed.py")


def main() -> int:
    """Check every artefact; 0 if all work, otherwise one line on stderr and 1."""
    parser = argparse.ArgumentParser(prog="python -m toolchain.release", description=__doc__)
    parser.add_argument("directory", type=Path, help="holds one wheel and one sdist")
    directory = parser.parse_args().directory
    try:
        wheel, sdist = only(directory, "*.whl"), only(directory, "*.tar.gz")
        check_wheel(wheel)
        check_sdist(sdist)
        try_out(wheel, build_lock=None)
        try_out(sdist, build_lock=LOCKS / "build.txt")
    except (SetupError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def only(directory: Path, pattern: str) -> Path:
    """The one artefact of its kind; an old one beside it would leave open which was tested."""
    found = sorted(directory.glob(pattern))
    if len(found) != 1:
        raise ValueError(f"{directory} has {len(found)} files {pattern}, not one: run make build")
    return found[0].absolute()


def try_out(artefact: Path, build_lock: Path | None) -> None:
    """Install with the locked run-time packages alone, then with the sandbox's, and run the script each time."""
    with tempfile.TemporaryDirectory(prefix="smoke-") as place:
        venv = Path(place, "venv")
        create_venv(venv)
        for lock in filter(None, (LOCKS / "runtime.txt", build_lock)):
            install_lock(venv, lock)
        pip(venv, "install", "--no-deps", "--no-build-isolation", str(artefact), doing=f"installing {artefact.name}")
        run_script(venv, artefact, "plain")
        install_lock(venv, LOCKS / "sandbox.txt")
        run_script(venv, artefact, "sandbox")


def run_script(venv: Path, artefact: Path, mode: str) -> None:
    # -I and another directory: nothing but what was installed can be imported.
    command = [python_of(venv), "-I", "-W", "error", str(SCRIPT), mode]
    try:
        code = subprocess.run(command, cwd=venv, timeout=120).returncode
    except subprocess.TimeoutExpired:
        raise SetupError(f"{artefact.name}: the {mode} smoke test did not end within 120 s") from None
    if code != 0:
        raise SetupError(f"{artefact.name}: the {mode} smoke test failed, as said above ({SCRIPT.name})")
    print(f"  {artefact.name}: {mode} smoke test passed", flush=True)


if __name__ == "__main__":
    sys.exit(main())
