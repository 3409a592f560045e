"""What it was measured on."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

_DISTRIBUTIONS: Final = (
    "leadconnector-invoices",
    "attrs",
    "msgspec",
    "httpx",
    "httpx-aiohttp",
    "aiohttp",
    "openapi-python-client",
    "pydantic",
    "cattrs",
    "orjson",
    "gohighlevel-api-client",
)
_CPU_INFO: Final = Path("/proc/cpuinfo")


def machine() -> str:
    """Return processor, system and Python in one line."""
    system = f"{platform.system()} {platform.machine()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores; {system}; {python}"


def versions() -> str:
    """Return the versions of all that was measured, in one line."""
    found: list[str] = []
    for name in _DISTRIBUTIONS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # the project itself, where it runs from its tree
            continue
    return ", ".join(found)


def _processor() -> str:
    if _CPU_INFO.exists():
        for line in _CPU_INFO.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"
