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
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import yaml

from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import JSON, MAX_DEPTH, copy_json, height, kind, levels

if TYPE_CHECKING:
    from pathlib import Path

MAX_ALIASED_NODES: Final = 100_000
"""Values that all aliases of one file may add together: a bomb asks for billions, a real document for some hundreds."""
CORE_SCHEMA: Final = {
    "null": re.compile(r"(~|null|Null|NULL|)\Z"),
    "bool": re.compile(r"(true|True|TRUE|false|False|FALSE)\Z"),
    "int": re.compile(r"([-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+)\Z"),
    "float": re.compile(
        r"([-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z"
    ),
}
"""The plain scalars of each type; those that match none, of which the first counts, are strings."""
_BEGINS: Final = frozenset("~nNtTfF-+.0123456789")
"""What all of these but the empty one begin with."""
_TAG: Final = "tag:yaml.org,2002:"

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
    if name.endswith(".json") or text.lstrip()[:1] in ("{", "["):
        try:
            return _from_json(text, name, warnings)
        except json.JSONDecodeError as error:
            if name.endswith(".json"):
                problem = f"is not JSON: {error.msg} (column {error.colno})"
                raise ToolchainError(f"{name}:{error.lineno}: {problem}") from None
    try:
        return _Reader(text, name, warnings, lines).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"is not YAML: {error.problem or error.context}"
        if "nesting depth" in problem:  # libyaml 0.2.6 and later have a limit too, and look ahead
            problem = f"nested deeper than {MAX_DEPTH} levels"
        raise ToolchainError(f"{name}:{mark.line + 1}: {problem}" if mark else f"{name}: {problem}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ToolchainError(f"{name}:{line}: is not YAML: {error.reason} (U+{int(error.character):04X})") from None


def key_lines(path: Path) -> Lines:
    """Return the line, counted from 1, on which each value of a file that can be loaded begins.

    It is that of the value's key; keys of the result are those of a JSON pointer. Slow: made for messages. JSON that
    is not YAML gives nothing.
    """
    lines: Lines = {}
    with suppress(yaml.YAMLError, ToolchainError):
        _Reader(_text(path), "", [], lines).document()
    return lines


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


def _plain(text: str) -> JSON:
    """Return the value of a plain (unquoted) scalar; ValueError (with the reason) for a number that JSON can't hold."""
    if text and text[0] not in _BEGINS:
        return text
    return _scalar(next((name for name, pattern in CORE_SCHEMA.items() if pattern.match(text)), "str"), text)


def _scalar(name: str, text: str) -> JSON:
    """Return the value of a scalar of a type of the core schema; ValueError for a number that JSON can't hold."""
    if name in ("null", "bool"):
        return None if name == "null" else text.lower() == "true"
    return text if name == "str" else to_integer(text) if name == "int" else to_float(text)


class _Reader:
    """Makes the value of one document of the events of PyYAML's parser in C."""

    def __init__(self, text: str, name: str, warnings: list[str] | None = None, lines: Lines | None = None) -> None:
        self._events: Any = cast("Any", yaml).parse(text, Loader=yaml.CSafeLoader)
        self._name = name
        self._warnings = warnings
        self._lines = lines
        self._anchors: dict[str, JSON] = {}
        self._unfinished: set[str] = set()
        """The anchors of the collections that are being read."""
        self._aliased = 0

    def document(self) -> JSON:
        """Return the value; ToolchainError for what is refused, YAMLError for what is no YAML."""
        _, first = next(self._events), next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise ToolchainError(f"{self._name}: is empty")
        value = self._value(next(self._events), ())
        _, last = next(self._events), next(self._events)
        if isinstance(last, yaml.DocumentStartEvent):
            raise self._refused(last, "a second document begins here; put one document in a file")
        return value

    def _value(self, event: Any, keys: tuple[str, ...]) -> JSON:
        """Return the value that begins with an event, and that these keys lead to."""
        if self._lines is not None:
            self._lines.setdefault(keys, event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, len(keys))
        anchor: str | None = event.anchor
        if anchor in self._anchors or anchor in self._unfinished:
            self._doubt(event, f"the anchor &{anchor} is set twice", "each alias takes the one before it")
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
        else:
            self._unfinished |= {anchor} if anchor else set()
            value = self._collection(event, keys)
            self._unfinished.discard(anchor or "")
        if anchor:
            self._anchors[anchor] = value
        return value

    def _collection(self, event: Any, keys: tuple[str, ...]) -> JSON:
        if event.tag not in (None, f"{_TAG}map" if isinstance(event, yaml.MappingStartEvent) else f"{_TAG}seq"):
            raise self._refused_tag(event)
        if len(keys) == MAX_DEPTH:
            raise self._refused(event, f"nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.SequenceStartEvent):
            values: list[JSON] = []
            while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
                values.append(self._value(item, (*keys, str(len(values)))))
            return values
        value: dict[str, JSON] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in lines:
                self._doubt(event, f"duplicate key {key!r}, first on line {lines[key]}", "the last one counts")
            lines[key] = event.start_mark.line + 1
            below = (*keys, key)
            if self._lines is not None:
                self._lines[below] = lines[key]
            value[key] = self._value(next(self._events), below)
        return value

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            nouns = {yaml.MappingStartEvent: "a mapping", yaml.SequenceStartEvent: "a sequence"}
            noun = nouns.get(event.__class__, "an alias")
            raise self._refused(event, f"{noun} is used as a key; keys must be strings")
        text, value = str(event.value), self._scalar(event)
        if text == "<<" and event.implicit[0]:
            raise self._refused(event, "merge keys (<<) are not part of YAML 1.2; write the keys out")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self._refused(event, f"the key {text or '(empty)'} is not a string; put it in quotes")
        if event.anchor:
            self._anchors[event.anchor] = text
        return text  # a whole number (a response code) is kept as it was written

    def _scalar(self, event: Any) -> JSON:
        text = str(event.value)
        name = event.tag.removeprefix(_TAG) if event.tag else ""
        try:
            if not name:
                return _plain(text) if event.implicit[0] else text
            if name != "str" and name not in CORE_SCHEMA:
                raise self._refused_tag(event)
            if name != "str" and not CORE_SCHEMA[name].match(text):
                raise self._refused(event, f"{text!r} does not fit its tag !!{name}")
            return _scalar(name, text)
        except ValueError as error:
            raise self._refused(event, str(error)) from None

    def _alias(self, event: Any, depth: int) -> JSON:
        """Return a copy of the value that an alias names."""
        anchor = event.anchor
        if anchor in self._unfinished:
            raise self._refused(event, f"the alias *{anchor} is recursive: it stands inside the value it names")
        if anchor not in self._anchors:
            raise self._refused(event, f"the alias *{anchor} has no anchor &{anchor} before it")
        value = self._anchors[anchor]
        self._aliased += sum(map(len, levels(value)))
        if self._aliased > MAX_ALIASED_NODES:
            raise self._refused(event, f"aliases expand to more than {MAX_ALIASED_NODES} values")
        if depth + height(value) > MAX_DEPTH:
            raise self._refused(event, f"nested deeper than {MAX_DEPTH} levels")
        return copy_json(value)

    def _doubt(self, event: Any, problem: str, consequence: str) -> None:
        """Refuse what is doubtful, or tell what becomes of it."""
        if self._warnings is None:
            raise self._refused(event, problem)
        self._warnings.append(f"{self._refused(event, problem)}; {consequence}")

    def _refused(self, event: Any, problem: str) -> ToolchainError:
        return ToolchainError(f"{self._name}:{event.start_mark.line + 1}: {problem}")

    def _refused_tag(self, event: Any) -> ToolchainError:
        return self._refused(event, f"the tag {event.tag} is not allowed; only JSON's own types are")


def _from_json(text: str, name: str, warnings: list[str] | None) -> JSON:
    """Return the value of a JSON text; JSONDecodeError for what is none, ToolchainError for what is refused."""

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

    value: JSON = None
    try:
        value = json.loads(
            text, object_pairs_hook=unique, parse_constant=refuse, parse_float=to_float, parse_int=to_integer
        )
        too_deep = height(value) > MAX_DEPTH
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError:
        raise
    except UnicodeEncodeError as error:
        part = error.object[error.start : error.end]
        raise ToolchainError(f"{name}: the text {part!r} has half a surrogate pair") from None  # no file can hold it
    except ValueError as error:
        # The JSON parser doesn't tell its callbacks where they are; nearly all JSON is YAML, whose reader knows lines.
        with suppress(yaml.YAMLError):
            _Reader(text, name).document()
        raise ToolchainError(f"{name}: {error}") from None
    except RecursionError:
        too_deep = True
    if too_deep:
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
