"""The generated classes: what they have in common, and that they say what the description says."""

from __future__ import annotations

import ast
import inspect
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest

from leadconnector.codec.attribute import OnDemand
from leadconnector.codec.enums import UNSET
from leadconnector_invoices.models import (
    Address,
    AddressInput,
    Discount,
    Invoice,
    InvoiceItemInput,
    InvoiceSchedule,
    UpdateInvoice,
)
from tests.support.invoices import INVOICE
from tests.support.payloads import CLASSES, MODELS, RESPONSE_CLASSES, SCHEMAS, needed

if TYPE_CHECKING:
    from leadconnector.codec.model import Model

EVERY_MODEL = pytest.mark.parametrize("name", sorted(MODELS))


@EVERY_MODEL
def test_every_property_is_an_attribute(name: str) -> None:
    kind = MODELS[name]
    assert sorted(field.json_name for field in kind.FIELDS) == sorted(SCHEMAS[name]["properties"])
    assert all(field.name.isidentifier() and field.name == field.name.lower() for field in kind.FIELDS)
    assert [field.json_name for field in kind.FIELDS if field.required] == needed(name)


def test_every_schema_of_an_object_is_a_class_or_free() -> None:
    described = {name for name, schema in SCHEMAS.items() if schema.get("properties")}
    assert described - set(MODELS) == {"ErrorResponse"}
    assert set(CLASSES) - set(MODELS) == {name for name, schema in SCHEMAS.items() if "enum" in schema}


@EVERY_MODEL
def test_every_attribute_has_its_description_and_no_source(name: str) -> None:
    docs = attribute_docs(MODELS[name])
    for field in MODELS[name].FIELDS:
        said = SCHEMAS[name]["properties"][field.json_name].get("description", "")
        assert docs.get(field.name, "").startswith(said), field.name
        assert "Source: " not in docs.get(field.name, ""), field.name
    assert MODELS[name].__doc__


@EVERY_MODEL
def test_types_can_be_looked_up(name: str) -> None:
    kind: Any = MODELS[name]
    read, given = get_type_hints(kind), get_type_hints(kind.__init__)
    assert {field.name for field in kind.FIELDS} <= read.keys() & given.keys()
    assert inspect.get_annotations(kind, eval_str=True).keys() <= read.keys()


def test_types_of_parts_are_classes() -> None:
    assert get_type_hints(Invoice)["discount"] == OnDemand[Discount | None]
    assert get_type_hints(Invoice.__init__)["discount"] == Discount | None


def attribute_docs(kind: type[Model]) -> dict[str, str]:
    """The text below each attribute of a class."""
    source = Path(inspect.getfile(kind)).read_text("utf-8")
    body = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)).body
    docs: dict[str, str] = {}
    for node, below in itertools.pairwise(body):
        if isinstance(node, (ast.AnnAssign, ast.Assign)) and isinstance(below, ast.Expr):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            docs[ast.unparse(target)] = " ".join(str(ast.literal_eval(below.value)).split())
    return docs


@EVERY_MODEL
def test_the_classes_have_slots_and_take_keywords_only(name: str) -> None:
    kind = MODELS[name]
    assert not hasattr(object.__new__(kind), "__dict__")
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}
    assert [parameter.name for parameter in parameters] == [*(field.name for field in kind.FIELDS), "extra"]
    assert kind.__hash__ is None
    make: Any = kind
    with pytest.raises(TypeError, match="positional argument"):
        make("x")


@EVERY_MODEL
def test_responses_read_none_and_requests_unset_where_nothing_is(name: str) -> None:
    required = {field.name for field in MODELS[name].FIELDS if field.required}
    for parameter in list(inspect.signature(MODELS[name].__init__).parameters.values())[1:-1]:
        absent = None if name in RESPONSE_CLASSES else UNSET
        assert parameter.default is (parameter.empty if parameter.name in required else absent)


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        (Invoice, {"id": "x", "amountDue": 1}, "unexpected keyword argument 'amountDue'"),
        (Invoice, {}, "missing 1 required keyword-only argument: 'id'"),
        (InvoiceItemInput, {"name": "x"}, "missing 3 required keyword-only arguments: 'currency', 'amount', and 'qty'"),
    ],
)
def test_a_wrong_or_missing_keyword_is_named(kind: type[Model], arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        kind(**arguments)


def test_models_are_equal_by_value_and_class() -> None:
    assert Address(city="Houston") == Address(city="Houston")
    assert Address(city="Houston") != Address(city="Austin")
    assert Address(city="Houston") != Address(city="Houston", extra={"new": 1})
    address: Model = AddressInput()
    assert address != Address()
    assert Invoice.from_json(b'{"_id":"x","total":1.0}') == Invoice(id="x", total="1.0")
    with pytest.raises(TypeError, match="unhashable"):
        hash(Address())


def test_repr_is_short_and_leaves_out_what_is_absent() -> None:
    assert repr(Address()) == "Address()"
    assert repr(AddressInput(city=None, state="TX")) == "AddressInput(state='TX')"
    invoice = Invoice.from_dict({"_id": "x", "status": "paid", "total": 12.5, "new": 1, "discount": {"type": "odd"}})
    assert repr(invoice) == (
        "Invoice(id='x', status=InvoiceStatus.PAID, discount=Discount(type=DiscountType('odd')), "
        "total=Decimal('12.5'), extra={'new': 1})"
    )


def test_attributes_that_are_none_can_not_be_set() -> None:
    with pytest.raises(AttributeError):
        Address().town = "Houston"  # type: ignore[attr-defined]


def test_a_copy_with_other_attributes() -> None:
    before = Address(city="Houston", state="TX", extra={"new": 1})
    assert before.__replace__(state="CA") == Address(city="Houston", state="CA", extra={"new": 1})
    with pytest.raises(TypeError, match="unexpected keyword argument 'stat'"):
        before.__replace__(stat="CA")


def test_repr_of_a_big_model_is_short() -> None:
    invoice = Invoice.from_dict(INVOICE | {"_id": "x", "extra": ["y" * 5000]})
    schedule = InvoiceSchedule(id="s", invoices=[invoice] * 100, name="n" * 10_000)
    for model in (invoice, schedule, UpdateInvoice.from_invoice(invoice, timezone="UTC")):
        assert len(repr(model)) <= 20 * 120
    assert repr(schedule).endswith(", … 97 more])")


def test_the_parts_that_are_written_by_hand_are_inherited() -> None:
    mixins = {name: schema["x-python-mixin"] for name, schema in SCHEMAS.items() if "x-python-mixin" in schema}
    assert mixins
    for name, mixin in mixins.items():
        assert mixin.rpartition(".")[2] in [base.__name__ for base in MODELS[name].__mro__]
    assert not hasattr(object.__new__(UpdateInvoice), "__dict__")
