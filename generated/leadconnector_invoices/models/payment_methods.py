from __future__ import annotations

from typing import Any, Self

from leadconnector.codec.containers import Field, ModelOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import MisfitError, blank, ensure
from leadconnector.codec.model import ResponseModel
from leadconnector_invoices import models as _models


class PaymentMethods(ResponseModel):
    """Ways in which an invoice can be paid."""

    __slots__ = ("stripe",)

    stripe: _models.StripePaymentMethod | None
    """Settings for payment through Stripe."""

    def __init__(
        self,
        *,
        stripe: _models.StripePaymentMethod | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.stripe = stripe
        self._extra = extra

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        if data.__class__ is not dict:
            raise MisfitError
        value: Any
        data = data.copy()
        self = blank(cls)
        value = data.pop("stripe", UNSET)
        self.stripe = (
            _stripe_kind.read(value)
            if value.__class__ is dict
            else None
            if value is UNSET
            else _stripe_kind.take(data, "stripe", value)
        )
        self._extra = data or None
        return self

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not PaymentMethods:
            ensure(self, PaymentMethods)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.stripe
        if value is not None:
            data["stripe"] = _stripe_kind.write(value)
        return data


_stripe_kind = ModelOf(lambda: _models.StripePaymentMethod)
PaymentMethods.FIELDS = (Field("stripe", "stripe", _stripe_kind),)
