"""Build JSON values from the events of a YAML parser.

Built on events rather than on PyYAML's node composer because that one recurses (in C: beyond any guard of Python's),
shares aliased nodes, and lets duplicate keys pass. The stack here is explicit, every key is seen, and each alias is a
counted copy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from toolchain.openapi.json_values import JSON, MAX_DEPTH
from toolchain.openapi.yaml_scalars import resolve_plain

MAX_ALIASED_NODES = 100_000
"""Values that all aliases of one file may add together: a bomb asks for billions, a real document for some hundreds."""

_TAG = "tag:yaml.org,2002:"
_NODE_TAGS = {"mapping": {None, "!", _TAG + "map"}, "sequence": {None, "!", _TAG + "seq"}}
_SCALAR_TAGS: dict[str, tuple[type, ...]] = {
    _TAG + "int": (int,),
    _TAG + "float": (float, int),
    _TAG + "bool": (bool,),
    _TAG + "null": (type(None),),
}

_Container: TypeAlias = "dict[str, JSON] | list[JSON]"


class BuildError(Exception):
    """What is wrong with the YAML, and on which line (counted from 1)."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


@dataclass(slots=True)
class _Frame:
    container: _Container
    anchor: str | None
    line: int
    key: str | None = None
    key_lines: dict[str, int] = field(default_factory=dict[str, int])


class Builder:
    """Takes the events of one document in order; `value` is the result once they are all in."""

    def __init__(self) -> None:
        self.value: JSON = None
        self.documents = 0
        self._stack: list[_Frame] = []
        self._anchors: dict[str, JSON] = {}
        self._open_anchors: set[str] = set()
        self._aliased_nodes = 0

    def feed(self, event: yaml.Event) -> None:
        """Take the next event; BuildError where the document goes beyond what JSON can hold."""
        line = _line(event)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise BuildError("a second document begins here; put one document in a file", line)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, event, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _open(self, container: _Container, event: yaml.CollectionStartEvent, line: int) -> None:
        node = "mapping" if isinstance(container, dict) else "sequence"
        if event.tag not in _NODE_TAGS[node]:
            raise BuildError(f"the tag {event.tag} is not allowed; only JSON's own types are", line)
        if self._expects_key():
            raise BuildError(f"a {node} is used as a key; keys must be strings", line)
        if len(self._stack) >= MAX_DEPTH:
            raise BuildError(f"nested deeper than {MAX_DEPTH} levels", line)
        self._stack.append(_Frame(container, event.anchor, line))
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.anchor is not None:
            self._open_anchors.discard(frame.anchor)
            self._anchors[frame.anchor] = frame.container
        self._add(frame.container)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        try:
            value = _scalar_value(event)
        except ValueError as error:
            raise BuildError(str(error), line) from None
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        if self._expects_key():
            self._key(event, value, line)
        else:
            self._add(value)

    def _key(self, event: yaml.ScalarEvent, value: JSON, line: int) -> None:
        if event.value == "<<" and event.implicit[0]:
            raise BuildError("merge keys (<<) are not part of YAML 1.2; write the keys out", line)
        if not isinstance(value, str) and (isinstance(value, bool) or not isinstance(value, int)):
            raise BuildError(f"the key {event.value or '(empty)'} is not a string; put it in quotes", line)
        frame = self._stack[-1]
        # A whole number as a key (a response code) is kept as it was written.
        if event.value in frame.key_lines:
            raise BuildError(f"duplicate key {event.value!r}, first on line {frame.key_lines[event.value]}", line)
        frame.key = event.value
        frame.key_lines[event.value] = line

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        name = event.anchor
        if name in self._open_anchors:
            raise BuildError(f"the alias *{name} is recursive: it stands inside the value it names", line)
        if name not in self._anchors:
            raise BuildError(f"the alias *{name} has no anchor &{name} before it", line)
        if self._expects_key():
            raise BuildError(f"the alias *{name} is used as a key; write the key out", line)
        self._add(self._copy(self._anchors[name], len(self._stack), line))

    def _copy(self, value: JSON, depth: int, line: int) -> JSON:
        self._aliased_nodes += 1
        if self._aliased_nodes > MAX_ALIASED_NODES:
            raise BuildError(f"aliases expand to more than {MAX_ALIASED_NODES} values", line)
        if not isinstance(value, dict | list):
            return value
        if depth >= MAX_DEPTH:
            raise BuildError(f"nested deeper than {MAX_DEPTH} levels", line)
        if isinstance(value, dict):
            return {key: self._copy(item, depth + 1, line) for key, item in value.items()}
        return [self._copy(item, depth + 1, line) for item in value]

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].container, dict) and self._stack[-1].key is None

    def _add(self, value: JSON) -> None:
        if not self._stack:
            self.value = value
            return
        frame = self._stack[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
        elif frame.key is not None:
            frame.container[frame.key] = value
            frame.key = None


def _scalar_value(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    text: str = event.value
    plain_implicit, _ = event.implicit
    if event.tag is None:
        return resolve_plain(text) if plain_implicit else text
    if event.tag in ("!", _TAG + "str"):
        return text
    if event.tag not in _SCALAR_TAGS:
        raise ValueError(f"the tag {event.tag} is not allowed; only JSON's own types are")
    value = resolve_plain(text)
    # The exact type: True is an instance of int.
    if type(value) not in _SCALAR_TAGS[event.tag]:
        raise ValueError(f"{text!r} does not fit its tag !!{event.tag.removeprefix(_TAG)}")
    return float(value) if event.tag == _TAG + "float" and isinstance(value, int) else value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1
