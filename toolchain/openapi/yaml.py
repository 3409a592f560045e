"""Read YAML and JSON strictly: what comes out is plain JSON, and anything doubtful is refused with file and line.

Refused: duplicate keys, keys that are not strings (whole numbers, such as response codes, become strings), merge keys,
tags beyond JSON's types, recursive aliases and aliases that expand without measure, NaN and infinities, several
documents in a file, text that is not UTF-8, nesting beyond `MAX_DEPTH`.

Plain scalars follow the core schema of YAML 1.2: dates, times, `yes`, `no`, `on`, `off`, `1_000` and `12:30:45` are
strings. One deviation: a number with leading zeros (`0123`) is a string, since readers of YAML 1.1 take it for octal,
those of 1.2 for decimal, and what was meant is mostly a code or a telephone number.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, NoReturn, cast

import yaml

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, MAX_DEPTH, is_too_deep, kind, levels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_ALIASED_NODES = 100_000
"""Values that all aliases of one file may add together: a bomb asks for billions, a real document for some hundreds."""

# The parser in C gives the same events some ten times faster, but PyYAML may be installed without it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = "tag:yaml.org,2002:"


def load(path: Path) -> JSON:
    """Return the value in a YAML or JSON file; ToolchainError, naming file and line, where it is not strictly one."""
    return loads(_text(path), str(path))


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


def key_lines(path: Path) -> dict[tuple[str, ...], int]:
    """Return the line, counted from 1, on which each value of a file that can be loaded begins.

    It is that of the value's key; keys of the result are those of a JSON pointer. Slow: made for messages. JSON that
    is not YAML gives nothing.
    """
    lines: dict[tuple[str, ...], int] = {}
    try:
        node = _Composer(_text(path)).document()
    except (_RefusedError, yaml.YAMLError, ValueError, OverflowError):
        return lines
    pending: list[tuple[tuple[str, ...], yaml.Node, yaml.Node]] = [((), node, node)]
    while pending:
        keys, first, value = pending.pop()
        lines[keys] = _line(first)
        if isinstance(value, yaml.MappingNode):
            pending += [((*keys, key.value), key, member) for key, member in value.value]
        elif isinstance(value, yaml.SequenceNode):
            pending += [((*keys, str(index)), item, item) for index, item in enumerate(value.value)]
    return lines


def resolve_plain(text: str) -> str | int | float | bool | None:
    """Return the value of a plain (unquoted) scalar; ValueError (with the reason) for a number that JSON can't hold."""
    return _scalar(_tag_of_plain(text), text)


