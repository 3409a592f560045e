"""Read YAML and JSON strictly: what comes out is plain JSON, and anything doubtful is refused with file and line.

Values are built from the events of PyYAML's parser. Refused: duplicate keys, keys that are not strings (whole numbers,
such as response codes, become strings), merge keys, tags beyond JSON's types, an anchor set twice, recursive aliases
and aliases that expand without measure, NaN and infinities, several documents in a file, text that is not UTF-8,
nesting beyond `MAX_DEPTH`.

Plain scalars follow the core schema of YAML 1.2: dates, times, `yes`, `no`, `on`, `off`, `1_000` and `12:30:45` are
strings. One deviation: a number with leading zeros (`0123`) is a string, since readers of YAML 1.1 take it for octal,
those of 1.2 for decimal, and what was meant is mostly a code or a telephone number.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import yaml

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, MAX_DEPTH, copy_json, height, kind, levels

if TYPE_CHECKING:
    from collections.abc import Collection
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
    "str": r"(?s:.*)",
}
_PATTERNS: Final = {name: re.compile(f"(?:{pattern})\\Z") for name, pattern in _CORE_SCHEMA.items()}
# All in one, in this order: the group that matched tells the type.
_PLAIN: Final = re.compile("|".join(f"(?P<{name}>{pattern})\\Z" for name, pattern in _CORE_SCHEMA.items()))
_TAGS: Final[dict[type[Any], Collection[str]]] = {
    yaml.ScalarEvent: _PATTERNS,
    yaml.MappingStartEvent: ("map",),
    yaml.SequenceStartEvent: ("seq",),
}

Lines = dict[tuple[str, ...], int]


def load(path: Path, warnings: list[str] | None = None, lines: Lines | None = None) -> JSON:
    """Return the value in a YAML or JSON file; ToolchainError, naming file and line, where it is not strictly one.

    With `warnings` duplicate keys are told there instead, and the last one counts, as it does for most readers; so are
    anchors set twice. `lines` takes what `key_lines` gives, if the file is YAML.
    """
    return loads(_text(path), str(path), warnings, lines)


def load_object(path: Path) -> dict[str, Any]:
    """Return the object in a YAML or JSON file; ToolchainError as `load`, and where the file holds anything else."""
    value = load(path)
    if not isinstance(value, dict):
        noun = kind(value)
        raise ToolchainError(f"{path}: must hold an object, and holds {'an' if noun[0] in 'aeiou' else 'a'} {noun}")
    return value


def loads(text: str, name: str = "<text>", warnings: list[str] | None = None, lines: Lines | None = None) -> JSON:
    """Return the value in `text`: JSON if `name` ends in .json or the text is JSON, else YAML.

    `name` also stands in the errors, with the line. `warnings` and `lines` are as of `load`.
    """
    try:
        looks_like_json = name.endswith(".json") or text.lstrip()[:1] in ("{", "[")
        value = _from_json(text, name, warnings) if looks_like_json else _from_yaml(text, name, warnings, lines)
    except json.JSONDecodeError as error:
        if name.endswith(".json"):
            raise ToolchainError(f"{name}:{error.lineno}: is not JSON: {error.msg} (column {error.colno})") from None
        value = _from_yaml(text, name, warnings, lines)
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        part = error.object[error.start : error.end]
        raise ToolchainError(f"{name}: the text {part!r} has half a surrogate pair") from None  # no file can hold it
    return value


def key_lines(path: Path) -> Lines:
    """Return the line, counted from 1, on which each value of a file that can be loaded begins.

    It is that of the value's key; keys of the result are those of a JSON pointer. Slow: made for messages. JSON that
    is not YAML gives nothing.
    """
    lines: Lines = {}
    try:
        _read(_text(path), "", [], lines)
    except (yaml.YAMLError, ValueError, OverflowError):
        return {}
    return lines


def resolve_plain(text: str) -> str | int | float | bool | None:
    """Return the value of a plain (unquoted) scalar; ValueError (with the reason) for a number that JSON can't hold."""
    found = _PLAIN.match(text)
    return _value_of(str(found and found.lastgroup), text)


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

    def __init__(self, problem: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    value: Any
    is_mapping: bool = False
    keys: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict[str, int])
    """On which line each key of a mapping stands."""
    key: str | None = None
    """The key of a mapping whose value comes next."""


