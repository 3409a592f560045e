"""A description of any size; how long it takes is measured elsewhere, that it stays feasible is held to here."""

from __future__ import annotations

import copy

from tests.toolchain.diff.documents import changes
from tests.toolchain.diff.synthetic import synthetic


def test_five_hundred_operations() -> None:
    old = synthetic(500)
    assert sum(len(item) for item in old["paths"].values()) == 500
    new = copy.deepcopy(old)
    del new["components"]["schemas"]["Model3"]["properties"]["field2"]
    new["components"]["schemas"]["Model7Input"]["required"].append("field3")
    removed, required = changes(old, new)
    assert removed.pointer == "/components/schemas/Model3/properties/field2"
    assert required.pointer == "/components/schemas/Model7Input/required"
    # Each model leads to the next one, so that each answer holds all of them.
    assert len(removed.operations) == 500
    assert len(required.operations) == 250
    assert changes(new, copy.deepcopy(new)) == []
