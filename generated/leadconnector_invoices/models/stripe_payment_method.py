from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, setters

from leadconnector.codec.answer import Answer
from leadconnector.codec.decoding import blank
from leadconnector.codec.encoding import ensure


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class StripePaymentMethod(Answer):
    """Settings for payment through Stripe."""

    enable_bank_debit_only: bool | None = None
    """True to take payment by bank debit only. Source: page update-invoice."""

    wire_names: ClassVar[Mapping[str, str]] = {
        "enable_bank_debit_only": "enableBankDebitOnly",
    }

    @classmethod
    def from_record(cls, record: Any) -> Self:
        self = blank(cls)
        extra = record.extra()
        self.enable_bank_debit_only = record.enable_bank_debit_only
        self._extra = extra or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not StripePaymentMethod:
            ensure(self, StripePaymentMethod)
        data: dict[str, Any] = dict(self._extra) if self._extra else {}
        if self.enable_bank_debit_only is not None:
            data["enableBankDebitOnly"] = self.enable_bank_debit_only
        return data


read_stripe_payment_method = StripePaymentMethod.from_record
encode_stripe_payment_method = StripePaymentMethod.encode
