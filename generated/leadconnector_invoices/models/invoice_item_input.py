from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from leadconnector.codec.containers import Field, ListOf, ModelOf
from leadconnector.codec.enums import UNSET, Unset
from leadconnector.codec.json import json_copy
from leadconnector.codec.kinds import BOOLEAN, NUMBER, TEXT, EnumOf, converted, converted_optional, ensure, text_of
from leadconnector.codec.model import RequestModel
from leadconnector_invoices import models as _models


class InvoiceItemInput(RequestModel):
    """One line of an invoice."""

    __slots__ = (
        "name",
        "currency",
        "amount",
        "qty",
        "description",
        "product_id",
        "price_id",
        "taxes",
        "automatic_tax_category_id",
        "is_setup_fee_item",
        "type",
        "tax_inclusive",
    )

    name: str
    """Name of the item."""
    currency: str
    """Currency of `amount`, as an ISO 4217 code."""
    amount: Decimal
    """Price of one unit in major units of `currency` (999 is 999.00)."""
    qty: Decimal
    """Number of units."""
    description: str | None | Unset
    """More about the item."""
    product_id: str | None | Unset
    """Id of the product that is sold."""
    price_id: str | None | Unset
    """Id of the product's price."""
    taxes: list[_models.TaxInput] | None | Unset
    """Taxes on the item."""
    automatic_tax_category_id: str | None | Unset
    """Category by which the item's tax is worked out automatically."""
    is_setup_fee_item: bool | None | Unset
    """True for a set-up fee, which stands only on the first invoice of a recurring schedule."""
    type: _models.ItemPriceType | str | None | Unset
    """Whether the price is charged once or again and again."""
    tax_inclusive: bool | None | Unset
    """True if `amount` already contains the tax. The service's default: False."""

    def __init__(
        self,
        *,
        name: str,
        currency: str,
        amount: Decimal | int | str,
        qty: Decimal | int | str,
        description: str | None | Unset = UNSET,
        product_id: str | None | Unset = UNSET,
        price_id: str | None | Unset = UNSET,
        taxes: Iterable[_models.TaxInput] | None | Unset = UNSET,
        automatic_tax_category_id: str | None | Unset = UNSET,
        is_setup_fee_item: bool | None | Unset = UNSET,
        type: _models.ItemPriceType | str | None | Unset = UNSET,
        tax_inclusive: bool | None | Unset = UNSET,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.currency = currency
        self.amount = converted(NUMBER, "InvoiceItemInput.amount", amount)
        self.qty = converted(NUMBER, "InvoiceItemInput.qty", qty)
        self.description = description
        self.product_id = product_id
        self.price_id = price_id
        self.taxes = converted_optional(_taxes_kind, "InvoiceItemInput.taxes", taxes)
        self.automatic_tax_category_id = automatic_tax_category_id
        self.is_setup_fee_item = is_setup_fee_item
        self.type = type
        self.tax_inclusive = tax_inclusive
        self._extra = extra

    def encode(self) -> dict[str, Any]:
        if self.__class__ is not InvoiceItemInput:
            ensure(self, InvoiceItemInput)
        data: dict[str, Any] = json_copy(self._extra) if self._extra else {}
        value: Any
        value = self.name
        data["name"] = value if value.__class__ is str else TEXT.write(value)
        value = self.currency
        data["currency"] = value if value.__class__ is str else TEXT.write(value)
        value = self.amount
        data["amount"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.qty
        data["qty"] = value if value.__class__ is Decimal and value.is_finite() else NUMBER.write(value)
        value = self.description
        if value is not UNSET:
            data["description"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.product_id
        if value is not UNSET:
            data["productId"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.price_id
        if value is not UNSET:
            data["priceId"] = None if value is None else value if value.__class__ is str else TEXT.write(value)
        value = self.taxes
        if value is not UNSET:
            data["taxes"] = (
                None
                if value is None
                else [_taxes_kind.element.write(each) for each in value]
                if value.__class__ is list
                else _taxes_kind.write(value)
            )
        value = self.automatic_tax_category_id
        if value is not UNSET:
            data["automaticTaxCategoryId"] = (
                None if value is None else value if value.__class__ is str else TEXT.write(value)
            )
        value = self.is_setup_fee_item
        if value is not UNSET:
            data["isSetupFeeItem"] = (
                None if value is None else value if value.__class__ is bool else BOOLEAN.write(value)
            )
        value = self.type
        if value is not UNSET:
            data["type"] = None if value is None else text_of(value)
        value = self.tax_inclusive
        if value is not UNSET:
            data["taxInclusive"] = None if value is None else value if value.__class__ is bool else BOOLEAN.write(value)
        return data


_taxes_kind = ListOf(ModelOf(lambda: _models.TaxInput))
_type_kind = EnumOf(_models.ItemPriceType)
InvoiceItemInput.FIELDS = (
    Field("name", "name", TEXT, required=True),
    Field("currency", "currency", TEXT, required=True),
    Field("amount", "amount", NUMBER, required=True),
    Field("qty", "qty", NUMBER, required=True),
    Field("description", "description", TEXT),
    Field("product_id", "productId", TEXT),
    Field("price_id", "priceId", TEXT),
    Field("taxes", "taxes", _taxes_kind),
    Field("automatic_tax_category_id", "automaticTaxCategoryId", TEXT),
    Field("is_setup_fee_item", "isSetupFeeItem", BOOLEAN),
    Field("type", "type", _type_kind),
    Field("tax_inclusive", "taxInclusive", BOOLEAN),
)
