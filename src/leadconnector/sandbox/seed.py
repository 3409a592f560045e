"""What a sandbox starts with.

The ids are the same in every sandbox: the first schedule has the one of the documentation's examples,
6578278e879ad2646715ba9c.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from leadconnector.sandbox import fixtures

if TYPE_CHECKING:
    from leadconnector.sandbox.core import Sandbox
    from leadconnector.sandbox.state import State


def seed(sandbox: "Sandbox", state: "State") -> None:
    """Add two active schedules with a paid and a draft invoice each, a draft schedule, and an invoice paid in parts."""
    today = state.now().date()
    for _ in range(2):
        schedule = sandbox.add_schedule()
        sandbox.add_invoice(schedule_id=schedule, status="paid", amountPaid=fixtures.TOTAL)
        sandbox.add_invoice(schedule_id=schedule)
    sandbox.add_schedule(
        status="draft",
        name="Spring cleaning",
        schedule={"executeAt": f"{today + timedelta(days=30)}T09:00:00.000Z"},
    )
    plan = fixtures.payment_plan(state.new_part_id, f"{today}", f"{today + timedelta(days=14)}")
    sandbox.add_invoice(status="partially_paid", amountPaid=512, paymentSchedule=plan)
