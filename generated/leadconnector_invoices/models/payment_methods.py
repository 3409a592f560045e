from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure
from leadconnector_invoices.models.stripe_payment_method import (
    StripePaymentMethod,
    encode_stripe_payment_method,
    read_stripe_payment_method,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaymentMethods(Answer):
    """Ways in which an invoice can be paid."""

    stripe: StripePaymentMethod | None = None
    """Settings for payment through Stripe. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "stripe": "stripe",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.stripe = record.stripe and read_stripe_payment_method(record.stripe)
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentMethods:
            ensure(self, PaymentMethods)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.stripe is not None:
            data["stripe"] = encode_stripe_payment_method(self.stripe)
        return data


read_payment_methods = PaymentMethods.from_record
encode_payment_methods = PaymentMethods.encode
