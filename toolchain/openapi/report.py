"""Write documents: as JSON or YAML text that reads back to the same value, and into files all at once or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any, cast

import yaml

from toolchain.errors import ToolchainError
from toolchain.openapi.yaml import CORE_SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    from toolchain.openapi.json_values import JSON

# Line breaks to a reader of YAML 1.1 (PyYAML), which it would fold into spaces; double quotes escape them.
_OLD_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")


class _Dumper(yaml.SafeDumper):
    """Block YAML without aliases, whose strings are strings to readers of YAML 1.1 and 1.2 alike."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_str(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _OLD_LINE_BREAKS.search(text) else "|" if "\n" in text else None
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_str)
for _name, _pattern in CORE_SCHEMA.items():
    cast("Any", _Dumper).add_implicit_resolver(f"tag:yaml.org,2002:{_name}", _pattern, None)


def dump(document: JSON, *, as_yaml: bool = False) -> str:
    """Return `document` as text with a newline at its end, keys in their own order."""
    if not as_yaml:
        return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120, default_flow_style=False)


def write_stdout(text: str) -> None:
    """Write `text` to standard output as UTF-8, whatever the locale; OSError where that fails."""
    if sys.stdout is None:
        raise ToolchainError("standard output is closed; name a file with -o")
    sys.stdout.flush()
    # Not sys.stdout.buffer: where Python runs unbuffered that is the bare file, whose write may stop half way.
    with open(sys.stdout.fileno(), "wb", closefd=False) as stream:
        stream.write(text.encode())


def write_atomically(path: Path, text: str) -> None:
    """Put `text` (as UTF-8) into the file `path`; on any failure ToolchainError, and the file is as it was."""
    # Through a symbolic link to the file it points to, which a rename would otherwise detach.
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise ToolchainError(f"{path}: cannot be written: is not a regular file")
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        try:
            aside.write_bytes(text.encode())
            if target.exists():
                shutil.copymode(target, aside)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise ToolchainError(f"{path}: cannot be written: {error.strerror or error}") from None
