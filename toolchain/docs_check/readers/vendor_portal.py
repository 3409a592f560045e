"""The vendor's portal as its rendered page reads: requirements, fields with their values on one line, then a console.

Of fields only the top level is printed, and of the responses the fields of one. Of the console only the curl call
states facts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from toolchain.docs_check import curl, statuses
from toolchain.docs_check.errors import PageError
from toolchain.docs_check.field_list import MAX_FIELDS, read_value
from toolchain.docs_check.json_text import Node
from toolchain.docs_check.page import Block, Page, Place, Said, Section
from toolchain.docs_check.types import TypeStyle, is_type, parse

if TYPE_CHECKING:
    from toolchain.docs_check.json_text import Text

NAME: Final[str] = "Vendor portal"
STYLE: Final = TypeStyle(suffix=True)

_METHOD: Final = re.compile(r"GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE")
_URL: Final = re.compile(r"https?://\S+")
_SIGNS: Final = frozenset(
    {"scope(s)", "auth method(s)", "token type(s)", "example (auto)", "send api request", "collapse all"}
)
_PLACES: Final[dict[str, Place]] = {
    "header parameters": "header", "path parameters": "path", "query parameters": "query",
    "cookie parameters": "cookie", "body": "body",
}  # fmt: skip
_REQUIREMENTS: Final = ("scope(s)", "auth method(s)", "token type(s)")
_HEADINGS: Final = ("request", "responses", "response")
_MEDIA_TYPE: Final = re.compile(r"[A-Za-z]+/[\w.+*-]+")
_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)|default", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z_$@][\w.$@\[\]*-]{0,199}")
_WORD: Final = re.compile(r"[A-Za-z][\w<>\[\]-]*")
_LABEL: Final = re.compile(r"(Possible values|Default value|Example): ?(.*)", re.IGNORECASE | re.DOTALL)
_BOUND: Final = re.compile(r"([<>]=?) (-?[0-9.]+)")
_BOUNDS: Final = {">=": "minimum", "<=": "maximum", ">": "exclusiveMinimum", "<": "exclusiveMaximum"}
_REMARKS: Final = frozenset({"required", "nullable", "deprecated", "read-only", "write-only"})
# What stands between the fields and the curl call: languages and buttons, one a line.
_CONSOLE: Final = re.compile(r"★|Share your feedback|Authorization: .*|[A-Za-z+#.]+", re.IGNORECASE)


def declines(text: Text) -> str | None:
    """Return why a text is no such page; None if it is one."""
    if _endpoint_line(text) is None:
        return "no method with a URL on the next line"
    if not any(line.strip().lower() in _SIGNS for line in text.lines):
        return 'no "Auth Method(s)", "Example (auto)" or "Send API Request"'
    return None


def read(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    at = _endpoint_line(text)
    assert at is not None
    url = _next(text, at)
    endpoint = curl.endpoint_of(Said(text.lines[at - 1].strip(), at), Said(text.lines[url - 1].strip(), url))
    endpoints, calls = curl.read(text)
    fields = _Fields(text, url + 1, _last_line(text, calls[0].line if calls else None))
    fields.read()
    if not fields.in_responses:
        raise PageError('the page ends before its "Responses"; save the whole page', fields.last)
    return Page(
        layout=NAME, endpoints=(endpoint, *endpoints), calls=calls, sections=tuple(fields.sections),
        scopes=tuple(fields.scopes) or None, end=fields.last, nesting="folded", types=STYLE, shows_errors=True,
        lists_credentials=False, shows_media_type=True, shows_all_headers=False, shows_responses=False,
        shows_optional=True, header_order=("content-type", "accept", "authorization"),
        is_whole=bool(calls),
    )  # fmt: skip


def _endpoint_line(text: Text) -> int | None:
    for line, content in enumerate(text.lines, 1):
        if _METHOD.fullmatch(content.strip()):
            url = _next(text, line)
            if _URL.fullmatch(text.lines[url - 1].strip()):
                return line
    return None


def _next(text: Text, line: int) -> int:
    """Return the next line with content; the last line if there is none."""
    return next((at for at in range(line + 1, len(text.lines) + 1) if text.lines[at - 1]), len(text.lines))


def _last_line(text: Text, call: int | None) -> int:
    """Return the last line of the fields: that before what belongs to the console with a curl call."""
    if call is None:
        return text.line(len(text.whole.rstrip()) - 1)
    line = call - 1
    while line and (not text.lines[line - 1] or _CONSOLE.fullmatch(text.lines[line - 1].strip())):
        if is_type(text.lines[line - 1].strip()) or text.lines[line - 1].strip().lower() in _REMARKS:
            break
        line -= 1
    return line


def _is_field_on_one_line(content: str) -> bool:
    name, _, rest = content.partition(" ")
    return _NAME.fullmatch(name) is not None and is_type(rest.partition(" ")[0])


class _Fields:
    """Reads requirements, parameters, body and responses from `first` to `last`."""

    def __init__(self, text: Text, first: int, last: int) -> None:
        self.last = last
        self.sections: list[Section] = []
        self.scopes: list[Said] = []
        self.in_responses = False
        self._text = text
        self._line = first
        self._lines = [line.strip() for line in text.lines[:last]]
        self._block: Block | None = None
        self._count = 0
        self._media_type: Said | None = None
        self._requirement = ""

    def read(self) -> None:
        while self._line <= self.last:
            content = self._at(self._line)
            if content and not (self._heading(content) or self._head() or self._label(content)):
                self._plain(content)
            self._line += 1
        self._close(self.last + 1)
        if self.sections:
            self.sections[-1].end = self.last + 1

    def _at(self, line: int) -> str:
        return self._lines[line - 1] if line <= self.last else ""

    def _close(self, line: int) -> None:
        block = self._block
        if block is not None:
            block.end = line
            if "object" in block.type.names and not (block.is_required or block.is_described or block.labels):
                # Of an object that can be unfolded the page prints name and type at most.
                block.is_required = None
        self._block = None

    def _begin(self, section: Section) -> None:
        self._close(section.heading.line)
        if self.sections:
            self.sections[-1].end = self.sections[-1].end or section.heading.line
        self.sections.append(section)

    def _heading(self, content: str) -> bool:
        word = content.lower().removesuffix("required").strip()
        if self._is_head(self._line):
            return False
        if word in (*_HEADINGS, *_REQUIREMENTS) and not self.in_responses:
            self._requirement = word
            self.in_responses = word.startswith("response")
            if self.in_responses:
                self._close(self._line)
                self._read_statuses()
            return True
        if word in _PLACES and not self.in_responses:
            self._requirement = ""
            section = Section(_PLACES[word], Said(content, self._line), media_type_due=self._line)
            section.media_type, self._media_type = self._media_type, None
            self._begin(section)
            return True
        return False

    def _read_statuses(self) -> None:
        """Read the codes of all responses; the fields that follow are those of the first, or of the one named."""
        if self.sections:
            self.sections[-1].end = self.sections[-1].end or self._line
        codes: list[Said] = []
        line = self._line + 1
        while line <= self.last and (not self._at(line) or _STATUS.fullmatch(self._at(line))):
            codes += [Said(self._at(line), line)] if self._at(line) else []
            line += 1
        named = statuses.of_heading(self._at(line))
        shown = next((code for code in codes if code.text == named), codes[0] if codes else None)
        shown = shown or Said(self._at(line) or "Responses", self._line)
        self.sections += [
            Section("response", code, end=code.line + 1, is_shown=False) for code in codes if code is not shown
        ]
        self.sections.append(Section("response", shown))
        self._line = line - 1

    def _is_head(self, line: int) -> bool:
        """Return whether a field begins: a name with a type under it, or with a word and a remark."""
        if not _NAME.fullmatch(self._at(line)):
            return False
        below, next_ = self._at(line + 1), self._at(line + 2)
        if is_type(below):
            # The description of a field may be one word, and the next field be called as a type is.
            is_text = self._block is not None and not self._block.is_described and is_type(next_)
            return not is_text
        if self._at(line).lower() in (*_REMARKS, "schema") or below.lower() in (*_PLACES, *_REMARKS, *_HEADINGS):
            return False
        return _WORD.fullmatch(below) is not None and (
            next_.lower() in _REMARKS or (bool(self.sections) and below.islower() and not is_type(next_))
        )

    def _head(self) -> bool:
        if not self.sections or not self._is_head(self._line):
            return False
        self._close(self._line)
        self._count += 1
        if self._count > MAX_FIELDS:
            raise PageError(f"lists more than {MAX_FIELDS} fields, which no page of one operation does", self._line)
        name, kind = Said(self._at(self._line), self._line), Said(self._at(self._line + 1), self._line + 1)
        block = Block(name, parse(kind.text, tells_values=False), kind, self._line + 2)
        line = self._line + 2
        while (word := self._at(line).lower()) in _REMARKS and not self._is_head(line):
            if word == "required":
                block.is_required, block.required_line = True, line
            elif word == "nullable":
                names = tuple(sorted({*block.type.names, "null"}))
                block.type = replace(block.type, names=names)
            line += 1
        self._block = block
        self.sections[-1].blocks.append(block)
        self._line = line - 1
        return True

    def _label(self, content: str) -> bool:
        match = _LABEL.fullmatch(content)
        if self._block is None or match is None:
            return False
        label, value = match[1].lower(), match[2].strip().strip("`")
        block = self._block
        if label == "possible values":
            self._possible_values(block, value)
            return True
        key = label.removesuffix(" value")
        block.labels.setdefault(key, self._line)
        if value:
            node, line = read_value(self._text, value, self._line, self.last, block.type, quotes=False)
            if key == "default":
                block.default = node
            else:
                block.example = node
            self._line = line - 1
        return True

    def _possible_values(self, block: Block, value: str) -> None:
        if value.startswith("["):
            block.labels.setdefault("allowed", self._line)
            parts = (part.strip().strip("`") for part in value.strip("[]").split(","))
            block.allowed = tuple(Said(part, self._line) for part in parts if part)
        elif {"number", "integer"} & set(block.type.names):
            for sign, bound in _BOUND.findall(value):
                number = float(bound) if "." in bound else int(bound)
                block.constraints[_BOUNDS[sign]] = Node(number, self._line, self._line)

    def _plain(self, content: str) -> None:
        if self._requirement == "scope(s)":
            self.scopes += [Said(scope, self._line) for scope in content.replace(",", " ").split()]
        elif _MEDIA_TYPE.fullmatch(content) and (self._block is None or self._is_before_body()):
            said = Said(content.lower(), self._line)
            if self.in_responses:
                self.sections[-1].media_type = said
            else:
                self._close(self._line)
                if self.sections:
                    self.sections[-1].end = self._line
                self._media_type = said
        elif self._block is not None:
            self._block.is_described = True
        elif self.sections and not self.sections[-1].blocks and _is_field_on_one_line(content):
            raise PageError("a field's name and type stand on one line; save the page with its line breaks", self._line)

    def _is_before_body(self) -> bool:
        return self._at(self._line + 1).lower().removesuffix("required").strip() == "body"
