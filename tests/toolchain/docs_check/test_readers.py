"""What the readers make of pages: layouts, lines, types, and the odd forms in which text comes from a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.toolchain.docs_check.checking import facts_of, wrong
from tests.toolchain.docs_check.render import LAYOUTS, docusaurus, mintlify, stripped
from toolchain.docs_check import readers
from toolchain.docs_check.text import PageError, Text, capture, read_json

if TYPE_CHECKING:
    from pathlib import Path

    from toolchain.docs_check.description import Description

NAMES = {
    "docusaurus": "Docusaurus", "markdown": "Markdown with OpenAPI", "mintlify": "Mintlify", "portal": "Vendor portal",
    "stripped": "Mintlify without types",
}  # fmt: skip

PAGE = """\
Sell a bed

POSThttps://api.greenhouse.example/sales
Sells it.
Request

Use your token.

Example: Authorization: Bearer 123
Body
price
number
required

What it costs

Allowed value:
7
Default:
7
Example:
7
buyer
object

Responses

Sold

id
string

Key

Bad Request

code
number
"""


def test_every_layout_is_recognised(greenhouse: dict[str, Any]) -> None:
    for layout, write in LAYOUTS.items():
        assert readers.read(write(greenhouse, "put", "/beds/{bedId}")).layout == NAMES[layout]


def test_an_unknown_layout_is_said_so_with_what_was_tried() -> None:
    with pytest.raises(PageError) as error:
        readers.read(["Look at this"])
    assert all(name in str(error.value) for name in NAMES.values())


def test_what_is_read_knows_its_line() -> None:
    page = readers.read(PAGE.split("\n"))
    body, sold, bad = page.sections
    price, buyer = body.blocks
    assert [(section.place, section.heading.text, section.heading.line) for section in page.sections] == [
        ("body", "Body", 10),
        ("response", "Sold", 28),
        ("response", "Bad Request", 35),
    ]
    assert (price.name.line, price.type_text.line, price.required_line, price.end) == (11, 12, 13, 23)
    assert [(said.text, said.line) for said in price.allowed] == [("7", 18)]
    assert price.default is not None
    assert price.example is not None
    assert (price.default.line, price.example.line, price.example.value) == (20, 22, 7)
    assert (buyer.is_required, buyer.required_line, buyer.end, body.end) == (False, 25, 26, 26)
    assert ([block.name.text for block in sold.blocks], [block.name.line for block in bad.blocks]) == (["id"], [37])
    assert (page.endpoints[0].path.text, page.end) == ("/sales", 38)


def test_credentials_and_prose_are_no_fields() -> None:
    page = readers.read(PAGE.replace("Example: Authorization: Bearer 123", "string").split("\n"))
    assert [block.name.text for section in page.sections for block in section.blocks] == [
        "price",
        "buyer",
        "id",
        "code",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="old Mac line ends"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "  \n"), id="spaces at line ends"),
        pytest.param(lambda text: text.replace("\n\n", "\n\u200b\n"), id="zero-width spaces"),
        pytest.param(lambda text: text.replace("The ", "The\u00a0").replace("Of the", "Of\u00a0the"), id="hard spaces"),
        pytest.param(lambda text: text + "\n\n\n", id="blank lines at the end"),
    ],
)
def test_odd_forms_of_text(
    layout: str, change: Any, greenhouse: dict[str, Any], planted: Description, tmp_path: Path
) -> None:
    text = "\n".join(LAYOUTS[layout](greenhouse, "put", "/beds/{bedId}"))
    file = tmp_path / "page.txt"
    file.write_bytes(change(text).encode())
    facts = facts_of(capture(file)[0], planted)
    assert wrong(facts) == []
    assert len(facts) == len(facts_of(text.split("\n"), planted))


@pytest.mark.parametrize("layout", ["docusaurus", "mintlify", "portal"])
def test_a_page_on_which_no_field_can_be_told_is_refused(layout: str, greenhouse: dict[str, Any]) -> None:
    lines = LAYOUTS[layout](greenhouse, "put", "/beds/{bedId}")
    apart = [part for line in lines for part in (line, "")]
    with pytest.raises(PageError, match="or any other heading; save it again"):
        readers.read(apart)


def test_the_labels_of_tabs_and_buttons_are_passed_over(greenhouse: dict[str, Any], planted: Description) -> None:
    lines = mintlify(greenhouse, "get", "/beds/{bedId}")
    at = lines.index("{")
    assert wrong(facts_of((*lines[:at], "200", "404", "Copy", *lines[at:]), planted)) == []
    at = lines.index("Response") + 1
    assert wrong(facts_of((*lines[:at], "200 - application/json", *lines[at:]), planted)) == []
    lines = docusaurus(greenhouse, "get", "/beds/{bedId}")
    at = lines.index("Responses") + 1
    assert wrong(facts_of((*lines[:at], "200", *lines[at:]), planted)) == []


def test_a_call_with_other_options(greenhouse: dict[str, Any], planted: Description) -> None:
    lines = stripped(greenhouse, "get", "/beds/{bedId}")
    assert lines[0] == "curl --request GET \\"
    calls = ["curl -X GET 'https://api.greenhouse.example/beds/{bedId}?units=metric' -s \\", *lines[2:]]
    assert wrong(facts_of(calls, planted)) == []


def test_json_knows_its_lines_and_forgives_commas() -> None:
    node, end = read_json(Text(['{"a": [1,', '2 {"b": null},],', '"a": "\\u00e9"}, rest']), 0)
    assert node.value == {"a": "é"}
    assert [(member.key, member.line, member.node.value) for member in node.members] == [
        ("a", 1, [1, 2, {"b": None}]),
        ("a", 3, "é"),
    ]
    assert (node.line, node.last_line) == (1, 3)
    assert node.members[0].node.items[2].members[0].line == 2
    assert Text(['{"a": [1,', '2 {"b": null},],', '"a": "\\u00e9"}, rest']).whole[end:] == ", rest"
