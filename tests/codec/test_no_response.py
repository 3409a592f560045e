"""Any JSON object with a text in `_id` is a response; anything else is an InvalidDataError, and nothing else."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadconnector.codec.errors import InvalidDataError
from leadconnector_invoices.models import Invoice, InvoiceSchedule
from tests.support.json_values import parsed, same, text_of
from tests.support.payloads import JSON, NAMES, examples, objects

if TYPE_CHECKING:
    from leadconnector.codec.model import Model

RESPONSES = pytest.mark.parametrize("kind", [Invoice, InvoiceSchedule])


@RESPONSES
@examples(120)
@given(identity=st.text(max_size=5), rest=st.dictionaries(NAMES, JSON, max_size=4))
def test_any_object_with_a_text_for_its_id_is_a_response(
    kind: type[Model], identity: str, rest: dict[str, Any]
) -> None:
    text = text_of({**rest, "_id": identity})
    assert same(parsed(kind.from_json(text).to_json()), parsed(text))


@RESPONSES
@examples(120)
@given(value=JSON)
def test_no_other_value_is_one(kind: type[Model], value: Any) -> None:
    if isinstance(value, dict) and isinstance(value.get("_id"), str):
        value["_id"] = [value["_id"]]
    reads: list[tuple[Any, Any]] = [(kind.from_json, text_of(value)), (kind.from_dict, value)]
    for read, given_value in reads:
        with pytest.raises(InvalidDataError) as caught:
            read(given_value)
        assert caught.value.faults[0].pointer in ("", "/_id")
        assert caught.value.faults[0].expected
        assert 0 < len(caught.value.faults[0].got) <= 200


@examples(300)
@given(content=st.binary(max_size=60))
def test_bytes_are_a_response_or_a_decode_error(content: bytes) -> None:
    assert same(outcome(content), expected(content))


@examples(200)
@given(data=st.data(), value=objects("Invoice", noisy=True))
def test_broken_responses_are_a_response_or_a_decode_error(data: st.DataObject, value: dict[str, Any]) -> None:
    content = text_of(value).encode()
    at = data.draw(st.integers(0, len(content)))
    until = data.draw(st.integers(at, min(at + 5, len(content))))
    broken = (
        content[:at] + data.draw(st.binary(max_size=3) | st.sampled_from([b",", b'"', b"}", b"-"])) + content[until:]
    )
    assert same(outcome(broken), expected(broken))


def outcome(content: bytes) -> Any:
    """What comes of it: the JSON value of the model, or InvalidDataError."""
    try:
        return parsed(Invoice.from_json(content).to_json())
    except InvalidDataError:
        return InvalidDataError


def expected(content: bytes) -> Any:
    """The same, by the standard library alone."""
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal, parse_constant=refuse)
    except (ValueError, ArithmeticError):
        return InvalidDataError
    return value if isinstance(value, dict) and isinstance(value.get("_id"), str) else InvalidDataError


def refuse(constant: str) -> None:
    raise ValueError(constant)


@pytest.mark.parametrize(
    ("content", "pointer", "wanted", "got"),
    [
        (b"", "", "JSON", "nothing"),
        (b"<html>", "", "JSON", "<html>"),
        (b"\xff\xfe", "", "JSON", "��"),
        (b'{"_id": "x"', "", "JSON", '{"_id": "x"'),
        (b'{"_id": "x", "total": NaN}', "", "JSON", '{"_id": "x", "total": NaN}'),
        (b'[{"_id": "x"}]', "", "a JSON object", '[{"_id": "x"}]'),
        (b"null", "", "a JSON object", "null"),
        (b"{}", "/_id", "text", "nothing"),
        (b'{"_id": null}', "/_id", "text", "None"),
        (b'{"_id": 5}', "/_id", "text", "5"),
        (b'{"_id": "x", "n": 1e99999999999999999999}', "", "numbers of sensible size", None),
        (b"[" * 100_000, "", "JSON of sensible depth", None),
    ],
)
def test_the_error_says_where_and_what(content: bytes, pointer: str, wanted: str, got: str | None) -> None:
    with pytest.raises(InvalidDataError) as caught:
        Invoice.from_json(content)
    (fault,) = caught.value.faults
    assert (fault.pointer, fault.expected.split(" (")[0]) == (pointer, wanted)
    assert got is None or fault.got == got
    assert str(fault) in str(caught.value)


def test_it_shows_two_hundred_characters_of_what_came_and_no_more() -> None:
    with pytest.raises(InvalidDataError) as caught:
        Invoice.from_json(b"x" * 5000)
    assert caught.value.faults[0].got == "x" * 200
    with pytest.raises(InvalidDataError) as caught:
        Invoice.from_dict({"_id": ["y" * 5000]})
    assert len(caught.value.faults[0].got) == 200


def test_it_survives_pickle_and_deepcopy() -> None:
    with pytest.raises(InvalidDataError) as caught:
        Invoice.from_json(b"[]")
    error = caught.value
    for duplicate in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert vars(duplicate) == vars(error)
        assert str(duplicate) == str(error) == "Invoice: expected a JSON object, got []"


@pytest.mark.parametrize(
    "content",
    [
        b'{"_id": "x", "title": "cut in an emoji \\ud83d", "new": ["\\udc00"], "total": 999.99, "n": 1e400, "b": true}',
        b'{"_id": "x", "digits": ' + b"9" * 5000 + b', "nothing": null}',
        b'\xef\xbb\xbf{"_id": "after a byte order mark"}',
    ],
    ids=["half a surrogate pair", "5000 digits", "byte order mark"],
)
def test_json_that_the_fast_parser_does_not_take(content: bytes) -> None:
    text = content.decode("utf-8-sig")
    invoice = Invoice.from_json(content)
    assert same(parsed(invoice.to_json()), parsed(text))
    assert Invoice.from_json(invoice.to_json()) == invoice
