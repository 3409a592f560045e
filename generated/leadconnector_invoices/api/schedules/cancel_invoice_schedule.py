"""What the description says of `schedules.cancel` beside its arguments."""

from typing import Final

from leadconnector.client.operation import Operation, RetryPolicy

CANCEL_INVOICE_SCHEDULE: Final = Operation(
    name="schedules.cancel",
    operation_id="cancel-invoice-schedule",
    method="POST",
    path="/invoices/schedule/{scheduleId}/cancel",
    retry=RetryPolicy("unless-applied"),
    outcome_check="schedules.get",
    scopes=("invoices/schedule.write",),
)
