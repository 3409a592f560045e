"""Importing the package root costs next to nothing; what is heavy loads on first use."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.support.programs import output_of

HEAVY = {"httpx", "httpcore", "anyio", "attr", "attrs", "msgspec", "dateutil", "zoneinfo", "decimal", "ssl", "asyncio"}


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after `code`."""
    return set(output_of("-c", f"{code}\nimport sys\nprint(*sys.modules)").split())


def test_the_root_loads_nothing_heavy() -> None:
    loaded = loaded_by("import leadconnector_invoices")
    assert loaded & HEAVY == set()
    ours = {name for name in loaded if name.startswith("leadconnector")}
    assert ours == {"leadconnector", "leadconnector.lazy", "leadconnector_invoices"}


@pytest.mark.parametrize("package", ["leadconnector_invoices", "leadconnector_invoices.models"])
def test_a_package_shows_its_public_names_only(package: str) -> None:
    module = import_module(package)
    assert dir(module) == sorted(module.__all__)


def test_looking_around_loads_nothing() -> None:
    loaded = loaded_by(
        "import leadconnector_invoices as p\ndir(p)\nfrom leadconnector_invoices import models\ndir(models)"
    )
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("from leadconnector_invoices.models import Tax", "tax tax_calculation"),
        (
            "from leadconnector_invoices.models import InvoiceSchedule\n"
            "schedule = InvoiceSchedule.from_dict({'_id': 's', 'discount': {'value': 5}, 'invoices': [{'_id': 'i'}]})",
            "invoice_schedule schedule_status alt_type",
        ),
        (
            "from leadconnector_invoices.models import InvoiceItem\n"
            "item = InvoiceItem.from_dict({'taxes': [{'calculation': 'inclusive'}]})\n"
            "assert item.taxes[0].to_dict() == {'calculation': 'inclusive'}",
            "invoice_item item_price_type tax tax_calculation",
        ),
    ],
)
def test_a_model_loads_the_enums_that_it_refers_to_the_parts_that_come_and_no_client(code: str, modules: str) -> None:
    loaded = loaded_by(code)
    assert not loaded & {"httpx", "httpcore", "anyio", "dateutil", "zoneinfo"}
    models = {name.rpartition(".")[2] for name in loaded if name.startswith("leadconnector_invoices.models.")}
    assert models == set(modules.split())


@pytest.mark.parametrize(
    "module",
    ["dateutil.rrule", "zoneinfo", "leadconnector.codec.convert", "leadconnector.codec.drift"],
)
def test_behaviour_written_by_hand_loads_when_it_is_used(module: str) -> None:
    assert module not in loaded_by(
        "from leadconnector_invoices.models import InvoiceSchedule, UpdateInvoice, UpdateSchedule"
    )
    assert module == "leadconnector.codec.drift" or module in loaded_by(
        "from leadconnector_invoices.models import Invoice, Rrule, UpdateInvoice\n"
        "fields = dict(intervalType='daily', interval=1, startDate='2023-01-01T10:00:00Z')\n"
        "next(Rrule.from_dict(fields).occurrences(timezone='UTC'))\n"
        "day = dict(issue_date='2023-01-01', due_date='2023-01-01')\n"
        "UpdateInvoice.from_invoice(Invoice(id='x'), name='x', currency='USD', invoice_items=[], **day)\n"
    )


def test_a_first_call_loads_nothing_that_it_does_not_need() -> None:
    loaded = loaded_by(
        "from leadconnector_invoices import Client\n"
        "client = Client(token='pit-token', location_id='x', base_url='http://127.0.0.1:9', max_retries=0)\n"
        "try:\n    client.schedules.get('x')\nexcept Exception as error:\n    assert 'ConnectError' in str(error)"
    )
    assert not loaded & {"encodings.idna", "stringprep", "leadconnector.client.throttle", "zoneinfo", "asyncio"}
    assert "leadconnector.client.sync_client" in loaded
