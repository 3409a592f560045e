"""Whether the parts of a payment schedule make up the whole, to the last digit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadconnector_invoices.models import PaymentSchedule, PaymentScheduleEntryInput, PaymentScheduleInput
from tests.support.payloads import examples

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)


def plan(kind: str, *values: Any) -> PaymentScheduleInput:
    return PaymentScheduleInput(type=kind, schedules=[PaymentScheduleEntryInput(value=value) for value in values])


@pytest.mark.parametrize(
    ("kind", "values", "total"),
    [
        ("percentage", [100], None),
        ("percentage", ["33.33", "33.33", "33.34"], None),
        ("percentage", ["0.5", "99.5"], "1"),
        ("fixed", ["0.10", "0.20"], "0.30"),
        ("fixed", ["0.10", "0.20"], Decimal("0.3")),
        ("fixed", ["1E+3", 1], 1001),
        ("fixed", ["123456789012345678901234567890.01", "0.09"], "123456789012345678901234567890.10"),
    ],
)
def test_a_plan_that_adds_up(kind: str, values: list[Any], total: Any) -> None:
    made = plan(kind, *values)
    made.check(total)
    assert made.difference(total) == 0
    made_of_response = PaymentSchedule.from_dict(made.to_dict())
    made_of_response.check(total)


@pytest.mark.parametrize(
    ("kind", "values", "total", "message"),
    [
        ("percentage", ["33.33", "33.33", "33.33"], None, "the parts must sum to 100, but sum to 99.99: 0.01 short"),
        ("percentage", [60, 60], None, "the parts must sum to 100, but sum to 120: 20 too much"),
        ("percentage", [], None, "the parts must sum to 100, but sum to 0: 100 short"),
        ("fixed", ["10.00", "9.99"], "20.00", "the parts must sum to 20.00, but sum to 19.99: 0.01 short"),
        (
            "fixed",
            ["1", "1E-30"],
            1,
            "sum to 1.000000000000000000000000000001: 0.000000000000000000000000000001 too much",
        ),
    ],
)
def test_the_difference_is_named(kind: str, values: list[Any], total: Any, message: str) -> None:
    for made in (plan(kind, *values), PaymentSchedule.from_dict(plan(kind, *values).to_dict())):
        with pytest.raises(ValueError, match=message.replace(".", r"\.")):
            made.check(total)


@examples(100)
@given(values=st.lists(AMOUNTS, max_size=6), total=AMOUNTS)
def test_the_difference_is_exact(values: list[Decimal], total: Decimal) -> None:
    made = PaymentSchedule.from_dict({"type": "fixed", "schedules": [{"value": value} for value in values]})
    assume(values)
    assert Fraction(made.difference(total)) == sum(map(Fraction, values)) - Fraction(total)


@pytest.mark.parametrize("data", [{}, {"schedules": []}, {"new": 1}])
def test_an_empty_payment_schedule_lacks_nothing(data: dict[str, Any]) -> None:
    PaymentSchedule.from_dict(data).check()
    assert PaymentSchedule.from_dict(data).difference(5) == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"type": "percentage"}, "schedules must be a list of parts, not None"),
        ({"type": "percentage", "schedules": "two"}, "schedules must be a list of parts, not 'two'"),
        (
            {"type": "percentage", "schedules": [{"value": 50}, {}]},
            r"schedules\[1\]\.value must be a number, not None",
        ),
        ({"type": "percentage", "schedules": [{"value": "50"}]}, r"schedules\[0\]\.value must be a number, not '50'"),
        ({"type": "percentage", "schedules": [{"value": True}]}, r"schedules\[0\]\.value must be a number, not True"),
        ({"type": "percentage", "schedules": [50]}, r"schedules\[0\]\.value must be a number, not None"),
        ({"type": "thirds", "schedules": [{"value": 1}]}, "type must be percentage or fixed, not 'thirds'"),
        ({"schedules": [{"value": 1}]}, "type must be percentage or fixed, not None"),
        ({"type": "fixed", "schedules": [{"value": 1}]}, "fixed parts sum to the invoice's total: give total="),
        (
            {"type": "percentage", "schedules": [{"value": Decimal("1E+5000")}, {"value": Decimal("1E-5000")}]},
            "too many digits",
        ),
    ],
)
def test_what_can_not_be_told(data: dict[str, Any], message: str) -> None:
    for look in (PaymentSchedule.from_dict(data).check, PaymentSchedule.from_dict(data).difference):
        with pytest.raises(ValueError, match=message):
            look()


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="binary float"):
        plan("fixed", 1).check(1.0)  # type: ignore[arg-type]
    assigned = plan("fixed", 1)
    assigned.schedules[0].value = 1.0  # type: ignore[assignment]
    with pytest.raises(TypeError, match="binary float"):
        assigned.check(1)
