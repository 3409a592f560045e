"""What the description says of `schedules.get` beside its arguments."""

from typing import Final

from leadconnector.client.operation import Operation, RetryPolicy

GET_INVOICE_SCHEDULE: Final = Operation(
    name="schedules.get",
    operation_id="get-invoice-schedule",
    method="GET",
    path="/invoices/schedule/{scheduleId}",
    retry=RetryPolicy("always"),
    scopes=("invoices/schedule.readonly",),
)
