"""Calls the operations that odd.yaml adds; prints what was sent."""

import json
from datetime import date
from decimal import Decimal

import httpx

from leadconnector_invoices import Client, models

sent = []
ANSWERS = {"HEAD": None, "DELETE": None, "POST": [{"_id": "a", "id": "b"}]}
DAY = date(2026, 1, 2)
INSTANT = "2026-01-02T00:00:00Z"


def answer(request):
    sent.append([request.method, request.url.raw_path.decode(), request.content.decode()])
    value = ANSWERS.get(request.method, {"_id": "a", "total": 1.5})
    return httpx.Response(204) if value is None else httpx.Response(200, json=value)


with Client(token="t", location_id="L", transport=httpx.MockTransport(answer)) as client:
    assert client.options.base_url == "https://eu.example/v1"
    prepared = client.things.prepare
    scopes = [each("x").operation.scopes for each in (prepared.get_thing, prepared.look, prepared.drop)]
    assert scopes == [("things.read",), ("things.look",), ("things.drop",)]
    assert client.default.get_pdf("a/b").id == "a"
    assert client.things.look("x") is None
    assert client.things.drop("x") is None
    ANSWERS["DELETE"] = {"_id": "d"}
    assert client.things.drop("y").id == "d"
    client.things.kinds(3, models.State.NEW, DAY, True, 5, 2, Decimal("1.50"))

    names = models.NamesInput(
        id="b", id_="a", created_at=INSTANT, created_at_="c", encoded_=DAY, classmethod_="d", converted_="e"
    )
    assert names.to_dict()["_createdAt"] == "c"
    assert models.NamesInput.from_dict(names.to_dict()) == names
    shadowed = {"prepared_": "1", "response_": "2", "body_": "3", "body__": "4", "body_content_": "5"}
    more = {
        "value_content_": "6",
        "path_text_": "7",
        "parse_json_": "8",
        "level": 2,
        "many": [1, 2],
        "state": models.State.OLD,
    }
    (found,) = client.things.names(1, **shadowed, **more, one="a,b", body=names)
    assert (type(found), found.id, found.id_) == (models.Names, "b", "a")

    ANSWERS["POST"] = {"_id": "p"}
    composed = models.Compose(name="n", note="o", at=DAY, free={"k": 1})
    assert (models.Compose.__doc__, client.things.compose(body=composed).id) == ("Both.", "p")
    assert client.things.fill().total == Decimal("1.5")
    client.things.fill(body=models.Filled(note="n"))

    assert client.things.alias(body=models.Base(name="n", alt_id="a")).n is None
    client.things.alias()
    assert client.async_things.alone() is None

    inner = {"inner": {"state": "up"}}
    ANSWERS["GET"] = {"kind": "tree", "part": {"kind": "tree", "part": {"kind": "leaf", "size": 2}}, **inner}
    tree = client.things.choose()
    assert (type(tree.part), type(tree.part.part), tree.part.part.size) == (models.Treenode, models.Leaf, 2)
    assert tree.inner.state is models.TreenodeInnerState.UP
    assert models.Treenode.__doc__ == 'A text with \0, and """"'
    assert client.things.choose.__doc__.startswith('Ends in """')
    planted = models.TreenodeInput(part=models.LeafInput(kind="leaf", size=2))
    assert prepared.plant(body=planted).content == b'{"part":{"kind":"leaf","size":2}}'
    del ANSWERS["GET"]

    ANSWERS["POST"] = {"altId": "p"}
    assert client.things.maybe(body=models.LocatedInput()).alt_id == "p"
    assert client.things.maybe(body=None).alt_id == "p"

    ANSWERS["POST"] = None
    nothing = models.Nullable(text=None, amount=None, day=None, thing=None, many=None, free=None, nothing=None)
    assert nothing.day is None
    assert models.Nullable.from_dict(nothing.to_dict()) == nothing
    client.things.nullable(body=nothing)
    nothing.day = DAY
    client.things.nullable(body=nothing)
print(json.dumps(sent))
