"""What the description says of `invoices.update` beside its arguments."""

from typing import Final

from leadconnector.client.operation import Operation, RetryPolicy

UPDATE_INVOICE: Final = Operation(
    name="invoices.update",
    operation_id="update-invoice",
    method="PUT",
    path="/invoices/{invoiceId}",
    retry=RetryPolicy("always"),
    outcome_check="schedules.get",
    scopes=("invoices.write",),
)
