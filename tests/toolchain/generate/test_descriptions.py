"""Descriptions of other services: names, media types, versions and pages of kinds that ours lacks, on the wire."""

import asyncio
import importlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_type_hints

import httpx
import pytest

from leadconnector.errors import DecodeError, InvalidRequestError
from tests.support.typecheck import complaints
from toolchain.__main__ import main
from toolchain.generate.pipeline import ROOT

DATA = Path(__file__).parent / "data"
OPTIONS = {"token": "t", "location_id": "L"}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("packages")
    for name in ("names", "media"):
        assert main(["generate", str(DATA / f"{name}.yaml"), "--package", f"of_{name}", "--out", str(folder)]) == 0
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith(("of_names", "of_media"))]:
        del sys.modules[name]


class Service:
    """What was asked, and what is said to it."""

    def __init__(self, package: str) -> None:
        self.package = importlib.import_module(package)
        self.asked: list[httpx.Request] = []
        self.responses: list[httpx.Response] = []
        self.client: Any = self.package.Client(**OPTIONS, transport=httpx.MockTransport(self))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.responses.pop(0) if self.responses else httpx.Response(204)

    def says(self, *pages: Any) -> None:
        head = {"content-type": "application/json"}
        self.responses += [httpx.Response(200, content=json.dumps(page), headers=head) for page in pages]


@pytest.fixture
def names(packages: Path) -> Service:
    return Service("of_names")


@pytest.fixture
def media(packages: Path) -> Service:
    return Service("of_media")


@pytest.mark.parametrize("package", ["of_names", "of_media"])
def test_the_packages_are_typed(packages: Path, package: str) -> None:
    assert complaints("-p", package, search=(packages, ROOT / "src")) == ""


def test_no_name_stands_in_anothers_way(names: Service) -> None:
    client, models = names.client, names.package.models
    names.says([{"a": "x"}])
    (found,) = client.property_.list(1, bytes_=["b"], date=date(2026, 1, 2), type="t", filter_name="n")
    assert (type(found), found.a) == (models.Property, "x")
    assert names.asked[-1].url.raw_path == b"/a/1?bytes=b&date=2026-01-02&type=t&filter%5Bname%5D=n"
    names.says({"b": "y"})
    assert client.property_.models_(1, body=models.Date2(c="z", class__="k", class_="l")).b == "y"
    assert names.asked[-1].content == b'{"c":"z","class":"k","class_":"l"}'
    assert [client.property_.prepare_(1), client.property_.property(1), client.property_.date(1)] == [None] * 3
    assert client.property_.prepare.prepare_(1).method == "PUT"
    assert [client.client.get(), client.client.type(), client.client.id()] == [None] * 3
    names.responses.append(httpx.Response(200, text="s"))
    assert client.client.str(q="x") == "s"
    assert client.client.float(timeout=2.5) is None
    names.says({"e": "1", "in": {"g": "3"}}, {"d": "2", "in": {"f": "4"}})
    thing = client.send_.thing()
    assert (thing.e, thing.in_.g) == ("1", "3")
    other = client.close_.close_thing(body=models.CloseThing(a="b"))
    assert (other.d, other.in_.f) == ("2", "4")
    assert type(client.client).__name__ == "ClientResource"
    assert "Unused" not in dir(models)


def test_only_responses_with_parts_keep_the_names_of_what_reads_them(names: Service) -> None:
    models = names.package.models
    shown = ["unread", "overflow", "read_parts", "take_parts", "models", "kind", "hint", "one"]
    assert [field.name for field in models.ShownInput.FIELDS] == shown
    assert [field.name for field in models.Shown.FIELDS] == shown
    data = {"unread": {"a": "1"}, "overflow": "2", "read_parts": 3, "take_parts": {"a": "4"}, "models": {"a": "7"}}
    data |= {"kind": "(models.v1)", "hint": "see models.dev", "one": {"b": "9"}}
    whole = {"_id": "i", "_unread": "u", "unread": {"a": "5"}, "take_parts": {"a": "6"}, "shown": data}
    whole["models"] = {"a": "8"}
    names.says(whole)
    found = names.client.send_.parts(body=models.ShownInput.from_dict(data))
    assert json.loads(names.asked[-1].content) == data
    assert (found.unread, found.unread_.a, found.take_parts_.a, found.shown.take_parts.a) == ("u", "5", "6", "4")
    assert found.to_dict() == whole
    assert (found.models.a, found.shown.models.a) == ("8", "7")
    assert (found.shown.kind, found.shown.hint) == ("(models.v1)", "see models.dev")
    hints = get_type_hints(models.Shown)
    assert (hints["models"], hints["hint"]) == (models.Property | None, Literal["see models.dev"] | None)


