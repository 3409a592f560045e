from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import model, required
from leadconnector_invoices.models.stripe_payment_method_input import (
    StripePaymentMethodInput,
    encode_stripe_payment_method_input,
)


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class PaymentMethodsInput(Model):
    """Ways in which an invoice can be paid."""

    stripe: StripePaymentMethodInput
    """Settings for payment through Stripe. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "stripe": "stripe",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.stripe = required(data, "stripe", model, StripePaymentMethodInput.decode)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentMethodsInput:
            ensure(self, PaymentMethodsInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["stripe"] = encode_stripe_payment_method_input(self.stripe)
        return data


encode_payment_methods_input = PaymentMethodsInput.encode
