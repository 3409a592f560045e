"""Read YAML and JSON strictly: what comes out is plain JSON, and anything doubtful is refused with file and line.

PyYAML parses, resolves and constructs; this module narrows it. Refused: duplicate keys, keys that are not strings
(whole numbers, such as response codes, become strings), merge keys, tags beyond JSON's types, an anchor set twice,
recursive aliases and aliases that expand without measure, NaN and infinities, several documents in a file, text that is
not UTF-8, nesting beyond `MAX_DEPTH`.

Plain scalars follow the core schema of YAML 1.2: dates, times, `yes`, `no`, `on`, `off`, `1_000` and `12:30:45` are
strings. One deviation: a number with leading zeros (`0123`) is a string, since readers of YAML 1.1 take it for octal,
those of 1.2 for decimal, and what was meant is mostly a code or a telephone number.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, cast

import yaml

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, MAX_DEPTH, is_too_deep, kind, levels

if TYPE_CHECKING:
    from pathlib import Path

MAX_ALIASED_NODES: Final = 100_000
"""Values that all aliases of one file may add together: a bomb asks for billions, a real document for some hundreds."""

# The parser in C is some ten times faster, but PyYAML may be installed without it.
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG: Final = "tag:yaml.org,2002:"
_CORE_SCHEMA: Final = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}
_PATTERNS: Final = {name: re.compile(f"(?:{pattern})\\Z") for name, pattern in _CORE_SCHEMA.items()}


def load(path: Path, warnings: list[str] | None = None) -> JSON:
    """Return the value in a YAML or JSON file; ToolchainError, naming file and line, where it is not strictly one.

    With `warnings` duplicate keys are told there instead, and the last one counts, as it does for most readers.
    """
    return loads(_text(path), str(path), warnings)


def load_object(path: Path) -> dict[str, Any]:
    """Return the object in a YAML or JSON file; ToolchainError as `load`, and where the file holds anything else."""
    value = load(path)
    if not isinstance(value, dict):
        noun = kind(value)
        raise ToolchainError(f"{path}: must hold an object, and holds {'an' if noun[0] in 'aeiou' else 'a'} {noun}")
    return value


def loads(text: str, name: str = "<text>", warnings: list[str] | None = None) -> JSON:
    """Return the value in `text`: JSON if `name` ends in .json or the text is JSON, else YAML.

    `name` also stands in the errors, with the line. `warnings` are as of `load`.
    """
    is_json = name.endswith(".json")
    if is_json or text.lstrip()[:1] in ("{", "["):
        try:
            return _from_json(text, name, warnings)
        except json.JSONDecodeError as error:
            if is_json:
                raise ToolchainError(
                    f"{name}:{error.lineno}: is not JSON: {error.msg} (column {error.colno})"
                ) from None
    return _from_yaml(text, name, warnings)


def key_lines(path: Path) -> dict[tuple[str, ...], int]:
    """Return the line, counted from 1, on which each value of a file that can be loaded begins.

    It is that of the value's key; keys of the result are those of a JSON pointer. Slow: made for messages. JSON that
    is not YAML gives nothing.
    """
    lines: dict[tuple[str, ...], int] = {}
    try:
        text = _text(path)
        _check_events(text)
        node: yaml.Node = cast("Any", yaml).compose(text, Loader=_loader(_BASE))
    except (yaml.YAMLError, ValueError, OverflowError):
        return lines
    pending: list[tuple[tuple[str, ...], yaml.Node, yaml.Node]] = [((), node, node)]
    while pending:
        keys, first, value = pending.pop()
        lines[keys] = first.start_mark.line + 1
        if isinstance(value, yaml.MappingNode):
            pending += [((*keys, key.value), key, member) for key, member in value.value]
        elif isinstance(value, yaml.SequenceNode):
            pending += [((*keys, str(index)), item, item) for index, item in enumerate(value.value)]
    return lines


def resolve_plain(text: str) -> str | int | float | bool | None:
    """Return the value of a plain (unquoted) scalar; ValueError (with the reason) for a number that JSON can't hold."""
    return _scalar(next((name for name, pattern in _PATTERNS.items() if pattern.match(text)), "str"), text)


def to_integer(text: str) -> int:
    """Return a whole number; ValueError where it has more digits than Python converts."""
    if text.startswith(("0o", "0x")):
        return int(text, 0)
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"an integer of {len(text)} digits is too long; quote it if it is text") from None


def to_float(text: str) -> float:
    """Return a finite float; ValueError for one beyond the range of a double, which would become infinity."""
    if text.lstrip("+-")[:2].lower() in (".i", ".n"):
        raise ValueError(f"{text} is no JSON number; quote it if it is text")
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:40]} is beyond the range of a double; quote it if it is text")
    return number


class _RefusedError(yaml.MarkedYAMLError):
    """YAML that is well-formed and not wanted."""

    def __init__(self, problem: str, mark: yaml.Mark | None) -> None:
        super().__init__(problem=problem, problem_mark=mark)