@pytest.mark.parametrize("call", ["hal", "charset", "default_only"])
def test_json_by_any_media_type(media: Service, call: str) -> None:
    media.says({"_id": "1", "state": "A b"})
    found = getattr(media.client.things, call)()
    assert (type(found).__name__, found.id, found.state) == ("Item", "1", "A b")
    assert len(media.package.models.State) == 3


def test_texts_and_bytes(media: Service) -> None:
    media.responses.append(httpx.Response(200, content="Grüße".encode()))
    assert media.client.things.text() == "Grüße"
    assert media.asked[-1].headers.get_list("accept") == ["text/plain; charset=utf-8"]
    media.responses.append(httpx.Response(200, content=b"%PDF\xff"))
    assert media.client.things.pdf() == b"%PDF\xff"
    assert media.asked[-1].headers["accept"] == "application/pdf"
    media.responses += [httpx.Response(200, content=b"\xe9"), httpx.Response(202), httpx.Response(200, content=b"\xe9")]
    things = media.client.things
    assert [things.latin(), things.latin(), things.strange()] == ["é", None, b"\xe9"]


def test_one_class_by_two_ways(media: Service) -> None:
    media.says({"_id": "1"})
    assert type(media.client.things.same(q=["a"])) is media.package.models.Item


def test_no_null_is_lost_in_the_query(media: Service) -> None:
    with pytest.raises(InvalidRequestError, match=r"^things\.same: q can't be sent: NoneType is neither"):
        media.client.things.same(q=["a", None])
    assert media.asked == []


