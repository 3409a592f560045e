"""What the description says of `schedules.update_and_schedule` beside its arguments."""

from typing import Final

from leadconnector.client.operation import Operation, RetryPolicy

UPDATE_AND_SCHEDULE_INVOICE_SCHEDULE: Final = Operation(
    name="schedules.update_and_schedule",
    operation_id="update-and-schedule-invoice-schedule",
    method="POST",
    path="/invoices/schedule/{scheduleId}/updateAndSchedule",
    retry=RetryPolicy("unless-applied"),
    outcome_check="schedules.get",
    scopes=("invoices/schedule.write",),
)
