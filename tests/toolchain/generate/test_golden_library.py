"""A frozen description of our own, of every kind in both directions: its package is committed, and stays as it is.

Where generated code is meant to change, make the package anew and read its diff:
``python -m toolchain generate tests/golden/library.yaml --package library --out tests/golden``.
"""

import asyncio
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadconnector.sandbox import Call, Sandbox
from toolchain.__main__ import main
from toolchain.generate.pipeline import files_below

GOLDEN = Path(__file__).parents[2] / "golden"
BOOK = {
    "_id": "b1",
    "title": "Middlemarch",
    "price": 9.5,
    "genre": "novel",
    "stars": 3,
    "authors": [{"name": "George Eliot", "born": "1819-11-22"}],
    "main": None,
    "notes": ["first", None],
    "days": ["2026-01-02"],
    "grid": [[1, 2], []],
    "counts": {"main": 2},
    "people": {"editor": {"name": "A"}},
    "source": {"kind": "private", "owner": {"name": "B"}},
    "either": 1.5,
    "format": "two",
    "free": {"k": [1]},
    "anything": [None],
    "sequel": {"_id": "b2", "title": "Another"},
    "13-17": True,
}


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(GOLDEN))
    yield importlib.import_module("library")
    for name in [name for name in sys.modules if name.partition(".")[0] == "library"]:
        del sys.modules[name]


def test_the_package_is_the_committed_one(tmp_path: Path) -> None:
    assert main(["generate", str(GOLDEN / "library.yaml"), "--package", "library", "--out", str(tmp_path)]) == 0
    made, committed = tmp_path / "library", GOLDEN / "library"
    names = {path.relative_to(made) for path in files_below(made)}
    assert names == {path.relative_to(committed) for path in files_below(committed)}
    assert [str(name) for name in sorted(names) if (made / name).read_bytes() != (committed / name).read_bytes()] == []


def test_what_may_be_nested_without_end_is_made_when_a_response_is_decoded(library: Any) -> None:
    assert isinstance(vars(library.models.Book)["authors"], property)
    assert not isinstance(vars(library.models.Book)["sequel"], property)
    deep = '{"_id": "b1", "title": "a", "sequel": ' * 900 + "null" + "}" * 900
    with pytest.raises(ValueError, match="JSON of sensible depth"):
        library.models.Book.from_json(deep)


def test_every_kind_of_a_response(library: Any) -> None:
    drift: list[Any] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"books": [BOOK], "total": 1}))
    with library.Client(token="t", location_id="L", transport=transport, on_drift=lambda *a: drift.append(a)) as client:
        (book,) = client.books.list(limit=5)
    assert book.to_dict() == BOOK
    models = library.models
    classes = [type(each).__name__ for each in (book, book.authors[0], book.people["editor"], book.source, book.sequel)]
    assert classes == ["Book", "Author", "Author", "Private", "Book"]
    assert (book.genre, book.stars, book.notes, book.for_teens) == (models.Genre.NOVEL, 3, ["first", None], True)
    assert book.extra == {"main": None}, "only extra tells null from absent"
    assert drift == []


def test_every_kind_of_a_request(library: Any) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201, json=BOOK)

    given = {name: value for name, value in BOOK.items() if name not in ("_id", "sequel")}
    body = library.models.BookInput.from_dict({**given, "code": "c"})
    with library.Client(token="t", location_id="L", transport=httpx.MockTransport(answer)) as client:
        client.books.add(body=body)
    assert body.to_dict() == {**given, "code": "c"}
    assert not hasattr(library.models.Book(id="x", title="t"), "code"), "what is only written isn't read"
    assert (asked[0].headers["version"], asked[0].url.path) == ("2021-07-28", "/v1/books")


def test_a_list_is_paged_over_the_sandbox(library: Any) -> None:
    sandbox = Sandbox(document=GOLDEN / "library/openapi.json", location_id="L")
    titles = [f"Volume {number}" for number in range(5)]

    @sandbox.register("list-books")
    def page_of_books(call: Call) -> object:
        start, limit = (int(call.request.query.get(name, ["0"])[0]) for name in ("offset", "limit"))
        found = titles[start : start + limit]
        return {"books": [{"_id": title, "title": title} for title in found], "total": len(titles)}

    async def listed() -> list[str]:
        async with library.AsyncClient(token="t", location_id="L", transport=sandbox.async_transport()) as client:
            return [book.title async for book in await client.books.list(limit=2)]

    with library.Client(token="t", location_id="L", transport=sandbox.transport()) as client:
        first = client.books.list(limit=2)
        assert [len(page.items) for page in first.pages()] == [2, 2, 1]
        assert [book.title for book in first] == titles
    assert asyncio.run(listed()) == titles