@pytest.mark.parametrize(
    ("call", "came", "result", "annotation"),
    [
        ("day", "2026-01-02", date(2026, 1, 2), "date"),
        ("moment", "2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "datetime | None"),
        ("moment", None, None, "datetime | None"),
        ("when", "2026-01-02", date(2026, 1, 2), "date | datetime"),
        ("when", "2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "date | datetime"),
    ],
)
def test_a_response_that_is_a_date(media: Service, call: str, came: object, result: object, annotation: str) -> None:
    method = getattr(media.client.things, call)
    assert method.__annotations__["return"] == annotation
    media.says(came)
    assert method() == result
    media.says({str(number): number for number in range(10)})
    with pytest.raises(DecodeError, match=rf"^things\.{call}: "):
        method()


@pytest.mark.parametrize(
    ("content", "result"), [(b'{"id": 1.10}', {"id": Decimal("1.10")}), (b"", None), (b"<html>", None)]
)
def test_what_is_not_described_is_given_where_it_is_json(media: Service, content: bytes, result: object) -> None:
    media.responses.append(httpx.Response(201, content=content))
    drift: list[Any] = []
    with media.package.Client(
        **OPTIONS, transport=httpx.MockTransport(media), on_drift=lambda *found: drift.append(found)
    ) as client:
        assert client.things.silent() == result
    assert drift == ([] if result is None else [("things.silent", "", "unknown field")])


@pytest.mark.parametrize(("content", "name"), [(b"", ""), (b"OK", ""), (b"[1]", ""), (b'{"_id": "1"}', "1")])
def test_an_undescribed_success_is_no_error_beside_a_described_one(media: Service, content: bytes, name: str) -> None:
    media.responses.append(httpx.Response(202, content=content))
    found = media.client.things.accepted()
    assert (found.id if found else "") == name
    media.responses.append(httpx.Response(200, content=b"OK"))
    with pytest.raises(DecodeError, match=r"^things\.accepted: .* got OK"):
        media.client.things.accepted()


def test_a_response_without_schema_is_json_of_any_kind(media: Service) -> None:
    media.says([1, None])
    assert media.client.things.empty() == [1, None]


def test_an_id_that_may_be_a_number_is_demanded_of_nobody(media: Service) -> None:
    others = [{"_id": 5, "name": "n"}, {"_id": "s"}, {"name": "none"}]
    media.says({"_id": 7, "others": others}, {"others": others})
    found = media.client.things.numbered()
    assert (found.id, [each.id for each in found.others], found.extra) == (7, [5, "s", None], {})
    assert found.to_dict() == {"_id": 7, "others": others}
    assert media.client.things.numbered().id is None


def test_bodies_by_their_media_type(media: Service) -> None:
    new = media.package.models.New(name="ä&b", tags=["x", "y"], price=Decimal("1.50"))
    assert media.package.models.New(for_teens=True).to_dict() == {"13-17": True}
    things = media.client.things
    things.send_array(body=[new, new])
    things.merge(body=new)
    things.send_form(body=new)
    as_json = '{"name":"ä&b","tags":["x","y"],"price":1.50}'
    sent = [(request.headers["content-type"], request.content.decode()) for request in media.asked]
    assert sent == [
        ("application/json", f"[{as_json},{as_json}]"),
        ("application/merge-patch+json", as_json),
        ("application/x-www-form-urlencoded", "name=%C3%A4%26b&tags=x&tags=y&price=1.50"),
    ]


@pytest.mark.parametrize(
    ("call", "annotation"),
    [
        ("send_maybe", "models.New | Mapping[str, Any] | None"),
        ("put_maybe", "models.MaybeInput | Mapping[str, Any] | None"),
        ("send_scalar", "str | int | None"),
        ("send_null", "None"),
        ("send_anything", "Any"),
    ],
)
def test_a_whole_body_that_may_be_null_is_null(media: Service, call: str, annotation: str) -> None:
    method = getattr(media.client.things, call)
    assert method.__annotations__["body"] == annotation
    media.says(None)
    assert method(body=None) is None
    (request,) = media.asked
    assert (request.content, request.headers["content-type"]) == (b"null", "application/json")
    with pytest.raises(TypeError, match="body"):
        method()


def test_no_body_where_none_is_asked_for(media: Service) -> None:
    media.client.things.put_scalar()
    media.client.things.put_scalar(body=None)
    assert [(request.content, "content-type" in request.headers) for request in media.asked] == [(b"", False)] * 2


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ("put_named", "name: expected text, got nothing"),
        ("send_named", "name: expected text, got nothing"),
        ("send_text", "body: expected text, got None"),
    ],
)
def test_a_body_that_must_be_there_is_asked_for(media: Service, call: str, problem: str) -> None:
    with pytest.raises(InvalidRequestError, match=problem):
        getattr(media.client.things, call)(body=None)
    assert media.asked == []


def test_a_form_has_no_null(media: Service) -> None:
    media.client.things.put_form(body=None)
    assert media.asked[-1].content == b""


def test_joined_arrays_and_headers_of_all_kinds(media: Service) -> None:
    media.client.things.joined(
        ids=["a,b", "c"],
        states=[],
        x_day=date(2026, 1, 2),
        x_since=datetime(2026, 1, 2, tzinfo=UTC),
        x_levels=[1, 2],
        x_empty="",
        user_agent="me",
        first="1",
    )
    (request,) = media.asked
    assert request.url.raw_path == b"/joined?ids=a%2Cb,c&1st=1"
    expected = {
        "x-day": ["2026-01-02"],
        "x-since": ["2026-01-02T00:00:00.000Z"],
        "x-levels": ["1,2"],
        "x-empty": [""],
        "user-agent": ["me"],
    }
    assert {name: request.headers.get_list(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"ids": "abc"}, "ids must be a list, not str"),
        ({"ids": b"abc"}, "ids must be a list, not bytes"),
        ({"ids": 5}, "ids must be a list, not int"),
        ({"ids": {"a": 1}}, "ids must be a list, not dict"),
        ({"ids": ["a"], "x_levels": ["1", "2,3"]}, "an element of the header X-Levels holds a comma"),
    ],
)
def test_what_is_no_array_on_the_wire(media: Service, arguments: dict[str, Any], problem: str) -> None:
    with pytest.raises(InvalidRequestError, match=rf"^things\.joined: {problem}"):
        media.client.things.joined(**arguments)
    assert media.asked == []