class _RefusedError(Exception):
    """What is wrong with the YAML, and on which line."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


_PLAIN = {
    "null": re.compile(r"~|null|Null|NULL|"),
    "bool": re.compile(r"true|True|TRUE|false|False|FALSE"),
    "int": re.compile(r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+"),
    "float": re.compile(
        r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
        r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    ),
}


def _tag_of_plain(text: str) -> str:
    return _TAG + next((name for name, pattern in _PLAIN.items() if pattern.fullmatch(text)), "str")


class _Composer:
    """Composes the events of either of PyYAML's parsers to its nodes, with a limit of depth, and sizes of aliases.

    PyYAML's own composer recurses without a limit (in C: beyond any guard of Python's) and refuses an anchor set twice.
    """

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = cast("Any", yaml).parse(text, Loader=_LOADER)
        self._anchors: dict[str, yaml.Node] = {}
        self._open: list[str | None] = []  # the anchors of the collections around what is read
        self._aliased = 0
        self._sizes: dict[yaml.Node, tuple[int, int]] = {}  # values in a node, and containers within one another

    def document(self) -> yaml.Node:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise _RefusedError("", 0)
        node = self._node(next(self._events))
        next(self._events)  # the end of the document
        if not isinstance(event := next(self._events), yaml.StreamEndEvent):
            raise _RefusedError("a second document begins here; put one document in a file", _line(event))
        return node

    def _node(self, event: Any, *, is_key: bool = False) -> yaml.Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor), _line(event), is_key=is_key)
        if isinstance(event, yaml.ScalarEvent):
            tag = _TAG + "str" if event.tag == "!" else event.tag
            tag = tag or (_tag_of_plain(event.value) if event.implicit[0] else _TAG + "str")
            node: yaml.Node = yaml.ScalarNode(tag, event.value, cast("Any", event).start_mark, style=event.style)
            self._sizes[node] = (1, 0)
        else:
            node = self._collection(event, is_key=is_key)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _collection(self, event: Any, *, is_key: bool) -> yaml.Node:
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        kind_of_node = "mapping" if is_mapping else "sequence"
        if is_key:
            raise _RefusedError(f"a {kind_of_node} is used as a key; keys must be strings", _line(event))
        if event.tag not in (None, "!", _TAG + kind_of_node[:3]):
            raise _RefusedError(f"the tag {event.tag} is not allowed; only JSON's own types are", _line(event))
        if len(self._open) >= MAX_DEPTH:
            raise _RefusedError(f"nested deeper than {MAX_DEPTH} levels", _line(event))
        self._open.append(event.anchor)
        items: list[Any] = []
        size, height = 1, 0
        while not isinstance(member := next(self._events), yaml.CollectionEndEvent):
            key = _key(self._node(member, is_key=True)) if is_mapping else None
            value = self._node(next(self._events) if is_mapping else member)
            items.append((key, value) if is_mapping else value)
            size, height = size + self._sizes[value][0], max(height, self._sizes[value][1])
        self._open.pop()
        node = (yaml.MappingNode if is_mapping else yaml.SequenceNode)("", items, event.start_mark)
        self._sizes[node] = (size, height + 1)
        return node

    def _alias(self, name: str, line: int, *, is_key: bool) -> yaml.Node:
        if name in self._open:
            raise _RefusedError(f"the alias *{name} is recursive: it stands inside the value it names", line)
        if name not in self._anchors:
            raise _RefusedError(f"the alias *{name} has no anchor &{name} before it", line)
        if is_key:
            raise _RefusedError(f"the alias *{name} is used as a key; write the key out", line)
        size, height = self._sizes[self._anchors[name]]
        self._aliased += size
        if self._aliased > MAX_ALIASED_NODES:
            raise _RefusedError(f"aliases expand to more than {MAX_ALIASED_NODES} values", line)
        if len(self._open) + height > MAX_DEPTH:
            raise _RefusedError(f"nested deeper than {MAX_DEPTH} levels", line)
        return self._anchors[name]


def _key(node: yaml.Node) -> yaml.Node:
    if node.value == "<<" and not cast("yaml.ScalarNode", node).style:
        raise _RefusedError("merge keys (<<) are not part of YAML 1.2; write the keys out", _line(node))
    # A whole number as a key (a response code) is kept as it was written.
    if node.tag not in (_TAG + "str", _TAG + "int"):
        raise _RefusedError(f"the key {node.value or '(empty)'} is not a string; put it in quotes", _line(node))
    return node


def _construct(node: yaml.Node) -> JSON:
    """Return the value of a node; an alias gives a copy of its own."""
    if isinstance(node, yaml.ScalarNode):
        try:
            return _scalar(node.tag, node.value)
        except ValueError as error:
            raise _RefusedError(str(error), _line(node)) from None
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item) for item in node.value]
    result: dict[str, JSON] = {}
    key_nodes: dict[str, yaml.Node] = {}
    for key, value in node.value:
        first = key_nodes.setdefault(key.value, key)
        if first is not key:
            raise _RefusedError(f"duplicate key {key.value!r}, first on line {_line(first)}", _line(key))
        result[key.value] = _construct(value)
    return result


def _scalar(tag: str, text: str) -> str | int | float | bool | None:
    if tag == _TAG + "str":
        return text
    name = tag.removeprefix(_TAG)
    if name not in ("null", "bool", "int", "float"):
        raise ValueError(f"the tag {tag} is not allowed; only JSON's own types are")
    resolved = _tag_of_plain(text).removeprefix(_TAG)
    if resolved != name and (name, resolved) != ("float", "int"):
        raise ValueError(f"{text!r} does not fit its tag !!{name}")
    if name == "null":
        return None
    if name == "bool":
        return text.lower() == "true"
    return to_integer(text) if name == "int" else to_float(text)


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


def _from_yaml(text: str, name: str) -> JSON:
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        line = text.count("\n", 0, unprintable.start()) + 1
        raise ToolchainError(
            f"{name}:{line}: has the control character U+{ord(unprintable[0]):04X}; write it as an escape"
        )
    try:
        value = _construct(_Composer(text).document())
    except _RefusedError as error:
        raise ToolchainError(f"{name}:{error.line}: {error}" if error.line else f"{name}: is empty") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ToolchainError(f"{name}:{line}: is not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python lets these two through, from an escape beyond Unicode for one.
        raise ToolchainError(f"{name}: is not YAML: {error}") from None
    _check_text(value, name)
    return value


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
        _construct(_Composer(text).document())
    except _RefusedError as error:
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


def _line(marked: Any) -> int:
    return marked.start_mark.line + 1 if marked.start_mark is not None else 1


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
