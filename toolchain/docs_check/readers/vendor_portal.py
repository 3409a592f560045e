"""The vendor's portal as its rendered page reads: requirements, fields with their values on one line, then a console.

Of fields only the top level is printed, and of the responses the fields of one. Of the console only the curl call
states facts.
"""

import re
from collections.abc import Iterator
from typing import Final

from toolchain.docs_check.model import Block, Page, Place, Said, Section
from toolchain.docs_check.readers import curl
from toolchain.docs_check.readers.field_list import FIELD_NAME, MEDIA_TYPE, REMARKS, WORD, FieldList
from toolchain.docs_check.text import PageError, Text
from toolchain.docs_check.types import is_type, status_of

NAME: Final[str] = "Vendor portal"

_METHOD: Final = re.compile(curl.METHODS)
_URL: Final = re.compile(r"https?://\S+")
_SIGNS: Final = frozenset(
    {"scope(s)", "auth method(s)", "token type(s)", "example (auto)", "send api request", "collapse all"}
)
_PLACES: Final[dict[str, Place]] = {
    "header parameters": "header", "path parameters": "path", "query parameters": "query",
    "cookie parameters": "cookie", "body": "body",
}  # fmt: skip
_HEADINGS: Final = ("request", "scope(s)", "auth method(s)", "token type(s)")
_RESPONSES: Final = ("responses", "response")
_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)|default", re.IGNORECASE)
_LABEL: Final = re.compile(r"(Possible values|Default value|Example): ?(.*)", re.IGNORECASE)
_REMARKS: Final = frozenset({"required", *REMARKS})
_ONE_LINE: Final = re.compile(
    r"[a-z_$][\w$]* (?:(?:string|boolean|integer)(?:\[\])*|\w+\[\]|\w+ REQUIRED)(?: REQUIRED)?"
)
# What stands between the fields and the curl call: languages and buttons, one a line.
_CONSOLE: Final = re.compile(r"★|Share your feedback|Authorization: .*|[A-Za-z+#.]+", re.IGNORECASE)


def declines(text: Text) -> str | None:
    """Return why a text is no such page; None if it is one."""
    if _endpoint_line(text) is None:
        return "no method with a URL on the next line"
    if _SIGNS.isdisjoint(map(str.lower, text.stripped)):
        return 'no "Auth Method(s)", "Example (auto)" or "Send API Request"'
    return None


def read(text: Text) -> Page:
    """Return what the page says; PageError where it is cut."""
    at = _endpoint_line(text)
    assert at is not None
    url = _next(text, at)
    endpoint = curl.endpoint_of(Said(text.at(at), at), Said(text.at(url), url))
    endpoints, calls = curl.read(text)
    fields = _Fields(text, url + 1, _last_line(text, calls[0].line) if calls else text.last_line)
    sections = fields.read()
    if not any(section.place == "response" for section in sections):
        raise PageError('the page ends before its "Responses"; save the whole page', fields.last)
    return Page(
        layout=NAME, endpoints=(endpoint, *endpoints), calls=calls, sections=sections,
        scopes=tuple(_scopes(text, url)) or None, end=fields.last, nesting="folded", shows_errors=True,
        lists_credentials=False, shows_media_type=True, is_console=True, is_whole=bool(calls),
    )  # fmt: skip


def _endpoint_line(text: Text) -> int | None:
    for line, content in enumerate(text.stripped, 1):
        if _METHOD.fullmatch(content) and _URL.fullmatch(text.at(_next(text, line))):
            return line
    return None


def _next(text: Text, line: int) -> int:
    """Return the next line with content; the last line if there is none."""
    return next((at for at in range(line + 1, len(text.lines) + 1) if text.at(at)), len(text.lines))


def _last_line(text: Text, call: int) -> int:
    """Return the last line of the fields: that before what belongs to the console with a curl call."""
    line = call - 1
    while line and (not text.at(line) or _CONSOLE.fullmatch(text.at(line))):
        if is_type(text.at(line)) or text.at(line).lower() in _REMARKS:
            break
        line -= 1
    return line