def test_each_operation_has_its_version(media: Service) -> None:
    things = media.client.things
    things.older(), things.newer(), things.newest()
    assert [request.headers["version"] for request in media.asked] == ["2021-04-15", "2021-07-28", "2021-07-28"]
    assert media.package.API_VERSION == "2021-07-28"
    told = media.package.Client(**OPTIONS, api_version="v9", transport=httpx.MockTransport(media))
    told.things.older()
    assert media.asked[-1].headers["version"] == "v9"


def test_documented_errors_and_deprecation(media: Service) -> None:
    doc = media.client.things.gone.__doc__
    assert "APIStatusError: 402: Pay first. 409: Taken. otherwise: Anything else." in " ".join(doc.split())
    assert "NotFoundError: No such thing." in doc
    with pytest.warns(DeprecationWarning, match=r"deprecated `things\.gone`"):
        media.client.things.gone()


def page(first: int, count: int, total: int | None) -> dict[str, Any]:
    return {"found": [{"_id": str(n)} for n in range(first, first + count)], "meta": {"total": total}}


def test_pages_by_offset(media: Service) -> None:
    media.says(page(0, 2, 5), page(2, 2, 5), page(4, 1, 5))
    first = media.client.things.list(limit=2)
    assert [item.id for item in first.items] == ["0", "1"]
    assert (first.response.meta.total, len(media.asked)) == (5, 1)
    assert [item.id for item in first] == ["0", "1", "2", "3", "4"]
    assert [request.url.params.get("offset") for request in media.asked] == [None, "2", "4"]


@pytest.mark.parametrize(
    ("pages", "calls"),
    [
        pytest.param([page(0, 2, None), page(2, 1, None)], 2, id="no total, and a page that is not full"),
        pytest.param([page(0, 2, None), page(2, 0, None)], 2, id="no total, and an empty page"),
        pytest.param([page(0, 0, 9)], 1, id="a total that does not come"),
        pytest.param([page(0, 2, 2)], 1, id="one page"),
    ],
)
def test_pages_end(media: Service, pages: list[Any], calls: int) -> None:
    media.says(*pages)
    assert len(list(media.client.things.list(limit=2, offset="0").pages())) == calls == len(media.asked)


def test_an_offset_that_is_no_number(media: Service) -> None:
    media.says(page(0, 2, 9))
    with pytest.raises(InvalidRequestError, match=r"things\.list: offset must be a whole number, not 'x'"):
        media.client.things.list(limit=2, offset="x").next()


EVENTS = [
    {"data": [{"_id": "1"}], "next": "c1", "more": True},
    {"data": [], "next": "c2", "more": True},
    {"data": [{"_id": "2"}], "next": None, "more": False},
]


def test_pages_by_cursor_for_tasks(media: Service) -> None:
    async def run() -> list[str]:
        async with media.package.AsyncClient(**OPTIONS, transport=httpx.MockTransport(media)) as client:
            first = await client.things.events()
            second = await first.next()
            assert second.items == []
            return [item.id async for item in first]

    media.says(EVENTS[0], EVENTS[1], *EVENTS[1:])
    assert asyncio.run(run()) == ["1", "2"]
    assert [request.url.params.get("after") for request in media.asked] == [None, "c1", "c1", "c2"]


def test_a_cursor_that_comes_again_ends_the_pages(media: Service) -> None:
    media.says({"data": [{"_id": "1"}], "next": "c", "more": True}, {"data": [{"_id": "2"}], "next": "c", "more": True})
    assert [item.id for item in media.client.things.events()] == ["1", "2"]
