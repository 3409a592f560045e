"""All kinds of fields that a description may have, in responses and in requests; the invoices use but some of them."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from leadconnector.client.body import decode_nothing
from leadconnector.codec.containers import ListOf, ModelOf
from leadconnector.codec.convert import request_data
from leadconnector.codec.drift import DriftReporter
from leadconnector.codec.enums import UNSET
from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import write_json
from leadconnector.codec.validation import decoded
from tests.support.packages import make_package

if TYPE_CHECKING:
    from collections.abc import Iterator

from tests.codec.every_kind import ATTRIBUTES, DOCUMENT, KINDS, REQUEST_KINDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The models of a package generated from that description."""
    folder = tmp_path_factory.mktemp("generated")
    make_package(DOCUMENT, folder, "every_kind")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("every_kind.models")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "every_kind"]:
        del sys.modules[name]


EVERY_KIND = pytest.mark.parametrize("name", KINDS)


def located(error: InvalidDataError) -> tuple[str, str]:
    """Where the one fault is, and what is there."""
    (fault,) = error.faults
    return fault.pointer, fault.got


def attribute(model: Any, name: str) -> Any:
    return getattr(model, ATTRIBUTES.get(name, name))


@EVERY_KIND
def test_in_a_response(models: Any, name: str) -> None:
    _, value, read, misfits = KINDS[name]
    response = models.Everything.from_json(json.dumps({"_id": "x", name: value}))
    assert attribute(response, name) == read
    assert response.extra == {}
    assert json.loads(response.to_json()) == {"_id": "x", name: value}
    assert models.Everything.from_dict({"_id": "x", name: value}) == response
    assert attribute(models.Everything(id="x"), name) is None
    for misfit in [*misfits, None]:
        response = models.Everything.from_dict({"_id": "x", name: misfit})
        assert attribute(response, name) is None
        assert response.extra == {name: misfit}
        assert response.to_dict() == {"_id": "x", name: misfit}


@EVERY_KIND
def test_arrays_and_objects_of_any_length_in_its_place(models: Any, name: str) -> None:
    for length, value in itertools.product((0, 1, 10, 24), (None, 5, "-", [], {})):  # as long as dates are as text
        array, mapping = [value] * length, {str(index): value for index in range(length)}
        for came in (array, mapping, [array], [mapping]):
            for model in (models.Everything, models.Optional):
                assert model.from_dict({"_id": "x", name: came}).to_dict() == {"_id": "x", name: came}


@EVERY_KIND
def test_optional_in_a_request(models: Any, name: str) -> None:
    _, value, read, misfits = REQUEST_KINDS[name]
    for given, reads in ((value, read), (None, None)):
        body = models.Optional.from_dict({name: given})
        assert attribute(body, name) == reads
        assert body.extra == {}
        assert json.loads(body.to_json()) == {name: given}
        made = models.Optional(**{ATTRIBUTES.get(name, name): reads})
        assert (made, json.loads(made.to_json())) == (body, {name: given})
    assert attribute(models.Optional(), name) is UNSET
    for misfit in misfits:
        body = models.Optional.from_dict({name: misfit})
        assert attribute(body, name) is UNSET
        assert body.extra == {name: misfit}
        assert json.loads(body.to_json()) == {name: misfit}


@EVERY_KIND
def test_required_in_a_request(models: Any, name: str) -> None:
    values = {key: row[1] for key, row in REQUEST_KINDS.items()}
    body = models.Required.from_dict(values)
    assert attribute(body, name) == REQUEST_KINDS[name][2]
    assert json.loads(body.to_json()) == values
    made = models.Required(**{ATTRIBUTES.get(key, key): row[2] for key, row in REQUEST_KINDS.items()})
    assert (made, json.loads(made.to_json())) == (body, values)
    for misfit in [*REQUEST_KINDS[name][3], *([] if name == "anything" else [None])]:
        with pytest.raises(InvalidDataError) as caught:
            models.Required.from_dict({**values, name: misfit})
        pointer, got = located(caught.value)
        inner = misfit[int(pointer.rpartition("/")[2])] if pointer.count("/") > 1 else misfit
        assert (pointer.split("/")[1], got) == (name, repr(inner))
    with pytest.raises(InvalidDataError) as caught:
        models.Required.from_dict({key: value for key, value in values.items() if key != name})
    assert located(caught.value) == (f"/{name}", "nothing")