def _scopes(text: Text, line: int) -> Iterator[Said]:
    is_listed = False
    while (line := line + 1) <= len(text.lines) and text.at(line).lower() not in (*_RESPONSES, *_PLACES, "request"):
        if text.at(line).lower() in _HEADINGS:
            is_listed = text.at(line).lower() == "scope(s)"
        elif is_listed:
            yield from (Said(scope, line) for scope in text.at(line).replace(",", " ").split())


class _Fields(FieldList):
    def heading(self, line: int) -> tuple[list[Section], int] | None:
        content = self.at(line).lower().removesuffix("required").strip()
        if (self.sections and self.sections[-1].place == "response") or self.is_head(line):
            return None
        if content in _RESPONSES:
            return self._responses(line)
        if content in _PLACES:
            section = Section(_PLACES[content], Said(self.at(line), line))
            above = next((at for at in range(line - 1, 0, -1) if self.at(at)), line)
            if MEDIA_TYPE.fullmatch(self.at(above)):
                section.media_type = Said(self.at(above).lower(), above)
            return [section], line + 1
        is_over_body = MEDIA_TYPE.fullmatch(content) and self.at(_next(self.text, line)).lower().startswith("body")
        return ([], line + 1) if content in _HEADINGS or is_over_body else None

    def _responses(self, first: int) -> tuple[list[Section], int]:
        """Return all responses by their codes; the fields that follow are those of the first, or of the one named."""
        codes: list[Said] = []
        line = first + 1
        while line <= self.last and (not self.at(line) or _STATUS.fullmatch(self.at(line))):
            codes += [Said(self.at(line), line)] if self.at(line) else []
            line += 1
        named = status_of(self.at(line))
        shown = next((code for code in codes if code.text == named), codes[0] if codes else None)
        shown = shown or Said(self.at(line) or "Responses", first)
        others = [Section("response", code, end=code.line + 1, is_shown=False) for code in codes if code is not shown]
        return [*others, Section("response", shown)], line

    def is_head(self, line: int) -> bool:
        """Return whether a field begins: a name with a type under it, or with a word and a remark."""
        if not FIELD_NAME.fullmatch(self.at(line)):
            return False
        below, next_ = self.at(line + 1), self.at(line + 2)
        if is_type(below):
            # The description of a field may be one word, and the next field be called as a type is.
            return self.block is None or self.block.is_described or not is_type(next_)
        if self.at(line).lower() in (*_REMARKS, "schema"):
            return False
        if below.lower() in (*_PLACES, *_REMARKS, *_HEADINGS, *_RESPONSES) or not WORD.fullmatch(below):
            return False
        return next_.lower() in _REMARKS or (bool(self.sections) and below.islower() and not is_type(next_))

    def may_be_head(self, line: int) -> bool:
        return False

    def text_line(self, line: int) -> None:
        name, kind = [*self.at(line).split(" "), ""][:2]
        is_first = not self.sections[-1].blocks and FIELD_NAME.fullmatch(name) and is_type(kind)
        if is_first or _ONE_LINE.fullmatch(self.at(line)):
            raise PageError("a field's name and type stand on one line; save the page with its line breaks", line)
        super().text_line(line)

    def read_label(self, block: Block, line: int) -> int:
        match = _LABEL.fullmatch(self.at(line))
        if match is None:
            return 0
        label, value = match[1].lower().removesuffix(" value"), match[2].strip().strip("`")
        if label == "possible values" and not value.startswith("["):
            return line + 1  # bounds
        if label == "possible values":
            parts = (part.strip().strip("`") for part in value.strip("[]").split(","))
            block.allowed = tuple(Said(part, line) for part in parts if part)
            return line + 1
        if not value:
            return line + 1
        return self.read_value(block, label, value, line)

    def end_field(self, line: int) -> None:
        block = self.block
        is_bare = block and not (block.is_required or block.is_described or block.has_values)
        if block and is_bare and "object" in block.type.names:
            # Of an object that can be unfolded the page prints name and type at most.
            block.is_required = None
        super().end_field(line)
