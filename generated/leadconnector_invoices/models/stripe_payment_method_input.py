from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.decoding import blank, boolean
from leadconnector.codec.encoding import ensure
from leadconnector.codec.model import Model
from leadconnector.codec.requests import required


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class StripePaymentMethodInput(Model):
    """Settings for payment through Stripe."""

    enable_bank_debit_only: bool
    """True to take payment by bank debit only. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "enable_bank_debit_only": "enableBankDebitOnly",
    }

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        self = blank(cls)
        self.enable_bank_debit_only = required(data, "enableBankDebitOnly", boolean)
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not StripePaymentMethodInput:
            ensure(self, StripePaymentMethodInput)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        data["enableBankDebitOnly"] = self.enable_bank_debit_only
        return data


encode_stripe_payment_method_input = StripePaymentMethodInput.encode