def _loader(base: Any, name: str = "", warnings: list[str] | None = None) -> Any:
    """Return a loader class on either of PyYAML's parsers that resolves by the core schema and constructs JSON only."""
    file = name

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar = {None: [(_TAG + name, pattern) for name, pattern in _PATTERNS.items()]}

        def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
            if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
                return self._object(node)
            if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
                return [self.construct_object(item) for item in node.value]
            name = node.tag.removeprefix(_TAG)
            if not isinstance(node, yaml.ScalarNode) or name not in (*_PATTERNS, "str"):
                raise _RefusedError(f"the tag {node.tag} is not allowed; only JSON's own types are", node.start_mark)
            try:
                return _scalar(name, node.value)
            except ValueError as error:
                raise _RefusedError(str(error), node.start_mark) from None

        def _object(self, node: yaml.MappingNode) -> dict[str, Any]:
            result: dict[str, Any] = {}
            lines: dict[str, int] = {}
            for key, value in node.value:
                name, line = _key(key), key.start_mark.line + 1
                if name in lines:
                    problem = f"duplicate key {name!r}, first on line {lines[name]}"
                    if warnings is None:
                        raise _RefusedError(problem, key.start_mark)
                    warnings.append(f"{file}:{line}: {problem}; the last one counts")
                lines[name] = line
                result[name] = self.construct_object(value)
            return result

    return Loader


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        kind_of_node = "mapping" if isinstance(node, yaml.MappingNode) else "sequence"
        raise _RefusedError(f"a {kind_of_node} is used as a key; keys must be strings", node.start_mark)
    if node.value == "<<" and not node.style:
        raise _RefusedError("merge keys (<<) are not part of YAML 1.2; write the keys out", node.start_mark)
    # A whole number as a key (a response code) is kept as it was written.
    if node.tag not in (_TAG + "str", _TAG + "int"):
        raise _RefusedError(f"the key {node.value or '(empty)'} is not a string; put it in quotes", node.start_mark)
    return cast("str", node.value)


def _scalar(name: str, text: str) -> str | int | float | bool | None:
    if name == "str":
        return text
    if not (_PATTERNS[name].match(text) or (name == "float" and _PATTERNS["int"].match(text))):
        raise ValueError(f"{text!r} does not fit its tag !!{name}")
    if name == "null":
        return None
    if name == "bool":
        return text.lower() == "true"
    return to_integer(text) if name == "int" else to_float(text)


def _check_events(text: str) -> None:
    """Refuse what PyYAML's composer would recurse into, expand, or take for another value, before it does."""
    open_: list[list[Any]] = [["", 0, 0]]  # anchor, values and height of the collections around what is read
    sizes: dict[str, tuple[int, int]] = {}
    aliased = documents = 0
    event: Any
    for event in cast("Any", yaml).parse(text, Loader=_BASE):
        mark, size, height, anchor = event.start_mark, 1, 0, str(getattr(event, "anchor", None) or "")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError("a second document begins here; put one document in a file", mark)
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append([anchor, 1, 0])
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, size, height = open_.pop()
            height += 1
        elif isinstance(event, yaml.AliasEvent):
            if anchor in [each[0] for each in open_]:
                raise _RefusedError(f"the alias *{anchor} is recursive: it stands inside the value it names", mark)
            if anchor not in sizes:
                raise _RefusedError(f"the alias *{anchor} has no anchor &{anchor} before it", mark)
            size, height = sizes[anchor]
            aliased += size
            if aliased > MAX_ALIASED_NODES:
                raise _RefusedError(f"aliases expand to more than {MAX_ALIASED_NODES} values", mark)
        elif not isinstance(event, yaml.ScalarEvent):
            continue
        if len(open_) - 1 + height > MAX_DEPTH:
            raise _RefusedError(f"nested deeper than {MAX_DEPTH} levels", mark)
        if getattr(event, "tag", None) == "!":
            raise _RefusedError("the tag ! is not allowed; put text in quotes", mark)
        if not isinstance(event, yaml.CollectionStartEvent):
            parent = open_[-1]
            parent[1], parent[2] = parent[1] + size, max(parent[2], height)
            if anchor and not isinstance(event, yaml.AliasEvent):
                sizes[anchor] = size, height
    if not documents:
        raise _RefusedError("is empty", None)


def _from_yaml(text: str, name: str, warnings: list[str] | None) -> JSON:
    try:
        _check_events(text)
        value: JSON = yaml.load(text, Loader=_loader(_BASE, name, warnings))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}" if mark else name
        what = "" if isinstance(error, _RefusedError) else "is not YAML: "
        raise ToolchainError(f"{place}: {what}{error.problem or error.context}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ToolchainError(f"{name}:{line}: is not YAML: {error.reason} (U+{int(error.character):04X})") from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python lets these two through, from an escape beyond Unicode for one.
        raise ToolchainError(f"{name}: is not YAML: {error}") from None
    _check_text(value, name)
    return value


def _from_json(text: str, name: str, warnings: list[str] | None) -> JSON:
    def unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
        result: dict[str, JSON] = {}
        for key, value in pairs:
            if key in result and warnings is None:
                raise ValueError(f"duplicate key {key!r}")
            if key in result and warnings is not None:
                warnings.append(f"{name}: duplicate key {key!r}; the last one counts")
            result[key] = value
        return result

    try:
        value: JSON = json.loads(
            text, object_pairs_hook=unique, parse_constant=_refuse, parse_float=to_float, parse_int=to_integer
        )
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
        _check_events(text)
        yaml.load(text, Loader=_loader(_BASE))
    except _RefusedError as error:
        return f"{error.problem_mark.line + 1}:" if error.problem_mark else ""
    except (yaml.YAMLError, ValueError, OverflowError):
        pass
    return ""


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _check_text(value: JSON, name: str) -> None:
    """Refuse half a surrogate pair (an escape such as "\\ud83d" alone): no file could ever hold it."""
    for level in levels(value):
        for item in level:
            for text in item if isinstance(item, dict) else [item]:
                if isinstance(text, str) and any("\ud800" <= letter <= "\udfff" for letter in text):
                    raise ToolchainError(f"{name}: the text {text[:40]!r} has half a surrogate pair")


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ToolchainError(f"{path}: cannot be read: {error.strerror or error}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ToolchainError(f"{path}:{line}: is not UTF-8 text (byte 0x{content[error.start]:02x})") from None
