"""What the description says of `invoices.delete` beside its arguments."""

from typing import Final

from leadconnector.client.operation import AlreadyGone, Operation, RetryPolicy

DELETE_INVOICE: Final = Operation(
    name="invoices.delete",
    operation_id="delete-invoice",
    method="DELETE",
    path="/invoices/{invoiceId}",
    retry=RetryPolicy("always"),
    outcome_check="schedules.get",
    already_gone=AlreadyGone(
        status=400,
        message="unable to find",
        answer={"_id": "{invoiceId}", "deleted": True},
    ),
    scopes=("invoices.write",),
)
