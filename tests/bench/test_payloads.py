"""What is measured is what the service sends, as far as that is known."""

from typing import Any

import pytest

from bench.correctness import to_bytes
from bench.payloads import Payloads
from bench.shapes import Shape, invoice_shape


def count(shape: Shape, data: dict[str, Any]) -> tuple[int, int, int]:
    """Objects, documented fields and other fields of an object."""
    fields = {field.wire_name: field for field in shape.fields}
    objects, documented = 1, len(fields.keys() & data.keys())
    others = len(data) - documented
    for name in fields.keys() & data.keys():
        if below := fields[name].shape:
            for part in data[name] if fields[name].is_list else [data[name]]:
                more = count(below, part)
                objects, documented, others = objects + more[0], documented + more[1], others + more[2]
    return objects, documented, others


@pytest.mark.parametrize("new", [False, True])
def test_an_invoice_is_as_large_and_as_deep_as_the_services(new: bool) -> None:
    invoice = Payloads(new=new).invoice()
    assert count(invoice_shape(), invoice) == (11, 80, 16)
    assert 2_200 < len(to_bytes(invoice)) < 2_400


def test_payloads_are_the_same_in_every_process() -> None:
    assert Payloads().schedule(2) == Payloads().schedule(2)


def amounts(new: bool) -> list[Any]:
    return [invoice["total"] for invoice in Payloads(new=new).schedule(100)["invoices"]]


def test_amounts_repeat_or_are_new() -> None:
    assert len(set(amounts(new=False))) == 1
    assert len(set(amounts(new=True))) == 100
