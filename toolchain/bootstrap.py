"""Make a virtual environment with the project and its locked tools; the first step of every make target.

Runs before anything is installed, as a plain script under the system's Python: standard library only.
"""

import argparse
import fcntl
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What the installed project's metadata is made from; the version stands in the module.
UV_LOCK = ROOT / "requirements/lock.txt"
PROJECT = (ROOT / "pyproject.toml", ROOT / "src/leadconnector/__init__.py")


class SetupError(Exception):
    """Set-up cannot go on; the message is one line that says what to do."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements/dev.txt")
    parser.add_argument(
        "--stamp", type=Path, required=True, help="file inside the environment that says it is complete"
    )
    args = parser.parse_args()
    venv, lock, stamp = args.venv.absolute(), args.lock.absolute(), args.stamp.absolute()
    try:
        with lock.open("rb") as guard:  # two makes at a time: the second waits, then finds the work done
            fcntl.flock(guard, fcntl.LOCK_EX)
            if not is_complete(venv, lock, stamp):
                set_up(venv, lock, stamp)
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: set-up failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: set-up was interrupted; the next make starts it afresh", file=sys.stderr)
        return 130
    return 0


def is_complete(venv: Path, lock: Path, stamp: Path) -> bool:
    """Whether the environment works and is no older than what it is made from."""
    if not stamp.exists() or not works(venv):
        return False
    return all(stamp.stat().st_mtime >= path.stat().st_mtime for path in (lock, *PROJECT))


def works(venv: Path) -> bool:
    """Whether the environment's Python starts; it doesn't where the system's Python was replaced or removed."""
    try:
        return subprocess.run([python_of(venv), "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def set_up(venv: Path, lock: Path, stamp: Path) -> None:
    started = time.monotonic()
    version = sys.version.split()[0]
    # Without its stamp an environment may be half-made, and pip can't tell a half-installed package from a whole one.
    reuse = stamp.exists() and works(venv)
    for old in venv.glob(".ready-*"):
        old.unlink()
    if reuse:
        print(f"Bringing {venv.name} up to date with {lock.name}", flush=True)
    else:
        print(f"Setting up {venv.name} with Python {version} from {lock.name}, once (takes about a minute)", flush=True)
        create_venv(venv)
    if not uv_for(venv):  # without it, pip does all
        command = [python_of(venv), "-m", "pip", "install", "--require-hashes", "-r", str(UV_LOCK)]
        subprocess.run(command, cwd=ROOT, capture_output=True)
    install_lock(venv, lock)
    # Not from an index, and its own build backend is among the locked packages: nothing unlocked is fetched.
    editable = ("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    pip(venv, "install", *editable, doing="installing the project (editable)")
    stamp.touch()
    print(f"Done in {time.monotonic() - started:.0f} s", flush=True)


def create_venv(venv: Path) -> None:
    """Make an empty environment with pip, in place of what stands there."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], capture_output=True, text=True)
    if made.returncode != 0:
        print(made.stdout + made.stderr, file=sys.stderr)
        raise SetupError(
            f"{sys.executable} could not make {venv.name}; where venv or ensurepip is missing, install it"
            " (Debian, Ubuntu: apt install python3-venv) or name another Python: make PYTHON=/path/to/python3.11"
        )


def install_lock(venv: Path, lock: Path) -> None:
    """Install exactly what a lock file lists; it is complete, so nothing is resolved."""
    exactly = ("--no-deps", "--require-hashes", "-r", str(lock))
    uv = uv_for(venv)
    command = [str(uv), "pip", "install", "--quiet", "--python", python_of(venv), *exactly]
    if uv is None or subprocess.run(command, cwd=ROOT, capture_output=True).returncode != 0:
        pip(venv, "install", *exactly, doing=f"installing {lock.name}")


def uv_for(venv: Path) -> Path | None:
    """Return a uv, which takes seconds where pip takes a minute; none where pip is set up for an index of its own."""
    config = subprocess.run([python_of(venv), "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    if re.search(r"^[^=]*[.](no-)?index\b", config, re.MULTILINE):
        return None
    return next(filter(Path.exists, (venv / "bin/uv", ROOT / ".venv/bin/uv")), None)


def pip(venv: Path, command: str, *arguments: str, doing: str) -> None:
    """Run the environment's pip quietly, with the machine's own configuration (index, certificates, cache)."""
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input", "--progress-bar=off", "--no-user"]
    run = subprocess.run([python_of(venv), "-m", "pip", command, *options, *arguments], cwd=ROOT)
    if run.returncode != 0:
        hint = "Check the network and pip's configuration, then run make again"
        raise SetupError(f"{doing} failed; pip's reason stands above. {hint}")


def python_of(venv: Path) -> str:
    return os.fspath(venv / "bin" / "python")


if __name__ == "__main__":
    sys.exit(main())
