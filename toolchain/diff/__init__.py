"""What the difference between two OpenAPI descriptions means for those who call the API through a typed client.

From the bottom: `inputs` opens the descriptions, `normalize` writes schemas as lists of alternatives and judges values
by the schemas themselves, `classify` proves that nobody is harmed or finds a value that shows it, `compare` goes down
both sides in step, `report` gives out what was found. docs/diff.md says what counts as what.
"""

import subprocess
import sys
from pathlib import Path

from toolchain.errors import ToolchainError


def printed(*arguments: str, cwd: Path) -> str:
    """Return what the command prints, run in a process of its own, whatever breaks; ToolchainError with its errors."""
    command = [sys.executable, "-m", "toolchain", "diff", *arguments, "--fail-on", "never"]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        errors = [line.removeprefix("error: ") for line in done.stderr.splitlines()]
        raise ToolchainError(*errors or ["toolchain diff failed and did not say why"])
    return done.stdout
