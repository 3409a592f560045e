"""Reads revisions of a git repository, without touching its working tree."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from pathlib import Path, PurePosixPath

from toolchain.errors import ToolchainError

_TIMEOUT = 120.0
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def revision(repository: Path, name: str) -> str | None:
    """Return the hash of the commit that `name` means in a repository; None if it means none."""
    # Behind this option a name that begins with a hyphen is no option.
    found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.stdout.decode().strip() if found.returncode == 0 else None


def merge_base(repository: Path) -> str:
    """Return the hash of the commit at which the checked-out work has left the main branch.

    Raises:
        ToolchainError: if there is no main branch here, or it has nothing in common with HEAD.
    """
    for branch in ("main", "origin/main"):
        if revision(repository, branch) is not None:
            found = _git(repository, "merge-base", branch, "HEAD")
            if found.returncode == 0:
                return found.stdout.decode().strip()
    raise ToolchainError(f"{repository}: has no commit in common with a branch main; say what to compare with (BASE=…)")


def extract(repository: Path, commit: str, target: Path) -> None:
    """Write the files of a commit below `target`: those of `repository`'s folder, if that is not the whole of it."""
    archive = _git(repository, "archive", "--format=tar", commit)
    if archive.returncode:
        reason = archive.stderr.decode(errors="replace")
        raise ToolchainError(f"{repository}: git cannot read the files of {commit[:12]}: {reason}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        for member in tar:
            # Nothing but files is needed, and a link could lead out of the folder.
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None and ".." not in PurePosixPath(member.name).parts:
                path = target / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(repository), *arguments],
            # Within a hook these name the repository that runs it.
            env={name: value for name, value in os.environ.items() if name not in _OF_A_HOOK},
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        raise ToolchainError("git is not installed; compare files instead") from None
    except subprocess.TimeoutExpired:
        raise ToolchainError(f"git {arguments[0]} took longer than {_TIMEOUT:.0f} s") from None