def _read(text: str, name: str, warnings: list[str] | None, lines: Lines | None = None) -> JSON:
    """Return the value in a document; YAMLError for what is refused. `lines` takes the line of each value."""
    document: list[JSON] = []
    open_ = [_Open(document)]
    anchors: dict[str, JSON] = {}
    aliased = 0
    event: Any
    for event in cast("Any", yaml).parse(text, Loader=_BASE):
        parent, mark = open_[-1], event.start_mark
        line: int = mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent) and document:
            raise _RefusedError("a second document begins here; put one document in a file", mark)
        if isinstance(event, yaml.CollectionEndEvent):
            open_.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        anchor: str | None = event.anchor
        if anchor in anchors and not isinstance(event, yaml.AliasEvent):
            if warnings is None:
                raise _RefusedError(f"the anchor &{anchor} is set twice", mark)
            warnings.append(f"{name}:{line}: the anchor &{anchor} is set twice; each alias takes the one before it")
        if parent.is_mapping and parent.key is None:
            parent.key = _key(event)
            if anchor is not None:
                anchors[anchor] = parent.key
            if parent.key in parent.lines:
                problem = f"duplicate key {parent.key!r}, first on line {parent.lines[parent.key]}"
                if warnings is None:
                    raise _RefusedError(problem, mark)
                warnings.append(f"{name}:{line}: {problem}; the last one counts")
            parent.lines[parent.key] = line
            continue
        if not isinstance(event, yaml.AliasEvent):
            value, containers = _value(event), int(isinstance(event, yaml.CollectionStartEvent))
            if anchor is not None:
                anchors[anchor] = value
        elif anchor not in anchors:
            raise _RefusedError(f"the alias *{anchor} has no anchor &{anchor} before it", mark)
        elif any(each.value is anchors[anchor] for each in open_):
            raise _RefusedError(f"the alias *{anchor} is recursive: it stands inside the value it names", mark)
        else:
            aliased += sum(map(len, levels(anchors[anchor])))
            if aliased > MAX_ALIASED_NODES:
                raise _RefusedError(f"aliases expand to more than {MAX_ALIASED_NODES} values", mark)
            value = copy_json(anchors[anchor])
            containers = height(value)
        if len(open_) - 1 + containers > MAX_DEPTH:
            raise _RefusedError(f"nested deeper than {MAX_DEPTH} levels", mark)
        key = str(len(parent.value)) if parent.key is None else parent.key
        keys = (*parent.keys, key)
        if lines is not None:
            lines[keys[1:]] = parent.lines.get(key, line)  # without the key of the list around the document
        if parent.key is None:
            parent.value.append(value)
        else:
            parent.value[key], parent.key = value, None
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append(_Open(value, isinstance(event, yaml.MappingStartEvent), keys))
    if not document:
        raise _RefusedError("is empty", None)
    return document[0]


def _key(event: Any) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        nouns = {
            "a mapping": yaml.MappingStartEvent,
            "a sequence": yaml.SequenceStartEvent,
            "an alias": yaml.AliasEvent,
        }
        noun = next(noun for noun, kind_of_event in nouns.items() if isinstance(event, kind_of_event))
        raise _RefusedError(f"{noun} is used as a key; keys must be strings", event.start_mark)
    text, value = str(event.value), _value(event)
    if text == "<<" and event.implicit[0]:
        raise _RefusedError("merge keys (<<) are not part of YAML 1.2; write the keys out", event.start_mark)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _RefusedError(f"the key {text or '(empty)'} is not a string; put it in quotes", event.start_mark)
    return text  # a whole number (a response code) is kept as it was written


def _value(event: Any) -> Any:
    """Return the value of a scalar, or an empty collection."""
    kind_of_event = event.__class__
    name = event.tag.removeprefix(_TAG) if event.tag else ""
    if name and name not in _TAGS[kind_of_event]:
        advice = "put text in quotes" if name == "!" else "only JSON's own types are"
        raise _RefusedError(f"the tag {event.tag} is not allowed; {advice}", event.start_mark)
    if kind_of_event is not yaml.ScalarEvent:
        return {} if kind_of_event is yaml.MappingStartEvent else []
    try:
        if name:
            return _scalar(name, event.value)
        return resolve_plain(event.value) if event.implicit[0] else event.value
    except ValueError as error:
        raise _RefusedError(str(error), event.start_mark) from None


def _scalar(name: str, text: str) -> str | int | float | bool | None:
    if not (_PATTERNS[name].match(text) or (name == "float" and _PATTERNS["int"].match(text))):
        raise ValueError(f"{text!r} does not fit its tag !!{name}")
    return _value_of(name, text)


def _value_of(name: str, text: str) -> str | int | float | bool | None:
    if name in ("null", "bool"):
        return None if name == "null" else text.lower() == "true"
    return text if name == "str" else to_integer(text) if name == "int" else to_float(text)


def _from_yaml(text: str, name: str, warnings: list[str] | None, lines: Lines | None = None) -> JSON:
    try:
        return _read(text, name, warnings, lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}" if mark else name
        problem = str(error.problem or error.context)
        if "nesting depth" in problem:  # libyaml 0.2.6 and later have a limit too, and look ahead
            problem = f"nested deeper than {MAX_DEPTH} levels"
        elif not isinstance(error, _RefusedError):
            problem = f"is not YAML: {problem}"
        raise ToolchainError(f"{place}: {problem}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ToolchainError(f"{name}:{line}: is not YAML: {error.reason} (U+{int(error.character):04X})") from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python lets these two through, from an escape beyond Unicode for one.
        raise ToolchainError(f"{name}: is not YAML: {error}") from None


def _from_json(text: str, name: str, warnings: list[str] | None) -> JSON:
    def unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
        result: dict[str, JSON] = {}
        for key, value in pairs:
            if key in result:
                if warnings is None:
                    raise ValueError(f"duplicate key {key!r}")
                warnings.append(f"{name}: duplicate key {key!r}; the last one counts")
            result[key] = value
        return result

    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is not JSON")

    try:
        value: JSON = json.loads(
            text, object_pairs_hook=unique, parse_constant=refuse, parse_float=to_float, parse_int=to_integer
        )
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        # The JSON parser doesn't tell its callbacks where they are; nearly all JSON is YAML, whose reader knows lines.
        try:
            _read(text, name, None)
        except _RefusedError:
            _from_yaml(text, name, None)
        except (yaml.YAMLError, ValueError, OverflowError):
            pass
        raise ToolchainError(f"{name}: {error}") from None
    except RecursionError:
        raise ToolchainError(f"{name}: nested deeper than {MAX_DEPTH} levels") from None
    if height(value) > MAX_DEPTH:
        raise ToolchainError(f"{name}: nested deeper than {MAX_DEPTH} levels")
    return value


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
