"""Read YAML and JSON strictly: what comes out is plain JSON, and anything doubtful is refused with file and line.

Refused: duplicate keys, keys that are not strings (whole numbers, such as response codes, become strings), merge keys,
tags beyond JSON's types, recursive aliases and aliases that expand without measure, NaN and infinities, several
documents in a file, text that is not UTF-8, nesting beyond `MAX_DEPTH`. Dates stay strings;
`toolchain.openapi.yaml_scalars` has the other scalars.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, MAX_DEPTH, is_too_deep, kind, levels
from toolchain.openapi.yaml_builder import Builder, BuildError
from toolchain.openapi.yaml_scalars import to_float, to_integer

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["JSON", "load", "load_object", "loads"]

# The parser in C gives the same events some ten times faster, but PyYAML may be installed without it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def load(path: Path) -> JSON:
    """Return the value in a YAML or JSON file; ToolchainError, naming file and line, where it is not strictly one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ToolchainError(f"{path}: cannot be read: {error.strerror or error}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ToolchainError(f"{path}:{line}: is not UTF-8 text (byte 0x{content[error.start]:02x})") from None
    return loads(text, str(path))


def load_object(path: Path) -> dict[str, Any]:
    """Return the object in a YAML or JSON file; ToolchainError as `load`, and where the file holds anything else."""
    value = load(path)
    if not isinstance(value, dict):
        raise ToolchainError(f"{path}: must hold an object, and holds {_article(kind(value))}")
    return value


def loads(text: str, name: str = "<text>") -> JSON:
    """Return the value in `text`: JSON if `name` ends in .json or the text is JSON, else YAML.

    `name` also stands in the errors, with the line.
    """
    is_json = name.endswith(".json")
    if is_json or text.lstrip()[:1] in ("{", "["):
        try:
            return _from_json(text, name)
        except json.JSONDecodeError as error:
            if is_json:
                raise ToolchainError(
                    f"{name}:{error.lineno}: is not JSON: {error.msg} (column {error.colno})"
                ) from None
    return _from_yaml(text, name)


def _from_yaml(text: str, name: str) -> JSON:
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        line = text.count("\n", 0, unprintable.start()) + 1
        raise ToolchainError(
            f"{name}:{line}: has the control character U+{ord(unprintable[0]):04X}; write it as an escape"
        )
    try:
        builder = _build(text)
    except BuildError as error:
        raise ToolchainError(f"{name}:{error.line}: {error.problem}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ToolchainError(f"{name}:{line}: is not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python lets these two through, from an escape beyond Unicode for one.
        raise ToolchainError(f"{name}: is not YAML: {error}") from None
    if not builder.documents:
        raise ToolchainError(f"{name}: is empty")
    _check_text(builder.value, name)
    return builder.value


def _build(text: str) -> Builder:
    builder = Builder()
    for event in yaml.parse(text, Loader=_LOADER):
        builder.feed(event)
    return builder


def _from_json(text: str, name: str) -> JSON:
    try:
        value: JSON = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse,
                                 parse_float=to_float, parse_int=to_integer)  # fmt: skip
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        raise ToolchainError(f"{name}:{_line_of_problem(text)} {error}") from None
    except RecursionError:
        raise ToolchainError(f"{name}: nested deeper than {MAX_DEPTH} levels") from None
    if is_too_deep(value):
        raise ToolchainError(f"{name}: nested deeper than {MAX_DEPTH} levels")
    _check_text(value, name)
    return value


def _line_of_problem(text: str) -> str:
    """The JSON parser does not tell its callbacks where they are; nearly all JSON is YAML, whose reader knows lines."""
    try:
        _build(text)
    except BuildError as error:
        return f"{error.line}:"
    except (yaml.YAMLError, ValueError, OverflowError):
        pass
    return ""


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    result: dict[str, JSON] = {}
    for key, value in pairs:
        if key in result:
            raise ValueError(f"duplicate key {key!r}")
        result[key] = value
    return result


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _check_text(value: JSON, name: str) -> None:
    """Refuse half a surrogate pair (an escape such as "\\ud83d" alone): no file could ever hold it."""
    for level in levels(value):
        for item in level:
            for text in item if isinstance(item, dict) else [item]:
                if isinstance(text, str) and not _encodable(text):
                    raise ToolchainError(f"{name}: the text {text[:40]!r} has half a surrogate pair")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
