from __future__ import annotations

from typing import Any

from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import ensure
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class PaymentMethodsInput(RequestModel):
    """Ways in which an invoice can be paid."""

    __slots__ = ("stripe",)

    stripe: _models.StripePaymentMethodInput
    """Settings for payment through Stripe."""

    def __init__(
        self,
        *,
        stripe: _models.StripePaymentMethodInput,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.stripe = stripe
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentMethodsInput:
            ensure(self, PaymentMethodsInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.stripe
        data["stripe"] = _stripe_kind.write(value)
        return data


_stripe_kind = ModelOf(lambda: _models.StripePaymentMethodInput)
PaymentMethodsInput.FIELDS = (Field("stripe", "stripe", _stripe_kind, required=True),)
