"""What a call's arguments become on the wire, and which are refused."""

import datetime as dt
import json
import time
from decimal import Decimal
from enum import Enum

import pytest
from msgspec import structs

from leadconnector.client.options import Options
from leadconnector.client.request import prepare
from leadconnector.codec.enums import UNSET
from leadconnector.errors import InvalidRequestError
from tests.support.drive import error_of
from tests.support.service import GET, POST, SERVICE, decode


class Colour(Enum):
    RED = "red & blue"


OPTIONS = Options(service=SERVICE, base_url="https://things.example/base/", api_version="v7", location_id="L")


def of(operation=GET, **arguments):
    return prepare(OPTIONS, operation, decode, **{"path": {"id": "x"}, **arguments})


def test_a_prepared_request_shows_all_but_the_token():
    prepared = of(POST, content=b"{}", headers={"Version": "v7"}, query={"a": "1"})
    assert prepared.method == "POST"
    assert prepared.url == "https://things.example/base/things/x/cancel?a=1"
    assert dict(prepared.headers) == {
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": "things-client/1.2.3",
        "Content-Type": "application/json",
        "Version": "v7",
    }
    assert prepared.content == b"{}"
    assert prepared.path_params == {"id": "x"}
    assert (prepared.operation, prepared.location, prepared.decode) == (POST, "L", decode)
    assert "things/x" in repr(prepared)


def test_without_content_there_is_no_content_type():
    assert "content-type" not in of().headers


def test_a_location_of_the_call_wins():
    assert of(location="other").location == "other"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "k=plain"),
        ("a b&c=d/é?", "k=a%20b%26c%3Dd%2F%C3%A9%3F"),
        ("", "k="),
        (True, "k=true"),
        (False, "k=false"),
        (0, "k=0"),
        (Decimal("1E+3"), "k=1000"),
        (Decimal("0.10"), "k=0.10"),
        (Colour.RED, "k=red%20%26%20blue"),
        (dt.date(2024, 2, 29), "k=2024-02-29"),
        (dt.datetime(2024, 2, 29, 1, 2, 3, 456789, dt.UTC), "k=2024-02-29T01%3A02%3A03.456Z"),
        (
            dt.datetime(2024, 2, 29, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            "k=2024-02-28T23%3A02%3A00.000Z",
        ),
        (["a", "b"], "k=a&k=b"),
        (("a", 1), "k=a&k=1"),
        ([], ""),
        (None, ""),
        (UNSET, ""),
    ],
)
def test_query_values(value, text):
    assert of(query={"k": value}).url.partition("?")[2] == text


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (1.5, "float is neither text nor number nor date"),
        (Decimal("NaN"), "Decimal is neither text nor number nor date"),
        (object(), "object is neither text nor number nor date"),
        ({"a": 1}, "dict is neither text nor number nor date"),
        (["a", None], "NoneType is neither text nor number nor date"),
        (dt.datetime(2024, 1, 1), "time zone"),
        (dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))), "in no year from 1 to 9999"),
        ("\ud800", "lone surrogate"),
    ],
)
def test_values_that_are_refused_in_a_query(value, says):
    error = error_of(of, query={"k": value})
    assert type(error) is InvalidRequestError
    assert says in str(error)
    assert str(error).startswith("things.get: ")


@pytest.mark.parametrize("id_", ["65782a", "a.b", "a..b", "...", "..a", "-", "~", "%", "%41", "x" * 2000])
def test_ids_that_are_fine(id_):
    assert of(path={"id": id_}).path_params["id"] == id_


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ({"id": 17}, "id must be a str, not int"),
        ({"id": None}, "id must be a str, not NoneType"),
        ({"id": ""}, "id is empty"),
        ({"id": "a\tb"}, "control or invisible"),
        ({"id": "..%2F"}, "'.' or '..'"),
        ({}, "the path parameter id is missing"),
        ({"id": "x" * 9000}, "characters long"),
        ({"id": "%25" * 32000}, "characters long"),
        ({"id": "%2%35%32e."}, "'.' or '..'"),
        ({"id": "a%%32f%2" + "5" * 1 + "2e%2e"}, "'.' or '..'"),
    ],
)
def test_ids_that_are_refused_say_why(path, says):
    error = error_of(of, path=path)
    assert type(error) is InvalidRequestError
    assert isinstance(error, ValueError)
    assert says in str(error)
    assert error.applied is False


def test_a_refused_id_is_named_as_the_argument():
    named = structs.replace(GET, arguments={"id": "thing_id"})
    assert "thing_id is empty" in str(error_of(of, named, path={"id": ""}))


def test_checking_an_id_takes_linear_time():
    began = time.perf_counter()
    for id_ in ("%" + "25" * 4000, "%25" * 2700, "%2" * 4000):
        error_of(of, path={"id": id_ + "/.."})
    assert time.perf_counter() - began < 0.5


def test_a_path_without_parameters_needs_none():
    plain = structs.replace(GET, path="/things")
    assert of(plain, path=None).url == "https://things.example/base/things"


@pytest.mark.parametrize("value", ["a\r\nX: y", "é", "\x7f"])
def test_header_values_that_are_refused(value):
    assert "header Version" in str(error_of(of, headers={"Version": value}))


def test_the_location_of_a_call():
    assert OPTIONS.location("own", GET) == "own"
    assert OPTIONS.location(None, GET) == "L"


@pytest.mark.parametrize("alt_id", ["", " ", 17])
def test_a_location_that_is_none(alt_id):
    assert "location_id must be a non-empty str" in str(error_of(OPTIONS.location, alt_id, GET))


def test_no_location_at_all():
    nowhere = Options(service=SERVICE, base_url="https://things.example", api_version="v7")
    error = error_of(nowhere.location, None, GET)
    assert type(error) is InvalidRequestError
    assert "LEADCONNECTOR_LOCATION_ID" in str(error)


@pytest.mark.parametrize("value", [None, UNSET])
def test_a_header_without_a_value_is_left_out(value):
    assert "version" not in of(headers={"Version": value}).headers


def test_headers_are_found_in_any_case():
    headers = of(headers={"Version": "v7"}).headers
    assert (headers["VERSION"], headers.get("version"), "vErsion" in headers, 17 in headers) == (
        "v7",
        "v7",
        True,
        False,
    )
    assert len(headers) == len(list(headers)) == 4
    assert json.loads(json.dumps(dict(headers)))["Version"] == "v7"
