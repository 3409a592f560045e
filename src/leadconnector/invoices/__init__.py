"""What a person adds to the generated invoice models; they inherit from these classes by name."""


class UpdateInvoiceBehaviour:
    __slots__ = ()


class Recurrence:
    __slots__ = ()


class PaymentPlan:
    __slots__ = ()
