"""YAML and JSON are read strictly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.json_strategies import VALUES
from tests.toolchain.overlay.overlay_data import same
from toolchain.errors import ToolchainError
from toolchain.openapi.json_values import MAX_DEPTH
from toolchain.openapi.yaml import MAX_ALIASED_NODES, load, load_object, loads

if TYPE_CHECKING:
    from pathlib import Path

SCALARS = {
    "text": "text",
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "nULL": "nULL",
    "true": True,
    "False": False,
    "TRUE": True,
    "tRUE": "tRUE",
    "yes": "yes",
    "No": "No",
    "on": "on",
    "OFF": "OFF",
    "y": "y",
    "0": 0,
    "-0": 0,
    "12": 12,
    "-12": -12,
    "+12": 12,
    "0123": "0123",
    "00": "00",
    "01.5": "01.5",
    "0o17": 15,
    "0o18": "0o18",
    "0x1F": 31,
    "0b11": "0b11",
    "1_000": "1_000",
    "1:30": "1:30",
    "190:20:30": "190:20:30",
    "1.5": 1.5,
    "1.": 1.0,
    ".5": 0.5,
    "-.5e-3": -0.0005,
    "1e3": 1000.0,
    "1.0": 1.0,
    "1.2.3": "1.2.3",
    "2021-07-28": "2021-07-28",
    "2021-07-28T10:00:00Z": "2021-07-28T10:00:00Z",
    "2001-12-14 21:59:43.10 -5": "2001-12-14 21:59:43.10 -5",
    "NaN": "NaN",
    "Infinity": "Infinity",
    "=": "=",
    "'12'": "12",
    '"true"': "true",
    "'~'": "~",
    "!!str 12": "12",
    "!!str": "",
    "!!int 3": 3,
    '!!int "3"': 3,
    "!!float 3": 3.0,
    '!!bool "true"': True,
    '!!null ""': None,
    "!!map {a: 1}": {"a": 1},
    "!!seq [1]": [1],
    "&anchor 12": 12,
}


@pytest.mark.parametrize("text", SCALARS)
def test_scalar(text: str) -> None:
    assert same(loads(f"key: {text}\n"), {"key": SCALARS[text]})


DOCUMENTS = {
    "response codes become strings": ("200: {a: 1}\ndefault: {}\n", {"200": {"a": 1}, "default": {}}),
    "whole numbers as keys stay as written": ("0x10: 1\n+5: 2\n", {"0x10": 1, "+5": 2}),
    "a quoted merge key is a key": ('"<<": 1', {"<<": 1}),
    "words that YAML 1.1 takes for booleans as keys": ("on: 1\nyes: 2\n", {"on": 1, "yes": 2}),
    "an alias": ("a: &x {b: [1]}\nc: *x\n", {"a": {"b": [1]}, "c": {"b": [1]}}),
    "an alias of a key": ("&k a: 1\nb: *k\n", {"a": 1, "b": "a"}),
    "document markers": ("---\na: 1\n...\n", {"a": 1}),
    "a directive for YAML 1.1 changes nothing": ("%YAML 1.1\n---\na: yes\n", {"a": "yes"}),
    "a document that is null": ("---\n", None),
    "a byte order mark": ("\ufeffa: 1", {"a": 1}),
    "Windows line ends": ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": 1, "b": "x\ny\n"}),
    "block scalars": ("a: >\n  x\n  y\nb: |-\n  z\n", {"a": "x y\n", "b": "z"}),
    "beyond the basic plane": ("a: 😀\n", {"a": "😀"}),
    "JSON": ('{"a": [1, 2.5, null, true, "\\ud83d\\ude00"]}', {"a": [1, 2.5, None, True, "😀"]}),
    "JSON with tabs": ('\n{\t"a":\t1\n}\n', {"a": 1}),
    "YAML that begins as JSON does": ("{a: 1, b}", {"a": 1, "b": None}),
    "JSON with a key longer than YAML allows": (json.dumps({"k" * 2000: 1}), {"k" * 2000: 1}),
}


@pytest.mark.parametrize(("text", "value"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_document(text: str, value: Any) -> None:
    assert same(loads(text), value)


def test_an_alias_is_a_copy_of_its_own() -> None:
    value: Any = loads("a: &x {l: [1]}\nb: *x\n")
    value["a"]["l"].append(2)
    assert value["b"] == {"l": [1]}


def bomb(fan_out: int, levels: int) -> str:
    lines = ["l0: &l0 [" + ", ".join(["lol"] * fan_out) + "]"]
    lines += [f"l{n}: &l{n} [" + ", ".join([f"*l{n - 1}"] * fan_out) + "]" for n in range(1, levels)]
    return "\n".join(lines)


REFUSED = {
    "duplicate key": ("a: 1\nb: 2\na: 3\n", "f:3: duplicate key 'a', first on line 1"),
    "duplicate key, nested": ("x:\n  - a: 1\n    a: 1\n", "f:3: duplicate key 'a'"),
    "duplicate key, flow": ("{a: 1,\n a: 2}", "f:2: duplicate key 'a'"),
    "duplicate key, a number and a string": ("200: 1\n'200': 2\n", "f:2: duplicate key '200'"),
    "duplicate key, JSON": ('{"a": [1,\n{"b": 1,\n"b": 2}]}', "f:3: duplicate key 'b'"),
    "merge key": ("a: &x {b: 1}\nc:\n  <<: *x\n", "f:3: merge keys"),
    "recursive alias": ("a: 1\nb: &x\n  - *x\n", "f:3: the alias *x is recursive"),
    "recursive alias, of a mapping": ("&x\na: {b: *x}\n", "f:2: the alias *x is recursive"),
    "alias without anchor": ("a: *x\n", "f:1: the alias *x has no anchor"),
    "alias before its anchor": ("a: *x\nb: &x 1\n", "f:1: the alias *x has no anchor"),
    "an anchor set twice": ("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "f:3: the anchor &x is set twice"),
    "a tag that says nothing": ("a: ! 12\n", "f:1: the tag ! is not allowed"),
    "alias bomb": (bomb(9, 9), f"aliases expand to more than {MAX_ALIASED_NODES} values"),
    "boolean key": ("true: 1\n", "f:1: the key true is not a string"),
    "null key": ("a: 1\n~: 1\n", "f:2: the key ~ is not a string"),
    "empty key": ("? \n: 1\n", "f:1: the key (empty) is not a string"),
    "fraction as a key": ("1.5: 1\n", "f:1: the key 1.5 is not a string"),
    "sequence as a key": ("? [a]\n: 1\n", "f:1: a sequence is used as a key"),
    "alias as a key": ("a: &x k\n*x : 1\n", "f:2: an alias is used as a key"),
    "mapping as a key": ("{a: 1}: 2\n", "f:1: a mapping is used as a key"),
    "not a number": ("a:\n  - .NaN\n", "f:2: .NaN is no JSON number"),
    "infinity": ("a: -.inf\n", "f:1: -.inf is no JSON number"),
    "a float that overflows": ("a: 1e999\n", "f:1: 1e999 is beyond the range"),
    "an integer without end": (f"a: {'9' * 5000}\n", "f:1: an integer of 5000 digits"),
    "not a number, JSON": ("[NaN]", "f: NaN is not JSON"),
    "a float that overflows, JSON": ("[1,\n1e999]", "f:2: 1e999 is beyond the range"),
    "an integer without end, JSON": (f'{{"a": {"9" * 5000}}}', "f:1: an integer of 5000 digits"),
    "two documents": ("a: 1\n---\nb: 2\n", "f:2: a second document begins here"),
    "an empty second document": ("a: 1\n---\n", "f:2: a second document begins here"),
    "a Python object": ("a: !!python/object/apply:os.getcwd []\n", "f:1: the tag tag:yaml.org,2002:python/"),
    "a tag of one's own": ("a: !mine 1\n", "f:1: the tag !mine is not allowed"),
    "a timestamp by tag": ("a: !!timestamp 2021-07-28\n", "f:1: the tag tag:yaml.org,2002:timestamp"),
    "a set": ("!!set {a, b}\n", "f:1: the tag tag:yaml.org,2002:set"),
    "binary": ("a: !!binary aGk=\n", "f:1: the tag tag:yaml.org,2002:binary"),
    "a value that does not fit its tag": ("a: !!int x\n", "f:1: 'x' does not fit its tag !!int"),
    "a boolean tagged as a number": ("a: !!int true\n", "f:1: 'true' does not fit its tag !!int"),
    "tab as indentation": ("a:\n\tb: 1\n", "f:2: is not YAML: "),
    "two values on a line": ("a: b: c\n", "f:1: is not YAML: mapping values are not allowed"),
    "an unclosed quote": ("a: 'b\n", "is not YAML: "),
    "an unclosed bracket": ("a: [1, 2\n", "is not YAML: "),
    "a wrong indentation": ("a:\n    b: 1\n  c: 1\n", "f:3: is not YAML: "),
    "a control character": ("a: 1\nb: \x01\n", "characters are not allowed (U+0001)"),
    "half a surrogate pair": ('a: "\\ud83d"\n', "f:"),
    "half a surrogate pair, JSON": ('["\\ud83d"]', "f: the text '\\ud83d' has half a surrogate pair"),
    "half a surrogate pair as a key, JSON": ('{"\\udc00": 1}', "has half a surrogate pair"),
    "an escape beyond Unicode": ('a: "\\U00110000"\n', "is not YAML: "),
    "an escape far beyond Unicode": ('a: "\\UFFFFFFFF"\n', "is not YAML: "),
    "duplicate key, JSON that not every YAML parser takes": (
        '{"x": "\\ud83d\\ude00", "a": 1, "a": 2}',
        "duplicate key 'a'",
    ),
    "nothing": ("", "f: is empty"),
    "only a comment": ("# nothing\n", "f: is empty"),
    "100,000 brackets": ("[" * 100_000, f"nested deeper than {MAX_DEPTH} levels"),
    "100,000 braces": ("{a: " * 100_000, f"nested deeper than {MAX_DEPTH} levels"),
    "100,000 dashes": ("- " * 100_000, f"f:1: nested deeper than {MAX_DEPTH} levels"),
    "100,000 question marks": ("? " * 100_000, "f:1: a mapping is used as a key"),
    "100,000 brackets in a row of brackets": ("[a, " + "[" * 100_000, f"f:1: nested deeper than {MAX_DEPTH} levels"),
    "100,000 brackets, JSON": ("[" * 100_000 + "]" * 100_000, f"f: nested deeper than {MAX_DEPTH} levels"),
    "deep by aliases": (
        "a: &l0 [1]\n" + "".join(f"k{n}: &l{n} [*l{n - 1}]\n" for n in range(1, 300)),
        f"f:{MAX_DEPTH}: nested deeper than",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(text: str, message: str) -> None:
    with pytest.raises(ToolchainError) as caught:
        loads(text, "f")
    assert str(caught.value).startswith("f:")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("depth", [1, MAX_DEPTH - 1, MAX_DEPTH])
@pytest.mark.parametrize("item", ["a", "1", ""], ids=["YAML", "JSON", "nothing"])
def test_as_deep_as_allowed(depth: int, item: str) -> None:
    value: Any = loads("[" * depth + item + "]" * depth)
    for _ in range(depth - 1):
        (value,) = value
    assert value == ([loads(item)] if item else [])


@pytest.mark.parametrize("item", ["a", "1", ""], ids=["YAML", "JSON", "nothing"])
def test_one_deeper_than_allowed(item: str) -> None:
    with pytest.raises(ToolchainError, match="nested deeper"):
        loads("[" * (MAX_DEPTH + 1) + item + "]" * (MAX_DEPTH + 1))


def test_as_many_aliased_values_as_allowed() -> None:
    line = "a: &x [" + ", ".join("1" * 999) + "]\n"
    uses = MAX_ALIASED_NODES // 1000
    assert len(str(loads(line + f"b: [{', '.join(['*x'] * uses)}]\n"))) > 2 * MAX_ALIASED_NODES
    with pytest.raises(ToolchainError, match="aliases expand"):
        loads(line + f"b: [{', '.join(['*x'] * (uses + 1))}]\n")


def test_a_json_file_is_not_read_as_yaml() -> None:
    with pytest.raises(ToolchainError, match=r"^f\.json:2: is not JSON: "):
        loads("{\na: 1}", "f.json")


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\n")
    assert load(file) == load_object(file) == {"a": "é"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"a: 1\nb: \xff\n", ":2: is not UTF-8 text (byte 0xff)"),
        ("a: 1".encode("utf-16"), ":1: is not UTF-8 text"),
        (b"- 1\n", "must hold an object, and holds an array"),
        (b"12\n", "must hold an object, and holds a number"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "d.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ToolchainError) as caught:
        load_object(file)
    assert str(caught.value).startswith(str(file))
    assert message in str(caught.value)


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match="cannot be read: Is a directory"):
        load(tmp_path)


@given(VALUES)
def test_json_is_read_as_the_standard_library_does(value: Any) -> None:
    assert same(loads(json.dumps(value), "f.json"), value)


@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@`?, \n\t0.~<="), max_size=30))
def test_any_text_is_a_value_or_one_clear_error(text: str) -> None:
    try:
        value = loads(text, "f")
    except ToolchainError as error:
        message = str(error)
        assert message.startswith("f:")
        assert "\n" not in message
    else:
        assert same(json.loads(json.dumps(value)), value)