@EVERY_KIND
def test_drift_is_told_of_every_kind(models: Any, name: str) -> None:
    _, value, _, misfits = KINDS[name]
    found: list[tuple[str, str]] = []
    for came in [value, *misfits, *([] if name == "anything" else [None])]:
        found.clear()
        reporter = DriftReporter(lambda operation, pointer, kind: found.append((pointer, kind)))
        reporter.report("x", models.Everything.from_dict({"_id": "x", name: came}))
        if came is value:
            assert {kind for _, kind in found} <= ({"unknown enum value"} if name.startswith("colour") else set())
        else:
            assert found == [(f"/{name}", "null where required" if came is None else "wrong type")]


@EVERY_KIND
def test_every_kind_goes_from_a_response_into_a_request(models: Any, name: str) -> None:
    _, value, read, misfits = KINDS[name]
    data, left_out = request_data(models.Optional, models.Everything(id="x", extra={name: value}), "UTC", ())
    body = models.Optional.decode(data)
    assert (attribute(body, name), body.extra, left_out) == (read, {}, ("/_id",))
    for misfit in misfits:
        came = models.Everything(id="x", extra={name: misfit})
        made = models.Optional.decode(request_data(models.Optional, came, "UTC", ())[0])
        if name not in ("day", "dayOrMoment", "text", "texts"):  # a moment becomes a day, a number in a text its digits
            assert (made.to_dict(), made.extra) == ({name: misfit}, {name: misfit})
    lacking = [other for other in KINDS if other != name]
    with pytest.raises(ValueError, match="it lacks /" + ", /".join(lacking) + ", or has no usable value there"):
        request_data(models.Required, models.Everything.from_dict({"_id": "x", name: value}), None, ())


def test_models_in_themselves_and_in_each_other(models: Any) -> None:
    data = {
        "_id": "a",
        "self": {"_id": "b", "self": {"_id": "c", "number": 0.1}},
        "children": [{"_id": "d", "new": 1}, {"_id": "e"}],
        "left": {"right": {"lefts": [{"right": {"lefts": []}}, {"new": None}]}},
    }
    response = models.Everything.from_dict(data)
    assert response.self_.self_.number == Decimal("0.1")
    assert response.children[0].extra == {"new": 1}
    assert response.left.right.lefts[0].right.lefts == []
    assert json.loads(response.to_json()) == data


@pytest.mark.parametrize("misfit", [{"self": {}}, {"self": {"_id": 5}}, {"children": [{"_id": "b"}, {}]}, {"self": []}])
def test_a_model_that_lacks_its_id_stays_as_it_came(models: Any, misfit: dict[str, Any]) -> None:
    response = models.Everything.from_dict({"_id": "a", **misfit})
    assert (response.self_, response.children, response.extra) == (None, None, misfit)


@pytest.mark.parametrize("levels", [160, 331, 400, 457, 799, 980, 3_000])
@pytest.mark.parametrize("step", ["self", "children", "anything"])
def test_what_is_nested_is_taken_or_refused_at_any_depth(models: Any, step: str, levels: int) -> None:
    data: dict[str, Any] = {"_id": 5}
    for _ in range(levels):
        data = {"_id": "x", step: [data] if step == "children" else data}
    del data["_id"]

    def build_and_write() -> None:
        for make in (models.Everything.from_dict, models.Optional.from_dict, models.Optional.from_body):
            try:
                made = make(data)
            except InvalidDataError:
                continue
            assert made.to_json() == write_json(made.to_dict()) == write_json(data)  # what is taken can be written

    build_and_write()
    with ThreadPoolExecutor(1) as executor:
        executor.submit(build_and_write).result()


def test_a_model_that_is_too_deep_to_be_written(models: Any) -> None:
    model = models.Optional(extra={"number": b"x"})
    for _ in range(1_000):
        outer = models.Optional()
        outer.self_, model = model, outer
    with pytest.raises(InvalidDataError, match="JSON of sensible depth"):
        model.to_json()


def test_a_response_that_is_a_list(models: Any) -> None:
    decode = partial(decoded, ListOf(ModelOf(lambda: models.Everything)))
    assert decode(b'[{"_id": "a", "number": 0.1}, {"_id": "b"}]') == [
        models.Everything(id="a", number="0.1"),
        models.Everything(id="b"),
    ]
    assert decode(b"[]") == []
    for content, pointer in ((b"{}", ""), (b"nothing", ""), (b'[{"_id": "a"}, {}]', "/1/_id"), (b"[5]", "/0")):
        with pytest.raises(InvalidDataError) as caught:
            decode(content)
        assert located(caught.value)[0] == pointer


def test_a_response_without_content() -> None:
    decode_nothing(b"whatever")
